//! Text formats whose rows are records: CSV, and JSON objects.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use super::assemble::Found;
use super::columns::{Column, shown};
use super::error::{Place, TraceError};
use super::table::{Cell, Rows};

/// Reads CSV: a header, then a row for each time, or for each time and metric.
pub(super) fn from_csv(bytes: &[u8]) -> Result<Found, TraceError> {
    let malformed = |error: &csv::Error| match error.kind() {
        csv::ErrorKind::UnequalLengths { pos, expected_len, len } => TraceError::Columns {
            line: pos.as_ref().map_or(0, csv::Position::line),
            expected: *expected_len,
            found: *len,
        },
        _ => TraceError::Malformed { format: "CSV", what: error.to_string() },
    };
    let first_line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |mark: u8| memchr::memchr_iter(mark, first_line).count();
    let delimiter = [b',', b';', b'\t'].into_iter().rev().max_by_key(|mark| count(*mark)).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(bytes);
    let header = reader.headers().map_err(|error| malformed(&error))?.clone();
    let mut rows = Rows::new("line", &header.iter().collect::<Vec<_>>())?;
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|error| malformed(&error))? {
        let line = record.position().map_or(0, csv::Position::line);
        rows.add(line, |column| Cell::Text(Cow::Borrowed(record.get(column).unwrap_or_default())))?;
    }
    Ok(rows.finish())
}

/// Records in the order of a file. The first tells which keys there are.
#[derive(Default)]
pub(super) struct Records {
    rows: Option<Rows>,
    /// The keys' columns, in the order of `rows`.
    columns: Vec<Column>,
    /// Their names in the first record.
    names: Vec<String>,
}

impl Records {
    /// Takes a record; `noun` is what it is called.
    pub(super) fn add(&mut self, noun: &'static str, number: u64, record: &Record) -> Result<(), TraceError> {
        let place = || Place { noun, number, of: None };
        self.check_names(&place(), record)?;
        if self.rows.is_none() {
            let names: Vec<&str> = record.entries.iter().map(|(name, ..)| name.as_str()).collect();
            self.columns = record.entries.iter().map(|(_, column, _)| *column).collect();
            self.rows = Some(Rows::new(noun, &names)?);
            self.names = names.into_iter().map(str::to_owned).collect();
        }
        let cell = |column: usize| {
            let wanted = self.columns.get(column);
            let found = record.entries.iter().find(|(_, column, _)| Some(column) == wanted);
            found.map_or(Cell::Nothing, |(.., cell)| cell.clone())
        };
        // A key that the first record does not have would be lost.
        let extra = record.entries.iter().find(|(_, column, _)| !self.columns.contains(column));
        if let Some((name, ..)) = extra {
            return Err(TraceError::Malformed {
                format: "JSON",
                what: format!("{}: `{name}` is not in the first record", place()),
            });
        }
        let Some(rows) = &mut self.rows else { return Ok(()) };
        rows.add(number, cell)
    }

    /// One quantity has one name, in a record and in all of them: else one of the two would be lost, or mixed with the
    /// other.
    fn check_names(&self, place: &Place, record: &Record) -> Result<(), TraceError> {
        for (at, (second, column, _)) in record.entries.iter().enumerate() {
            let here = record.entries[..at].iter().find(|(_, other, _)| other == column);
            let before = self.columns.iter().position(|other| other == column);
            let before = before.and_then(|at| self.names.get(at)).filter(|first| *first != second);
            let found = here
                .map(|(first, ..)| (first, "before it"))
                .or(before.map(|first| (first, "in the first record")));
            if let Some((first, where_first)) = found {
                return Err(TraceError::TwoNames {
                    place: place.clone(),
                    what: column.what(),
                    first: format!("`{}` ({where_first})", shown(first)),
                    second: shown(second),
                });
            }
        }
        Ok(())
    }

    /// All that was found.
    pub(super) fn finish(self) -> Found {
        self.rows.map(Rows::finish).unwrap_or_default()
    }
}

/// One object: its keys that mean something.
pub(super) struct Record {
    entries: Vec<(String, Column, Cell<'static>)>,
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;

        impl<'de> Visitor<'de> for Keys {
            type Value = Record;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with a time and read or write units")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
                let mut entries = Vec::with_capacity(3);
                while let Some(name) = map.next_key::<String>()? {
                    match Column::of(&name) {
                        Some(column) => entries.push((name, column, map.next_value::<Scalar>()?.into())),
                        None => drop(map.next_value::<serde::de::IgnoredAny>()?),
                    }
                }
                Ok(Record { entries })
            }
        }

        deserializer.deserialize_map(Keys)
    }
}

/// A value that is no object and no array.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a number, a text or null")]
pub(super) enum Scalar {
    Integer(i64),
    Number(f64),
    Text(String),
    Nothing(()),
}

impl From<Scalar> for Cell<'static> {
    fn from(scalar: Scalar) -> Self {
        match scalar {
            Scalar::Integer(number) => Self::Integer(number),
            Scalar::Number(number) => Self::Number(number),
            Scalar::Text(text) => Self::Text(Cow::Owned(text)),
            Scalar::Nothing(()) => Self::Nothing,
        }
    }
}
