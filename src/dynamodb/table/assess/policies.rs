//! TBL004 and TBL005: one write policy for all Regions, and a read policy for each.

use super::case::{Case, Standing, Told};
use super::traffic::known;
use super::unread::unread;
use crate::dynamodb::evidence::{Dimension, DimensionScaling};
use crate::dynamodb::plan::Attribute;
use crate::dynamodb::spec::{BillingName, Bounds};
use crate::dynamodb::workload::number;
use crate::numbers::as_f64;
use crate::observe::LONGER;
use crate::report::catalogue::{TBL_READ_SCALING, TBL_WRITE_SCALING};
use crate::report::{Check, Finding, Status};
use crate::words::{count, seconds};

/// From which ratio of their traffic on two Regions should not have the same read bounds.
const UNLIKE: f64 = 3.0;

/// How a dimension scales in the Regions where that is known.
struct Scaled<'a> {
    regions: Vec<(Standing<'a>, Option<DimensionScaling<'a>>)>,
    /// A finding for each Region where it is not.
    unknown: Vec<Finding>,
}

impl<'a> Scaled<'a> {
    fn of(case: &Case<'a>, check: &'static Check, dimension: Dimension) -> Self {
        let mut scaled = Self { regions: Vec::new(), unknown: Vec::new() };
        for at in case.regions() {
            let Some(scaling) = &at.seen.scaling else {
                let finding = Finding::unknown(check, "scaling was not asked for");
                scaled.unknown.push(finding.help(LONGER).about(at.region()));
                continue;
            };
            let calls = [
                ("application-autoscaling:DescribeScalableTargets", scaling.targets.failure()),
                ("application-autoscaling:DescribeScalingPolicies", scaling.policies.failure()),
            ];
            match calls.into_iter().find_map(|(call, failure)| Some((call, failure?))) {
                Some((call, failure)) => scaled.unknown.push(unread(check, at.region(), call, failure)),
                None => scaled.regions.push((at, scaling.dimension(dimension))),
            }
        }
        scaled
    }

    fn is_scaled(&self) -> bool {
        self.regions.iter().any(|(_, scaling)| scaling.is_some())
    }
}

/// Whether one write policy holds for all Regions.
pub(super) fn writes(case: &Case<'_>) -> Told {
    let check = &TBL_WRITE_SCALING;
    if case.facts.is_on_demand() {
        return Told::skip(check, "the table is on demand: nothing is scaled");
    }
    let scaled = Scaled::of(case, check, Dimension::Write);
    let reads = Scaled::of(case, check, Dimension::Read);
    let mut told: Told = expected(case, check, Dimension::Write, &scaled).into();
    if told.findings.is_empty() {
        told.findings.extend(mirrored(&scaled));
        if !scaled.is_scaled() && scaled.unknown.is_empty() {
            if case.is_global() {
                told.findings.push(
                    Finding::fail(check, "writes do not scale in any Region of a provisioned global table")
                        .help("put a write policy on it in one Region (it is mirrored to the others): without one DynamoDB refuses further replicas, and a Region that cannot take the others' writes falls behind"),
                );
            } else if reads.is_scaled() {
                told.findings.push(
                    Finding::warn(check, "reads scale, and writes do not")
                        .help("give writes a target and a policy, too: `chalkstore create-table` with --billing autoscaling does it"),
                );
            } else {
                told.notes.push("capacity is fixed: nothing scales".to_owned());
            }
        }
    }
    told.findings.extend(scaled.unknown);
    let global: Vec<&str> =
        case.facts.indexes.iter().filter(|one| one.is_global).map(|one| &*one.name).collect();
    if !global.is_empty() {
        told.notes.push(format!(
            "the global indexes ({}) have policies of their own, which were not asked for; a global table needs a write policy on each",
            global.join(", ")
        ));
    }
    told
}

