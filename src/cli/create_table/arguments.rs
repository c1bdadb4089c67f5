//! Its arguments.

use std::path::PathBuf;

use clap::Args;

use crate::cli::changing::ChangeArgs;
use crate::cli::size::file;
use crate::dynamodb::spec::Wanted;
use crate::store_ref::AwsArgs;

/// Create a table that the online store can stand on, or bring one that exists to what is wanted.
///
/// Shows what exists, what differs, what will be called in which order, and what costs money; asks; does it; and reads the
/// result back. Run it again at any time: what is as wanted is left alone, and what was interrupted goes on. Nothing is
/// ever deleted.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// The table's name.
    #[arg(value_name = "NAME")]
    pub(super) name: Option<String>,

    #[command(flatten)]
    pub(super) wanted: Wanted,

    /// Take capacity, Regions and keys from what `chalkstore size` recommends: its report as JSON (`size --output
    /// json=FILE`), or the table as TOML (`size --emit toml=FILE`). Flags beat it.
    #[arg(long, value_name = "FILE", help_heading = "The table", value_parser = file("--from-size", "size.json"))]
    pub(super) from_size: Option<PathBuf>,

    #[command(flatten)]
    pub(super) change: ChangeArgs,

    /// In the end, write an item, read it in every Region, and delete it.
    #[arg(long, help_heading = "What is done")]
    pub(super) canary: bool,

    #[command(flatten)]
    pub(super) aws: AwsArgs,
}

const EXAMPLES: &str = "\
Examples:
  chalkstore create-table chalk-online-store --layout vendored --environment production --plan
  chalkstore create-table chalk-online-store --layout documented --replica us-west-2=250-2500 --yes --canary
  chalkstore size --scenario today.toml --output json=size.json; chalkstore create-table store --from-size size.json --plan
  chalkstore create-table chalk-online-store --layout vendored --billing on-demand --kms-key alias/store --yes
  chalkstore create-table chalk-online-store --layout vendored --plan --detailed-exitcode; echo $?     # 5: something differs";
