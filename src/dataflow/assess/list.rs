//! The list of the checks, and what runs them.

use super::case::Case;
use super::{api, images, leaving, posture, sources, told};
use crate::dataflow::{Evidence, Expectations, report};
use crate::report::catalogue as checks;
use crate::report::{Assessment, Check, Finding};

type Find = fn(&Case<'_>) -> Vec<Finding>;

/// Every check, in the order of the findings.
static CHECKS: &[(&Check, Find)] = &[
    (&checks::FLOW_SOURCES, sources::sources),
    (&checks::FLOW_LOGS, told::logs),
    (&checks::FLOW_METRICS, told::metrics),
    (&checks::FLOW_QUERY, told::query),
    (&checks::FLOW_EKS, api::reached),
    (&checks::FLOW_EKS_OPEN, api::open),
    (&checks::FLOW_EKS_WIDE, api::wide),
    (&checks::FLOW_EKS_NODES, api::nodes),
    (&checks::FLOW_EKS_PRIVATE, api::private),
    (&checks::FLOW_IMAGES, images::pulled),
    (&checks::FLOW_OUTSIDE, leaving::outside),
    (&checks::FLOW_SIDE_DOORS, leaving::side_doors),
    (&checks::FLOW_PLAIN, leaving::plain),
    (&checks::FLOW_POSTURE, posture::posture),
];

/// Every check that this room makes.
pub fn every_check() -> Vec<&'static Check> {
    CHECKS.iter().map(|(check, _)| *check).collect()
}

/// Judges what was seen.
pub fn assess(evidence: &Evidence, expected: &Expectations) -> Assessment {
    let case = Case::of(evidence, expected);
    let of_check = |(check, find): &(&'static Check, Find)| {
        let findings = find(&case);
        if findings.is_empty() { vec![Finding::pass(check)] } else { findings }
    };
    Assessment {
        subject: Some(case.subject()),
        findings: CHECKS.iter().flat_map(of_check).collect(),
        rows: report::rows(&case),
        facts: report::facts(&case),
        view: report::view(&case),
        closing: Vec::new(),
        gauges: report::gauges(&case),
    }
}
