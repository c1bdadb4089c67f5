//! The actions of the calls that are made.
//!
//! The calls stand in `dynamodb::observe`, `dynamodb::plan::Call`, `connect::observe`, `secrets` and `iam::access`. What
//! a query server calls is not in this crate: it is from what online stores on `DynamoDB` need.

use super::{Purpose, Subject};

/// An action, what it concerns, and what it is needed for.
pub(super) type Row = (&'static str, Subject, &'static str);

/// Where the calls of chalkstore itself are from.
pub(super) const OWN: &str = "the calls that chalkstore makes";
/// Where the calls of a query server are from.
pub(super) const SERVER: &str =
    "what an online store on DynamoDB reads and writes with (BatchGetItem and BatchWriteItem: Feast's guide)";

/// What a purpose calls.
pub(super) fn called(purpose: Purpose) -> (Vec<Row>, &'static str) {
    match purpose {
        Purpose::Runtime => (RUNTIME.to_vec(), SERVER),
        Purpose::Check => ([LOOK, PLAN, CHECK, FAILOVER].concat(), OWN),
        Purpose::Setup => ([LOOK, PLAN, TABLE, CANARY, SECRET].concat(), OWN),
    }
}

/// The connection test, and where a URI comes from.
const LOOK: &[Row] = &[
    ("dynamodb:DescribeTable", Subject::Table, "its state, keys, capacity and replicas; and to wait for it"),
    ("dynamodb:ListTables", Subject::Tables, "a table that is not there: what others there are"),
    ("secretsmanager:GetSecretValue", Subject::Secret, "the URI that it holds"),
];

/// What a plan is made from, beside `DescribeTable`.
const PLAN: &[Row] = &[
    ("dynamodb:DescribeTimeToLive", Subject::Table, "its expiry"),
    ("dynamodb:DescribeContinuousBackups", Subject::Table, "its point-in-time recovery"),
    ("dynamodb:ListTagsOfResource", Subject::Table, "its tags"),
    ("application-autoscaling:DescribeScalableTargets", Subject::Scaling, "the bounds of its capacity"),
    ("application-autoscaling:DescribeScalingPolicies", Subject::Scaling, "how its capacity follows traffic"),
    ("application-autoscaling:DescribeScheduledActions", Subject::Scaling, "when its bounds change"),
    (
        "application-autoscaling:DescribeScalingActivities",
        Subject::Scaling,
        "changes of capacity that failed",
    ),
];

/// What is only looked at.
const CHECK: &[Row] = &[
    ("dynamodb:Scan", Subject::Table, "the sizes of a sample of items; not with --sample-items 0"),
    ("cloudwatch:GetMetricData", Subject::Metrics, "its traffic and its throttling"),
    ("cloudwatch:DescribeAlarms", Subject::Metrics, "alarms of its scaling that were left over"),
    ("iam:SimulatePrincipalPolicy", Subject::Roles, "check-access: what a role may do"),
];

/// What replication-lag, failover and dataflow look at beside the table.
const FAILOVER: &[Row] = &[
    ("cloudwatch:ListMetrics", Subject::Metrics, "replication-lag: the dimensions of a database's lag"),
    (
        "cloudwatch:DescribeAlarmsForMetric",
        Subject::Metrics,
        "failover: who is told when a health check fails",
    ),
    ("route53:ListHostedZonesByName", Subject::Routing, "failover: the zone of the name"),
    ("route53:GetHostedZone", Subject::Routing, "failover: whether the zone has accelerated recovery"),
    ("route53:ListResourceRecordSets", Subject::Routing, "failover: the records of the name"),
    ("route53:GetHealthCheck", Subject::Routing, "failover: what decides about the records"),
    (
        "route53:ListHealthChecks",
        Subject::Routing,
        "failover: one that nobody attached to a record without any",
    ),
    ("route53:GetHealthCheckStatus", Subject::Routing, "failover: what the checkers say"),
    ("route53:GetHealthCheckLastFailureReason", Subject::Routing, "failover: why a check failed last"),
    ("elasticloadbalancing:DescribeLoadBalancers", Subject::Balancers, "failover: what the records lead to"),
    ("elasticloadbalancing:DescribeTargetGroups", Subject::Balancers, "failover: what is probed there"),
    (
        "elasticloadbalancing:DescribeTargetHealth",
        Subject::Balancers,
        "failover: whether anything is healthy there",
    ),
    ("kafka:DescribeReplicator", Subject::Replicators, "replication-lag: an MSK Replicator"),
    ("rds:DescribeGlobalClusters", Subject::Databases, "replication-lag: an Aurora Global Database"),
    ("rds:DescribeDBClusters", Subject::Databases, "replication-lag: its members"),
    ("eks:DescribeCluster", Subject::Clusters, "dataflow: who reaches the data plane's Kubernetes API"),
    ("rds:DescribeDBClusterParameters", Subject::Databases, "replication-lag: the RPO that it is held to"),
];

/// What creates and changes a table: `dynamodb::plan::Call::permission`.
const TABLE: &[Row] = &[
    ("dynamodb:CreateTable", Subject::Table, "to create it"),
    ("dynamodb:UpdateTable", Subject::Table, "its capacity, protection, encryption, class and replicas"),
    ("dynamodb:UpdateTimeToLive", Subject::Table, "its expiry"),
    ("dynamodb:UpdateContinuousBackups", Subject::Table, "its point-in-time recovery"),
    ("dynamodb:TagResource", Subject::Table, "its tags"),
    ("application-autoscaling:RegisterScalableTarget", Subject::ScalingChanges, "the bounds of its capacity"),
    ("application-autoscaling:PutScalingPolicy", Subject::ScalingChanges, "how its capacity follows traffic"),
];

/// What --canary does in every Region.
const CANARY: &[Row] = &[
    ("dynamodb:PutItem", Subject::Table, "--canary: one item is written"),
    ("dynamodb:GetItem", Subject::Table, "--canary: it is read in every Region"),
    ("dynamodb:DeleteItem", Subject::Table, "--canary: it is deleted"),
];

/// What stores a secret.
const SECRET: &[Row] = &[
    ("secretsmanager:DescribeSecret", Subject::Secret, "whether it is there, its key, tags and replicas"),
    ("secretsmanager:CreateSecret", Subject::Secret, "to create it"),
    ("secretsmanager:PutSecretValue", Subject::Secret, "another value"),
    ("secretsmanager:UpdateSecret", Subject::Secret, "its key and its description"),
    ("secretsmanager:TagResource", Subject::Secret, "its tags"),
    ("secretsmanager:RestoreSecret", Subject::Secret, "one that is scheduled for deletion, with --replace"),
    ("secretsmanager:ReplicateSecretToRegions", Subject::Secret, "its replicas in other Regions"),
];

/// The query server.
const RUNTIME: &[Row] = &[
    ("dynamodb:BatchGetItem", Subject::Table, "online reads"),
    ("dynamodb:GetItem", Subject::Table, "online reads"),
    ("dynamodb:Query", Subject::Table, "online reads of several items with one partition key"),
    ("dynamodb:DescribeTable", Subject::Table, "whether the table is there"),
    ("dynamodb:BatchWriteItem", Subject::Table, "writes of features"),
    ("dynamodb:PutItem", Subject::Table, "writes of features"),
    ("dynamodb:UpdateItem", Subject::Table, "writes of features"),
    ("dynamodb:DeleteItem", Subject::Table, "features that are dropped"),
    ("secretsmanager:GetSecretValue", Subject::Secret, "the store's URI"),
];
