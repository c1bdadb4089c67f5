//! Its arguments.

use clap::Args;

use crate::dynamodb::spec::KeyWanted;
use crate::iam::access::Role;
use crate::store_ref::AwsArgs;

const DEPLOYMENT: &str = "The deployment";

/// Check what a deployment's role may do: AWS's policy simulator is asked whether it may use the online store.
///
/// The role's own policies, its permissions boundary and the organization's service control policies are simulated for
/// the calls of a query server: on the table in its own Region and in those of its replicas, on the secret, and on the
/// keys. Nothing is called with the role's rights, and nothing is changed.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// The role's ARN. That of one of its sessions does too, where the role has no path.
    #[arg(long, value_name = "ARN", help_heading = DEPLOYMENT, required_unless_present = "evidence", conflicts_with = "evidence")]
    pub(super) role: Option<Role>,

    /// The table's name: whether the role may read and write it.
    #[arg(long, value_name = "NAME", help_heading = DEPLOYMENT, conflicts_with = "evidence")]
    pub(super) table: Option<String>,

    /// Another Region with a replica of the table. Repeat it.
    ///
    /// Where none is named, DynamoDB is asked in which Regions the table has replicas. What is named is taken as said.
    #[arg(long = "replica", value_name = "REGION", help_heading = DEPLOYMENT, requires = "table")]
    pub(super) replicas: Vec<String>,

    /// The secret that holds the store's URI: whether the role may read it. Its ARN tells more than its name, behind which
    /// AWS puts six characters that policies may name.
    #[arg(long, value_name = "NAME|ARN", help_heading = DEPLOYMENT, conflicts_with = "evidence")]
    pub(super) secret: Option<String>,

    /// The customer's KMS key of the table in a Region, by ARN or ID. Repeat it for every Region.
    #[arg(long = "kms-key", value_name = "[REGION=]KEY", help_heading = DEPLOYMENT, requires = "table")]
    pub(super) keys: Vec<KeyWanted>,

    /// The customer's KMS key of the secret, by ARN or ID.
    #[arg(long, value_name = "KEY", help_heading = DEPLOYMENT, requires = "secret")]
    pub(super) secret_kms_key: Option<KeyWanted>,

    #[command(flatten)]
    pub(super) aws: AwsArgs,
}

const EXAMPLES: &str = "\
Examples:
  chalkstore check-access --role arn:aws:iam::123456789012:role/chalk --table chalk-online-store --region us-east-1
  chalkstore check-access --role arn:aws:iam::123456789012:role/chalk --table chalk-online-store --replica us-west-2 --secret \"$SECRET_ARN\"";
