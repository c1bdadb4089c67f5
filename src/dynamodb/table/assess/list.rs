//! The list of the checks, and what runs them.

use super::case::{Case, Judge, Told};
use super::{
    alarms, billing, bounds, encryption, headroom, keys, kind, plan, policies, protection, replicas, status,
    throttling,
};
use crate::dynamodb::table::report;
use crate::dynamodb::table::{Evidence, Expectations};
use crate::report::catalogue as checks;
use crate::report::{Assessment, Check, Finding};

/// The checks of a table that was described, in the order of their findings; before them stands TBL001.
static TABLE: &[Judge] = &[
    of_table(&checks::TBL_KEYS, keys::keys),
    of_table(&checks::TBL_BILLING, billing::billing),
    everywhere(&checks::TBL_WRITE_SCALING, policies::writes),
    everywhere(&checks::TBL_READ_SCALING, policies::reads),
    everywhere(&checks::TBL_SCALING_SANE, bounds::sane),
    everywhere(&checks::TBL_RECOVERY, protection::recovery),
    everywhere(&checks::TBL_ENCRYPTION, encryption::encryption),
    of_table(&checks::TBL_EXPIRY, keys::expiry),
    everywhere(&checks::TBL_TAGS, protection::tags),
    everywhere(&checks::TBL_DELETION_PROTECTION, protection::deletion),
    everywhere(&checks::TBL_STREAM, kind::stream),
    of_table(&checks::TBL_REPLICAS, replicas::replicas),
    everywhere(&checks::TBL_DECREASES, billing::decreases),
    everywhere(&checks::TBL_HEADROOM, headroom::headroom),
    everywhere(&checks::TBL_THROTTLING, throttling::throttling),
    everywhere(&checks::TBL_ALARMS, alarms::leftover),
    everywhere(&checks::TBL_CLASS, kind::class),
    of_table(&checks::TBL_WARM_THROUGHPUT, kind::warm_throughput),
];

/// A check of what is the same in all Regions.
const fn of_table(check: &'static Check, find: fn(&Case<'_>) -> Told) -> Judge {
    Judge { check, is_everywhere: false, find }
}

/// A check of every Region.
const fn everywhere(check: &'static Check, find: fn(&Case<'_>) -> Told) -> Judge {
    Judge { check, is_everywhere: true, find }
}

/// The checks of a plan, and of what became of it.
static PLAN: &[&Check] = &[
    &checks::TBL_PLAN_LAYOUT,
    &checks::TBL_PLAN_POSSIBLE,
    &checks::TBL_PLAN_KNOWN,
    &checks::TBL_APPLIED,
    &checks::TBL_CANARY,
];

/// Judges what was seen and done. Of a plan, the table that is still to change is not judged: what differs is in the
/// plan.
pub fn assess(evidence: &Evidence, expected: &Expectations) -> Assessment {
    let is_plan = evidence.setup.as_ref().is_some_and(|setup| setup.applied.is_none());
    let mut assessment = Assessment {
        subject: Some(evidence.seen.name.clone()),
        findings: plan::findings(evidence),
        rows: report::plan::rows(evidence),
        facts: report::plan::facts(evidence),
        view: report::plan::view(evidence),
        ..Assessment::default()
    };
    if !is_plan {
        assessment.append(stands(evidence, expected));
    }
    assessment
}

/// Judges the table as it stands.
fn stands(evidence: &Evidence, expected: &Expectations) -> Assessment {
    let mut findings = status::findings(&evidence.seen);
    let Some(case) = Case::new(evidence, expected) else {
        let skipped = |judge: &Judge| Finding::skip(judge.check, "the table was not described (TBL001)");
        findings.extend(TABLE.iter().map(skipped));
        return Assessment::of(findings);
    };
    findings.extend(TABLE.iter().flat_map(|judge| judge.findings(&case)));
    Assessment {
        findings,
        rows: report::rows(&case),
        facts: report::facts(&case),
        view: report::view(&case),
        ..Assessment::default()
    }
}

/// Every check that this room makes.
pub fn every_check() -> Vec<&'static Check> {
    let mut all = table_checks();
    all.extend(PLAN);
    all
}

/// The checks of a table that is only looked at.
pub fn table_checks() -> Vec<&'static Check> {
    std::iter::once(&checks::TBL_ACTIVE).chain(TABLE.iter().map(|judge| judge.check)).collect()
}

/// The checks of a table that is planned or set up.
pub fn plan_checks() -> Vec<&'static Check> {
    PLAN.to_vec()
}
