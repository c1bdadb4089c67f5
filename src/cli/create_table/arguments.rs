//! Its arguments.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{StringValueParser, TypedValueParser as _};

use crate::cli::changing::ChangeArgs;
use crate::cli::emit::{EmitSpec, TableLanguage};
use crate::cli::size::file;
use crate::dynamodb::spec::Wanted;
use crate::iam::Purpose;
use crate::store_ref::{AwsArgs, secret};

const CONFIGURATION: &str = "Writing it down";

/// Create or change a DynamoDB table: one that the online store can stand on, or one that exists, as it is wanted.
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

    /// Write the table as `terraform`, `cloudformation`, `toml` or `aws-cli`, or a policy as `iam-policy`, to standard
    /// output or to a file, instead of doing anything. AWS is not asked.
    #[arg(long, value_name = "LANGUAGE[=FILE]", help_heading = CONFIGURATION, conflicts_with_all = ["plan", "yes", "canary", "evidence"])]
    pub(super) emit: Option<EmitSpec<TableLanguage>>,

    /// Whose policy it is: `setup` for who runs this command, `runtime` for the query servers, `check` for who
    /// only looks.
    #[arg(long = "policy-for", alias = "for", value_name = "WHOM", help_heading = CONFIGURATION, requires = "emit")]
    pub(super) purpose: Option<Purpose>,

    /// The AWS account of the policy's resources, twelve digits. Default: any.
    #[arg(long, value_name = "ACCOUNT", help_heading = CONFIGURATION, requires = "purpose", value_parser = account)]
    pub(super) account: Option<String>,

    /// The secret of the policy, which holds the store's URI. Its ARN tells more than its name, behind which AWS puts six
    /// characters. Default: NAME-online-store-secret.
    #[arg(long, value_name = "NAME|ARN", help_heading = CONFIGURATION, requires = "purpose", value_parser = StringValueParser::new().try_map(secret))]
    pub(super) secret: Option<String>,

    #[command(flatten)]
    pub(super) aws: AwsArgs,
}

fn account(text: &str) -> Result<String, String> {
    if text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(text.to_owned())
    } else {
        Err("an account has twelve digits, such as 123456789012".to_owned())
    }
}

const EXAMPLES: &str = "\
Examples:
  chalkstore create-table chalk-online-store --layout vendored --environment production --plan
  chalkstore create-table chalk-online-store --layout documented --replica us-west-2=250-2500 --yes --canary
  chalkstore size --scenario today.toml --output json=size.json
  chalkstore create-table chalk-online-store --from-size size.json --plan
  chalkstore create-table chalk-online-store --layout vendored --billing on-demand --yes
  chalkstore create-table chalk-online-store --layout vendored --replica us-west-2 --emit terraform=table.tf
  chalkstore create-table chalk-online-store --emit iam-policy --policy-for setup --account 123456789012
  chalkstore create-table chalk-online-store --layout vendored --plan --detailed-exitcode";
