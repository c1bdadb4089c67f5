//! What stands in `chalkstore.toml`, as data. Its JSON schema is what editors check it with.

use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::dataflow::{OtherPath, Required};
use crate::dynamodb::spec::Wanted;
use crate::failover::Metadata;
use crate::valkey::{Policy, VersionWanted};

/// The whole file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(extend("required" = ["environments"]))]
pub struct Config {
    /// The environments, by name.
    #[schemars(extend("minProperties" = 1))]
    pub environments: BTreeMap<String, Environment>,
}

/// One environment. What is not described is not looked at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Environment {
    /// How AWS is reached.
    pub aws: Aws,
    /// The online store.
    pub online_store: Option<OnlineStore>,
    /// What is expected of a Valkey or Redis store's topology.
    pub topology: Option<Topology>,
    /// The DynamoDB table.
    pub table: Option<Table>,
    /// The role of the query servers.
    pub access: Option<Access>,
    /// The failover name.
    pub failover: Option<Failover>,
    /// What replicates beside the table and the store.
    pub replication: Option<Replication>,
    /// The flows between the planes.
    pub dataflow: Option<Dataflow>,
    /// What is promised.
    pub objectives: Objectives,
    /// Checks that are skipped, and why.
    pub skip: Vec<Skip>,
    /// Where it is first named in a file, as `chalkstore.toml:3`.
    #[serde(skip)]
    pub origin: Option<String>,
}

/// How AWS is reached; what is not said is as in the environment and in AWS's own files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Aws {
    /// The Region.
    pub region: Option<String>,
    /// The profile.
    pub profile: Option<String>,
    /// Another address for AWS, such as an emulator's.
    pub endpoint_url: Option<String>,
}

/// Where the online store's connection URI comes from: one of these.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(extend("minProperties" = 1, "maxProperties" = 1))]
pub struct OnlineStore {
    /// A secret of AWS Secrets Manager: its name or ARN.
    pub secret: Option<String>,
    /// An environment variable.
    pub uri_env: Option<String>,
    /// A file that holds one line; relative to the directory of `chalkstore.toml`.
    pub uri_file: Option<PathBuf>,
    /// The URI itself, without a password.
    pub uri: Option<String>,
}

/// What is expected of a store's topology.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Topology {
    /// How many shards with slots there are; one where the store is no cluster.
    #[schemars(range(min = 1, max = 1000))]
    pub shards: Option<u32>,
    /// How many replicas each shard has.
    #[schemars(range(max = 1000))]
    pub replicas_per_shard: Option<u32>,
    /// What every server runs, such as `Valkey 9.1` or `9.1.2`.
    pub server_version: Option<VersionWanted>,
    /// The replica connection policy: `unset`, `UNIFORM_RANDOM` or `ZONAL_AFFINITY`.
    pub policy: Option<Policy>,
    /// How many query servers run in which zone.
    pub query_servers: BTreeMap<String, u32>,
    /// Cluster clients in each query server.
    pub clients_per_server: Option<u32>,
    /// A file with the zones of nodes; relative to the directory of `chalkstore.toml`.
    pub zone_map: Option<PathBuf>,
}

/// The table, and what is expected of it: the options of `create-table` and `check-table`, written with underscores. What
/// is not said may be anything that makes sense.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("required" = ["name"], "additionalProperties" = false))]
pub struct Table {
    /// Its name.
    pub name: String,
    /// How far back its metrics are looked at, such as `3d`.
    pub window: Option<String>,
    /// What is expected of it.
    #[serde(flatten)]
    pub wanted: Wanted,
}

/// The role whose permissions are checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(extend("required" = ["role"]))]
pub struct Access {
    /// Its ARN.
    pub role: String,
}

/// The failover name, and what is said of the deployment behind it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(extend("required" = ["name"]))]
pub struct Failover {
    /// The name, such as `chalk.example.com`.
    pub name: String,
    /// Each Region's own host.
    pub region_hosts: BTreeMap<String, String>,
    /// Resolvers to ask.
    pub resolvers: Vec<String>,
    /// The Region that traffic is to go to now.
    pub active: Option<String>,
    /// How the metadata plane lives in several Regions.
    pub metadata: Option<Metadata>,
    /// Where offline and training consumers are pointed at.
    pub offline_hosts: Vec<String>,
    /// What is deployed, by Region.
    pub deployed: BTreeMap<String, String>,
    /// How many query servers there are at least, by Region.
    pub query_servers: BTreeMap<String, u32>,
}

/// What replicates beside the table and the store.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Replication {
    /// ARNs of MSK Replicators.
    pub msk_replicators: Vec<String>,
    /// Identifiers of Aurora Global Databases.
    pub aurora_globals: Vec<String>,
    /// Identifiers of ElastiCache Global Datastores.
    pub global_datastores: Vec<String>,
    /// Regions in which these are looked for.
    pub regions: Vec<String>,
    /// How far back metrics are looked at, such as `1h`.
    pub window: Option<String>,
}

/// Where the flows between the planes are read from, and what is required of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Dataflow {
    /// Configurations of `OpenTelemetry` Collectors; relative to the directory of `chalkstore.toml`.
    pub otel_configs: Vec<PathBuf>,
    /// Hosts and networks of the metadata plane.
    pub metadata_hosts: Vec<String>,
    /// Hosts that may have telemetry, networks that may reach the Kubernetes API, and endpoint services and other ways of others, by
    /// their ids or their addresses in Terraform.
    pub allow_hosts: Vec<String>,
    /// What leads to the data plane beside VPC endpoints: `none`, `private`, `public` or `api`.
    pub other_path: Option<OtherPath>,
    /// Where container images are pulled from.
    pub image_repositories: Vec<String>,
    /// The EKS cluster to look at.
    pub eks_cluster: Option<String>,
    /// What `aws eks describe-cluster` printed.
    pub eks_json: Option<PathBuf>,
    /// What `aws ec2 describe-vpc-endpoints` and others printed, or Terraform's state or plan as JSON; one file, or several.
    pub vpc_endpoints: Vec<PathBuf>,
    /// What is required of the flows.
    pub require: Option<Required>,
}

/// What is promised.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Objectives {
    /// The recovery point objective, such as `60s`: how much may be lost.
    pub rpo: Option<String>,
    /// The recovery time objective, such as `3m`: how long traffic may take to move.
    pub rto: Option<String>,
    /// The greatest lag of any replica, such as `5s`.
    pub max_lag: Option<String>,
}

/// A check that is skipped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Skip {
    /// Its code or name.
    pub check: String,
    /// Why. It is shown in every report.
    pub reason: String,
    /// The last day on which it is skipped, such as `2026-12-31`.
    #[serde(default)]
    pub until: Option<String>,
    /// The part of the subject that it is skipped for, such as a node or a shard; all where nothing is said.
    #[serde(default)]
    pub about: Option<String>,
    /// Where it is written, as `chalkstore.toml:12`.
    #[serde(skip)]
    pub origin: String,
}
