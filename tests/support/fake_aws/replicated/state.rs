//! What stands of it.

use std::collections::BTreeMap;

use serde_json::Value;

/// A metric of `CloudWatch`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct MetricAt {
    pub(crate) region: String,
    pub(crate) namespace: String,
    pub(crate) name: String,
    pub(crate) dimensions: BTreeMap<String, String>,
    /// The only statistic that has these points; empty where every one has.
    pub(crate) statistic: String,
    /// Seconds since 1970, and the value.
    pub(crate) points: Vec<(i64, f64)>,
    /// Another `StatusCode` than `Complete`, with which no point comes.
    pub(crate) status: Option<String>,
}

impl MetricAt {
    /// A metric with dimensions as `NAME=VALUE`.
    pub(crate) fn new(region: &str, namespace: &str, name: &str, dimensions: &[(&str, &str)]) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Self {
            region: region.to_owned(),
            namespace: namespace.to_owned(),
            name: name.to_owned(),
            dimensions: dimensions.iter().map(owned).collect(),
            ..Self::default()
        }
    }

    /// The same with these points.
    pub(crate) fn with(self, points: Vec<(i64, f64)>) -> Self {
        Self { points, ..self }
    }

    /// The same for one statistic alone.
    pub(crate) fn of(self, statistic: &str) -> Self {
        Self { statistic: statistic.to_owned(), ..self }
    }
}

/// An Aurora Global Database, as every Region tells it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct GlobalAt {
    pub(crate) id: String,
    pub(crate) status: String,
    pub(crate) version: String,
    /// `FailoverState.Status`.
    pub(crate) failover: Option<String>,
    /// ARN, whether it writes, and its `SynchronizationStatus`.
    pub(crate) members: Vec<(String, bool, String)>,
}

/// A cluster, as its Region tells it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ClusterAt {
    pub(crate) status: String,
    pub(crate) version: String,
    pub(crate) instances: usize,
    pub(crate) parameter_group: String,
}

/// Everything that replicates beside tables.
#[derive(Clone, Debug, Default)]
pub(crate) struct Replicated {
    pub(crate) metrics: Vec<MetricAt>,
    /// The most points of a metric on a page of `GetMetricData`; 0 for all of them.
    pub(crate) points_per_page: usize,
    /// The most metrics on a page of `ListMetrics`; 0 for all of them.
    pub(crate) metrics_per_page: usize,
    /// What `DescribeReplicator` answers, by ARN.
    pub(crate) replicators: BTreeMap<String, Value>,
    pub(crate) databases: Vec<GlobalAt>,
    /// By ARN.
    pub(crate) clusters: BTreeMap<String, ClusterAt>,
    /// By Region and parameter group: names and values that somebody has set.
    pub(crate) parameters: BTreeMap<(String, String), Vec<(String, String)>>,
}
