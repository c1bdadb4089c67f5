//! IAM…: what a deployment's role may do.

use super::Evidence;
use crate::report::catalogue as checks;
use crate::report::{Assessment, Check, Finding};

static CHECKS: &[&Check] = &[&checks::IAM_READ, &checks::IAM_WRITE, &checks::IAM_SECRET, &checks::IAM_KEY];

/// Judges what the simulator said.
pub fn assess(evidence: &Evidence) -> Assessment {
    let _ = evidence;
    Assessment::of(CHECKS.iter().map(|check| Finding::unknown(check, "not judged yet")).collect())
}

/// Every check that this room makes.
pub fn every_check() -> Vec<&'static Check> {
    CHECKS.to_vec()
}
