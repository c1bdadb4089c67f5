//! TBL016: whether requests were throttled.

use super::case::{Case, Told};
use super::unread::unread;
use crate::aws::Asked;
use crate::dynamodb::assess::events;
use crate::dynamodb::evidence::Dimension;
use crate::observe::LONGER;
use crate::report::catalogue::TBL_THROTTLING;
use crate::report::{Finding, Status};

/// As long as autoscaling takes to follow a rise, in seconds: what is throttled meanwhile, clients send again.
const PASSING_S: u64 = 5 * 60;

/// Whether anything was throttled in the window, and why.
pub(super) fn throttling(case: &Case<'_>) -> Told {
    if case.regions().all(|at| at.seen.metrics.is_none()) {
        return Told::skip(&TBL_THROTTLING, "the metrics were not asked for");
    }
    let mut told = Told::default();
    for at in case.regions() {
        let metrics = match &at.seen.metrics {
            None => {
                let finding = Finding::unknown(&TBL_THROTTLING, "the metrics were not asked for in time");
                told.findings.push(finding.help(LONGER).about(at.region()));
                continue;
            }
            Some(Asked::Failed(failure)) => {
                told.findings.push(unread(&TBL_THROTTLING, at.region(), "cloudwatch:GetMetricData", failure));
                continue;
            }
            Some(Asked::Answered(metrics)) => metrics,
        };
        let seen =
            [Dimension::Read, Dimension::Write].into_iter().filter_map(|one| events(at.seen, metrics, one));
        let seen: Vec<Finding> = seen
            .map(|seen| {
                let help = seen.help.unwrap_or(
                    "compare the peak with the capacity (TBL015) and look for a hot key: CloudWatch Contributor Insights names it",
                );
                let status = if seen.seconds > PASSING_S { Status::Fail } else { Status::Warn };
                Finding::new(&TBL_THROTTLING, status, seen.message).help(help).about(at.region())
            })
            .collect();
        if seen.is_empty() && !metrics.knows_throttling() {
            told.findings.push(
                Finding::unknown(&TBL_THROTTLING, "no throttling in what CloudWatch gave, which is not all")
                    .help("ask again")
                    .about(at.region()),
            );
        } else if metrics.is_silent() {
            told.notes.push(format!("{}: CloudWatch has no value at all (TBL015)", at.region()));
        }
        told.findings.extend(seen);
    }
    told
}
