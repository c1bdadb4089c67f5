//! The list of the checks, and what runs them.

use super::judge::{Find, Judge};
use super::{
    Case, active, alarms, alike, capacity, certificate, chain, checkers, declared, detection, existence,
    healthz, metadata, name, offline, pair, passive, probed, request, resolvers, signal, store, tables,
    target_groups, targets, ttl,
};
use crate::failover::{Evidence, Expectations, report, rto, simulate};
use crate::report::catalogue as checks;
use crate::report::{Assessment, Check};

/// Why a check of several records is skipped.
const ONE: &str = "there is one record: nothing can move (FO002)";
/// Why a check of probes is skipped.
const NO_PROBE: &str = "no health check probes an endpoint";

/// Every check, in the order of the findings.
static CHECKS: &[Judge] = &[
    Judge { check: &checks::FO_NAME, find: Find::Whole(name::exists), none: "" },
    Judge { check: &checks::FO_PAIR, find: Find::Whole(pair::pair), none: "" },
    Judge { check: &checks::FO_SIGNAL, find: Find::Route(signal::signal), none: ONE },
    Judge { check: &checks::FO_FAMILIES, find: Find::Whole(signal::families), none: "" },
    Judge { check: &checks::FO_TARGETS, find: Find::Route(targets::different), none: ONE },
    Judge { check: &checks::FO_REGIONS, find: Find::Route(targets::regions), none: ONE },
    Judge { check: &checks::FO_UNIQUE, find: Find::Route(|_, group| Some(pair::unique(group))), none: "" },
    Judge {
        check: &checks::FO_TTL,
        find: Find::Route(|case, group| Some(ttl::short(case, group))),
        none: "",
    },
    Judge {
        check: &checks::FO_ALIAS_CHAIN,
        find: Find::Route(chain::short),
        none: "no record leads to another one of the zone",
    },
    Judge { check: &checks::FO_ALIKE, find: Find::Route(alike::alike), none: ONE },
    Judge { check: &checks::FO_CHECK_EXISTS, find: Find::Whole(existence::exists), none: "" },
    Judge {
        check: &checks::FO_CHECK_ENABLED,
        find: Find::Checked(|_, checked| Some(existence::enabled(checked))),
        none: "no health check is there (FO020)",
    },
    Judge {
        check: &checks::FO_CHECK_INVERTED,
        find: Find::Checked(|_, checked| Some(existence::inverted(checked))),
        none: "no health check is there (FO020)",
    },
    Judge {
        check: &checks::FO_CHECK_OWN,
        find: Find::Route(existence::own),
        none: "no record names a health check",
    },
    Judge { check: &checks::FO_CHECK_HOST, find: Find::Checked(probed::host), none: NO_PROBE },
    Judge { check: &checks::FO_CHECK_CROSSED, find: Find::Checked(probed::crossed), none: NO_PROBE },
    Judge {
        check: &checks::FO_CHECK_PATH,
        find: Find::Checked(request::path),
        none: "no health check asks by HTTP",
    },
    Judge { check: &checks::FO_CHECK_TYPE, find: Find::Checked(request::kind), none: NO_PROBE },
    Judge {
        check: &checks::FO_CHECK_REDIRECT,
        find: Find::Checked(request::redirect),
        none: "no health check is content with a status alone",
    },
    Judge {
        check: &checks::FO_CHECK_PORT,
        find: Find::Checked(request::port),
        none: "no health check asks by HTTP",
    },
    Judge {
        check: &checks::FO_CHECK_SNI,
        find: Find::Checked(request::server_name),
        none: "no health check asks by HTTPS",
    },
    Judge { check: &checks::FO_CHECKERS, find: Find::Checked(checkers::regions), none: NO_PROBE },
    Judge { check: &checks::FO_CHECK_REACHED, find: Find::Checked(checkers::reached), none: NO_PROBE },
    Judge { check: &checks::FO_CHECK_REACHABLE, find: Find::Checked(probed::reachable), none: NO_PROBE },
    Judge {
        check: &checks::FO_CHECK_NO_DATA,
        find: Find::Checked(alarms::no_data),
        none: "no health check watches an alarm",
    },
    Judge {
        check: &checks::FO_CHECK_ALARM,
        find: Find::Checked(alarms::alarm),
        none: "no health check watches an alarm",
    },
    Judge {
        check: &checks::FO_CHECK_CALCULATED,
        find: Find::Checked(alarms::calculated),
        none: "no health check is calculated",
    },
    Judge {
        check: &checks::FO_CHECK_LAYERS,
        find: Find::Route(target_groups::layers),
        none: "no record is decided about by both",
    },
    Judge {
        check: &checks::FO_CHECK_NOTICED,
        find: Find::Checked(alarms::noticed),
        none: "alarms were not asked for",
    },
    Judge { check: &checks::FO_CHECK_SPEED, find: Find::Checked(detection::speed), none: NO_PROBE },
    Judge { check: &checks::FO_TARGET_GROUPS, find: Find::Whole(target_groups::healthy), none: "" },
    Judge { check: &checks::FO_HEALTHZ, find: Find::Whole(healthz::answers), none: "" },
    Judge { check: &checks::FO_HEALTHZ_STORE, find: Find::Whole(store::behind_healthz), none: "" },
    Judge { check: &checks::FO_CERTIFICATE, find: Find::Whole(certificate::valid), none: "" },
    Judge { check: &checks::FO_ACTIVE, find: Find::Whole(active::intended), none: "" },
    Judge { check: &checks::FO_RESOLVERS, find: Find::Whole(resolvers::agree), none: "" },
    Judge { check: &checks::FO_PASSIVE_READY, find: Find::Route(passive::ready), none: ONE },
    Judge { check: &checks::FO_PASSIVE_CAPACITY, find: Find::Whole(capacity::enough), none: "" },
    Judge { check: &checks::FO_TABLES_MATCH, find: Find::Whole(tables::alike), none: "" },
    Judge { check: &checks::FO_SECRETS_MATCH, find: Find::Whole(store::secrets), none: "" },
    Judge { check: &checks::FO_METADATA, find: Find::Whole(metadata::mode), none: "" },
    Judge { check: &checks::FO_OFFLINE, find: Find::Whole(offline::regional), none: "" },
    Judge { check: &checks::FO_DEPLOYED, find: Find::Whole(declared::deployed), none: "" },
    Judge { check: &checks::FO_RTO, find: Find::Whole(detection::within_objective), none: "" },
];

/// Every check that this room makes of a name.
pub fn every_check() -> Vec<&'static Check> {
    CHECKS.iter().map(|judge| judge.check).collect()
}

/// Judges what was seen.
pub fn assess(evidence: &Evidence, expected: &Expectations) -> Assessment {
    let case = Case::new(evidence, expected);
    let mut assessment = Assessment {
        subject: Some(evidence.name.clone()),
        findings: CHECKS.iter().flat_map(|judge| judge.findings(&case)).collect(),
        rows: report::rows(&case),
        facts: report::facts(&case),
        view: report::view(&case),
        ..Assessment::default()
    };
    assessment.append(Assessment {
        rows: rto::rows(evidence, expected),
        facts: rto::facts(evidence, expected),
        view: rto::view(evidence, expected),
        gauges: rto::gauges(evidence, expected),
        ..Assessment::default()
    });
    assessment.append(Assessment {
        rows: simulate::rows(evidence, expected),
        facts: simulate::facts(evidence, expected),
        view: simulate::view(evidence, expected),
        gauges: simulate::gauges(evidence, expected),
        ..Assessment::default()
    });
    assessment
}
