//! The list of the checks, and what runs them.

use super::case::{Case, Judge};
use super::{
    Named, aurora, canary, flowing, greatest, known, msk, msk_failures, objective, table, valkey, zone,
};
use crate::replication::evidence::Source;
use crate::replication::{Evidence, Expectations, report};
use crate::report::catalogue as checks;
use crate::report::{Assessment, Check};

/// The checks of what replicates, in the order of their findings.
static LAGS: &[Judge] = &[
    Judge { check: &checks::LAG_KNOWN, applies: |named| named.any(), find: known::known },
    Judge { check: &checks::LAG_FLOWING, applies: |named| named.any(), find: flowing::flowing },
    Judge { check: &checks::LAG_RPO, applies: |named| named.any(), find: objective::objective },
    Judge { check: &checks::LAG_ZONE, applies: |named| named.any(), find: zone::zone },
    Judge { check: &checks::LAG_TABLE_REPLICAS, applies: |named| named.table, find: table::replicas },
    Judge { check: &checks::LAG_MSK_RUNNING, applies: |named| named.msk, find: msk::running },
    Judge { check: &checks::LAG_MSK_FAILURES, applies: |named| named.msk, find: msk_failures::failures },
    Judge { check: &checks::LAG_MSK_OFFSETS, applies: |named| named.msk, find: msk::offsets },
    Judge { check: &checks::LAG_MSK_TOPICS, applies: |named| named.msk, find: msk::topics },
    Judge { check: &checks::LAG_AURORA_MEMBERS, applies: |named| named.aurora, find: aurora::members },
    Judge { check: &checks::LAG_AURORA_STATE, applies: |named| named.aurora, find: aurora::state },
    Judge { check: &checks::LAG_AURORA_VERSIONS, applies: |named| named.aurora, find: aurora::versions },
    Judge { check: &checks::LAG_AURORA_RPO, applies: |named| named.aurora, find: aurora::managed_rpo },
    Judge { check: &checks::LAG_VALKEY_LINKS, applies: |named| named.valkey, find: valkey::links },
];

/// The check of marker items.
static CANARY: &[Judge] =
    &[Judge { check: &checks::LAG_CANARY, applies: |named| named.canary, find: canary::canary }];

/// The check of the greatest lag that is allowed, where one was set.
static GREATEST: &[Judge] = &[Judge {
    check: &checks::LAG_MAX,
    applies: |named| named.max_lag && named.any(),
    find: greatest::greatest,
}];

fn judges() -> impl Iterator<Item = &'static Judge> {
    LAGS.iter().chain(CANARY).chain(GREATEST)
}

/// The checks of what replicates.
pub fn lag_checks() -> Vec<&'static Check> {
    LAGS.iter().chain(GREATEST).map(|judge| judge.check).collect()
}

/// The check of marker items.
pub fn canary_checks() -> Vec<&'static Check> {
    CANARY.iter().map(|judge| judge.check).collect()
}

/// Every check that this room makes.
pub fn every_check() -> Vec<&'static Check> {
    judges().map(|judge| judge.check).collect()
}

/// The checks that apply to what is named.
pub fn plan(named: &Named) -> Vec<&'static Check> {
    judges().filter(|judge| (judge.applies)(named)).map(|judge| judge.check).collect()
}

/// Judges what was seen.
pub fn assess(evidence: &Evidence, expected: &Expectations) -> Assessment {
    let named = Named { max_lag: expected.max_lag_ms.is_some(), ..Named::of(evidence) };
    let case = Case::new(evidence, expected);
    let applying = judges().filter(|judge| (judge.applies)(&named));
    let names: Vec<&str> = evidence.sources.iter().map(Source::name).collect();
    Assessment {
        // As the command's header does.
        subject: (!names.is_empty()).then(|| names.join(", ")),
        findings: applying.flat_map(|judge| judge.findings(&case)).collect(),
        rows: report::rows(&case),
        facts: report::facts(&case),
        view: report::view(&case),
        gauges: report::gauges(&case),
        ..Assessment::default()
    }
}
