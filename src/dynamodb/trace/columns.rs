//! The names of columns and keys, and the values in them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::error::{Place, TraceError};
use super::options::Unit;
use crate::secrets::shown_cell;

/// What a column or key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Time,
    Read,
    Write,
    /// The long form of AWS's capacity mode evaluator: which metric a row is of.
    Metric,
    /// The table of a row, in the long form.
    Table,
    /// The value of a row, in the long form.
    Amount,
}

impl Column {
    pub(super) const fn what(self) -> &'static str {
        match self {
            Self::Time => "the time",
            Self::Read => "read units",
            Self::Write => "write units",
            Self::Metric => "the metric's name",
            Self::Table => "the table",
            Self::Amount => "the units",
        }
    }

    /// What a name stands for; case and punctuation do not matter, nor what it says of the unit.
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match plain(name).as_str() {
            "timestamp" | "time" | "minute" | "date" | "datetime" | "timeutc" | "timestamputc" | "ts" => {
                Self::Time
            }
            "metricname" | "metric" => Self::Metric,
            "name" | "table" | "tablename" => Self::Table,
            "sum" => Self::Amount,
            _ => match without_unit(name).0.as_str() {
                "unit" | "units" | "value" => Self::Amount,
                "consumedreadcapacityunits"
                | "consumedreadcapacity"
                | "consumedreadunits"
                | "consumedrcu"
                | "consumedrcus"
                | "readcapacityunits"
                | "readrequestunits"
                | "readunits"
                | "rcu"
                | "rcus"
                | "rru"
                | "reads"
                | "read" => Self::Read,
                "consumedwritecapacityunits"
                | "consumedwritecapacity"
                | "consumedwriteunits"
                | "consumedwcu"
                | "consumedwcus"
                | "writecapacityunits"
                | "writerequestunits"
                | "writeunits"
                | "wcu"
                | "wcus"
                | "wru"
                | "writes"
                | "write" => Self::Write,
                _ => return None,
            },
        })
    }
}

/// A name's letters and digits, small.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// A plain name without its last words, where they say what is counted: `reads_per_second`, `rcu/s`, `rcu_sum`.
fn without_unit(name: &str) -> (String, Option<Unit>) {
    let ends = name.trim_end_matches(|c: char| !c.is_ascii_alphanumeric()).to_ascii_lowercase();
    let by_slash = ["/s", "/sec", "/second"].iter().find_map(|end| ends.strip_suffix(end));
    if let Some(rest) = by_slash {
        return (plain(rest), Some(Unit::PerSecond));
    }
    let name = plain(name);
    let rates = ["persecond", "persec", "pers"].map(|end| (end, Unit::PerSecond));
    let told = rates.into_iter().chain([("sum", Unit::SumPerPeriod)]);
    for (end, unit) in told {
        if let Some(rest) = name.strip_suffix(end) {
            return (rest.to_owned(), Some(unit));
        }
    }
    (name, None)
}

/// What the name of a column or a metric says that its values count.
pub(super) fn unit_of(name: &str) -> Option<Unit> {
    without_unit(name).1
}

/// One of the two dimensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dimension {
    Read,
    Write,
}

impl Dimension {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }

    /// The dimension that a metric's name tells, when it is one of consumed units; `None` when it tells neither or both.
    pub(super) fn of_metric(name: &str) -> Option<Self> {
        let lower = name.to_ascii_lowercase();
        let says = |word: &str| lower.contains(word);
        // A table may be called `threads` or `rewrites`; the metric's own name counts first.
        match (says("consumedreadcapacity"), says("consumedwritecapacity")) {
            (true, false) => return Some(Self::Read),
            (false, true) => return Some(Self::Write),
            _ => {}
        }
        let words = || words(name).chain([name]);
        // What was provisioned or throttled was not consumed.
        let is_else = |word: &str| {
            let word = word.to_ascii_lowercase();
            word.starts_with("provision") || word.starts_with("throttle")
        };
        if words().any(is_else) {
            return None;
        }
        let is_word = |column: Column| words().any(|word| Column::of(word) == Some(column));
        match (is_word(Column::Read), is_word(Column::Write)) {
            (true, false) => Some(Self::Read),
            (false, true) => Some(Self::Write),
            _ => None,
        }
    }
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
}

