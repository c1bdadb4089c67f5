//! The list of the checks, and what runs them.

use super::case::{Case, Judge, TableJudge};
use super::{answers, limits, mode, prices, replicas, scaling, throttling, traffic};
use crate::dynamodb::report;
use crate::dynamodb::sizing::{Evidence, Expectations};
use crate::report::catalogue as checks;
use crate::report::{Assessment, Check, Finding};

/// Every check, in the order in which its findings are reported.
static CHECKS: &[Judge] = &[
    Judge { check: &checks::CAP_PRICES, find: prices::known },
    Judge { check: &checks::CAP_PRICE_AGE, find: prices::current },
    Judge { check: &checks::CAP_HOTTEST_KEY, find: limits::hottest_key },
    Judge { check: &checks::CAP_TABLE_QUOTA, find: limits::table_quota },
    Judge { check: &checks::CAP_ACCOUNT_QUOTA, find: limits::account_quota },
    Judge { check: &checks::CAP_ITEM, find: limits::item },
    Judge { check: &checks::CAP_ON_DEMAND_START, find: limits::on_demand_start },
    Judge { check: &checks::CAP_KEEPS_UP, find: traffic::keeps_up },
    Judge { check: &checks::CAP_TRAFFIC, find: traffic::is_known },
];

/// The checks of a table that exists.
static TABLE_CHECKS: &[TableJudge] = &[
    TableJudge { check: &checks::CAP_TABLE, find: answers::answers },
    TableJudge { check: &checks::CAP_THROTTLED, find: throttling::throttled },
    TableJudge { check: &checks::CAP_BOUNDS, find: scaling::bounds },
    TableJudge { check: &checks::CAP_REPLICA_WRITES, find: replicas::writes },
    TableJudge { check: &checks::CAP_MODE, find: mode::mode },
];

/// Sizes a table, and judges what comes of it.
pub fn assess(evidence: &Evidence, expected: &Expectations) -> Assessment {
    match Case::new(evidence, expected) {
        Ok(case) => Assessment {
            findings: TABLE_CHECKS
                .iter()
                .flat_map(|one| one.findings(&case))
                .chain(CHECKS.iter().flat_map(|one| one.findings(&case)))
                .collect(),
            rows: report::rows(&case),
            facts: report::facts(&case),
            view: report::view(&case),
            ..Assessment::default()
        },
        Err(errors) => {
            let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
            let reason = format!("the inputs make no sense: {}", told.join("; "));
            let help = "correct what is named there, in the options or the scenario, and size again";
            let unknown = |one: &Judge| Finding::unknown(one.check, reason.clone()).help(help);
            Assessment::of(CHECKS.iter().map(unknown).collect())
        }
    }
}

/// Every check that this room makes of a table that is sized.
pub fn every_check() -> Vec<&'static Check> {
    CHECKS.iter().map(|one| one.check).chain(TABLE_CHECKS.iter().map(|one| one.check)).collect()
}

/// The checks that are made of a table that exists, in the order of their findings.
pub fn table_checks() -> Vec<&'static Check> {
    TABLE_CHECKS.iter().map(|one| one.check).chain(CHECKS.iter().map(|one| one.check)).collect()
}
