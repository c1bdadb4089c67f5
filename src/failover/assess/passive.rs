//! FO056: whether the passive Region would take over right now.

use super::case::{Case, Entry, Group, Mode, told_by};
use super::judge::Told;
use crate::failover::evidence::{Healthz, HealthzOutcome, Step, TargetGroup};
use crate::failover::model::{self, Health, Judged};
use crate::report::Finding;
use crate::report::catalogue::FO_PASSIVE_READY;
use crate::words::count;

/// By the record's health as of now, and by what its Region says of itself.
pub(super) fn ready(case: &Case<'_>, group: &Group<'_>) -> Option<Told> {
    if !group.is_routed() {
        return None;
    }
    if let Mode::Other(what) = group.mode() {
        return Some(
            Finding::unknown(
                &FO_PASSIVE_READY,
                format!("the records are chosen by {what}: who takes over is not judged"),
            )
            .help("look at the health of each record")
            .into(),
        );
    }
    let judged: Vec<Judged> = group.entries.iter().map(|entry| health(case, entry)).collect();
    let all_red = judged.iter().all(|one| one.health == Health::Unhealthy);
    let active = case.active();
    // Of a pair, the one that is not to be served; where all answer together, each has to stand in for the others.
    let is_passive = |entry: &Entry<'_>| match (group.mode(), active, &entry.region) {
        (Mode::Failover, Some(active), Some(region)) => region != active,
        (Mode::Failover, ..) => entry.stands_by(),
        _ => true,
    };
    let mut findings = Vec::new();
    for (entry, judged) in group.entries.iter().zip(&judged).filter(|(entry, _)| is_passive(entry)) {
        findings.extend(of_entry(case, group, entry, judged, all_red));
    }
    Some(findings.into())
}

/// What Route 53 takes a record for.
fn health(case: &Case<'_>, entry: &Entry<'_>) -> Judged {
    let routes = model::routes(case.evidence);
    let mut entries = routes.iter().flat_map(|route| &route.entries);
    let own = entries.find(|one| std::ptr::eq(one.record, entry.record));
    own.map_or_else(
        || Judged::new(Health::Unknown, "its health could not be judged"),
        |own| own.health(case.evidence),
    )
}

fn of_entry(
    case: &Case<'_>,
    group: &Group<'_>,
    entry: &Entry<'_>,
    judged: &Judged,
    all_red: bool,
) -> Option<Finding> {
    let label = entry.label();
    let why = &judged.why;
    let mend = "see what is said of its health check (FO020 to FO038), its load balancer (FO050) and its /healthz (FO051), and mend it before the other Region dies";
    match judged.health {
        Health::Unhealthy => {
            let then = match (group.mode(), all_red) {
                (Mode::Failover, true) => {
                    "the primary is unhealthy, too, and Route 53 serves the primary all the same"
                }
                (_, true) => "all others are, too, and Route 53 serves all of them all the same",
                (Mode::Failover, false) => {
                    "if the other Region died now, Route 53 would serve the primary, dead as it is"
                }
                _ => "it takes nothing over from the others",
            };
            return Some(
                Finding::fail(&FO_PASSIVE_READY, format!("{label} is unhealthy now ({why}): {then}"))
                    .help(mend),
            );
        }
        Health::Unknown => {
            return Some(
                Finding::unknown(
                    &FO_PASSIVE_READY,
                    format!("whether {label} is healthy now is not known: {why}"),
                )
                .help(permissions(why)),
            );
        }
        Health::Healthy => {}
    }
    // What Route 53 would serve, whatever it is.
    let Some((message, is_dead)) = condition(case, entry) else {
        let why = model::unproven(entry.record, case.evidence).or_else(|| unseen(case, entry))?;
        let message = format!("whether {label} would serve is not known: {why}");
        return Some(Finding::unknown(&FO_PASSIVE_READY, message).help(
            "give the host that the record leads to (--region-host REGION=HOST), or let the record lead to the one that was given",
        ));
    };
    let message = format!(
        "Route 53 takes {label} for healthy ({why}), and {message}: traffic would land there all the same"
    );
    Some(if is_dead {
        Finding::fail(&FO_PASSIVE_READY, message).help(mend)
    } else {
        Finding::warn(&FO_PASSIVE_READY, message)
            .help("see FO051: it may be this place alone that gets no answer")
    })
}

/// What would let it be known.
fn permissions(why: &str) -> String {
    if why.contains("has no point") {
        return "allow cloudwatch:GetMetricData (HealthCheckStatus, in us-east-1); a new check has no point yet".to_owned();
    }
    "allow route53:GetHealthCheck and GetHealthCheckStatus, elasticloadbalancing:DescribeLoadBalancers, DescribeTargetGroups and DescribeTargetHealth; then ask again".to_owned()
}

/// What is wrong in the Region although its record counts as healthy, and whether it is certain that nothing answers.
fn condition(case: &Case<'_>, entry: &Entry<'_>) -> Option<(String, bool)> {
    if let Some(groups) = entry.balancer(case.evidence).and_then(|balancer| balancer.target_groups.answer()) {
        let counts: Option<Vec<(usize, usize)>> = groups.iter().map(TargetGroup::healthy).collect();
        if let Some(counts) =
            counts.filter(|counts| !counts.is_empty() && counts.iter().all(|(healthy, _)| *healthy == 0))
        {
            let all: usize = counts.iter().map(|(_, all)| all).sum();
            return Some((format!("it has {}, and none is healthy", count(all, "target")), true));
        }
    }
    let host = entry.host(case.evidence)?;
    let Some(healthz) = told_by(host) else {
        let failure = host.resolve_failure.as_ref().filter(|_| !entry.has_signal())?;
        return Some((format!("{} has no address: {failure}", host.host), true));
    };
    match healthz.status() {
        Some(200..=299) => host.as_failover_name.as_ref().and_then(|seen| refused(case, seen)),
        Some(status) => Some((format!("its {} answers {status}", healthz.path), true)),
        None => Some((format!("its {} does not answer from here", healthz.path), !entry.has_signal())),
    }
}

/// What is wrong with what a host answers that is well by its own name, where clients ask for the failover name.
fn refused(case: &Case<'_>, seen: &Healthz) -> Option<(String, bool)> {
    let name = &case.evidence.name;
    match &seen.outcome {
        HealthzOutcome::Answered { status: 200..=299, .. } => None,
        HealthzOutcome::Answered { status, .. } => {
            Some((format!("its {} answers {status} where {name} is asked for", seen.path), true))
        }
        HealthzOutcome::Failed { step, reason, timed_out } => {
            let is_dead = !timed_out && matches!(step, Step::Tls | Step::Answer);
            Some((format!("its {} does not answer where {name} is asked for: {reason}", seen.path), is_dead))
        }
    }
}

/// Why nothing is known of a place that counts as healthy because nothing decides about it.
fn unseen(case: &Case<'_>, entry: &Entry<'_>) -> Option<String> {
    if entry.has_signal() || entry.host(case.evidence).is_some_and(|host| told_by(host).is_some()) {
        return None;
    }
    Some(format!("nothing decides about its health, and {} was not asked for /healthz", entry.target()))
}
