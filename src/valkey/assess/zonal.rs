//! How much a finding about zones weighs: it depends on the replica connection policy.

use super::case::Case;
use crate::report::{Check, Finding};
use crate::valkey::Policy;

/// What zones are needed for, said where no policy was given.
pub(super) const MATTERS: &str =
    "it matters where CHALK_REDIS_REPLICA_CONNECTION_POLICY is ZONAL_AFFINITY; --policy says which is in use";

/// A finding that only `ZONAL_AFFINITY` suffers from: a failure where that is the policy, else a warning.
pub(super) fn for_zonal_affinity(
    case: &Case<'_>,
    make: impl FnOnce(fn(&'static Check, String) -> Finding) -> Finding,
) -> Finding {
    match case.expected.policy {
        Some(Policy::ZonalAffinity) => make(Finding::fail),
        Some(_) => make(Finding::warn),
        None => make(Finding::warn).note(MATTERS),
    }
}

/// What a check says that is of no use to the policy in use.
pub(super) fn not_for_this_policy(case: &Case<'_>, check: &'static Check) -> Option<Finding> {
    match case.expected.policy {
        Some(Policy::ZonalAffinity) | None => None,
        Some(Policy::Unset) => {
            Some(Finding::skip(check, "only the policy ZONAL_AFFINITY asks for zones; here none is set"))
        }
        Some(Policy::UniformRandom) => Some(Finding::skip(
            check,
            "only the policy ZONAL_AFFINITY asks for zones; here it is UNIFORM_RANDOM",
        )),
    }
}
