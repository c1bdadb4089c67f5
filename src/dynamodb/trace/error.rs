//! What can be wrong with a trace.

use std::fmt;

use super::demand::MAX_MINUTES;
use super::options::Unit;

/// Where in a file something stands: `line 7`, `record 3`, `row 12`, `value 4 of m1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What is counted.
    pub noun: &'static str,
    /// Which one, from 1.
    pub number: u64,
    /// Of which part, such as a metric's id.
    pub of: Option<String>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.noun, self.number)?;
        match &self.of {
            Some(of) => write!(f, " of {of}"),
            None => Ok(()),
        }
    }
}

/// Why a file is no trace.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TraceError {
    /// Nothing to read.
    #[error("the trace is empty")]
    Empty,
    /// Bytes that begin like no known format.
    #[error(
        "the trace is neither CSV, JSON nor Parquet: {0}. It needs a column for the time and one for read or write units"
    )]
    UnknownFormat(String),
    /// A file that its own format's reader refuses.
    #[error("{format} cannot be read: {what}")]
    Malformed {
        /// `CSV`, `JSON` or `Parquet`.
        format: &'static str,
        /// What its reader says.
        what: String,
    },
    /// A row of CSV with more or fewer columns than its header.
    #[error("line {line}: {found} columns, and the header has {expected}")]
    Columns {
        /// The line, from 1.
        line: u64,
        /// Columns of the header.
        expected: u64,
        /// Columns of this line.
        found: u64,
    },
    /// Parquet in a compression that is not built in.
    #[error(
        "column `{column}` is compressed with {compression}, which chalkstore cannot read; write the file with snappy or gzip, or uncompressed (pandas: to_parquet(…, compression=\"snappy\"))"
    )]
    Compression {
        /// The column.
        column: String,
        /// How it is compressed.
        compression: String,
    },
    /// A column that cannot be done without.
    #[error("there is no column for {wanted}; the columns are {found}")]
    NoColumn {
        /// What it would hold, and names that it may have.
        wanted: &'static str,
        /// The columns that are there.
        found: String,
    },
    /// Two columns that could both be meant.
    #[error("columns `{first}` and `{second}` could both be {what}; leave one of them out")]
    TwoColumns {
        /// The first.
        first: String,
        /// The second.
        second: String,
        /// What they could be.
        what: &'static str,
    },
    /// More than one table in one file.
    #[error("{place}: the file holds more than one table, `{first}` and `{second}`; a trace is of one")]
    TwoTables {
        /// Where the second begins.
        place: Place,
        /// The first.
        first: String,
        /// The second.
        second: String,
    },
    /// A name of a metric that is neither of reads nor of writes.
    #[error(
        "{place}: `{name}` is neither ConsumedReadCapacityUnits nor ConsumedWriteCapacityUnits, or both; the name must say read or write"
    )]
    UnknownMetric {
        /// Where.
        place: Place,
        /// The name.
        name: String,
    },
    /// A value or time that is missing.
    #[error("{place}: `{field}` is missing")]
    Missing {
        /// Where.
        place: Place,
        /// Its column or key.
        field: String,
    },
    /// A time that is none.
    #[error(
        "{place}: `{value}` is no time; RFC 3339 (2026-01-31T12:00:00Z), `2026-01-31 12:00` as UTC, or seconds or milliseconds since 1970"
    )]
    Time {
        /// Where.
        place: Place,
        /// The value.
        value: String,
    },
    /// A time with the name of a zone, and without its offset.
    #[error(
        "{place}: `{value}` names a zone and no offset, and one local time may stand for two; write the offset (2026-01-31T12:00:00-05:00), or the time in UTC (2026-01-31T17:00:00Z)"
    )]
    Zone {
        /// Where.
        place: Place,
        /// The value.
        value: String,
    },
    /// Two keys of JSON records that could both be meant.
    #[error(
        "{place}: `{second}` and {first} are both {what}; keep one of them, by the same name in every record"
    )]
    TwoNames {
        /// Where the second is.
        place: Place,
        /// What it could be.
        what: &'static str,
        /// The first name, and where it was.
        first: String,
        /// The second name.
        second: String,
    },
    /// A value that is no amount of units.
    #[error("{place}: `{field}` is {value}, which is {what}; units are 0 to 1,000,000,000,000 a minute")]
    Value {
        /// Where.
        place: Place,
        /// Its column or key.
        field: String,
        /// The value.
        value: String,
        /// What is wrong with it.
        what: &'static str,
    },
    /// Statistics that are no sums.
    #[error(
        "{place}: there is no Sum, only {found}; units per second follow from the sum alone. Ask again with --statistics Sum"
    )]
    NoSum {
        /// Where.
        place: Place,
        /// The statistics that are there.
        found: String,
    },
    /// A name that says what it counts, where the caller says otherwise.
    #[error(
        "`{field}` says by its name that it counts {}, and --trace-unit {} says otherwise; leave --trace-unit out, or name it so that it does not say",
        .says.words(),
        .told.flag()
    )]
    UnitContradicts {
        /// The column, or the metric's name.
        field: String,
        /// What it says.
        says: Unit,
        /// What the caller says.
        told: Unit,
    },
    /// Names of one dimension that count different things.
    #[error("{place}: `{second}` counts {}, and `{first}` before it does not say so; a trace's {dimension}s count one thing", .says.words())]
    MixedUnits {
        /// Where the second is.
        place: Place,
        /// The first name.
        first: String,
        /// The second.
        second: String,
        /// What the second says.
        says: Unit,
        /// `read` or `write`.
        dimension: &'static str,
    },
    /// Sums that the caller takes for rates.
    #[error("these are sums, as get-metric-statistics gives them, not units per second")]
    NotPerSecond,
    /// Metric data that is not whole.
    #[error("the metric data is not whole: {0}")]
    Partial(String),
    /// A time inside a period.
    #[error(
        "{place}: {time} is not a whole {period_s} s from the first point, or no whole minute; if the period is another, say it (--trace-period 60s)"
    )]
    NotAligned {
        /// Where.
        place: Place,
        /// The time.
        time: String,
        /// The period.
        period_s: u32,
    },
    /// A time earlier than the one before it.
    #[error(
        "{place}: {time} comes after {previous}; points must be in the order of time: sort the rows by their time, the oldest first"
    )]
    Unsorted {
        /// Where.
        place: Place,
        /// The time.
        time: String,
        /// The time before it.
        previous: String,
    },
    /// A time that was there already.
    #[error("{place}: {time} is there twice ({dimension}s)")]
    Duplicate {
        /// Where the second is.
        place: Place,
        /// The time.
        time: String,
        /// `read` or `write`.
        dimension: &'static str,
    },
    /// Points of different periods.
    #[error(
        "{place}: from {time} on points are {second_s} s apart, others {first_s} s; a trace has one period. If minutes without traffic are left out, say the period and what to fill (--trace-period {first_s}s --gaps zero)"
    )]
    MixedPeriods {
        /// Where the other period begins.
        place: Place,
        /// Its first time.
        time: String,
        /// The period in seconds.
        first_s: i64,
        /// The other one.
        second_s: i64,
    },
    /// A period that no trace has.
    #[error(
        "a period of {period_s} s cannot be used; it must be whole minutes, a day at most, and divide a day. If minutes without traffic are left out, say the period and what to fill (--trace-period 60s --gaps zero)"
    )]
    Period {
        /// The period.
        period_s: i64,
    },
    /// One point, whose period is unknown.
    #[error(
        "there is a single point of {dimension}s, so its period is unknown; give it with --trace-period, such as 60s"
    )]
    SinglePoint {
        /// `read` or `write`.
        dimension: &'static str,
    },
    /// Missing minutes.
    #[error(
        "{missing_minutes} minutes of {dimension}s are missing, the first after {after} ({place}), up to {until}; fill them with --gaps zero (nothing was consumed) or --gaps previous"
    )]
    Gaps {
        /// `read` or `write`.
        dimension: &'static str,
        /// The point before the first gap.
        place: Place,
        /// Its time.
        after: String,
        /// The next point's time.
        until: String,
        /// All that are missing.
        missing_minutes: u64,
    },
    /// Reads and writes of different times.
    #[error(
        "reads go from {reads_from} to {reads_to}, writes from {writes_from} to {writes_to}; both must cover the same time (--gaps zero takes what is missing as 0)"
    )]
    Ranges {
        /// The first read point.
        reads_from: String,
        /// The last read point.
        reads_to: String,
        /// The first write point.
        writes_from: String,
        /// The last write point.
        writes_to: String,
    },
    /// A trace that is too long.
    #[error("from {from} to {to} is more than three years ({MAX_MINUTES} minutes at most)")]
    TooLong {
        /// The first point.
        from: String,
        /// The last point.
        to: String,
    },
}
