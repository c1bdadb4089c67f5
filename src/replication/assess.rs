//! Judging what was seen of replication.

use super::{Evidence, Expectations};
use crate::report::catalogue as checks;
use crate::report::{Assessment, Check};

/// The checks of what replicates.
pub fn lag_checks() -> Vec<&'static Check> {
    vec![
        &checks::LAG_KNOWN,
        &checks::LAG_FLOWING,
        &checks::LAG_RPO,
        &checks::LAG_ZONE,
        &checks::LAG_TABLE_REPLICAS,
        &checks::LAG_MSK_RUNNING,
        &checks::LAG_MSK_FAILURES,
        &checks::LAG_MSK_OFFSETS,
        &checks::LAG_MSK_TOPICS,
        &checks::LAG_AURORA_MEMBERS,
        &checks::LAG_AURORA_STATE,
        &checks::LAG_AURORA_VERSIONS,
        &checks::LAG_AURORA_RPO,
        &checks::LAG_VALKEY_LINKS,
    ]
}

/// The check of marker items.
pub fn canary_checks() -> Vec<&'static Check> {
    vec![&checks::LAG_CANARY]
}

/// Every check that this room makes.
pub fn every_check() -> Vec<&'static Check> {
    [lag_checks(), canary_checks()].concat()
}

/// Judges what was seen.
pub fn assess(_evidence: &Evidence, _expected: &Expectations) -> Assessment {
    Assessment::default()
}
