//! Its arguments.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, value_parser};

use super::values::{Loss, losses, policy, query_servers, zone};
use crate::cli::globals::timeout;
use crate::store_ref::StoreArgs;
use crate::valkey::{Policy, QueryServers, VersionWanted};

const DEPLOYMENT: &str = "The deployment";
const LOOKING: &str = "How to look";

/// See a cluster as query servers do: nodes, slots and zones, and what losing a zone would do to it.
///
/// Asks every node at once, compares what they say, and reckons: the connections and reads of each replica connection
/// policy, and for each zone whether the cluster survives its loss. Nothing is written to the store.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    pub(super) store: StoreArgs,

    /// Read the topology from what `valkey-cli --json CLUSTER SHARDS` or `redis-cli CLUSTER SHARDS` printed; `-` is
    /// standard input. No server is asked.
    #[arg(long, value_name = "FILE", help_heading = LOOKING, conflicts_with_all = ["uris", "uri_file", "uri_env", "secret", "evidence"])]
    pub(super) from_shards: Option<PathBuf>,

    /// The query servers' availability zone, as `CHALK_AVAILABILITY_ZONE` names it. Default: that variable's value.
    #[arg(long, alias = "az", value_name = "ZONE", help_heading = DEPLOYMENT, value_parser = zone)]
    pub(super) zone: Option<String>,

    /// The replica connection policy in use: `unset`, `UNIFORM_RANDOM` or `ZONAL_AFFINITY`. Without it all are
    /// compared.
    #[arg(long, value_name = "POLICY", help_heading = DEPLOYMENT, value_parser = policy)]
    pub(super) policy: Option<Policy>,

    /// How many query servers there are: a number, or numbers by zone such as us-east-1a=20,us-east-1b=20.
    #[arg(long, value_name = "N|ZONE=N", help_heading = DEPLOYMENT, value_delimiter = ',', value_parser = query_servers)]
    pub(super) query_servers: Vec<QueryServers>,

    /// How many cluster clients each query server has.
    #[arg(long, value_name = "N", help_heading = DEPLOYMENT, value_parser = value_parser!(u32).range(1..=1_000_000))]
    pub(super) clients_per_server: Option<u32>,

    /// How many shards with slots the store is expected to have.
    #[arg(long, value_name = "N", help_heading = DEPLOYMENT, value_parser = value_parser!(u32).range(1..=1000))]
    pub(super) shards: Option<u32>,

    /// How many replicas each shard is expected to have.
    #[arg(long, value_name = "N", help_heading = DEPLOYMENT, value_parser = value_parser!(u32).range(0..=1000))]
    pub(super) replicas_per_shard: Option<u32>,

    /// What every server is expected to run, such as `Valkey 9.1` or 9.1.2.
    #[arg(long, value_name = "VERSION", help_heading = DEPLOYMENT)]
    pub(super) server_version: Option<VersionWanted>,

    /// Imagine these zones and nodes (HOST:PORT) as lost together. Repeat it for several sets; each zone alone is
    /// always reckoned.
    #[arg(long, value_name = "ZONE|NODE[,…]", help_heading = DEPLOYMENT, value_parser = losses)]
    pub(super) lose: Vec<Loss>,

    /// Zones of nodes whose servers do not tell them: lines `CIDR|HOST ZONE`, or the JSON of `aws elasticache
    /// describe-cache-clusters --show-cache-node-info` or `aws memorydb describe-clusters --show-shard-details`.
    #[arg(long, value_name = "FILE", help_heading = DEPLOYMENT)]
    pub(super) zone_map: Option<PathBuf>,

    /// The seed of simulations, where an exact answer is out of reach.
    #[arg(long, value_name = "N", help_heading = DEPLOYMENT)]
    pub(super) seed: Option<u64>,

    /// How long one node may take, within --timeout.
    #[arg(long, value_name = "DURATION", help_heading = LOOKING, default_value = "2s", value_parser = timeout)]
    pub(super) node_timeout: Duration,

    /// How many PINGs to time on each node, one after another. Each costs a round trip; there are fewer where they would
    /// take half of its time.
    #[arg(long, value_name = "N", help_heading = LOOKING, default_value_t = 1, value_parser = value_parser!(u32).range(1..=1000))]
    pub(super) rtt_samples: u32,

    /// Look again and again, and tell what changed: nodes, roles, zones, slots, and results of checks. Ends with Ctrl-C.
    /// Where standard output is no terminal, it is NDJSON.
    #[arg(long, value_name = "INTERVAL", help_heading = LOOKING, num_args = 0..=1, require_equals = true, default_missing_value = "5s", conflicts_with_all = ["from_shards", "evidence"], value_parser = timeout)]
    pub(super) watch: Option<Duration>,

    /// The protocol to speak: RESP 2 or 3.
    #[arg(long, value_name = "VERSION", help_heading = LOOKING, default_value_t = 2, value_parser = value_parser!(u8).range(2..=3))]
    pub(super) resp: u8,
}

const EXAMPLES: &str = "\
Examples:
  chalkstore topology --secret online-store-uri --zone us-east-1a --policy ZONAL_AFFINITY --query-servers 40
  chalkstore topology --uri-env REDIS_URI --query-servers us-east-1a=20,us-east-1b=20
  chalkstore topology --uri-env REDIS_URI --lose us-east-1a,10.0.2.9:6379
  valkey-cli -h cache.internal --json CLUSTER SHARDS | chalkstore topology --from-shards -
  chalkstore topology --uri-env REDIS_URI --save-evidence before.jsonl
  chalkstore topology --evidence before.jsonl --policy UNIFORM_RANDOM --query-servers 200";
