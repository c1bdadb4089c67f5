//! CAP011: whether requests were throttled.

use std::collections::BTreeMap;

use super::case::{Case, SEE_ANSWERS};
use crate::dynamodb::evidence::{Cause, Dimension, Measure, Metrics, RegionSeen, TableSeen};
use crate::dynamodb::workload::{counted, number};
use crate::report::Finding;
use crate::report::catalogue::CAP_THROTTLED;
use crate::words::{minute, seconds};

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
            findings.push(Finding::unknown(&CAP_THROTTLED, reason).help(SEE_ANSWERS));
            continue;
        };
        let told = [Dimension::Read, Dimension::Write].map(|dimension| events(region, metrics, dimension));
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
            findings.push(Finding::unknown(&CAP_THROTTLED, reason).help(SEE_ANSWERS));
        }
        findings.extend(told);
    }
    findings
}

/// What was throttled of one dimension.
pub(in crate::dynamodb) struct Throttled {
    /// How many requests, when the most at once, and by which causes.
    pub(in crate::dynamodb) message: String,
    /// What to do about the cause of most; nothing where no cause is told.
    pub(in crate::dynamodb) help: Option<&'static str>,
    /// In how many seconds of the window, by whole periods.
    pub(in crate::dynamodb) seconds: u64,
}

/// What throttling leaves unsaid of a dimension's demand; nothing where nothing was throttled. How many units the requests
/// would have taken no metric tells, nor how many of them were clients that asked again.
pub(in crate::dynamodb) fn unmet(metrics: &Metrics, dimension: Dimension) -> Option<String> {
    let requests = metrics.throttled(dimension)?;
    let what = if dimension == Dimension::Read { "read" } else { "write" };
    let least = if metrics.knows_throttling() { "" } else { "at least " };
    Some(format!("{MORE_WAS_ASKED_FOR}: {least}{} throttled", requests_were(requests, what)))
}

/// `17 read requests were`.
pub(crate) fn requests_were(requests: f64, what: &str) -> String {
    let were = if requests > 1.0 { "were" } else { "was" };
    format!("{} {were}", counted(requests, &format!("{what} request")))
}

/// What to say of consumption wherever requests were throttled.
pub(in crate::dynamodb) const MORE_WAS_ASKED_FOR: &str =
    "true demand was higher than what was consumed, by an unknown amount";

/// What was throttled in one Region; nothing where nothing was.
pub(in crate::dynamodb) fn events(
    region: &RegionSeen,
    metrics: &Metrics,
    dimension: Dimension,
) -> Option<Throttled> {
    let series = metrics.series(Measure::Throttled(dimension))?;
    let events = series.sum();
    if events <= 0.0 {
        return None;
    }
    let what = if dimension == Dimension::Read { "read" } else { "write" };
    let worst = series.points().filter_map(|(at, value)| Some((at, value?)));
    // The first of several that are alike, as a picture of it names.
    let worst = worst.reduce(|most, next| if next.1 > most.1 { next } else { most });
    let period = seconds(series.period_s);
    let worst = worst.map(|(at, value)| {
        format!(", the most at once ({}) in the {period} from {}", number(value), minute(at))
    });
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
    // A hot key and a quota are no matter of the table's bounds.
    let is_of_capacity = causes.first().is_none_or(|(_, name, _)| *name == CAUSES[0].1);
    let ceiling = ceiling(region, dimension).filter(|_| is_of_capacity);
    let touched = ceiling.and_then(|ceiling| Some((ceiling, ceiling.touched(metrics, dimension)?)));
    let at_ceiling = touched.map_or_else(String::new, |(ceiling, units)| {
        format!(
            "; most of them while {} {what} units a second were consumed of {}, {}",
            number(units.floor()),
            number(ceiling.units),
            ceiling.what
        )
    });
    let least = if metrics.knows_throttling() { "" } else { "at least " };
    let message = format!(
        "{least}{} throttled in the window{}{why}{at_ceiling}",
        requests_were(events, what),
        worst.unwrap_or_default()
    );
    let periods = series.points().filter(|(_, value)| value.is_some_and(|value| value > 0.0)).count() as u64;
    let seconds = periods * u64::from(series.period_s);
    let help = touched.map(|(ceiling, _)| ceiling.help);
    let help = help.or_else(|| causes.first().map(|(_, _, help)| *help));
    Some(Throttled { message, help, seconds })
}

/// From which share of the ceiling on consumption touches it: a minute holds seconds below it, too.
const TOUCHED: f64 = 0.9;

/// The most that a provisioned table can have.
#[derive(Clone, Copy)]
struct Ceiling {
    /// In units a second.
    units: f64,
    /// What sets it, in words that follow the number.
    what: &'static str,
    /// What raises it.
    help: &'static str,
}

/// What bounds a table's capacity; nothing on demand, and where that could not be read.
fn ceiling(region: &RegionSeen, dimension: Dimension) -> Option<Ceiling> {
    let facts = region.described.answer().filter(|facts| !facts.is_on_demand())?;
    let targets = region.scaling.as_ref()?.targets.answer()?;
    #[expect(clippy::cast_precision_loss, reason = "capacity is below 2^53")]
    let of = |units: i64, what, help| Some(Ceiling { units: units as f64, what, help }).filter(|_| units > 0);
    if let Some(target) = targets.iter().find(|target| target.dimension == dimension) {
        return of(
            target.max,
            "the maximum that it scales to",
            "raise the maximum that it scales to: neither a higher minimum nor a lower target gives more than that",
        );
    }
    let units = facts.provisioned.as_ref()?;
    let units = if dimension == Dimension::Read { units.read_units } else { units.write_units };
    of(
        units,
        "all that is provisioned, and it does not scale",
        "raise the capacity, or let it scale: `chalkstore size --from-table` says to what",
    )
}

impl Ceiling {
    /// The most that was consumed in the throttled periods, where half of what was throttled came while consumption
    /// touched this.
    fn touched(self, metrics: &Metrics, dimension: Dimension) -> Option<f64> {
        let throttled = metrics.series(Measure::Throttled(dimension))?;
        let consumed = metrics.consumed(dimension)?;
        let period_s = f64::from(consumed.period_s.max(1));
        let all = consumed.points().filter_map(|(at, value)| Some((at, value? / period_s)));
        let all: BTreeMap<i64, f64> = all.filter(|(_, units)| *units >= TOUCHED * self.units).collect();
        let events = throttled.points().filter_map(|(at, value)| Some((*all.get(&at)?, value?)));
        let events: Vec<(f64, f64)> = events.filter(|(_, events)| *events > 0.0).collect();
        let at_ceiling: f64 = events.iter().map(|(_, events)| events).sum();
        let most = events.iter().map(|(units, _)| *units).reduce(f64::max)?;
        (at_ceiling * 2.0 >= throttled.sum()).then_some(most)
    }
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
