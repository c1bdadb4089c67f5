//! One metric of `CloudWatch`, as it came.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::metrics::{Completeness, MissingSpan, Series};

/// One metric's values in one Region.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MetricSeen {
    /// The Region in which it was asked for.
    pub region: String,
    /// Its namespace, such as `AWS/DynamoDB`.
    pub namespace: String,
    /// Its name, such as `ReplicationLatency`.
    pub name: String,
    /// Its dimensions, all of them: another set is another metric.
    pub dimensions: BTreeMap<String, String>,
    /// The statistic, such as `Maximum`.
    pub statistic: String,
    /// The values, in the metric's own unit. The period is taken from the data: five
    /// minutes where all points lie on that measure.
    pub series: Series,
    /// Whether these are all.
    pub completeness: Completeness,
    /// Where gaps come from an answer that is missing.
    pub missing: Vec<MissingSpan>,
    /// Whether `CloudWatch` lists it among those that had points within the last three hours; null where it was not asked.
    #[serde(default)]
    pub recently_active: Option<bool>,
}
