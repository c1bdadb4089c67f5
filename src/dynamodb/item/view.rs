//! What a report shows of items: rows for scripts, tables for people.

use serde_json::json;

use super::evidence::{Blocks, ItemsEvidence};
use super::tally::rank;
use crate::dynamodb::units::{
    Consistency, STORAGE_OVERHEAD_BYTES, WRITE_UNIT_BYTES, read_units, write_units,
};
use crate::report::{Block, Cell, Row, Table, Tone};

/// So many attributes are shown to a person.
const SHOWN: usize = 20;
/// So many items that are too large are shown to a person.
const SHOWN_ITEMS: usize = 10;

/// The units that one operation takes on each item.
struct Operation {
    name: &'static str,
    units: fn(u64) -> f64,
}

const OPERATIONS: [Operation; 5] = [
    Operation { name: "put", units: |bytes| write_units(0, bytes) },
    Operation { name: "transactional put", units: |bytes| 2.0 * write_units(0, bytes) },
    Operation { name: "strong get", units: |bytes| read_units(bytes, Consistency::Strong) },
    Operation { name: "eventual get", units: |bytes| read_units(bytes, Consistency::Eventual) },
    Operation { name: "transactional get", units: |bytes| read_units(bytes, Consistency::Transactional) },
];

/// What an operation takes over all items that fit.
struct Consumed {
    name: &'static str,
    total: f64,
    mean: f64,
    p50: f64,
    p99: f64,
    max: f64,
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn consumed(seen: &ItemsEvidence) -> Vec<Consumed> {
    let count = seen.blocks.iter().fold(0_u64, |sum, block| sum.saturating_add(block.items));
    if count == 0 {
        return Vec::new();
    }
    let of = |operation: &Operation| {
        let units = |block: &Blocks| (operation.units)(block.kb.saturating_mul(WRITE_UNIT_BYTES));
        let at = |percent| {
            let mut before = 0_u64;
            let found = seen.blocks.iter().find(|block| {
                before = before.saturating_add(block.items);
                before >= rank(percent, count)
            });
            found.map(units).unwrap_or_default()
        };
        let total = seen.blocks.iter().map(|block| units(block) * block.items as f64).sum::<f64>();
        Consumed {
            name: operation.name,
            total,
            mean: total / count as f64,
            p50: at(50.0),
            p99: at(99.0),
            max: at(100.0),
        }
    };
    OPERATIONS.iter().map(of).collect()
}

/// Rows for the report's data.
#[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
pub(super) fn rows(seen: &ItemsEvidence) -> Vec<Row> {
    let percentiles: serde_json::Map<String, _> =
        seen.percentiles.iter().map(|one| (format!("p{}", one.percent), json!(one.bytes))).collect();
    let mut rows = vec![Row {
        table: "items",
        value: json!({
            "count": seen.count,
            "total_bytes": seen.total_bytes,
            "min_bytes": seen.min_bytes,
            "max_bytes": seen.max_bytes,
            "mean_bytes": if seen.count > 0 { json!(seen.total_bytes as f64 / seen.count as f64) } else { json!(null) },
            "percentile_bytes": percentiles,
            "storage_bytes": storage(seen),
            "oversized": seen.oversized,
            "refused": seen.refused,
            "malformed": seen.malformed,
            "is_partial": seen.is_partial(),
            "other_attributes_bytes": seen.other_attributes_bytes,
        }),
    }];
    rows.extend(consumed(seen).into_iter().map(|one| Row {
        table: "operations",
        value: json!({
            "operation": one.name, "units": one.total, "mean": one.mean, "p50": one.p50, "p99": one.p99, "max": one.max,
        }),
    }));
    rows.extend(seen.attributes.iter().map(|one| Row {
        table: "attributes",
        value: json!({"attribute": one.name, "items": one.items, "bytes": one.bytes}),
    }));
    rows.extend(seen.first_oversized.iter().map(|one| Row {
        table: "oversized",
        value: json!({"input": one.input, "line": one.line, "key": one.key, "bytes": one.bytes}),
    }));
    rows.extend(seen.first_refused.iter().chain(&seen.first_malformed).map(|one| Row {
        table: "refused",
        value: json!({"input": one.input, "line": one.line, "message": one.message}),
    }));
    rows
}

/// Tables for a person.
pub(super) fn blocks(seen: &ItemsEvidence) -> Vec<Block> {
    if seen.count == 0 {
        return Vec::new();
    }
    let mut blocks = vec![sizes(seen), operations(seen)];
    blocks.extend(attributes(seen));
    blocks.extend(oversized(seen));
    blocks
}

#[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
fn sizes(seen: &ItemsEvidence) -> Block {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut line = |name: &str, value: String| rows.push(vec![name.into(), value.into()]);
    if seen.count == 1 {
        line("size", bytes(seen.total_bytes));
    } else {
        line("items", thousands(seen.count));
        line("together", bytes(seen.total_bytes));
        line("mean", format!("{:.1} bytes", seen.total_bytes as f64 / seen.count as f64));
        line("smallest", bytes(seen.min_bytes));
        for one in &seen.percentiles {
            line(&format!("{} %", one.percent), format!("up to {}", bytes(one.bytes)));
        }
        line("largest", bytes(seen.max_bytes));
    }
    line("in storage", format!("{} ({STORAGE_OVERHEAD_BYTES} more for each item)", bytes(storage(seen))));
    let title = if seen.count == 1 { "The item" } else { "Item sizes" };
    Block::Table(Table { title: title.to_owned(), columns: Vec::new(), rows })
}

fn operations(seen: &ItemsEvidence) -> Block {
    let is_one = seen.count == 1;
    let row = |one: Consumed| {
        let mut cells: Vec<Cell> = vec![one.name.into(), units(one.total).into()];
        if !is_one {
            cells.push(format!("{:.3}", one.mean).into());
            cells.extend([one.p50, one.p99, one.max].map(|value| Cell::from(units(value))));
        }
        cells
    };
    let columns: &[&str] = if is_one {
        &["operation", "units"]
    } else {
        &["operation", "units for all", "mean", "50 %", "99 %", "largest"]
    };
    Block::Table(Table {
        title: "Capacity units".to_owned(),
        columns: columns.iter().map(ToString::to_string).collect(),
        rows: consumed(seen).into_iter().map(row).collect(),
    })
}

#[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
fn attributes(seen: &ItemsEvidence) -> Option<Block> {
    let mut list: Vec<_> = seen.attributes.iter().collect();
    if list.is_empty() {
        return None;
    }
    let is_one = seen.count == 1;
    if !is_one {
        list.sort_by_key(|one| std::cmp::Reverse(one.bytes));
    }
    let shown = if is_one { list.len() } else { SHOWN };
    let share = |bytes: u64| format!("{:.1} %", 100.0 * bytes as f64 / seen.total_bytes.max(1) as f64);
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for one in list.iter().take(shown) {
        let mut row: Vec<Cell> =
            vec![one.name.as_str().into(), thousands(one.bytes).into(), share(one.bytes).into()];
        if !is_one {
            row.push(thousands(one.items).into());
        }
        rows.push(row);
    }
    let rest =
        list.iter().skip(shown).fold(seen.other_attributes_bytes, |sum, one| sum.saturating_add(one.bytes));
    if rest > 0 {
        let mut row: Vec<Cell> =
            vec![Cell::toned("(others)", Tone::Faint), thousands(rest).into(), share(rest).into()];
        row.extend((!is_one).then(Cell::default));
        rows.push(row);
    }
    let columns: &[&str] =
        if is_one { &["attribute", "bytes", "share"] } else { &["attribute", "bytes", "share", "items"] };
    Some(Block::Table(Table {
        title: "Bytes by attribute, name and value".to_owned(),
        columns: columns.iter().map(ToString::to_string).collect(),
        rows,
    }))
}

fn oversized(seen: &ItemsEvidence) -> Option<Block> {
    let row = |one: &super::evidence::Listed| {
        let size = Cell::toned(one.bytes.map(thousands).unwrap_or_default(), Tone::Bad);
        vec![format!("{}:{}", one.input, one.line).into(), one.key.clone().unwrap_or_default().into(), size]
    };
    let rows: Vec<Vec<Cell>> = seen.first_oversized.iter().take(SHOWN_ITEMS).map(row).collect();
    (!rows.is_empty()).then(|| {
        let columns = ["item", "key", "bytes"].map(str::to_owned).to_vec();
        Block::Table(Table { title: "Over 400 KB".to_owned(), columns, rows })
    })
}

/// What storage is charged for.
fn storage(seen: &ItemsEvidence) -> u64 {
    seen.total_bytes.saturating_add(seen.count.saturating_mul(STORAGE_OVERHEAD_BYTES))
}

/// A number of items in words.
pub(super) fn items(count: u64) -> String {
    format!("{} {}", thousands(count), if count == 1 { "item" } else { "items" })
}

/// A number of bytes in words.
pub(super) fn bytes(count: u64) -> String {
    format!("{} {}", thousands(count), if count == 1 { "byte" } else { "bytes" })
}

/// A number with commas.
pub(super) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Units, which come in halves.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "units are not negative and below 2^53"
)]
fn units(value: f64) -> String {
    let half = if value.fract() > 0.0 { ".5" } else { "" };
    format!("{}{half}", thousands(value.trunc() as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        assert_eq!([0, 999, 1000, 1_234_567].map(thousands), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!([0.5, 1.0, 1234.5].map(units), ["0.5", "1", "1,234.5"]);
        assert_eq!((bytes(1), items(2)), ("1 byte".to_owned(), "2 items".to_owned()));
    }
}
