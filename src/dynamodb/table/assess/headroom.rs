//! TBL015: whether capacity holds what was consumed.

use super::billing;
use super::case::{Case, Standing, Told};
use super::unread::unread;
use crate::aws::Asked;
use crate::dynamodb::assess::{unmet, writes_of_all};
use crate::dynamodb::evidence::{Dimension, Metrics, WarmThroughput};
use crate::dynamodb::workload::limits::{CLOSE, TABLE_QUOTA};
use crate::dynamodb::workload::number;
use crate::numbers::as_f64;
use crate::observe::LONGER;
use crate::report::Finding;
use crate::report::catalogue::TBL_HEADROOM;

/// Who consumes what a Region's own metrics tell.
const APPLICATIONS: &str = "applications";

/// What a dimension can take.
struct Limit {
    /// In units a second.
    units: f64,
    /// Above which share of it somebody should look, and why.
    close: f64,
    /// What sets it, in words that follow the number.
    what: &'static str,
    /// What raises it.
    help: &'static str,
    /// The utilisation to keep, in percent, where it scales.
    target: Option<f64>,
    /// Whether more than that is refused, rather than perhaps throttled.
    is_hard: bool,
}

/// Whether every Region's capacity holds its highest period, and every Region's writes those of all.
pub(super) fn headroom(case: &Case<'_>) -> Told {
    if case.regions().all(|at| at.seen.metrics.is_none()) {
        return Told::skip(&TBL_HEADROOM, "the metrics were not asked for");
    }
    let regions: Vec<Standing<'_>> = case.regions().collect();
    let is_whole = regions.len() == case.facts.replicas.len() + 1;
    let writes = || writes_of_all(regions.iter().map(|at| at.seen), &case.seen.window);
    let group = (case.is_global() && is_whole).then(writes).flatten();
    let mut told = Told::default();
    for at in regions.iter().copied() {
        let metrics = match &at.seen.metrics {
            None => {
                let finding = Finding::unknown(&TBL_HEADROOM, "the metrics were not asked for in time");
                told.findings.push(finding.help(LONGER).about(at.region()));
                continue;
            }
            Some(Asked::Failed(failure)) => {
                told.findings.push(unread(&TBL_HEADROOM, at.region(), "cloudwatch:GetMetricData", failure));
                continue;
            }
            Some(Asked::Answered(metrics)) => metrics,
        };
        let is_known = metrics.knows_consumption();
        if is_known && metrics.is_silent() {
            told.findings.push(
                Finding::unknown(&TBL_HEADROOM, "CloudWatch has no value of the table in the whole window")
                    .help("a table that is new, or was never used, has none: check it again when it is, or look further back with --window")
                    .about(at.region()),
            );
            continue;
        }
        if !is_known {
            told.findings.push(partial(at, metrics));
        }
        for dimension in [Dimension::Read, Dimension::Write] {
            let local = metrics.peak(dimension);
            let (peak, whose) = match group.filter(|_| dimension == Dimension::Write) {
                Some(all) if all > local => (all, "all Regions together"),
                _ => (local, APPLICATIONS),
            };
            of_dimension(at, dimension, peak, whose, &mut told);
        }
    }
    if case.is_global() && group.is_none() && told.findings.is_empty() {
        told.findings.push(
            Finding::unknown(
                &TBL_HEADROOM,
                "the writes of a Region are not known, and every other has to take them",
            )
            .help("see TBL001 for the Region that did not answer"),
        );
    }
    told
}

fn partial(at: Standing<'_>, metrics: &Metrics) -> Finding {
    if let Some(span) = metrics.missing.first() {
        let finding = unread(&TBL_HEADROOM, at.region(), "cloudwatch:GetMetricData", &span.failure);
        return finding.note("a part of the window came");
    }
    Finding::unknown(&TBL_HEADROOM, "CloudWatch gave a part of what was consumed only")
        .help("ask again")
        .about(at.region())
}

