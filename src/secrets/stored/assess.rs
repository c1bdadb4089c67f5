//! SEC…: the secret that holds a store's URI.

use super::Evidence;
use crate::report::catalogue as checks;
use crate::report::{Assessment, Check, Finding};

static CHECKS: &[&Check] = &[
    &checks::SEC_VALID,
    &checks::SEC_USABLE,
    &checks::SEC_SAME_STORE,
    &checks::SEC_STORED,
    &checks::SEC_SETTINGS,
];

/// Judges what was seen and done.
pub fn assess(evidence: &Evidence) -> Assessment {
    let _ = evidence;
    Assessment::of(CHECKS.iter().map(|check| Finding::unknown(check, "not judged yet")).collect())
}

/// Every check that this room makes.
pub fn every_check() -> Vec<&'static Check> {
    CHECKS.to_vec()
}
