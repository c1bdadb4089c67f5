//! What operations consume: read and write capacity units.
//!
//! Source of every rule: the developer guide's pages *Read and write operations* and *Capacity unit consumption*
//! (docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html). `DynamoDB` counts 1 KB as
//! 1,024 bytes. Half units are exact in `f64`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Bytes that one strongly consistent read unit reads.
pub const READ_UNIT_BYTES: u64 = 4 * 1024;
/// Bytes that one write unit writes.
pub const WRITE_UNIT_BYTES: u64 = 1024;
/// The largest item, names included: 400 KB.
pub const MAX_ITEM_BYTES: u64 = 400 * 1024;
/// A GB as AWS bills storage by.
pub const GB: f64 = 1_073_741_824.0;
/// What storage is charged for beside each item's own bytes.
pub const STORAGE_OVERHEAD_BYTES: u64 = 100;
/// What an item of a global table takes in storage beside that, in every Region.
pub const REPLICA_OVERHEAD_BYTES: u64 = 48;

/// Items of one `BatchGetItem` (API reference).
const BATCH_GET_ITEMS: u64 = 100;
/// Bytes that one `BatchGetItem` returns. The API reference's own example, 52 items of 300 KB, counts 16 MB as 16,000,000
/// bytes.
const BATCH_GET_BYTES: u64 = 16_000_000;

/// How current a read has to be. It decides what the read costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Consistency {
    /// May miss the last write: half a unit for 4 KB.
    #[default]
    Eventual,
    /// Sees every write that was acknowledged in this Region: a unit for 4 KB.
    Strong,
    /// Part of a transaction: two units for 4 KB.
    Transactional,
}

impl Consistency {
    /// Units for each 4 KB begun.
    pub const fn units_per_block(self) -> f64 {
        match self {
            Self::Eventual => 0.5,
            Self::Strong => 1.0,
            Self::Transactional => 2.0,
        }
    }
}

/// Read units of `GetItem`, or of one item of `BatchGetItem` or `TransactGetItems`. An absent item (0 bytes) costs as
/// much as the smallest.
#[must_use]
pub fn read_units(bytes: u64, consistency: Consistency) -> f64 {
    blocks(bytes, READ_UNIT_BYTES) * consistency.units_per_block()
}

/// Read units of one page of `Query` or `Scan`: the sizes of all items that were read are added up before they are
/// rounded, whatever a filter leaves of them.
#[must_use]
pub fn query_units(total_bytes: u64, consistency: Consistency) -> f64 {
    read_units(total_bytes, consistency)
}

/// Write units of `PutItem`, `UpdateItem` or `DeleteItem`, or of one item of `BatchWriteItem`: the larger of the item as
/// it was and as it will be; an absent item has 0 bytes. A write whose condition fails consumes as much.
#[must_use]
pub fn write_units(before: u64, after: u64) -> f64 {
    blocks(before.max(after), WRITE_UNIT_BYTES)
}

/// Write units of one item of `TransactWriteItems`: it is prepared and committed. A cancelled transaction consumes as
/// much.
#[must_use]
pub fn transactional_write_units(before: u64, after: u64) -> f64 {
    2.0 * write_units(before, after)
}

/// How many items of so many bytes one `BatchGetItem` returns; the rest comes back as unprocessed keys, and is asked for
/// again.
#[must_use]
pub const fn batch_get_items(item_bytes: u64) -> u64 {
    let bytes = if item_bytes == 0 { 1 } else { item_bytes };
    let fit = BATCH_GET_BYTES / bytes;
    if fit > BATCH_GET_ITEMS {
        BATCH_GET_ITEMS
    } else if fit == 0 {
        1
    } else {
        fit
    }
}

/// How many blocks are begun; never none.
#[expect(clippy::cast_precision_loss, reason = "a size over 2^53 bytes is no item")]
fn blocks(bytes: u64, block: u64) -> f64 {
    bytes.div_ceil(block).max(1) as f64
}
