//! CAP010, CAP012 and CAP013: whether what a table has fits what it does.

use super::case::Case;
use super::traffic::words;
use crate::dynamodb::autoscaling::Policy;
use crate::dynamodb::cost::Mode;
use crate::dynamodb::evidence::{Dimension, Measure, TableSeen, WriteSource};
use crate::dynamodb::sizing::{Present, PresentRegion, Sizing};
use crate::dynamodb::workload::{RegionDemand, number};
use crate::report::catalogue::{CAP_BOUNDS, CAP_MODE, CAP_REPLICA_WRITES};
use crate::report::{Check, Finding};

/// How much dearer than the cheapest mode a table may be: the margin of AWS's own evaluator.
const DEARER: f64 = 1.15;
/// The targets that the documents speak of, in percent.
const TARGETS: std::ops::RangeInclusive<f64> = 50.0..=70.0;

/// The table as it is, where its traffic is known.
fn known<'a>(case: &'a Case<'_>, check: &'static Check) -> Result<(&'a Sizing, &'a Present), Vec<Finding>> {
    let unknown = || vec![Finding::unknown(check, "what the table consumes is not known (CAP014)")];
    let sizing = case.sizings.first().ok_or_else(unknown)?;
    Ok((sizing, sizing.present.as_ref().ok_or_else(unknown)?))
}

/// Whether the table's mode is the cheapest for its traffic.
pub(super) fn mode(case: &Case<'_>, _: &TableSeen) -> Vec<Finding> {
    let (sizing, present) = match known(case, &CAP_MODE) {
        Ok(known) => known,
        Err(findings) => return findings,
    };
    let best = sizing.cost(sizing.recommendation.mode).and_then(|cost| cost.monthly_usd);
    let (Some(now), Some(best)) = (present.monthly_usd, best) else {
        return vec![Finding::unknown(&CAP_MODE, "a price or the capacity is not known (CAP001, CAP014)")];
    };
    let told = format!(
        "{} at {now:.2} USD a month for the traffic of the window; {} as recommended would be {best:.2} USD",
        words(present.mode),
        words(sizing.recommendation.mode)
    );
    if now > DEARER * best {
        let message = format!("{told}: {:.0} % less", 100.0 * (1.0 - best / now));
        vec![Finding::warn(&CAP_MODE, message).help(
            "the report shows every mode and the policies; --emit terraform writes the recommended table (a table on demand can be switched at any time, a provisioned one four times in 24 hours)",
        )]
    } else {
        vec![Finding::pass(&CAP_MODE).note(told)]
    }
}

/// Whether the scaling bounds fit the traffic.
pub(super) fn bounds(case: &Case<'_>, seen: &TableSeen) -> Vec<Finding> {
    let Some(facts) = seen.facts() else {
        return vec![Finding::skip(&CAP_BOUNDS, "the table was not described (CAP014)")];
    };
    if facts.is_on_demand() {
        return vec![Finding::skip(&CAP_BOUNDS, "the table is on demand: nothing is scaled")];
    }
    let (sizing, present) = match known(case, &CAP_BOUNDS) {
        Ok(known) => known,
        Err(findings) => return findings,
    };
    let mut findings = Vec::new();
    for region in &present.regions {
        if !region.scaling_known {
            let message = format!("{}: the scaling policies could not be read (CAP014)", region.region);
            findings.push(Finding::unknown(&CAP_BOUNDS, message));
            continue;
        }
        let demand = sizing.demand.regions.iter().find(|demand| demand.region == region.region);
        findings.extend(demand.into_iter().flat_map(|demand| of_region(region, demand)));
    }
    if findings.is_empty() && present.mode == Mode::Provisioned {
        return vec![Finding::skip(&CAP_BOUNDS, "the table has a fixed capacity: nothing is scaled")];
    }
    findings
}

fn of_region(region: &PresentRegion, demand: &RegionDemand) -> Vec<Finding> {
    let both = [("read", region.read, demand.rcu), ("write", region.write, demand.write_units())];
    let is_scaled = both.iter().any(|(_, policy, _)| policy.is_some());
    let mut findings = Vec::new();
    for (what, policy, peak) in both {
        match policy {
            None if is_scaled => findings.push(
                Finding::fail(
                    &CAP_BOUNDS,
                    format!(
                        "{}: {what} capacity has no scaling policy, while the other dimension has one",
                        region.region
                    ),
                )
                .help("add a scalable target and a policy for it; a global table's writes cannot do without"),
            ),
            None => {}
            Some(policy) => findings.extend(of_policy(&region.region, what, &policy, peak)),
        }
    }
    findings
}