fn of_dimension(at: Standing<'_>, dimension: Dimension, peak: f64, whose: &str, told: &mut Told) {
    let what = dimension.as_str();
    let used = number(peak.ceil());
    let metrics = at.seen.metrics.as_ref().and_then(Asked::answer);
    let unmet = metrics.and_then(|metrics| unmet(metrics, dimension));
    if peak <= 0.0 {
        told.notes.push(match unmet {
            None => format!("{}: idle: no {what} unit was consumed in the window", at.region()),
            Some(unmet) => format!("{}: no {what} unit was consumed in the window; {unmet}", at.region()),
        });
        return;
    }
    let Some(limit) = limit(at, dimension, peak) else {
        told.findings.push(
            Finding::unknown(
                &TBL_HEADROOM,
                format!("{used} {what} units a second consumed at the peak, and what the table can take is not known"),
            )
            .help("see TBL004 and TBL005 for what could not be read")
            .about(at.region()),
        );
        return;
    };
    let most = number(limit.units);
    let mut message =
        format!("{used} {what} units a second consumed by {whose} at the peak, of {most} {}", limit.what);
    if let Some(target) = limit.target.filter(|target| peak > target / 100.0 * limit.units) {
        let takes = number((peak * 100.0 / target.max(1.0)).ceil());
        message += &format!("; at the target of {target} % it takes {takes}");
    }
    // Above the limit for a while, burst capacity can carry it; what it did not carry was throttled. A Region that is too
    // small for the writes of the others falls behind instead.
    message += &unmet.map(|unmet| format!("; {unmet}")).unwrap_or_default();
    let is_throttled =
        metrics.is_some_and(|metrics| metrics.throttled(dimension).is_some() || !metrics.knows_throttling());
    let is_short = is_throttled || whose != APPLICATIONS;
    let finding = if peak > limit.units && limit.is_hard && is_short {
        Finding::fail(&TBL_HEADROOM, message)
    } else if peak > limit.close * limit.units {
        Finding::warn(&TBL_HEADROOM, message)
    } else {
        told.notes.push(format!("{}: {message}", at.region()));
        let now = at.facts.provisioned.as_ref().map(|units| billing::of(units, dimension));
        if let Some(now) = now.filter(|now| *now > 0 && as_f64(*now) < peak) {
            told.notes.push(format!(
                "{}: {now} {what} units are provisioned now: autoscaling takes minutes to what the peak took",
                at.region()
            ));
        }
        return;
    };
    told.findings.push(finding.help(limit.help).about(at.region()));
}

/// What a dimension can take at most; nothing where that could not be read.
fn limit(at: Standing<'_>, dimension: Dimension, peak: f64) -> Option<Limit> {
    if at.facts.is_on_demand() {
        return Some(on_demand(at, dimension));
    }
    let now = at.facts.provisioned.as_ref().map(|units| as_f64(billing::of(units, dimension)));
    let Some(scaling) = at.seen.scaling.as_ref().filter(|scaling| scaling.is_known()) else {
        // What is provisioned now is enough, whether it scales or not.
        return now.filter(|now| *now >= peak).map(|units| Limit {
            units,
            close: 1.0,
            what: "that are provisioned now; how they scale could not be read",
            help: "",
            target: None,
            is_hard: true,
        });
    };
    // What is suspended stays at what it is.
    let found = scaling.dimension(dimension).filter(|found| !found.target.suspended[1]);
    let policy = found.as_ref().and_then(|found| found.policies.iter().find_map(|policy| policy.target));
    match (found, policy) {
        (Some(found), Some(target)) => Some(Limit {
            units: as_f64(found.target.max),
            close: (target / 100.0).clamp(0.0, 1.0),
            what: "that it scales to at most",
            help: "raise the maximum, so that the peak stays below the target's share of it; write settings are set in one Region and hold for all",
            target: Some(target),
            is_hard: true,
        }),
        _ => Some(Limit {
            units: now?,
            close: CLOSE,
            what: "that are provisioned, and do not scale",
            help: "raise the capacity, or let it scale: `chalkstore size --from-table` says to what",
            target: None,
            is_hard: true,
        }),
    }
}

fn on_demand(at: Standing<'_>, dimension: Dimension) -> Limit {
    let of = |units: Option<WarmThroughput>| {
        let units = units.and_then(|units| match dimension {
            Dimension::Read => units.read_units,
            Dimension::Write => units.write_units,
        });
        units.filter(|units| *units > 0).map(as_f64)
    };
    if let Some(units) = of(at.facts.max_request_units) {
        return Limit {
            units,
            close: CLOSE,
            what: "that the table's own maximum on demand allows",
            help: "raise it (aws dynamodb update-table --on-demand-throughput), unless it is there to cap the bill",
            target: None,
            is_hard: true,
        };
    }
    match of(at.facts.warm_throughput) {
        Some(units) if units < TABLE_QUOTA => Limit {
            units,
            close: 1.0,
            what: "that are taken at once (warm throughput)",
            help: "before a sharper rise than so far, raise it: `chalkstore create-table` with --warm-throughput",
            target: None,
            is_hard: false,
        },
        _ => Limit {
            units: TABLE_QUOTA,
            close: CLOSE,
            what: "that a table may take by default",
            help: "ask for more in Service Quotas, in every Region; it takes hours to days",
            target: None,
            is_hard: false,
        },
    }
}
