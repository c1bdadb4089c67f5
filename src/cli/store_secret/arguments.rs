//! Its arguments.

use clap::Args;

use crate::cli::changing::ChangeArgs;
use crate::secrets::stored::Wanted;
use crate::store_ref::{AwsArgs, UriArgs};

const ANYWAY: &str = "What is done all the same";

/// Store a connection URI as a secret: the one whose name the dashboard takes.
///
/// Checks the URI, looks at what the secret holds, shows what would be done, and does it: creates the secret or gives it
/// a new version, and sets its key, description, tags and replicas. A value that is there already is not written again.
/// What is printed is the secret's name, ARN and version, never the URI's password. Nothing is deleted.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    pub(super) uri: UriArgs,

    #[command(flatten)]
    pub(super) wanted: Wanted,

    /// Store a URI that fails its checks.
    #[arg(long, help_heading = ANYWAY)]
    pub(super) force: bool,

    /// Overwrite another store's URI, or what is no URI or cannot be read, and call a scheduled deletion off. Replicas
    /// overwrite a secret of the same name in their Region.
    #[arg(long, help_heading = ANYWAY)]
    pub(super) replace: bool,

    #[command(flatten)]
    pub(super) change: ChangeArgs,

    #[command(flatten)]
    pub(super) aws: AwsArgs,
}

const EXAMPLES: &str = "\
Examples:
  chalkstore store-secret dynamodb:///chalk --plan
  chalkstore store-secret dynamodb:///chalk --tag chalk_environment=production --yes
  chalkstore store-secret --uri-env REDIS_URI --name online-store-uri --replica eu-west-1 --yes
  chalkstore store-secret - --name online-store-uri --yes < uri.txt
  chalkstore validate-uri --secret online-store-uri";
