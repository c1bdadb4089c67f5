//! Parquet files: written here, and by others.

use std::sync::Arc;

use parquet::basic::{Compression, GzipLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use super::super::Format;
use super::*;

/// The times of a file, as its schema says.
enum Times<'a> {
    Numbers(&'a str, [i64; 3]),
    Texts([&'a str; 3]),
}

/// Three minutes with a column that nobody asks for between those that count.
fn file(times: &Times<'_>, compression: Compression) -> Vec<u8> {
    let time = match times {
        Times::Numbers(kind, _) => format!("required int64 timestamp {kind};"),
        Times::Texts(_) => "required binary timestamp (UTF8);".to_owned(),
    };
    let message = format!(
        "message t {{ optional double write_units; optional double other; {time} optional double read_units; }}"
    );
    let schema = Arc::new(parse_message_type(&message).expect("is a schema"));
    let properties = Arc::new(WriterProperties::builder().set_compression(compression).build());
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, properties).expect("begins");
    let mut group = writer.next_row_group().expect("begins");
    for values in [Some([6.0, 12.0, 0.0]), Some([9.0; 3]), None, Some([60.0, 120.0, 0.0])] {
        let mut column = group.next_column().expect("is there").expect("is there");
        match (values, times) {
            (Some(values), _) => {
                column.typed::<DoubleType>().write_batch(&values, Some(&[1; 3]), None).expect("is written");
            }
            (None, Times::Numbers(_, times)) => {
                column.typed::<Int64Type>().write_batch(times, None, None).expect("is written");
            }
            (None, Times::Texts(times)) => {
                let times = times.map(|time| ByteArray::from(time.as_bytes().to_vec()));
                column.typed::<ByteArrayType>().write_batch(&times, None, None).expect("is written");
            }
        }
        column.close().expect("ends");
    }
    group.close().expect("ends");
    writer.close().expect("ends");
    bytes
}

fn expect_three_minutes(bytes: &[u8], what: &str) {
    let reading = read(bytes, &OPTIONS).unwrap_or_else(|error| panic!("{what}: {error}"));
    assert_eq!(reading.format, Format::Parquet);
    assert_eq!(reading.trace.start_s, MIDNIGHT, "{what}");
    assert_eq!(reading.trace.reads, [60.0, 120.0, 0.0], "{what}");
    assert_eq!(reading.trace.writes, [6.0, 12.0, 0.0], "{what}");
}

#[test]
fn every_kind_of_time() {
    let at = |scale: i64| [0, 60, 120].map(|second| (MIDNIGHT + second) * scale);
    for times in [
        Times::Numbers("", at(1)),
        Times::Numbers("", at(1_000)),
        Times::Numbers("(TIMESTAMP_MILLIS)", at(1_000)),
        Times::Numbers("(TIMESTAMP_MICROS)", at(1_000_000)),
        Times::Numbers("(TIMESTAMP(MILLIS,true))", at(1_000)),
        Times::Numbers("(TIMESTAMP(MICROS,true))", at(1_000_000)),
        Times::Numbers("(TIMESTAMP(NANOS,true))", at(1_000_000_000)),
        Times::Texts(["2026-01-01T00:00:00Z", "2026-01-01 00:01", "2026-01-01T00:02:00+00:00"]),
    ] {
        let what = if let Times::Numbers(kind, _) = &times { kind } else { "texts" };
        expect_three_minutes(&file(&times, Compression::UNCOMPRESSED), what);
    }
}

#[test]
fn what_is_compressed() {
    let times = Times::Numbers("(TIMESTAMP_MILLIS)", [0, 60, 120].map(|second| (MIDNIGHT + second) * 1000));
    expect_three_minutes(&file(&times, Compression::SNAPPY), "snappy");
    expect_three_minutes(&file(&times, Compression::GZIP(GzipLevel::default())), "gzip");
}

/// What pandas 3.1 with pyarrow writes; zstd is not read, and named.
#[test]
fn what_pandas_writes() {
    expect_three_minutes(include_bytes!("../../../../tests/fixtures/traces/pandas.parquet"), "pandas");
    let zstd = include_bytes!("../../../../tests/fixtures/traces/pandas-zstd.parquet");
    let told = read(zstd, &OPTIONS).expect_err("is not read").to_string();
    assert!(told.contains("compressed with zstd") && told.contains("snappy or gzip"), "{told}");
}

/// A damaged file is an error or a trace, and nothing else.
#[test]
fn damaged_files() {
    let times = Times::Numbers("(TIMESTAMP_MILLIS)", [0, 60, 120].map(|second| (MIDNIGHT + second) * 1000));
    let bytes = file(&times, Compression::SNAPPY);
    for end in 0..bytes.len() {
        assert!(read(&bytes[..end], &OPTIONS).is_err(), "cut at {end}");
    }
    for place in 4..bytes.len() {
        for mask in [0x01, 0xff] {
            let mut damaged = bytes.clone();
            damaged[place] ^= mask;
            let _ignored = read(&damaged, &OPTIONS);
        }
    }
}

/// A file with a column `ReadThrottleEvents` of a kind, and two minutes.
fn with_throttling(column: &str) -> Vec<u8> {
    let message = format!("message t {{ required int64 timestamp; required double read_units; {column} }}");
    let schema = Arc::new(parse_message_type(&message).expect("is a schema"));
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, Arc::default()).expect("begins");
    let mut group = writer.next_row_group().expect("begins");
    let mut column = group.next_column().expect("is there").expect("is there");
    column.typed::<Int64Type>().write_batch(&[MIDNIGHT, MIDNIGHT + 60], None, None).expect("is written");
    column.close().expect("ends");
    while let Some(mut column) = group.next_column().expect("is there") {
        column.typed::<DoubleType>().write_batch(&[6.0, 2.0], None, None).expect("is written");
        column.close().expect("ends");
    }
    group.close().expect("ends");
    writer.close().expect("ends");
    bytes
}

/// A column of throttled requests is no reason to refuse a file; and one that cannot be read does not count nothing.
#[test]
fn throttled_requests() {
    let value = "required double ReadThrottleEvents;";
    let told = |bytes: &[u8]| read(bytes, &OPTIONS).expect("is read").throttled;
    let [known] = told(&with_throttling(value)).try_into().expect("is one");
    assert_eq!((known.sum, known.is_unread), (8.0, false));
    let group = "required group ReadThrottleEvents { required double sum; }";
    let [unread] = told(&with_throttling(group)).try_into().expect("is one");
    assert_eq!((unread.metric.as_str(), unread.sum, unread.is_unread), ("ReadThrottleEvents", 0.0, true));
}
