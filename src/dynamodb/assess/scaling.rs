//! CAP012: whether the scaling bounds of a table fit what it does.

use super::case::{Case, SEE_ANSWERS};
use super::throttling::unmet;
use crate::dynamodb::autoscaling::{DOCUMENTED_TARGETS, FREE_DECREASES, Policy};
use crate::dynamodb::evidence::{Dimension, Facts, RegionSeen, Scaling, TableSeen};
use crate::dynamodb::hindrances::{self, Load};
use crate::dynamodb::workload::{RegionDemand, number};
use crate::metrics::WindowSeen;
use crate::numbers::as_f64;
use crate::report::Finding;
use crate::report::catalogue::CAP_BOUNDS;
use crate::words::count;

/// Whether the scaling bounds fit the traffic, and nothing keeps scaling from following them.
pub(super) fn bounds(case: &Case<'_>, seen: &TableSeen) -> Vec<Finding> {
    let Some(facts) = seen.facts() else {
        return vec![Finding::skip(&CAP_BOUNDS, "the table was not described (CAP014)")];
    };
    if facts.is_on_demand() {
        return vec![Finding::skip(&CAP_BOUNDS, "the table is on demand: nothing is scaled")];
    }
    let sizing = match case.present(&CAP_BOUNDS) {
        Ok((sizing, _)) => sizing,
        Err(findings) => return findings,
    };
    // Write settings are one for all Regions; a table that scales anywhere is meant to scale everywhere.
    let is_scaled = seen.regions.iter().filter_map(|region| region.scaling.as_ref()).any(|scaling| {
        [Dimension::Read, Dimension::Write].iter().any(|one| scaling.dimension(*one).is_some())
    });
    let (mut findings, mut notes) = (Vec::new(), Vec::new());
    for region in &seen.regions {
        let Some((facts, scaling)) = known(region) else {
            let finding = Finding::unknown(&CAP_BOUNDS, "the scaling policies could not be read (CAP014)");
            findings.push(finding.help(SEE_ANSWERS).about(&*region.region));
            continue;
        };
        let demand = sizing.demand.regions.iter().find(|demand| demand.region == region.region);
        let fit = demand.into_iter().flat_map(|demand| of_region(region, scaling, demand, is_scaled));
        let hindered = hindered(facts, scaling, demand, &seen.window);
        findings.extend(fit.chain(hindered).map(|finding| finding.about(&*region.region)));
        let of_region = decreases(facts).into_iter().chain(hindrances::notes(scaling));
        notes.extend(of_region.map(|note| format!("{}: {note}", region.region)));
    }
    if findings.is_empty() {
        findings.push(if is_scaled {
            Finding::pass(&CAP_BOUNDS)
        } else {
            Finding::skip(&CAP_BOUNDS, "the table has a fixed capacity: nothing is scaled")
        });
    }
    if let Some(first) = findings.first_mut() {
        first.detail_mut().notes.extend(notes.into_iter().map(Into::into));
    }
    findings
}

/// A Region's table and scaling, where both bounds and policies were told, and the table was described.
fn known(region: &RegionSeen) -> Option<(&Facts, &Scaling)> {
    Some((region.described.answer()?, region.scaling.as_ref().filter(|scaling| scaling.is_known())?))
}

/// What keeps scaling from following its policies.
fn hindered(
    facts: &Facts,
    scaling: &Scaling,
    demand: Option<&RegionDemand>,
    window: &WindowSeen,
) -> Vec<Finding> {
    let of = |dimension| {
        let peak = demand.map(|demand| match dimension {
            Dimension::Read => demand.rcu,
            Dimension::Write => demand.write_units(),
        });
        let load = Load::new(facts, dimension, peak);
        hindrances::findings(&CAP_BOUNDS, scaling, dimension, load, window)
    };
    [Dimension::Read, Dimension::Write].into_iter().flat_map(of).collect()
}

/// That no decrease of the day is left that is free.
fn decreases(facts: &Facts) -> Option<String> {
    let decreases = facts.provisioned.as_ref()?.decreases_today?;
    (decreases >= i64::from(FREE_DECREASES)).then(|| {
        format!(
            "{decreases} decreases since 00:00 UTC: until the day ends capacity falls once an hour at most; a longer scale-in cooldown takes fewer"
        )
    })
}

fn of_region(region: &RegionSeen, scaling: &Scaling, demand: &RegionDemand, is_scaled: bool) -> Vec<Finding> {
    let both = [(Dimension::Read, "read", demand.rcu), (Dimension::Write, "write", demand.write_units())];
    let mut findings = Vec::new();
    let metrics = region.metrics.as_ref().and_then(|metrics| metrics.answer());
    for (dimension, what, peak) in both {
        if let Some(policy) = scaling.policy(dimension) {
            let unmet = metrics.and_then(|metrics| unmet(metrics, dimension));
            findings.extend(of_policy(what, &policy, peak, unmet.as_deref()));
        } else if let Some(found) = scaling.dimension(dimension) {
            // Bounds that a schedule changes are a way to scale, too.
            let actions = scaling.scheduled.answer().map(Vec::as_slice).unwrap_or_default();
            if actions.iter().all(|action| action.dimension != Some(dimension)) {
                let (min, max) = (found.target.min, found.target.max);
                let message = format!(
                    "{what} capacity has bounds of {min} to {max} units and no scaling policy: nothing moves it between them"
                );
                findings.push(Finding::fail(&CAP_BOUNDS, message).help(
                    "put a target tracking policy on it: aws application-autoscaling put-scaling-policy",
                ));
            }
        } else if is_scaled {
            let message =
                format!("{what} capacity has no scaling policy, while other capacity of the table has one");
            findings.push(
                Finding::fail(&CAP_BOUNDS, message).help(
                    "register a scalable target and put a policy on it; reads need it in each Region, writes in one",
                ),
            );
        }
    }
    findings
}

/// What there is to say of a policy beside the highest period that was consumed; `unmet` is what that does not show.
fn of_policy(what: &str, policy: &Policy, peak: f64, unmet: Option<&str>) -> Vec<Finding> {
    let Policy { min, max, target, .. } = *policy;
    let needed = peak * 100.0 / target.max(1.0);
    let unmet = unmet.map(|unmet| format!("; {unmet}")).unwrap_or_default();
    let mut findings = Vec::new();
    if as_f64(max) < peak {
        findings.push(
            Finding::fail(
                &CAP_BOUNDS,
                format!(
                    "{what} capacity scales to {} at most; the peak was {}{unmet}",
                    count(max, "unit"),
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
                    "{what} capacity scales to {} at most; the peak of {} takes {} at {target} %{unmet}",
                    count(max, "unit"),
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
                    "{what} capacity never falls below {}; even the peak of the window takes only {} at {target} %{unmet}",
                    count(min, "unit"),
                    number(needed.ceil())
                ),
            )
            .help("lower the minimum, unless a failover or a launch is expected to need it"),
        );
    }
    if !DOCUMENTED_TARGETS.contains(&target) {
        findings.push(
            Finding::warn(&CAP_BOUNDS, format!("the target of {what} capacity is {target} %"))
                .help("70 % for steady traffic, 50 to 60 % for sharper"),
        );
    }
    findings
}
