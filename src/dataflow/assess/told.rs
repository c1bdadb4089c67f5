//! FLOW002 to FLOW004: whether it is known where logs and metrics go, and whether queries can be run from outside.

use super::case::Case;
use crate::dataflow::flows::{Flow, Name, State};
use crate::report::catalogue::{FLOW_LOGS, FLOW_METRICS, FLOW_QUERY};
use crate::report::{Check, Finding};

/// Whether it is known where logs go.
pub(super) fn logs(case: &Case<'_>) -> Vec<Finding> {
    vec![told(&FLOW_LOGS, case.decided.flow(Name::Logs))]
}

/// Whether it is known where metrics go.
pub(super) fn metrics(case: &Case<'_>) -> Vec<Finding> {
    vec![told(&FLOW_METRICS, case.decided.flow(Name::Metrics))]
}

/// Whether it is known whether the metadata plane can run queries.
pub(super) fn query(case: &Case<'_>) -> Vec<Finding> {
    vec![told(&FLOW_QUERY, case.decided.flow(Name::QueryExecution))]
}

fn told(check: &'static Check, flow: &Flow) -> Finding {
    let title = flow.name.title();
    let mut finding = match flow.state {
        State::Unknown if !flow.is_asked => Finding::skip(check, flow.here.clone()),
        State::Unknown => {
            Finding::unknown(check, format!("{title}: whether this flow is on is not known: {}", flow.here))
        }
        state => Finding::pass(check).message_is(format!("{title}: {}: {}", state.as_str(), flow.here)),
    };
    if let Some(give) = &flow.give {
        finding = finding.help(give.clone());
    }
    for reason in flow.reasons.iter().filter(|reason| **reason != flow.here) {
        finding = finding.note(reason.clone());
    }
    for mitigation in &flow.mitigations {
        finding = finding.note(format!(
            "on the way {mitigation} may take data out, which lessens the flow and does not stop it"
        ));
    }
    finding
}