/// Whether the Regions have the same write policy.
fn mirrored(scaled: &Scaled<'_>) -> Option<Finding> {
    let words: Vec<(String, &str)> =
        scaled.regions.iter().map(|(at, scaling)| (words(scaling.as_ref()), at.region())).collect();
    let (first, own) = words.first()?;
    let (other, region) = words.iter().find(|(other, _)| other != first)?;
    let message = format!("writes: {first} in {own}, and {other} in {region}");
    Some(Finding::fail(&TBL_WRITE_SCALING, message).help(
        "write settings belong to the whole group: put the right ones once more in any one Region (`chalkstore create-table` with --write-scaling), and look whether the others follow within a minute",
    ))
}

/// A dimension's scaling in words.
fn words(scaling: Option<&DimensionScaling<'_>>) -> String {
    let Some(scaling) = scaling else { return "not scaled".to_owned() };
    let (min, max) = (scaling.target.min, scaling.target.max);
    match scaling.policies.iter().find_map(|policy| policy.target) {
        Some(target) => format!("{min}-{max} units at {target} %"),
        None => format!("{min}-{max} units without a policy"),
    }
}

/// Whether every Region has a read policy that fits its own traffic.
pub(super) fn reads(case: &Case<'_>) -> Told {
    let check = &TBL_READ_SCALING;
    if case.facts.is_on_demand() {
        return Told::skip(check, "the table is on demand: nothing is scaled");
    }
    let scaled = Scaled::of(case, check, Dimension::Read);
    let mut told: Told = expected(case, check, Dimension::Read, &scaled).into();
    if scaled.is_scaled() {
        for (at, scaling) in &scaled.regions {
            let is_told = told.findings.iter().any(|finding| finding.subject("") == at.region());
            match scaling {
                None if !is_told => told.findings.push(
                    Finding::fail(check, "reads do not scale here, and do in another Region")
                        .help("put a read target and a policy on the table in this Region: read policies are each Region's own")
                        .about(at.region()),
                ),
                None => {}
                Some(scaling) => told.findings.extend(too_small(*at, scaling)),
            }
        }
        told.findings.extend(alike(&scaled));
    } else if told.findings.is_empty() && scaled.unknown.is_empty() {
        told.notes.push("capacity is fixed: nothing scales".to_owned());
    }
    told.findings.extend(scaled.unknown);
    told
}

/// A maximum below what the Region itself has read.
fn too_small(at: Standing<'_>, scaling: &DimensionScaling<'_>) -> Option<Finding> {
    let peak = at.seen.metrics.as_ref()?.answer()?.peak(Dimension::Read);
    let max = scaling.target.max;
    (as_f64(max) < peak).then(|| {
        Finding::fail(
            &TBL_READ_SCALING,
            format!(
                "reads scale to {} at most, and {} a second were read at the peak",
                count(max, "unit"),
                number(peak.ceil())
            ),
        )
        .help("raise the maximum in this Region to what its peak takes at the target")
        .about(at.region())
    })
}

/// The same bounds in Regions with other traffic: a copy, and not a size.
fn alike(scaled: &Scaled<'_>) -> Option<Finding> {
    let [(_, first), _, ..] = scaled.regions.as_slice() else { return None };
    let bounds = |scaling: &Option<DimensionScaling<'_>>| {
        scaling.as_ref().map(|scaling| (scaling.target.min, scaling.target.max))
    };
    let first = bounds(first)?;
    if scaled.regions.iter().any(|(_, scaling)| bounds(scaling) != Some(first)) {
        return None;
    }
    let peaks: Option<Vec<(f64, &str)>> =
        scaled.regions.iter().map(|(at, _)| Some((known(*at)?.peak(Dimension::Read), at.region()))).collect();
    let mut peaks = peaks?;
    peaks.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (low, high) = (*peaks.first()?, *peaks.last()?);
    if high.0 <= UNLIKE * low.0 || high.0 < 1.0 {
        return None;
    }
    let (min, max) = first;
    let message = format!(
        "every Region reads between {min} and {max} units, while {} read {} a second at its peak and {} read {}",
        high.1,
        number(high.0.ceil()),
        low.1,
        number(low.0.ceil())
    );
    Some(Finding::warn(&TBL_READ_SCALING, message).help(format!(
        "size each Region for its own traffic: a lower minimum in {} costs less; keep it where {} is to take over",
        low.1, low.1
    )))
}

