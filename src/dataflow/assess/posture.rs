//! FLOW014: whether the flows are what is required of them.

use super::case::Case;
use crate::dataflow::flows::{Name, Posture};
use crate::report::Finding;
use crate::report::catalogue::FLOW_POSTURE as CHECK;

/// Whether the flows are what is required of them.
pub(super) fn posture(case: &Case<'_>) -> Vec<Finding> {
    if case.expected.require.is_none() {
        return vec![Finding::skip(&CHECK, "nothing is required (--require restricted)")];
    }
    let query = case.decided.flow(Name::QueryExecution);
    let finding = match case.decided.posture {
        Posture::Violates | Posture::FullConnectivity => Finding::fail(
            &CHECK,
            format!("`restricted` is violated: the metadata plane can run queries, {}: customers' feature values can travel there", query.here),
        )
        .help({
            let how = Name::QueryExecution.how_to_disable();
            let ways: Vec<&str> = query.give.iter().map(AsRef::as_ref).chain([how]).collect();
            format!("{}; what is lost: {}", ways.join("; else "), Name::QueryExecution.lost())
        }),
        Posture::Restricted => {
            Finding::pass(&CHECK).message_is(format!("restricted: the metadata plane cannot run queries: {}", query.here))
        }
        Posture::Unknown => {
            let finding = Finding::unknown(&CHECK, format!("whether it is restricted is not known: {}", query.here));
            match &query.give {
                Some(give) => finding.help(give.clone()),
                None => finding,
            }
        }
    };
    vec![finding.note("token exchange with the metadata plane carries no feature values and stays allowed")]
}
