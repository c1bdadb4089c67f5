//! FLOW…: the flows between the planes.

use super::{Evidence, Expectations};
use crate::report::catalogue as checks;
use crate::report::{Assessment, Check};

static CHECKS: &[&Check] = &[
    &checks::FLOW_SOURCES,
    &checks::FLOW_LOGS,
    &checks::FLOW_METRICS,
    &checks::FLOW_QUERY,
    &checks::FLOW_EKS,
    &checks::FLOW_EKS_OPEN,
    &checks::FLOW_EKS_WIDE,
    &checks::FLOW_EKS_NODES,
    &checks::FLOW_EKS_PRIVATE,
    &checks::FLOW_IMAGES,
    &checks::FLOW_OUTSIDE,
    &checks::FLOW_SIDE_DOORS,
    &checks::FLOW_PLAIN,
    &checks::FLOW_POSTURE,
];

/// Every check that this room makes.
pub fn every_check() -> Vec<&'static Check> {
    CHECKS.to_vec()
}

/// Judges what was seen.
pub fn assess(_evidence: &Evidence, _expected: &Expectations) -> Assessment {
    Assessment::default()
}
