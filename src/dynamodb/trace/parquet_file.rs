//! Parquet: the columns of CSV, with their own types.

use std::borrow::Cow;

use bytes::Bytes;
use parquet::basic::{Compression, LogicalType, TimeUnit};
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use parquet::schema::types::Type;

use super::assemble::Found;
use super::error::TraceError;
use super::table::{Cell, Rows};

/// Reads a Parquet file: uncompressed, snappy or gzip.
pub(super) fn from_parquet(bytes: &[u8]) -> Result<Found, TraceError> {
    // The crate asserts some of what a damaged file may say.
    std::panic::catch_unwind(|| rows_of(bytes))
        .unwrap_or_else(|_| Err(malformed("the file is damaged".to_owned())))
}

const fn malformed(what: String) -> TraceError {
    TraceError::Malformed { format: "Parquet", what }
}

fn rows_of(bytes: &[u8]) -> Result<Found, TraceError> {
    let reader = SerializedFileReader::new(Bytes::copy_from_slice(bytes))
        .map_err(|error| malformed(error.to_string()))?;
    let metadata = reader.metadata();
    let schema = metadata.file_metadata().schema();
    let fields = schema.get_fields();
    let all: Vec<&str> = fields.iter().map(|field| field.name()).collect();
    refuse_damaged(metadata)?;
    // Only what is of use is read; the rest may be anything.
    let header = Rows::new("row", &all)?;
    let (mut used, mut unread) = (Vec::new(), Vec::new());
    for column in header.used() {
        match readable(metadata, &fields[column]) {
            Ok(()) => used.push(column),
            // It can be done without, as long as that is told.
            Err(_) if header.is_throttling(column) => unread.push(all[column]),
            Err(error) => return Err(error),
        }
    }
    let names: Vec<&str> = used.iter().map(|column| all[*column]).collect();
    let mut rows = Rows::new("row", &names)?;
    for column in unread {
        rows.unread_throttling(column);
    }
    let wanted = used.iter().map(|column| fields[*column].clone()).collect();
    let scales: Vec<bool> = used.iter().map(|column| is_nanoseconds(&fields[*column])).collect();
    let projection = Type::group_type_builder(schema.name())
        .with_fields(wanted)
        .build()
        .map_err(|error| malformed(error.to_string()))?;
    // Rows come in the file's own order of columns.
    let iterator = reader.get_row_iter(Some(projection)).map_err(|error| malformed(error.to_string()))?;
    for (number, row) in (1..).zip(iterator) {
        let row = row.map_err(|error| malformed(format!("row {number}: {error}")))?;
        rows.add(number, |column| cell(&row, names[column], scales[column]))?;
    }
    Ok(rows.finish())
}

/// Refuses columns that begin or end before the file, which the crate would panic on.
fn refuse_damaged(metadata: &ParquetMetaData) -> Result<(), TraceError> {
    for column in metadata.row_groups().iter().flat_map(RowGroupMetaData::columns) {
        let starts = [Some(column.data_page_offset()), column.dictionary_page_offset()];
        if starts.into_iter().flatten().chain([column.compressed_size()]).any(|place| place < 0) {
            return Err(malformed("the file is damaged: a column begins or ends before the file".to_owned()));
        }
    }
    Ok(())
}

/// Whether a column is a value, in a compression that is built in.
fn readable(metadata: &ParquetMetaData, field: &Type) -> Result<(), TraceError> {
    let name = field.name();
    if !field.is_primitive() {
        return Err(malformed(format!("column `{name}` is a group, not a value")));
    }
    for column in metadata.row_groups().iter().flat_map(RowGroupMetaData::columns) {
        let is_read = matches!(
            column.compression(),
            Compression::UNCOMPRESSED | Compression::SNAPPY | Compression::GZIP(_)
        );
        if column.column_path().string() == name && !is_read {
            let written = column.compression().to_string();
            let compression = written.split('(').next().unwrap_or_default().to_ascii_lowercase();
            return Err(TraceError::Compression { column: name.to_owned(), compression });
        }
    }
    Ok(())
}

fn is_nanoseconds(field: &Type) -> bool {
    let is_of = |logical: &LogicalType| matches!(logical, LogicalType::Timestamp(timestamp) if timestamp.unit == TimeUnit::NANOS);
    field.get_basic_info().logical_type_ref().is_some_and(is_of)
}

fn cell(row: &Row, name: &str, is_nanoseconds: bool) -> Cell<'static> {
    let found = row.get_column_iter().find(|(column, _)| column.as_str() == name);
    match found.map(|(_, field)| field) {
        Some(Field::TimestampMillis(at)) => Cell::Time(i128::from(*at) * 1_000_000),
        Some(Field::TimestampMicros(at)) => Cell::Time(i128::from(*at) * 1_000),
        Some(Field::Date(days)) => Cell::Time(i128::from(*days) * 86_400_000_000_000),
        Some(Field::Long(at)) if is_nanoseconds => Cell::Time(i128::from(*at)),
        Some(Field::Long(number)) => Cell::Integer(*number),
        Some(Field::ULong(number)) => Cell::Integer(i64::try_from(*number).unwrap_or(i64::MAX)),
        Some(Field::Int(number)) => Cell::Integer(i64::from(*number)),
        Some(Field::UInt(number)) => Cell::Integer(i64::from(*number)),
        Some(Field::Short(number)) => Cell::Integer(i64::from(*number)),
        Some(Field::Double(number)) => Cell::Number(*number),
        Some(Field::Float(number)) => Cell::Number(f64::from(*number)),
        Some(Field::Null) | None => Cell::Nothing,
        Some(Field::Str(text)) => Cell::Text(Cow::Owned(text.clone())),
        // A plain byte array is text for whoever wrote it without saying so.
        Some(Field::Bytes(bytes)) => Cell::Text(String::from_utf8_lossy(bytes.data()).into_owned().into()),
        Some(other) => Cell::Text(Cow::Owned(other.to_string())),
    }
}
