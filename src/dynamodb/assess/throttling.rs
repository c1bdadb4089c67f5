//! CAP011: whether requests were throttled.

use super::case::Case;
use crate::dynamodb::evidence::{Cause, Dimension, Measure, Metrics, TableSeen};
use crate::dynamodb::report::minute;
use crate::dynamodb::workload::number;
use crate::report::Finding;
use crate::report::catalogue::CAP_THROTTLED;

/// Whether requests were throttled in the window.
pub(super) fn throttled(_: &Case<'_>, seen: &TableSeen) -> Vec<Finding> {
    let asked = seen.regions.iter().filter_map(|region| Some((region, region.metrics.as_ref()?)));
    let asked: Vec<_> = asked.collect();
    if asked.is_empty() {
        return vec![Finding::skip(&CAP_THROTTLED, "the metrics were not asked for (CAP014)")];
    }
    let mut findings = Vec::new();
    for (region, metrics) in asked {
        let name = &region.region;
        let Some(metrics) = metrics.answer() else {
            let reason = format!("{name}: the metrics could not be read (CAP014)");
            findings.push(Finding::unknown(&CAP_THROTTLED, reason));
            continue;
        };
        let told = [Dimension::Read, Dimension::Write].map(|dimension| events(metrics, dimension));
        let told: Vec<Finding> = told
            .into_iter()
            .flatten()
            .map(|told| {
                let message = format!("{name}: {}", told.message);
                let help = told.help.unwrap_or(
                    "compare the peak with the capacity (CAP012) and look for a hot key: CloudWatch Contributor Insights names it",
                );
                Finding::fail(&CAP_THROTTLED, message).help(help)
            })
            .collect();
        if told.is_empty() && !metrics.knows_throttling() {
            let reason = format!("{name}: no throttling in what CloudWatch gave, which is not all (CAP014)");
            findings.push(Finding::unknown(&CAP_THROTTLED, reason));
        }
        findings.extend(told);
    }
    findings
}

/// What was throttled of one dimension.
pub(in crate::dynamodb) struct Throttled {
    /// How many requests, when most at once, and by which causes.
    pub(in crate::dynamodb) message: String,
    /// What to do about the cause of most; nothing where no cause is told.
    pub(in crate::dynamodb) help: Option<&'static str>,
    /// In how many seconds of the window, by whole periods.
    pub(in crate::dynamodb) seconds: u64,
}

/// What was throttled in one Region; nothing where nothing was.
pub(in crate::dynamodb) fn events(metrics: &Metrics, dimension: Dimension) -> Option<Throttled> {
    let series = metrics.series(Measure::Throttled(dimension))?;
    let events = series.sum();
    if events <= 0.0 {
        return None;
    }
    let what = if dimension == Dimension::Read { "read" } else { "write" };
    let worst = series.points().filter_map(|(at, value)| Some((at, value?)));
    let worst = worst.max_by(|(_, one), (_, other)| one.total_cmp(other));
    let worst = worst.map(|(at, value)| format!(", the most at once ({}) at {}", number(value), minute(at)));
    let mut causes: Vec<(f64, &str, &str)> = CAUSES
        .iter()
        .filter_map(|(cause, name, help)| {
            let count = metrics.series(Measure::ThrottledBy(dimension, *cause))?.sum();
            (count > 0.0).then_some((count, *name, *help))
        })
        .collect();
    causes.sort_by(|one, other| other.0.total_cmp(&one.0));
    let named: Vec<String> =
        causes.iter().map(|(count, name, _)| format!("{} by {name}", number(*count))).collect();
    let why = if named.is_empty() {
        "; DynamoDB tells no cause".to_owned()
    } else {
        format!(": {}", named.join(", "))
    };
    let least = if metrics.knows_throttling() { "" } else { "at least " };
    let message = format!(
        "{least}{} {what} requests were throttled in the window{}{why}",
        number(events),
        worst.unwrap_or_default()
    );
    let periods = series.points().filter(|(_, value)| value.is_some_and(|value| value > 0.0)).count() as u64;
    let seconds = periods * u64::from(series.period_s);
    Some(Throttled { message, help: causes.first().map(|(_, _, help)| *help), seconds })
}

/// Each cause in words, and what to do about it.
const CAUSES: [(Cause, &str, &str); 4] = [
    (
        Cause::Provisioned,
        "the table's provisioned capacity",
        "raise the minimum or lower the target, so that capacity is there when the traffic comes",
    ),
    (
        Cause::KeyRange,
        "the limit of one partition (a hot key)",
        "find the key (aws dynamodb update-contributor-insights --contributor-insights-action ENABLE), cache it, or spread it over several",
    ),
    (Cause::AccountLimit, "the account's quota", "ask for more in Service Quotas"),
    (
        Cause::MaxOnDemand,
        "the table's own maximum on demand",
        "raise the table's maximum throughput: aws dynamodb update-table --on-demand-throughput",
    ),
];