fn of_policy(region: &str, what: &str, policy: &Policy, peak: f64) -> Vec<Finding> {
    let Policy { min, max, target, .. } = *policy;
    let needed = peak * 100.0 / target.max(1.0);
    let mut findings = Vec::new();
    if as_f64(max) < peak {
        findings.push(
            Finding::fail(
                &CAP_BOUNDS,
                format!(
                    "{region}: {what} capacity scales to {max} units at most; the peak was {}",
                    number(peak.ceil())
                ),
            )
            .help(format!(
                "raise the maximum to {} at least: what the peak takes at {target} %",
                number(needed.ceil())
            )),
        );
    } else if as_f64(max) < needed {
        findings.push(
            Finding::warn(
                &CAP_BOUNDS,
                format!(
                    "{region}: {what} capacity scales to {max} units at most; the peak of {} takes {} at {target} %",
                    number(peak.ceil()),
                    number(needed.ceil())
                ),
            )
            .help("raise the maximum: at the peak there is less headroom than the target promises"),
        );
    }
    if as_f64(min) > needed.ceil().max(1.0) {
        findings.push(
            Finding::warn(
                &CAP_BOUNDS,
                format!(
                    "{region}: {what} capacity never falls below {min} units; even the peak of the window takes only {} at {target} %",
                    number(needed.ceil())
                ),
            )
            .help("lower the minimum, unless a failover or a launch is expected to need it"),
        );
    }
    if !TARGETS.contains(&target) {
        findings.push(
            Finding::warn(&CAP_BOUNDS, format!("{region}: the target of {what} capacity is {target} %"))
                .help("70 % for steady traffic, 50 to 60 % for sharper"),
        );
    }
    findings
}

/// Whether every replica can take the writes of all Regions.
pub(super) fn replica_writes(case: &Case<'_>, seen: &TableSeen) -> Vec<Finding> {
    let Some(facts) = seen.facts() else {
        return vec![Finding::skip(&CAP_REPLICA_WRITES, "the table was not described (CAP014)")];
    };
    if facts.replicas.is_empty() {
        return vec![Finding::skip(&CAP_REPLICA_WRITES, "the table stands in one Region")];
    }
    if facts.is_on_demand() {
        return vec![Finding::skip(&CAP_REPLICA_WRITES, "the table is on demand: nothing is provisioned")];
    }
    let (_, present) = match known(case, &CAP_REPLICA_WRITES) {
        Ok(known) => known,
        Err(findings) => return findings,
    };
    let Some(writes) = writes_of_all(seen) else {
        let reason = "the writes of a Region are not known (CAP014)";
        return vec![Finding::unknown(&CAP_REPLICA_WRITES, reason)];
    };
    let mut findings = Vec::new();
    for region in &present.regions {
        let most =
            region.write.map(|policy| as_f64(policy.max)).or(region.provisioned.map(|(_, write)| write));
        match most {
            None => findings.push(Finding::unknown(
                &CAP_REPLICA_WRITES,
                format!("{}: its write capacity is not known", region.region),
            )),
            Some(most) if most < writes => findings.push(
                Finding::fail(
                    &CAP_REPLICA_WRITES,
                    format!(
                        "{}: up to {} write units; all Regions together wrote {} a second at the peak",
                        region.region,
                        number(most),
                        number(writes.ceil())
                    ),
                )
                .help("raise the maximum of the write policy in any one Region: it is synchronised to the others"),
            ),
            Some(_) => {}
        }
    }
    findings
}

/// The most write units a second that applications of all Regions together have written in one period.
fn writes_of_all(seen: &TableSeen) -> Option<f64> {
    let window = &seen.window;
    let mut sums: Vec<f64> = Vec::new();
    for region in &seen.regions {
        let metrics = region.metrics.as_ref()?.answer().filter(|metrics| metrics.is_complete())?;
        // Without the split by source the total counts replicated writes too: the same, counted in each Region.
        let Some(series) = metrics.series(Measure::ConsumedBy(WriteSource::Customer)) else {
            let total = metrics.consumed(Dimension::Write);
            if total.is_some() {
                return total.and_then(|series| series.max()).map(|most| most / f64::from(window.period_s));
            }
            continue;
        };
        let values = series.within(window.start_epoch_s, window.end_epoch_s);
        sums.resize(sums.len().max(values.len()), 0.0);
        for (sum, value) in sums.iter_mut().zip(values) {
            *sum += value.unwrap_or(0.0);
        }
    }
    Some(sums.into_iter().fold(0.0, f64::max) / f64::from(window.period_s.max(1)))
}

#[expect(clippy::cast_precision_loss, reason = "capacity is below 2^53")]
const fn as_f64(value: u64) -> f64 {
    value as f64
}
