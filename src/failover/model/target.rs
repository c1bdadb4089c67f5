//! The health of what an alias leads to, as `EvaluateTargetHealth` sees it.

use super::{Health, Judged, Target, route};
use crate::failover::Evidence;
use crate::failover::evidence::{Balancer, TargetGroup};

/// How many aliases may follow one another. Route 53 has no cycles; what was read may have.
pub(super) const DEEPEST: usize = 8;

/// What a target's health is.
pub(super) fn health(target: &Target, evidence: &Evidence, depth: usize) -> Judged {
    match target {
        Target::Balancer { dns_name, .. } => {
            match evidence.balancers.iter().find(|balancer| balancer.dns_name == *dns_name) {
                Some(balancer) => of_balancer(balancer),
                None => Judged::new(Health::Unknown, format!("{dns_name} was not looked at")),
            }
        }
        Target::Records { name, kind } if depth < DEEPEST => {
            // Healthy as long as one of them is.
            match route::of(evidence, name, kind) {
                Some(route) => Judged::any(
                    route.entries.iter().map(|entry| entry.health_within(evidence, depth + 1)).collect(),
                ),
                None => Judged::new(Health::Unknown, format!("the {kind} records of {name} were not found")),
            }
        }
        Target::Records { name, .. } => {
            Judged::new(Health::Unknown, format!("aliases lead in a circle at {name}"))
        }
        Target::Other { dns_name } => {
            Judged::new(Health::Unknown, format!("nobody but Route 53 knows the health of {dns_name}"))
        }
    }
}

/// Healthy while every target group that is in use has a healthy target; one without targets counts as unhealthy, as
/// it is documented.
fn of_balancer(balancer: &Balancer) -> Judged {
    let name = &balancer.dns_name;
    let groups = match (balancer.target_groups.answer(), balancer.target_groups.failure()) {
        (Some(groups), _) => groups,
        (None, failure) => {
            let why = failure.map(ToString::to_string).unwrap_or_default();
            let why = format!("the target groups of {name} could not be read: {why}");
            return Judged::new(Health::Unknown, why);
        }
    };
    let judged: Vec<Judged> = groups.iter().filter_map(of_group).collect();
    if judged.is_empty() {
        return Judged::new(Health::Unknown, format!("{name} has no target group in use"));
    }
    Judged::all(judged)
}

/// Nothing for a group that no listener uses.
fn of_group(group: &TargetGroup) -> Option<Judged> {
    let name = &group.name;
    let Some(targets) = group.targets.answer() else {
        let why = group.targets.failure().map(ToString::to_string).unwrap_or_default();
        let why = format!("the targets of {name} could not be read: {why}");
        return Some(Judged::new(Health::Unknown, why));
    };
    if targets.is_empty() {
        return Some(Judged::new(Health::Unhealthy, format!("target group {name} has no target")));
    }
    if targets.iter().all(|target| target.state.as_deref() == Some("unused")) {
        return None;
    }
    let healthy = targets.iter().filter(|target| target.state.as_deref() == Some("healthy")).count();
    let why = format!("{healthy} of {} targets of {name} are healthy", targets.len());
    Some(Judged::new(Health::of(healthy > 0), why))
}
