//! Judging a drill.

use super::Evidence;
use crate::failover::Expectations;
use crate::report::catalogue as checks;
use crate::report::{Assessment, Check};

/// The checks of a drill.
pub fn drill_checks() -> Vec<&'static Check> {
    vec![
        &checks::FO_DRILL_MOVED,
        &checks::FO_DRILL_RTO,
        &checks::FO_DRILL_RPO,
        &checks::FO_DRILL_PREDICTED,
        &checks::FO_DRILL_COMPLETE,
    ]
}

/// Judges what was seen.
pub fn assess(_evidence: &Evidence, _expected: &Expectations) -> Assessment {
    Assessment::default()
}
