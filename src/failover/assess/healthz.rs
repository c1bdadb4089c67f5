//! FO051: what every Region's `/healthz` says.

use super::case::{Case, told_by};
use super::checked::success_share;
use super::judge::Told;
use crate::failover::evidence::{Healthz, HealthzOutcome, HostSeen, Step};
use crate::failover::model::{self, are_enough};
use crate::observe::LONGER;
use crate::report::Finding;
use crate::report::catalogue::FO_HEALTHZ;

/// Whether every Region answers 200: by its own name, under the failover name, and through it.
pub(super) fn answers(case: &Case<'_>) -> Told {
    let hosts = &case.evidence.hosts;
    let mut findings: Vec<Finding> = hosts.iter().flat_map(|host| of_host(case, host)).collect();
    let known: Vec<&str> = hosts.iter().map(|host| host.region.as_str()).collect();
    let hostless =
        |entry: &&super::Entry<'_>| entry.region.as_deref().is_none_or(|region| !known.contains(&region));
    let mut without: Vec<String> = case.entries().filter(hostless).map(super::Entry::label).collect();
    without.dedup();
    if hosts.is_empty() || !without.is_empty() {
        let whose = if without.is_empty() { "any Region".to_owned() } else { without.join(", ") };
        findings.push(
            Finding::unknown(&FO_HEALTHZ, format!("no host of {whose} is known to ask for /healthz"))
                .help("name it: --region-host REGION=HOST"),
        );
    }
    findings.extend(elsewhere(case));
    // While no Region answers, the name does not either.
    let any = hosts.iter().any(|host| told_by(host).and_then(Healthz::status) == Some(200));
    if let Some(healthz) = case.evidence.through_name.as_ref().filter(|_| any) {
        let name = &case.evidence.name;
        findings.extend(
            verdict(healthz, &format!("https://{name}"), is_balanced(case, None))
                .map(|(message, help)| Finding::fail(&FO_HEALTHZ, message).help(help).about(name.as_str())),
        );
    }
    findings.into()
}

/// Records that lead to another place than where their Region was asked, or to nobody knows where: nobody has asked there.
fn elsewhere(case: &Case<'_>) -> Vec<Finding> {
    let of_entry = |entry: &super::Entry<'_>| {
        let why = model::unproven(entry.record, case.evidence)?;
        // The load balancer itself was asked.
        let own = model::addresses(entry.record, case.evidence);
        let is_there = |host: &&HostSeen| {
            host.addresses.iter().filter_map(|one| one.parse().ok()).any(|one| own.contains(&one))
        };
        if case.evidence.hosts.iter().find(is_there).is_some_and(|host| told_by(host).is_some()) {
            return None;
        }
        let message = format!("{} was not asked for /healthz where it leads to: {why}", entry.label());
        Some(Finding::unknown(&FO_HEALTHZ, message).help("give the host that the record leads to (--region-host REGION=HOST), or let the record lead to the one that was given"))
    };
    let mut findings: Vec<Finding> = case.entries().filter_map(of_entry).collect();
    findings.dedup_by(|one, other| one.detail == other.detail);
    findings
}

fn of_host(case: &Case<'_>, host: &HostSeen) -> Vec<Finding> {
    let region = host.region.as_str();
    let Some(healthz) = told_by(host) else {
        let why = host.resolve_failure.as_deref().unwrap_or("it was not tried in time");
        let message = format!("{} was not asked for /healthz: {why}", host.host);
        let finding = if host.resolve_failure.is_some() {
            Finding::fail(&FO_HEALTHZ, message)
                .help("look at the name: it has to lead to the Region's load balancer")
        } else {
            Finding::unknown(&FO_HEALTHZ, message).help(LONGER)
        };
        return vec![finding.about(region)];
    };
    if let Some((message, help)) = verdict(healthz, &host.host, is_balanced(case, Some(region))) {
        // What checkers in the internet reach may be closed to this place.
        let finding = if healthz.status().is_none() && checkers_are_content(case, region) {
            Finding::warn(&FO_HEALTHZ, format!("{message}; Route 53's checkers do get an answer")).help(
                "look at what stands between here and the load balancer; ask again from where clients are",
            )
        } else if matches!(healthz.status(), Some(201..=299)) {
            Finding::warn(&FO_HEALTHZ, message).help(help)
        } else {
            Finding::fail(&FO_HEALTHZ, message).help(help)
        };
        return vec![finding.about(region)];
    }
    let finding = if host.is_given { under_the_name(case, host) } else { None };
    finding.map(|finding| finding.about(region)).into_iter().collect()
}

