//! The list of the checks, and what runs them.

use super::plan;
use crate::dynamodb::table::report;
use crate::dynamodb::table::{Evidence, Expectations};
use crate::report::catalogue as checks;
use crate::report::{Assessment, Check, Finding};

/// The checks of a table that stands, in the order of their findings.
static TABLE: &[&Check] = &[
    &checks::TBL_ACTIVE,
    &checks::TBL_KEYS,
    &checks::TBL_BILLING,
    &checks::TBL_WRITE_SCALING,
    &checks::TBL_READ_SCALING,
    &checks::TBL_SCALING_SANE,
    &checks::TBL_RECOVERY,
    &checks::TBL_ENCRYPTION,
    &checks::TBL_EXPIRY,
    &checks::TBL_TAGS,
    &checks::TBL_DELETION_PROTECTION,
    &checks::TBL_STREAM,
    &checks::TBL_REPLICAS,
    &checks::TBL_DECREASES,
    &checks::TBL_HEADROOM,
    &checks::TBL_THROTTLING,
    &checks::TBL_ALARMS,
    &checks::TBL_CLASS,
    &checks::TBL_WARM_THROUGHPUT,
];

/// The checks of a plan, and of what became of it.
static PLAN: &[&Check] = &[
    &checks::TBL_PLAN_LAYOUT,
    &checks::TBL_PLAN_POSSIBLE,
    &checks::TBL_PLAN_KNOWN,
    &checks::TBL_APPLIED,
    &checks::TBL_CANARY,
];

/// Judges what was seen and done. Of a plan alone, the table is not judged: what differs is in the plan.
pub fn assess(evidence: &Evidence, expected: &Expectations) -> Assessment {
    let is_plan = evidence.setup.as_ref().is_some_and(|setup| setup.applied.is_none());
    let mut findings = plan::findings(evidence);
    if !is_plan {
        findings.extend(table(evidence, expected));
    }
    Assessment {
        subject: Some(evidence.seen.name.clone()),
        findings,
        rows: report::rows(evidence),
        facts: report::facts(evidence),
        view: report::view(evidence),
        ..Assessment::default()
    }
}

fn table(evidence: &Evidence, expected: &Expectations) -> Vec<Finding> {
    let _ = (evidence, expected);
    table_checks().into_iter().map(|check| Finding::unknown(check, "not judged yet")).collect()
}

/// Every check that this room makes.
pub fn every_check() -> Vec<&'static Check> {
    TABLE.iter().chain(PLAN).copied().collect()
}

/// The checks of a table that is only looked at.
pub fn table_checks() -> Vec<&'static Check> {
    TABLE.to_vec()
}

/// The checks of a table that is planned or set up.
pub fn plan_checks() -> Vec<&'static Check> {
    PLAN.to_vec()
}
