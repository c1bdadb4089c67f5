//! Its arguments.

use std::path::PathBuf;

use clap::Args;

use super::place::{environment, file, uri, variable};
use crate::dynamodb::spec::TableRef;
use crate::failover::observe::HostAddress;
use crate::secrets::stored;
use crate::store_ref::AwsArgs;

const STORE: &str = "The online store";
const DEPLOYMENT: &str = "The deployment";

/// Write a first chalkstore.toml by looking: what can be observed is filled in, the rest is commented.
///
/// Looks at what is named: the store's topology, the table in all of its Regions, the failover name's records. Nothing is
/// changed there, and no password is written: the file says where the URI comes from. Exits with 3 where something that was
/// named could not be observed; the file then says why. Where nothing at all could be, no file is written.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// The file to write; `-` is standard output.
    #[arg(value_name = "FILE", default_value = "chalkstore.toml", value_parser = file)]
    pub(super) file: PathBuf,

    /// The environment's name.
    #[arg(long, value_name = "NAME", value_parser = environment)]
    pub(super) environment: String,

    /// Write over a file that is there.
    #[arg(long)]
    pub(super) force: bool,

    /// The secret that holds the store's URI, by its name.
    #[arg(long, value_name = "NAME", help_heading = STORE, group = "store", value_parser = stored::secret_name)]
    pub(super) secret: Option<String>,

    /// The environment variable that holds the URI.
    #[arg(long, value_name = "VAR", help_heading = STORE, group = "store", value_parser = variable)]
    pub(super) uri_env: Option<String>,

    /// The file that holds the URI, in one line.
    #[arg(long, value_name = "FILE", help_heading = STORE, group = "store", value_parser = file)]
    pub(super) uri_file: Option<PathBuf>,

    /// The URI itself. One with a password is refused: it would stand in the file.
    #[arg(long, value_name = "URI", help_heading = STORE, group = "store", value_parser = uri)]
    pub(super) uri: Option<String>,

    /// The DynamoDB table: its name, its ARN, or `dynamodb:///NAME`. Default: the one that the store's URI names.
    #[arg(long, value_name = "NAME", help_heading = DEPLOYMENT)]
    pub(super) table: Option<TableRef>,

    /// The failover name, such as chalk.example.com.
    #[arg(long, value_name = "NAME", help_heading = DEPLOYMENT, value_parser = host)]
    pub(super) failover: Option<String>,

    #[command(flatten)]
    pub(super) aws: AwsArgs,
}

/// A host as it was given.
fn host(text: &str) -> Result<String, String> {
    text.parse::<HostAddress>().map(|_| text.to_owned()).map_err(str::to_owned)
}

const EXAMPLES: &str = "\
Examples:
  chalkstore init --environment production --secret online-store-uri --region us-east-1
  chalkstore init --environment production --secret online-store-uri --failover chalk.example.com
  chalkstore init --environment staging --uri-env REDIS_URI staging.toml
  chalkstore init --environment staging --table chalk-online-store --force
  chalkstore init --environment production --uri 'redis://cache.internal:6379/0?clustered=true' -";