/// The metrics of `DynamoDB` that are not what a table's clients consumed, without `Read` or `Write` before them (the
/// developer guide's *`DynamoDB` metrics and dimensions*).
const OTHERS: [&str; 40] = [
    "AccountLimitThrottleEvents",
    "AccountMaxReads",
    "AccountMaxTableLevelReads",
    "AccountMaxTableLevelWrites",
    "AccountMaxWrites",
    "AccountProvisionedReadCapacityUtilization",
    "AccountProvisionedWriteCapacityUtilization",
    "AgeOfOldestUnreplicatedRecord",
    "ConditionalCheckFailedRequests",
    "ConsumedChangeDataCaptureUnits",
    "FailedToReplicateRecordCount",
    "FaultInjectionServiceInducedErrors",
    "KeyRangeThroughputThrottleEvents",
    "MaxOnDemandThroughputThrottleEvents",
    "MaxProvisionedTableReadCapacityUtilization",
    "MaxProvisionedTableWriteCapacityUtilization",
    "OnDemandMaxReadRequestUnits",
    "OnDemandMaxWriteRequestUnits",
    "OnlineIndexConsumedWriteCapacity",
    "OnlineIndexPercentageProgress",
    "OnlineIndexThrottleEvents",
    "PendingReplicationCount",
    "ProvisionedReadCapacityUnits",
    "ProvisionedThroughputThrottleEvents",
    "ProvisionedWriteCapacityUnits",
    "ReplicationLatency",
    "ReturnedBytes",
    "ReturnedBytesBySubscriber",
    "ReturnedItemCount",
    "ReturnedRecordsCount",
    "SuccessfulRequestLatency",
    "SystemErrors",
    "ThrottleEvents",
    "ThrottledPutRecordCount",
    "ThrottledRequests",
    "TimeToLiveDeletedItemCount",
    "TransactionConflict",
    "UserErrors",
    "WarmReadThroughput",
    "WarmWriteThroughput",
];

/// Whether a label names a metric of something else than what was consumed: such rows and results are left out. Only a
/// metric's whole name counts: a table may be called `latency` or `accounts`.
pub(super) fn is_other_metric(label: &str) -> bool {
    let names = |word: &str, metric: &str| word.eq_ignore_ascii_case(metric);
    let consumed = ["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"];
    let is_of = |word: &str, metric: &str| {
        let bare = ["Read", "Write"].iter().find_map(|start| word.strip_prefix(start));
        names(word, metric)
            || metric.ends_with("ThrottleEvents") && bare.is_some_and(|bare| names(bare, metric))
    };
    let is_other = |word: &str| OTHERS.iter().any(|metric| is_of(word, metric));
    !words(label).any(|word| consumed.iter().any(|metric| names(word, metric))) && words(label).any(is_other)
}

/// Whether a metric or a column counts throttled requests of the table. Those of building an index are no client's.
pub(super) fn is_throttling(name: &str) -> bool {
    let name = plain(name);
    let ends = ["throttleevents", "throttledrequests", "throttledreads", "throttledwrites"];
    name == "throttled" || ends.iter().any(|end| name.ends_with(end)) && !name.contains("onlineindex")
}

/// Where the columns are, by their names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Header {
    pub(super) time: usize,
    pub(super) read: Option<usize>,
    pub(super) write: Option<usize>,
    pub(super) long: Option<Long>,
}

/// The long form: a row for each metric and time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Long {
    pub(super) metric: usize,
    pub(super) amount: usize,
    pub(super) table: Option<usize>,
}

