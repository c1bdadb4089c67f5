//! Its arguments.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::changing::ChangeArgs;
use crate::cli::size::file;
use crate::dynamodb::spec::{KeyWanted, Wanted};
use crate::secrets::stored;
use crate::store_ref::{AwsArgs, UriArgs};

const SECRET: &str = "The secret";

/// Set an online store up: the store, its URI, the secret that holds it, and what to enter in the dashboard.
///
/// Does what `create-table`, `validate-uri --connect` and `store-secret` do, one after the other, and stops where one
/// of them fails. On a terminal it asks for what was not said. The last line is `secret_name=NAME`. Run it again at any
/// time: what is as wanted is left alone.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    #[command(subcommand)]
    pub(super) store: Store,
}

/// What the online store is.
#[derive(Subcommand)]
pub(super) enum Store {
    Dynamodb(Box<Dynamodb>),
    Valkey(Box<Valkey>),
}

/// A DynamoDB table: creates it or brings it to what is wanted, and stores its URI.
#[derive(Args)]
#[command(after_long_help = DYNAMODB)]
pub(in crate::cli) struct Dynamodb {
    /// The table's name.
    #[arg(value_name = "NAME")]
    pub(super) name: Option<String>,

    #[command(flatten)]
    pub(super) wanted: Wanted,

    /// Take capacity, Regions and keys from what `chalkstore size` recommends, as `create-table` does.
    #[arg(long, value_name = "FILE", help_heading = "The table", value_parser = file("--from-size", "size.json"))]
    pub(super) from_size: Option<PathBuf>,

    /// The secret's name. Default: NAME-online-store-secret. Its tags and replicas are those of the table.
    #[arg(long, value_name = "NAME", help_heading = SECRET, value_parser = stored::secret_name)]
    pub(super) secret_name: Option<String>,

    /// The KMS key that encrypts the secret, here or in the Region of a replica. Repeat it.
    #[arg(long = "secret-kms-key", value_name = "[REGION=]KEY", help_heading = SECRET)]
    pub(super) secret_kms_keys: Vec<KeyWanted>,

    /// Overwrite a secret that holds another store's URI, and call its deletion off.
    #[arg(long, help_heading = SECRET)]
    pub(super) replace: bool,

    #[command(flatten)]
    pub(super) change: ChangeArgs,

    /// When the table stands, write an item, read it in every Region, and delete it.
    #[arg(long, help_heading = "What is done")]
    pub(super) canary: bool,

    #[command(flatten)]
    pub(super) aws: AwsArgs,
}

/// A Valkey or Redis store that stands: checks its URI, connects to it, and stores the URI.
#[derive(Args)]
#[command(after_long_help = VALKEY)]
pub(in crate::cli) struct Valkey {
    #[command(flatten)]
    pub(super) uri: UriArgs,

    #[command(flatten)]
    pub(super) wanted: stored::Wanted,

    /// Do not connect: the store cannot be reached from here. Whether it can be reached at all is then not known.
    #[arg(long, help_heading = "What is done")]
    pub(super) no_connect: bool,

    /// Overwrite a secret that holds another store's URI, and call its deletion off.
    #[arg(long, help_heading = SECRET)]
    pub(super) replace: bool,

    #[command(flatten)]
    pub(super) change: ChangeArgs,

    #[command(flatten)]
    pub(super) aws: AwsArgs,
}

const EXAMPLES: &str = "\
Examples:
  chalkstore setup dynamodb chalk-online-store
  chalkstore setup dynamodb chalk-online-store --layout vendored --environment production --plan
  chalkstore setup dynamodb chalk-online-store --layout vendored --replica us-west-2 --yes | tail -1
  chalkstore setup valkey --uri-env REDIS_URI --name chalk-redis-uri --yes
  chalkstore setup valkey - --no-connect --plan < uri.txt";

const DYNAMODB: &str = "\
Examples:
  chalkstore setup dynamodb chalk-online-store --environment production --plan
  chalkstore setup dynamodb chalk-online-store --from-size size.json --yes";

const VALKEY: &str = "\
Examples:
  chalkstore setup valkey --uri-env REDIS_URI --name chalk-redis-uri --plan
  chalkstore setup valkey - --no-connect --yes < uri.txt";
