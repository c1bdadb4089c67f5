//! From the bytes of a file to a trace.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};

use super::assemble::{Found, assemble};
use super::cloudwatch::{MetricData, MetricStatistics, from_metric_data, from_metric_statistics};
use super::columns::shown;
use super::error::TraceError;
use super::options::{Gaps, ReadOptions, Reading};
use super::parquet_file::from_parquet;
use super::records::{Record, Records, from_csv};

/// What a trace was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// CSV with a header.
    Csv,
    /// An array of JSON objects, or an object with `points`.
    Json,
    /// A JSON object a line.
    JsonLines,
    /// The output of `aws cloudwatch get-metric-data`.
    MetricData,
    /// The output of `aws cloudwatch get-metric-statistics`.
    MetricStatistics,
    /// Parquet.
    Parquet,
}

/// An object with its points, as `{"period_s": 60, "points": […]}`.
#[derive(Deserialize)]
struct Pointed {
    #[serde(default)]
    period_s: Option<u32>,
    points: Vec<Record>,
}

/// Reads a trace; the content tells the format. What is compressed with gzip has to be unpacked before.
///
/// # Errors
///
/// When the bytes are no trace, with the place and what to do. Nothing is put in order, left out or filled in silently.
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Reading, TraceError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let (format, found) = find(bytes, options)?;
    let (ignored, throttled) = (found.ignored.clone(), found.throttled.clone());
    let is_told = options.gaps == Gaps::Zero;
    let (has_reads, has_writes) = (is_told || found.has_reads(), is_told || found.has_writes());
    let (trace, filled_minutes) = assemble(found, options)?;
    Ok(Reading { trace, format, filled_minutes, ignored, throttled, has_reads, has_writes })
}

fn find(bytes: &[u8], options: &ReadOptions) -> Result<(Format, Found), TraceError> {
    if bytes.starts_with(b"PAR1") {
        return Ok((Format::Parquet, from_parquet(bytes)?));
    }
    match bytes.iter().find(|byte| !byte.is_ascii_whitespace()) {
        None => Err(TraceError::Empty),
        Some(b'[') => {
            let records: Vec<Record> = serde_json::from_slice(bytes).map_err(|error| malformed(&error))?;
            Ok((Format::Json, from_records(&records)?))
        }
        Some(b'{') => from_objects(bytes, options),
        Some(_) => match std::str::from_utf8(bytes) {
            Ok(_) => Ok((Format::Csv, from_csv(bytes)?)),
            Err(_) if bytes.starts_with(b"\x1f\x8b") => {
                Err(TraceError::UnknownFormat("it is still packed with gzip".to_owned()))
            }
            Err(error) => Err(TraceError::UnknownFormat(format!(
                "byte {} is no UTF-8 text{}",
                error.valid_up_to() + 1,
                if bytes.starts_with(b"\xff\xfe") { "; it looks like UTF-16" } else { "" }
            ))),
        },
    }
}

fn from_records(records: &[Record]) -> Result<Found, TraceError> {
    let mut found = Records::default();
    for (number, record) in (1..).zip(records) {
        found.add("record", number, record)?;
    }
    Ok(found.finish())
}

/// One or more JSON objects: the keys of the first tell what they are.
#[expect(clippy::zero_sized_map_values, reason = "a set cannot be read from an object")]
fn from_objects(bytes: &[u8], options: &ReadOptions) -> Result<(Format, Found), TraceError> {
    let mut first = serde_json::Deserializer::from_slice(bytes).into_iter::<BTreeMap<String, IgnoredAny>>();
    let keys = first.next().transpose().map_err(|error| malformed(&error))?.unwrap_or_default();
    if keys.contains_key("MetricDataResults") {
        return Ok((Format::MetricData, from_metric_data(all::<MetricData>(bytes)?)?));
    }
    if keys.contains_key("Datapoints") {
        let statistics = from_metric_statistics(all::<MetricStatistics>(bytes)?, options)?;
        return Ok((Format::MetricStatistics, statistics));
    }
    if keys.contains_key("points") {
        let pointed: Pointed = serde_json::from_slice(bytes).map_err(|error| malformed(&error))?;
        let found = from_records(&pointed.points)?;
        return Ok((Format::Json, Found { period_s: pointed.period_s, ..found }));
    }
    let mut found = Records::default();
    let mut stream = serde_json::Deserializer::from_slice(bytes).into_iter::<Record>();
    let (mut line, mut counted) = (1, 0);
    while let Some(record) = stream.next() {
        let record = record.map_err(|error| malformed(&error))?;
        // The object ends here, on the line that is told.
        let end = stream.byte_offset();
        line += memchr::memchr_iter(b'\n', &bytes[counted..end]).count() as u64;
        counted = end;
        found.add("line", line, &record)?;
    }
    Ok((Format::JsonLines, found.finish()))
}

/// All documents that stand one after the other.
fn all<T: DeserializeOwned>(bytes: &[u8]) -> Result<Vec<T>, TraceError> {
    let stream = serde_json::Deserializer::from_slice(bytes).into_iter::<T>();
    stream.collect::<Result<_, _>>().map_err(|error| malformed(&error))
}

fn malformed(error: &serde_json::Error) -> TraceError {
    TraceError::Malformed { format: "JSON", what: shown_long(&error.to_string()) }
}

/// A reader's words may hold what it read.
fn shown_long(text: &str) -> String {
    if text.len() < 200 { text.to_owned() } else { shown(text) }
}