/// What a host that answers by its own name says where the failover name is asked for.
fn under_the_name(case: &Case<'_>, host: &HostSeen) -> Option<Finding> {
    let name = &case.evidence.name;
    let forward = || {
        format!(
            "let the load balancer's rule (or the ingress) forward the host {name} as well: aws elbv2 modify-rule"
        )
    };
    let own = format!("{} answers 200 by its own name, and", host.host);
    let Some(healthz) = &host.as_failover_name else {
        let message = format!("{own} was not asked for {name}");
        return Some(Finding::unknown(&FO_HEALTHZ, message).help(LONGER));
    };
    match &healthz.outcome {
        // Of a handshake that is refused FO053 tells.
        HealthzOutcome::Answered { status: 200, .. }
        | HealthzOutcome::Failed { step: Step::Tls, timed_out: false, .. } => None,
        HealthzOutcome::Answered { status, .. } => {
            let message = format!("{own} {status} where {name} is asked for");
            Some(Finding::fail(&FO_HEALTHZ, message).help(forward()))
        }
        // The same address answered at the same time: it may be the network, or this place.
        HealthzOutcome::Failed { step, reason, timed_out } if *timed_out || *step == Step::Connect => {
            let message = format!("{own} nothing where {name} is asked for: {reason}");
            Some(
                Finding::unknown(&FO_HEALTHZ, message)
                    .help(format!("ask again, and {LONGER}; if it stays so, {}", forward())),
            )
        }
        HealthzOutcome::Failed { reason, .. } => {
            let message = format!("{own} nothing where {name} is asked for: {reason}");
            Some(Finding::fail(&FO_HEALTHZ, message).help(forward()))
        }
    }
}

/// Whether records of a Region, or of any, lead to a load balancer.
fn is_balanced(case: &Case<'_>, region: Option<&str>) -> bool {
    let mut own = case.entries().filter(|entry| region.is_none() || entry.region.as_deref() == region);
    own.any(|entry| entry.record.alias.is_some() || entry.balancer(case.evidence).is_some())
}

/// What is wrong with an answer, and what to do; nothing where it is 200.
fn verdict(healthz: &Healthz, host: &str, is_balanced: bool) -> Option<(String, String)> {
    let path = &healthz.path;
    let servers = "look at the query servers of this Region".to_owned();
    match &healthz.outcome {
        HealthzOutcome::Answered { status: 200, .. } => None,
        HealthzOutcome::Answered { status, location } => {
            let to = location.as_ref().map(|to| format!(" (to {to})")).unwrap_or_default();
            let help = match status {
                300..=399 => format!(
                    "ask where {path} is answered itself: a redirect counts as healthy, and says nothing of the query servers"
                ),
                404 => format!("look at the load balancer's rules: {path} has to reach the query servers"),
                503 if is_balanced => {
                    "no healthy target is behind the load balancer: look at the query servers of this Region"
                        .to_owned()
                }
                _ => servers,
            };
            Some((format!("{host} answers {path} with {status}{to}; expected: 200"), help))
        }
        HealthzOutcome::Failed { step, reason, .. } => {
            let (what, help) = match step {
                Step::Resolve => (
                    "the name has no address",
                    "look at the name: it has to lead to the Region's load balancer",
                ),
                Step::Connect => (
                    "no connection",
                    "look whether the Region lives, and whether its security group lets this place in",
                ),
                Step::Tls => ("no TLS", "look at the load balancer's listener and certificate"),
                Step::Answer => ("no answer", "look at the query servers of this Region"),
            };
            Some((format!("{host} does not answer {path}: {what}: {reason}"), help.to_owned()))
        }
    }
}

/// Whether a Region's check is content, by its checkers.
fn checkers_are_content(case: &Case<'_>, region: &str) -> bool {
    let own = case.checked();
    let mut own =
        own.iter().filter(|checked| checked.probes() && checked.regions.iter().any(|one| one == region));
    own.any(|checked| {
        let counts = checked.observations().and_then(success_share);
        counts.is_some_and(|(good, all)| are_enough(good, all))
    })
}
