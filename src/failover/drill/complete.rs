//! FO074: whether what was to be watched was seen.

use super::evidence::{State, Stretch, Thing, Track};
use super::{Drill, Evidence, dark, runs};
use crate::report::Finding;
use crate::report::catalogue as checks;
use crate::words::milliseconds;

/// Gaps in the watching, and what was not found out.
pub(super) fn complete(evidence: &Evidence, drill: &Drill) -> Vec<Finding> {
    let check = &checks::FO_DRILL_COMPLETE;
    let mut findings = Vec::new();
    if !drill.blind.is_empty() {
        let whole: u64 = drill.blind.iter().map(|(from, to)| to.saturating_sub(*from)).sum();
        let stretches = if drill.blind.len() == 1 { "once" } else { "several times" };
        let told = format!(
            "{stretches}, for {} together, nothing at all could be reached from here, or nothing was looked at; no outage is reckoned from it",
            milliseconds(whole / 1000)
        );
        findings.push(
            Finding::warn(check, told)
                .help("watch from a machine that stays awake and whose network stays up"),
        );
    }
    let unseen: Vec<String> = evidence.tracks.iter().filter_map(|track| unknown(track, drill)).collect();
    if !unseen.is_empty() {
        findings.push(
            Finding::unknown(check, format!("never found out, or not for long: {}", unseen.join(", ")))
                .help("a resolver that answers, and permission for route53:GetHealthCheckStatus and route53:GetHealthCheck"),
        );
    }
    let is_watched = |id: &str| {
        evidence
            .tracks
            .iter()
            .any(|track| matches!(&track.thing, Thing::HealthCheck { id: own, .. } if own == id))
    };
    let unwatched = evidence.before.health_checks.iter().filter(|check| !is_watched(&check.id));
    let unwatched: Vec<&str> = unwatched.map(|check| check.id.as_str()).collect();
    let mut first = if findings.is_empty() { Finding::pass(check) } else { findings.remove(0) };
    if !unwatched.is_empty() {
        first = first.note(format!(
            "not watched, because no checkers probe for it: health check {}",
            unwatched.join(", ")
        ));
    }
    findings.insert(0, first);
    findings
}

/// Of what is not found out for more than this share of its looks, nobody knows how it was, in percent.
const MOST_UNKNOWN_PERCENT: u64 = 10;

/// What was not found out of a thing, where that is too much: in how many of its looks, without those while nothing at all
/// could be reached.
fn unknown(track: &Track, drill: &Drill) -> Option<String> {
    let name = track.thing.name();
    let is_unknown = |one: &&Stretch| matches!(one.state, State::Unknown { .. });
    let looks = |one: &Stretch| one.looks;
    let seeing = |one: &Stretch| {
        let blind_us = dark::within(&drill.blind, one.first_us, one.last_us);
        let whole_us = one.last_us.saturating_sub(one.first_us);
        if blind_us == 0 {
            one.looks
        } else {
            runs::share(one.looks, whole_us.saturating_sub(blind_us), whole_us)
        }
    };
    let all = track.stretches.iter().map(looks).fold(0, u64::saturating_add);
    if track.stretches.iter().filter(is_unknown).map(looks).fold(0, u64::saturating_add) == all {
        return Some(name);
    }
    let looks = track.stretches.iter().filter(is_unknown).map(seeing).fold(0, u64::saturating_add);
    let percent = u128::from(looks) * 100 / u128::from(all.max(1));
    (percent > u128::from(MOST_UNKNOWN_PERCENT)).then(|| {
        let times = track.stretches.iter().filter(is_unknown);
        let lasted = times.map(|one| one.last_us.saturating_sub(one.first_us)).fold(0, u64::saturating_add);
        format!("{name} in {percent} % of its looks ({})", milliseconds(lasted / 1000))
    })
}
