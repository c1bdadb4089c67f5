//! FO031 and FO032: from where a health check is probed, and whether its checkers get through.

use std::collections::BTreeMap;

use super::case::{Case, told_by};
use super::checked::{Checked, http_status, success_share};
use super::judge::Told;
use super::unread::unread;
use crate::aws::Asked;
use crate::failover::evidence::Observation;
use crate::failover::model::are_enough;
use crate::report::Finding;
use crate::report::catalogue::{FO_CHECK_REACHED, FO_CHECKERS};

/// How many Regions checkers stand in.
const CHECKER_REGIONS: usize = 8;

/// Whether checkers of all Regions probe.
pub(super) fn regions(_: &Case<'_>, checked: &Checked<'_>) -> Option<Told> {
    if !checked.probes() {
        return None;
    }
    let count = checked.facts.regions.len();
    let finding = (count > 0 && count < CHECKER_REGIONS).then(|| {
        let message = format!(
            "{} is probed from {count} of {CHECKER_REGIONS} Regions ({}): fewer checkers make the 18 % rule coarser",
            checked.name(),
            checked.facts.regions.join(", ")
        );
        Finding::warn(&FO_CHECKERS, message)
            .help(format!(
                "aws route53 update-health-check --health-check-id {} --reset-elements Regions",
                checked.id()
            ))
            .about(checked.id())
    });
    Some(finding.into())
}

/// Whether a checker came as far as an HTTP answer: a bad one is the endpoint's own.
pub(super) fn is_reached(observation: &Observation) -> bool {
    let text = observation.status.to_lowercase();
    observation.is_success() || http_status(observation).is_some() || text.contains("string")
}

/// Whether checkers get through.
pub(super) fn reached(case: &Case<'_>, checked: &Checked<'_>) -> Option<Told> {
    // One that does not probe has nothing to tell: FO021.
    if !checked.probes() || checked.facts.is_disabled {
        return None;
    }
    let unknown = |message: String| {
        Finding::unknown(&FO_CHECK_REACHED, message)
            .help("ask again in a minute; a new health check counts as healthy until its first data")
            .about(checked.id())
    };
    let observations = match &checked.check.observations {
        Some(Asked::Answered(observations)) => observations,
        Some(Asked::Failed(failure)) => {
            let call = "route53:GetHealthCheckStatus";
            return Some(unread(&FO_CHECK_REACHED, call, failure).about(checked.id()).into());
        }
        None => {
            return Some(
                unknown(format!("what the checkers of {} say was not asked for", checked.name())).into(),
            );
        }
    };
    if observations.is_empty() {
        return Some(unknown(format!("no checker has told anything of {} yet", checked.name())).into());
    }
    let total = observations.len();
    let lost: Vec<&Observation> = observations.iter().filter(|one| !is_reached(one)).collect();
    let through = total - lost.len();
    let reason = lost.first().map_or("", |one| one.status.as_str());
    let help = allow(case, checked);
    if !are_enough(through, total) {
        let message = format!("{through} of {total} checkers of {} get through: {reason}", checked.name());
        return Some(Finding::fail(&FO_CHECK_REACHED, message).help(help).about(checked.id()).into());
    }
    let blocked = blocked(observations);
    if !blocked.is_empty() {
        let message = format!(
            "no checker of {} gets through to {}, {through} of {total} do: {reason}",
            blocked.join(", "),
            checked.name()
        );
        return Some(Finding::warn(&FO_CHECK_REACHED, message).help(help).about(checked.id()).into());
    }
    let told = Told::default();
    Some(match (success_share(observations), lost.is_empty()) {
        (_, true) | (None, _) => told,
        (Some(_), false) => told.note(format!(
            "{} of {total} checkers of {} did not get through: {reason}",
            lost.len(),
            checked.name()
        )),
    })
}

/// What lets checkers through; where the host does not answer here either, that comes first.
fn allow(case: &Case<'_>, checked: &Checked<'_>) -> String {
    let region = checked.regions.first().map_or("REGION", String::as_str);
    let hosts = case.evidence.hosts.iter().filter(|host| host.region == region);
    let answers = hosts.filter_map(|host| told_by(host)?.status()).any(|status| status < 500);
    let prefix = format!(
        "let the load balancer's security group (and WAF) accept port {} from the prefix list com.amazonaws.{region}.route53-healthchecks",
        checked.facts.port.unwrap_or(443)
    );
    if answers {
        format!("it answers from here, so that something blocks them: {prefix}")
    } else {
        format!("see FO051 whether it answers at all; then {prefix}")
    }
}

/// The Regions of which no checker gets through.
fn blocked(observations: &[Observation]) -> Vec<&str> {
    let mut regions: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for one in observations {
        let (through, all) = regions.entry(&one.region).or_default();
        *through += usize::from(is_reached(one));
        *all += 1;
    }
    // One checker alone may just have lost a packet.
    let is_blocked = |(through, all): &(usize, usize)| *through == 0 && *all > 1;
    regions.iter().filter(|(_, counts)| is_blocked(counts)).map(|(region, _)| *region).collect()
}
