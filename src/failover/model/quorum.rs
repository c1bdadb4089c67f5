//! How many children of a calculated health check have to be healthy.

use super::{Health, Judged};
use crate::failover::evidence::HealthCheckFacts;

/// How many children of the calculated check of this name have to be healthy, by AWS's "Values that you specify when you
/// create or update health checks": from 1 to as many as there are.
///
/// # Errors
///
/// What the check says whatever its children say: healthy where none of them has to be, unhealthy where more have to be
/// than there are, unknown where Route 53 does not tell.
pub fn quorum(name: &str, facts: &HealthCheckFacts) -> Result<usize, Judged> {
    let children = facts.children.len();
    match facts.health_threshold.map(|needed| usize::try_from(needed).unwrap_or(usize::MAX)) {
        None => {
            let why = format!("Route 53 does not tell how many children of {name} have to be healthy");
            Err(Judged::new(Health::Unknown, why))
        }
        Some(0) => {
            let why = format!("{name} needs 0 healthy children: it is always healthy");
            Err(Judged::new(Health::Healthy, why))
        }
        Some(needed) if needed > children => {
            let why =
                format!("{name} needs {needed} healthy children and has {children}: it is never healthy");
            Err(Judged::new(Health::Unhealthy, why))
        }
        Some(needed) => Ok(needed),
    }
}
