//! What more of a check's failure means.

use super::compare::Extent;
use crate::report::catalogue as checks;
use crate::report::{Category, Check};

/// What it means that a check which fails tells of more: more things in its list, or a higher figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::probe) enum Direction {
    /// It tells what is wrong: nodes that are down, a lag.
    MoreIsWorse,
    /// It tells what is left: the days of a certificate.
    LessIsWorse,
    /// Nobody has said so, and nothing is guessed.
    Unsaid,
}

/// Which way a failure went that was there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::probe) enum Trend {
    /// It tells the same.
    Same,
    /// It got worse.
    Worse,
    /// It got better.
    Better,
    /// It tells something else, or nobody has said what more of it means.
    Untold,
}

/// Checks that list what is wrong, or tell by how much.
static MORE_IS_WORSE: &[&Check] = &[
    &checks::NET_FAMILIES,
    &checks::TOP_SLOTS,
    &checks::TOP_ANSWERS,
    &checks::TOP_HEALTH,
    &checks::TOP_LINK,
    &checks::TOP_LAG,
    &checks::TOP_REPLICA,
    &checks::TOP_ZONE,
    &checks::TOP_LOCAL,
    &checks::TOP_ZONE_SHARDS,
    &checks::TOP_REPLICA_ZONE,
    &checks::TOP_ZONE_LOSS,
    &checks::TOP_LOSE,
    &checks::CAP_THROTTLED,
    &checks::CAP_ITEMS_FIT,
    &checks::CAP_ITEMS_STORABLE,
    &checks::TBL_THROTTLING,
    &checks::LAG_FLOWING,
    &checks::LAG_RPO,
    &checks::LAG_VALKEY_LINKS,
    &checks::LAG_CANARY,
    &checks::LAG_MAX,
    &checks::FO_TTL,
    &checks::FO_RTO,
    &checks::FO_DRILL_RTO,
    &checks::FO_DRILL_RPO,
];

/// Checks that tell what is left.
static LESS_IS_WORSE: &[&Check] = &[&checks::NET_TLS_EXPIRY, &checks::FO_CERTIFICATE];

/// Whether what a check tells is measured. What a person wrote is not: another figure or day is another thing there.
pub(in crate::probe) const fn is_measured(check: &Check) -> bool {
    !matches!(check.category, Category::Configuration)
}

impl Direction {
    /// Of a check.
    pub(in crate::probe) fn of(check: &Check) -> Self {
        let is_in = |list: &[&Check]| list.contains(&check);
        match (is_in(MORE_IS_WORSE), is_in(LESS_IS_WORSE)) {
            (true, _) => Self::MoreIsWorse,
            (_, true) => Self::LessIsWorse,
            _ => Self::Unsaid,
        }
    }

    /// What it means that a failure tells of so much now.
    pub(in crate::probe) fn trend(self, extent: Extent) -> Trend {
        match (extent, self) {
            (Extent::Same, _) => Trend::Same,
            (Extent::More, Self::MoreIsWorse) | (Extent::Less, Self::LessIsWorse) => Trend::Worse,
            (Extent::Less, Self::MoreIsWorse) | (Extent::More, Self::LessIsWorse) => Trend::Better,
            _ => Trend::Untold,
        }
    }
}
