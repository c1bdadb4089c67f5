//! Files that are traces, and files that are none.

mod bad;
mod good;
mod names;
mod parquet_files;

use super::{Gaps, ReadOptions, Reading, TraceError, Unit, read};

const OPTIONS: ReadOptions = ReadOptions { unit: None, gaps: Gaps::Refuse, period_s: None };

/// 2026-01-01T00:00:00Z.
const MIDNIGHT: i64 = 1_767_225_600;

fn good(text: &str) -> Reading {
    read(text.as_bytes(), &OPTIONS).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn bad(text: &str) -> TraceError {
    read(text.as_bytes(), &OPTIONS).map(|reading| reading.trace).expect_err(text)
}
