//! Its arguments.

use std::path::PathBuf;

use clap::Args;

use crate::cli::size::values::file;
use crate::dynamodb::item::Format;

/// Size items: bytes by attribute, capacity units, and what would not fit.
///
/// Reads one item or a stream of gigabytes: JSON lines, an array, `aws dynamodb scan` output or an export to S3, packed
/// with gzip or not. Values are measured, and shown nowhere, but for the key of an item that does not fit.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// Files with items, or folders of an export to S3; `-` is standard input.
    #[arg(value_name = "FILE|-", required_unless_present = "evidence", value_parser = file("size item", "items.jsonl"))]
    pub(super) files: Vec<PathBuf>,

    /// How the items are written.
    #[arg(long, value_name = "FORMAT", default_value = "auto")]
    pub(super) format: Format,

    /// The name of a key attribute, which must be there and not be empty: first the partition key, then the sort key.
    #[arg(long, value_name = "NAME")]
    pub(super) key: Vec<String>,
}

const EXAMPLES: &str = "\
Examples:
  chalkstore size item item.json
  aws dynamodb scan --table-name features --max-items 1000 | chalkstore size item - --key pk --key sk
  chalkstore size item AWSDynamoDB/01234567890123-a1b2c3d4/
  chalkstore size item - --output ndjson < items.jsonl";
