//! A permission, whom it is for, and what it concerns.

use clap::ValueEnum;
use serde::Serialize;

/// Whom a policy is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// The deployment's query server: it reads and writes items, and reads the secret.
    Runtime,
    /// Who runs `create-table`, `store-secret` and `setup`.
    Setup,
    /// Who runs the commands that only look: `check-table`, `check-access`, `size`, `topology`, `validate-uri`,
    /// `replication-lag`, `failover`, `dataflow`.
    Check,
}

impl Purpose {
    /// As it is written on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Runtime => "runtime",
            Self::Setup => "setup",
            Self::Check => "check",
        }
    }

    /// Whom the command of this name makes its calls for; nothing for a command that is none of chalkstore's.
    pub fn of_command(command: &str) -> Option<Self> {
        match command {
            // Marker items are written and deleted.
            "create-table" | "store-secret" | "setup" | "replication-lag.canary" => Some(Self::Setup),
            "validate-uri" | "topology" | "size" | "check-table" | "check-access" | "replication-lag"
            | "failover" | "dataflow" | "init" | "preflight" => Some(Self::Check),
            _ => None,
        }
    }
}

/// What a permission concerns: every subject is a statement of its own in the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The table, in all its Regions.
    Table,
    /// The list of tables.
    Tables,
    /// What scales the table's capacity: only reading it.
    Scaling,
    /// What scales the table's capacity: changing it.
    ScalingChanges,
    /// Metrics, and alarms by the beginning of their names.
    Metrics,
    /// The alarms that scale the table.
    Alarms,
    /// The roles that AWS's services make for themselves.
    ServiceRoles,
    /// The secret.
    Secret,
    /// The customer's keys, by ID.
    Keys,
    /// The customer's keys, by alias.
    KeyAliases,
    /// Roles, and what they may do.
    Roles,
    /// Hosted zones, records and health checks.
    Routing,
    /// Load balancers and their targets.
    Balancers,
    /// MSK Replicators.
    Replicators,
    /// Aurora global databases and their clusters.
    Databases,
    /// EKS clusters.
    Clusters,
}

impl Subject {
    /// The statement's `Sid`, which takes letters and digits alone.
    pub const fn sid(self) -> &'static str {
        match self {
            Self::Table => "OnlineStoreTable",
            Self::Tables => "ListOfTables",
            Self::Scaling => "ReadScaling",
            Self::ScalingChanges => "ChangeScaling",
            Self::Metrics => "ReadMetrics",
            Self::Alarms => "ScalingAlarms",
            Self::ServiceRoles => "ServiceLinkedRoles",
            Self::Secret => "OnlineStoreSecret",
            Self::Keys => "EncryptionKeys",
            Self::KeyAliases => "EncryptionKeysByAlias",
            Self::Roles => "SimulatedRoles",
            Self::Routing => "ReadRouting",
            Self::Balancers => "ReadLoadBalancers",
            Self::Replicators => "ReadReplicators",
            Self::Databases => "ReadDatabases",
            Self::Clusters => "ReadClusters",
        }
    }

    /// Why the statement is not limited to the table's own resources; nothing where it is.
    pub const fn why_any_resource(self) -> Option<&'static str> {
        match self {
            Self::Tables => Some("dynamodb:ListTables knows no resources"),
            Self::Scaling => Some("Application Auto Scaling's Describe actions know no resources"),
            Self::ScalingChanges => Some(
                "a scalable target's ARN has an ID that nobody knows before it is registered; limited to DynamoDB by a \
                 condition",
            ),
            Self::Metrics => {
                Some("cloudwatch:GetMetricData knows no resources, and alarms are looked for by prefix")
            }
            Self::Routing => Some(
                "route53:ListHostedZonesByName knows no resources, and which health checks there are is in the records",
            ),
            Self::Balancers => Some("Elastic Load Balancing's Describe actions know no resources"),
            Self::Replicators => Some("which replicators there are is said on the command line"),
            Self::Databases => Some("the members of a global database are in what AWS tells of it"),
            Self::Clusters => Some("which cluster it is is said on the command line"),
            _ => None,
        }
    }
}

/// One action that a purpose needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Permission {
    /// The IAM action, such as `dynamodb:DescribeTable`.
    pub action: &'static str,
    /// What it concerns.
    pub subject: Subject,
    /// On which resources, as ARNs or `*`; in the order of the Regions.
    pub resources: Vec<String>,
    /// What it is needed for.
    pub because: &'static str,
    /// Where that is from.
    pub source: &'static str,
    /// Whether AWS wants it beside the calls that are made.
    pub is_implied: bool,
}
