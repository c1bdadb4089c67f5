//! What a Route 53 health check says now.

use super::{Health, Judged, quorum};
use crate::aws::FailureKind;
use crate::failover::Evidence;
use crate::failover::evidence::{HealthCheck, HealthCheckFacts};

/// The share of checkers that have to say healthy, in percent: more than this. "May change", says AWS.
pub const HEALTHY_SHARE_PERCENT: u32 = 18;

/// Whether so many content checkers of all make an endpoint healthy.
pub const fn are_enough(content: usize, all: usize) -> bool {
    content.saturating_mul(100) > all.saturating_mul(HEALTHY_SHARE_PERCENT as usize)
}

/// How deep calculated checks may stand in each other. AWS allows one level; what was read may be anything.
const DEEPEST: usize = 4;

/// What a health check says now, by the rules of "How Amazon Route 53 determines whether a health check is healthy".
pub fn check_health(evidence: &Evidence, id: &str) -> Judged {
    within(evidence, id, 0)
}

fn within(evidence: &Evidence, id: &str, depth: usize) -> Judged {
    let unknown = |why: String| Judged::new(Health::Unknown, why);
    let Some(check) = evidence.health_check(id) else {
        return unknown(format!("health check {id} was not read"));
    };
    let facts = match (check.described.answer(), check.described.failure()) {
        (Some(facts), _) => facts,
        (None, Some(failure)) if failure.kind == FailureKind::NotFound => {
            return unknown(format!(
                "there is no health check {id} any more, and AWS does not say what such a record counts as"
            ));
        }
        (None, failure) => {
            let why = failure.map(ToString::to_string).unwrap_or_default();
            return unknown(format!("health check {id} could not be read: {why}"));
        }
    };
    if facts.is_disabled {
        return Judged::new(Health::Healthy, format!("health check {id} is disabled and counts as healthy"));
    }
    let invert = |judged: Judged| {
        if !facts.is_inverted {
            return judged;
        }
        let why = format!("{}, and health check {id} is inverted", judged.why);
        Judged::new(judged.health.inverted(), why)
    };
    let seen = match facts.kind.as_str() {
        "CALCULATED" => calculated(evidence, id, facts, depth),
        "CLOUDWATCH_METRIC" | "RECOVERY_CONTROL" => {
            unknown(format!("`HealthCheckStatus` of health check {id} has no point"))
        }
        _ => by_checkers(check),
    };
    // The metric has inverting in it already.
    match (seen.health, check.metric_status) {
        (Health::Unknown, Some(status)) => Judged::new(
            Health::of(status >= 1.0),
            format!("`HealthCheckStatus` of health check {id} is {status}"),
        ),
        _ => invert(seen),
    }
}

/// By what each checker says.
fn by_checkers(check: &HealthCheck) -> Judged {
    let id = &check.id;
    let Some(asked) = &check.observations else {
        return Judged::new(Health::Unknown, format!("the checkers of health check {id} were not asked"));
    };
    let observations = match (asked.answer(), asked.failure()) {
        (Some(observations), _) => observations,
        (None, failure) => {
            let why = failure.map(ToString::to_string).unwrap_or_default();
            let why = format!("what the checkers of health check {id} say could not be read: {why}");
            return Judged::new(Health::Unknown, why);
        }
    };
    let all = observations.len();
    if all == 0 {
        return Judged::new(Health::Unknown, format!("no checker has reported for health check {id}"));
    }
    let healthy = observations.iter().filter(|one| one.is_success()).count();
    let health = Health::of(are_enough(healthy, all));
    Judged::new(health, format!("{healthy} of {all} checkers of health check {id} are content"))
}

/// By how many children are healthy.
fn calculated(evidence: &Evidence, id: &str, facts: &HealthCheckFacts, depth: usize) -> Judged {
    let needed = match quorum(&format!("health check {id}"), facts) {
        Ok(needed) => needed,
        Err(judged) => return judged,
    };
    if depth >= DEEPEST {
        return Judged::new(Health::Unknown, format!("calculated checks stand in each other below {id}"));
    }
    let judged: Vec<Judged> = facts.children.iter().map(|child| within(evidence, child, depth + 1)).collect();
    let count = |health| judged.iter().filter(|one| one.health == health).count();
    let (healthy, unknown) = (count(Health::Healthy), count(Health::Unknown));
    let why = format!(
        "{healthy} of {} children of health check {id} are healthy, {needed} have to be",
        judged.len()
    );
    let health = if healthy >= needed {
        Health::Healthy
    } else if healthy + unknown < needed {
        Health::Unhealthy
    } else {
        Health::Unknown
    };
    let reasons: Vec<String> = judged
        .into_iter()
        .filter(|one| health == Health::Unknown && one.health == health)
        .map(|one| one.why)
        .collect();
    Judged::new(health, std::iter::once(why).chain(reasons).collect::<Vec<_>>().join("; "))
}