/// What comes of what is expected of a dimension.
fn expected(
    case: &Case<'_>,
    check: &'static Check,
    dimension: Dimension,
    scaled: &Scaled<'_>,
) -> Vec<Finding> {
    if case.is_whole {
        let attribute = match dimension {
            Dimension::Read => Attribute::ReadScaling,
            Dimension::Write => Attribute::WriteScaling,
        };
        let findings = case.expected(check, attribute).into_iter().flatten();
        // What could not be read is told for every Region.
        return findings.filter(|one| one.status != Status::Unknown).collect();
    }
    let wanted = |at: &Standing<'_>| match dimension {
        Dimension::Write => case.wanted.write_scaling,
        Dimension::Read => {
            let own = case.wanted.replicas.iter().find(|replica| replica.region == at.region());
            own.and_then(|replica| replica.read).or(case.wanted.read_scaling)
        }
    };
    let is_wanted = case.wanted.billing == Some(BillingName::Autoscaling)
        || case.wanted.scale_in_cooldown.is_some()
        || case.wanted.scale_out_cooldown.is_some();
    let differs = |(at, is): &(Standing<'_>, Option<DimensionScaling<'_>>)| {
        let bounds = wanted(at);
        let message = match (is, bounds) {
            (None, None) if !is_wanted => return None,
            (None, None) => format!("{}s do not scale; expected: they do", dimension.as_str()),
            (None, Some(bounds)) => format!("{}s do not scale; expected: {bounds}", dimension.as_str()),
            (Some(is), bounds) => {
                let other = other(case, is, bounds)?;
                format!("{}s: {}", dimension.as_str(), other.join("; "))
            }
        };
        Some(
            Finding::fail(check, message)
                .help("`chalkstore create-table` with the same options sets it")
                .about(at.region()),
        )
    };
    scaled.regions.iter().filter_map(differs).collect()
}

/// What differs from the bounds and cooldowns that were said.
fn other(case: &Case<'_>, is: &DimensionScaling<'_>, bounds: Option<Bounds>) -> Option<Vec<String>> {
    let mut other = Vec::new();
    let policy = is.policies.first();
    if let Some(Bounds { min, max, target }) = bounds {
        if u64::try_from(is.target.min) != Ok(min) || u64::try_from(is.target.max) != Ok(max) {
            other.push(format!("{}-{} units; expected: {min}-{max}", is.target.min, is.target.max));
        }
        let seen = policy.and_then(|policy| policy.target);
        if let Some(target) = target.filter(|target| seen.is_none_or(|seen| (seen - target).abs() > 1e-6)) {
            let seen = seen.map_or_else(|| "no target".to_owned(), |seen| format!("a target of {seen} %"));
            other.push(format!("{seen}; expected: {target} %"));
        }
    }
    let cooldowns = [
        ("in", policy.and_then(|policy| policy.scale_in_cooldown_s), case.wanted.scale_in_cooldown),
        ("out", policy.and_then(|policy| policy.scale_out_cooldown_s), case.wanted.scale_out_cooldown),
    ];
    for (what, seen, wanted) in cooldowns {
        let seen = seen.unwrap_or(0);
        if let Some(wanted) = wanted.filter(|wanted| *wanted != seen) {
            other.push(format!(
                "a scale-{what} cooldown of {}; expected: {}",
                seconds(seen),
                seconds(wanted)
            ));
        }
    }
    (!other.is_empty()).then_some(other)
}
