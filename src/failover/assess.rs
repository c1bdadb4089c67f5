//! Judging what was seen of a failover name.

use super::{Evidence, Expectations};
use crate::report::catalogue as checks;
use crate::report::{Assessment, Check};

/// Every check that this room makes of a name.
pub fn every_check() -> Vec<&'static Check> {
    vec![
        &checks::FO_NAME,
        &checks::FO_PAIR,
        &checks::FO_SIGNAL,
        &checks::FO_FAMILIES,
        &checks::FO_TARGETS,
        &checks::FO_REGIONS,
        &checks::FO_UNIQUE,
        &checks::FO_TTL,
        &checks::FO_ALIAS_CHAIN,
        &checks::FO_ALIKE,
        &checks::FO_CHECK_EXISTS,
        &checks::FO_CHECK_ENABLED,
        &checks::FO_CHECK_INVERTED,
        &checks::FO_CHECK_OWN,
        &checks::FO_CHECK_HOST,
        &checks::FO_CHECK_CROSSED,
        &checks::FO_CHECK_PATH,
        &checks::FO_CHECK_TYPE,
        &checks::FO_CHECK_REDIRECT,
        &checks::FO_CHECK_PORT,
        &checks::FO_CHECK_SNI,
        &checks::FO_CHECKERS,
        &checks::FO_CHECK_REACHED,
        &checks::FO_CHECK_REACHABLE,
        &checks::FO_CHECK_NO_DATA,
        &checks::FO_CHECK_ALARM,
        &checks::FO_CHECK_CALCULATED,
        &checks::FO_CHECK_LAYERS,
        &checks::FO_CHECK_NOTICED,
        &checks::FO_CHECK_SPEED,
        &checks::FO_TARGET_GROUPS,
        &checks::FO_HEALTHZ,
        &checks::FO_HEALTHZ_STORE,
        &checks::FO_CERTIFICATE,
        &checks::FO_ACTIVE,
        &checks::FO_RESOLVERS,
        &checks::FO_PASSIVE_READY,
        &checks::FO_PASSIVE_CAPACITY,
        &checks::FO_TABLES_MATCH,
        &checks::FO_SECRETS_MATCH,
        &checks::FO_METADATA,
        &checks::FO_OFFLINE,
        &checks::FO_DEPLOYED,
        &checks::FO_RTO,
    ]
}

/// Judges what was seen.
pub fn assess(_evidence: &Evidence, _expected: &Expectations) -> Assessment {
    Assessment::default()
}