/// Finds the columns.
pub(super) fn header(names: &[&str]) -> Result<Header, TraceError> {
    let find = |wanted: Column| {
        let mut all = names.iter().enumerate().filter(|(_, name)| Column::of(name) == Some(wanted));
        let first = all.next();
        if let (Some((_, first)), Some((_, second))) = (first, all.next()) {
            let (first, second) = (shown(first), shown(second));
            return Err(TraceError::TwoColumns { first, second, what: wanted.what() });
        }
        Ok(first.map(|(place, _)| place))
    };
    let no_column = |wanted| {
        let found =
            names.iter().take(20).map(|name| format!("`{}`", shown(name))).collect::<Vec<_>>().join(", ");
        TraceError::NoColumn { wanted, found }
    };
    let time = find(Column::Time)?
        .ok_or_else(|| no_column("the time (timestamp, time, minute, date or datetime)"))?;
    let (read, write) = (find(Column::Read)?, find(Column::Write)?);
    let long = match (read, write, find(Column::Metric)?, find(Column::Amount)?) {
        (None, None, Some(metric), Some(amount)) => {
            Some(Long { metric, amount, table: find(Column::Table)? })
        }
        (None, None, ..) => {
            return Err(no_column(
                "read or write units (read_units, rcu, consumed_read_capacity_units, …; write_units, wcu, …)",
            ));
        }
        _ => None,
    };
    Ok(Header { time, read, write, long })
}

/// 2100-01-01.
const LATEST_S: i64 = 4_102_444_800;

/// A time that is written out: RFC 3339, a date and time of UTC, or a number.
pub(super) fn time(text: &str, place: impl FnOnce() -> Place) -> Result<i64, TraceError> {
    let text = text.trim();
    // The parser of dates passes over the zone in brackets.
    let is_local = text.contains('[') && text.parse::<Timestamp>().is_err();
    let parsed = if let Ok(number) = text.parse::<f64>() {
        epoch(number)
    } else {
        let utc =
            || text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
        text.parse::<Timestamp>().ok().or_else(utc).and_then(|at| whole_second(at.as_nanosecond()))
    };
    match parsed {
        Some(at_s) if !is_local => Ok(at_s),
        Some(_) => Err(TraceError::Zone { place: place(), value: shown(text) }),
        None => Err(TraceError::Time { place: place(), value: shown(text) }),
    }
}

/// A number of seconds, milliseconds, microseconds or nanoseconds since 1970: which of them its size tells.
pub(super) fn epoch(number: f64) -> Option<i64> {
    let seconds = match number.abs() {
        size if size < 1e11 => number,
        size if size < 1e14 => number / 1e3,
        size if size < 1e17 => number / 1e6,
        _ => number / 1e9,
    };
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a cast of floats saturates, and what is cut off is refused"
    )]
    let whole = seconds as i64;
    #[expect(clippy::cast_precision_loss, reason = "seconds up to 2100 are exact")]
    let is_whole = (whole as f64 - seconds).abs() < 1e-6;
    (seconds.is_finite() && is_whole && (0..=LATEST_S).contains(&whole)).then_some(whole)
}

/// The same of a whole number, without loss.
pub(super) fn epoch_of_integer(number: i64) -> Option<i64> {
    let per_unit = match number.unsigned_abs() {
        0..100_000_000_000 => 1_000_000_000,
        100_000_000_000..100_000_000_000_000 => 1_000_000,
        100_000_000_000_000..100_000_000_000_000_000 => 1_000,
        _ => 1,
    };
    whole_second(i128::from(number) * per_unit)
}

/// A time in nanoseconds, when it is a whole second in a plausible year.
pub(super) fn whole_second(nanoseconds: i128) -> Option<i64> {
    let seconds = i64::try_from(nanoseconds.div_euclid(1_000_000_000)).ok()?;
    (nanoseconds.rem_euclid(1_000_000_000) == 0 && (0..=LATEST_S).contains(&seconds)).then_some(seconds)
}

/// A time as people read it.
pub(super) fn written(at_s: i64) -> String {
    Timestamp::from_second(at_s).map_or_else(|_| at_s.to_string(), |at| at.to_string())
}

/// An amount that is written out; nothing when the cell is empty.
pub(super) fn amount(
    text: &str,
    field: &str,
    place: impl FnOnce() -> Place,
) -> Result<Option<f64>, TraceError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| TraceError::Value {
        place: place(),
        field: field.to_owned(),
        value: format!("`{}`", shown(text)),
        what: "no number",
    })
}

/// What of a value may be quoted.
pub(super) fn shown(text: &str) -> String {
    shown_cell(text).into_owned()
}
