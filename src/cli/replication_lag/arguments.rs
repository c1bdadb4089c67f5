//! Its arguments.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, value_parser};

use super::values::{identifier, objective, region, replicator, table};
use crate::aws;
use crate::cli::globals::timeout;
use crate::dynamodb::spec::TableRef;
use crate::metrics::read_window;
use crate::store_ref::{UriArgs, endpoint, secret};

const WHAT: &str = "What replicates";
const LOOKING: &str = "How to look";
const AWS: &str = "AWS";

/// See how far replicas are behind: in other Regions and in this one, and what would be lost if the primary died now.
///
/// Looks at everything that is named, in all Regions at once. Each store is judged by itself, and the worst one decides:
/// recovery needs all of them. Without --canary nothing is written.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// A DynamoDB global table, one at a time: its name, its ARN, or `dynamodb:///NAME`. Regions that it names itself
    /// are looked at, too.
    #[arg(long, value_name = "NAME", help_heading = WHAT, value_parser = table)]
    pub(super) table: Vec<TableRef>,

    /// An MSK Replicator. Repeat it for several.
    #[arg(long, value_name = "ARN", help_heading = WHAT, value_parser = replicator)]
    pub(super) msk_replicator: Vec<String>,

    /// An Aurora Global Database: the metadata plane's state. Repeat it for several.
    #[arg(long, value_name = "ID", help_heading = WHAT, value_parser = |text: &str| identifier("--aurora-global", text))]
    pub(super) aurora_global: Vec<String>,

    /// An ElastiCache Global Datastore: its identifier, or that of the secondary's replication group. Repeat it for
    /// several.
    #[arg(long, value_name = "ID", help_heading = WHAT, value_parser = |text: &str| identifier("--global-datastore", text))]
    pub(super) global_datastore: Vec<String>,

    /// Where the URI of a Valkey or Redis store comes from, whose replicas are looked at; a URI of a table names the table.
    #[command(flatten)]
    pub(super) store: UriArgs,

    /// Read the URI from AWS Secrets Manager: a secret's name or ARN.
    #[arg(long, value_name = "NAME|ARN", help_heading = "Where the URI comes from", value_parser = secret_name)]
    pub(super) secret: Option<String>,

    /// The recovery point objective: how many seconds of writes may be lost. Default: 60s.
    #[arg(long, value_name = "DURATION", help_heading = "What is expected", value_parser = objective)]
    pub(super) rpo: Option<u64>,

    /// The greatest lag that any replica may have at this moment: more of it fails. Where it is not given, only --rpo is judged.
    #[arg(long, value_name = "DURATION", help_heading = "What is expected", value_parser = objective)]
    pub(super) max_lag: Option<u64>,

    /// How far back to look at metrics, from 1h to 454d. Up to 14d back there is a point for every minute.
    /// Default: 1h.
    #[arg(long, value_name = "DURATION", help_heading = LOOKING, value_parser = read_window)]
    pub(super) window: Option<Duration>,

    /// Measure the table's lag: write marker items in each Region, look for them in the others, and delete them. N is
    /// how many in each direction; 10 where it is left out. Each costs a few write and read units, in every Region, which are
    /// told. Markers appear in the table's stream, as all writes do.
    #[arg(long, value_name = "N", help_heading = LOOKING, num_args = 0..=1, require_equals = true, default_missing_value = "10", conflicts_with_all = ["evidence", "watch"], value_parser = value_parser!(u32).range(1..=1000))]
    pub(super) canary: Option<u32>,

    /// How often to read the offsets of a Valkey or Redis store's nodes, within --timeout.
    #[arg(long, value_name = "N", help_heading = LOOKING, default_value_t = 5, value_parser = value_parser!(u32).range(1..=1000))]
    pub(super) samples: u32,

    /// Look again and again, and tell what changed: each direction's lag, and results of checks. Ends with Ctrl-C. Where
    /// standard output is no terminal, it is NDJSON.
    #[arg(long, value_name = "INTERVAL", help_heading = LOOKING, num_args = 0..=1, require_equals = true, default_missing_value = "30s", conflicts_with = "evidence", value_parser = timeout)]
    pub(super) watch: Option<Duration>,

    /// A Region of the table, and where databases and datastores are looked for. Repeat it for each. Default: that of
    /// the environment or the profile.
    #[arg(long, value_name = "REGION", help_heading = AWS, value_parser = region)]
    pub(super) region: Vec<String>,

    /// The profile of the AWS configuration files.
    #[arg(long, value_name = "NAME", help_heading = AWS)]
    pub(super) profile: Option<String>,

    /// Another address for AWS, such as an emulator's. `AWS_ENDPOINT_URL_<SERVICE>` works too.
    #[arg(long, value_name = "URL", help_heading = AWS, value_parser = endpoint)]
    pub(super) endpoint_url: Option<String>,
}

fn secret_name(name: &str) -> Result<String, String> {
    secret(name.to_owned()).map_err(|reason| reason.to_string())
}

impl Arguments {
    /// How to reach AWS: the first Region that is named, for what needs just one.
    pub(super) fn options(&self) -> aws::Options {
        aws::Options {
            region: self.region.first().cloned(),
            profile: self.profile.clone(),
            endpoint_url: self.endpoint_url.clone(),
            command: "replication-lag",
        }
    }

    /// Whether nothing was named that could be looked at.
    pub(super) fn is_empty(&self) -> bool {
        self.table.is_empty()
            && self.msk_replicator.is_empty()
            && self.aurora_global.is_empty()
            && self.global_datastore.is_empty()
            && self.store.sources().is_empty()
            && self.secret.is_none()
    }

    /// The files that are read.
    pub(super) fn files(&self) -> Vec<&std::path::Path> {
        self.store.uri_file.iter().map(PathBuf::as_path).collect()
    }
}

const EXAMPLES: &str = "\
Examples:
  chalkstore replication-lag --table chalk-online-store --region us-east-1 --region us-west-2
  chalkstore replication-lag --table chalk-online-store --region us-east-1 --rpo 5s --canary=20
  chalkstore replication-lag --msk-replicator \"$REPLICATOR_ARN\"
  chalkstore replication-lag --aurora-global chalk-metadata --region us-east-1 --window 1d
  chalkstore replication-lag --secret online-store-uri --watch=10s
  chalkstore replication-lag --table chalk-online-store --region us-east-1 --save-evidence lag.jsonl
  chalkstore replication-lag --evidence lag.jsonl --rpo 10s --max-lag 2s";
