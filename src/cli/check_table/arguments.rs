//! Its arguments.

use std::time::Duration;

use clap::Args;

use crate::dynamodb::spec::{TableRef, Wanted};
use crate::metrics::read_window;
use crate::store_ref::AwsArgs;

/// Check a DynamoDB table that exists: keys, scaling, protection and replicas in every Region, and whether it keeps up.
///
/// What is said of the table is expected of it; what is not said may be anything that makes sense (the defaults below are
/// those of `create-table`). Nothing is written, and no item is read.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// The table: its name, its ARN, or `dynamodb:///NAME`.
    #[arg(value_name = "NAME")]
    pub(super) name: Option<TableRef>,

    /// How far back to look at its metrics, from 1h to 454d. Up to 14d back there is a value for every minute.
    /// Default: 3d.
    #[arg(long, value_name = "DURATION", help_heading = "How to look", value_parser = read_window)]
    pub(super) window: Option<Duration>,

    /// How to reach AWS.
    #[command(flatten)]
    pub(super) aws: AwsArgs,

    /// What is expected.
    #[command(flatten)]
    pub(super) wanted: Wanted,
}

const EXAMPLES: &str = "\
Examples:
  chalkstore check-table chalk-online-store --region us-east-1
  chalkstore check-table chalk-online-store --layout documented --billing autoscaling --replica us-west-2
  chalkstore check-table chalk-online-store --read-scaling 500-5000@70 --write-scaling 250-2500@70 --window 14d
  chalkstore check-table dynamodb:///chalk-online-store --environment production --fail-on warn
  chalkstore check-table chalk-online-store --save-evidence table.jsonl
  chalkstore check-table --evidence table.jsonl --point-in-time-recovery on";
