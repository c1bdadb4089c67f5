//! Route 53 health checks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::aws::Asked;

/// A health check that a record, or a calculated check, names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HealthCheck {
    /// Its id.
    pub id: String,
    /// `GetHealthCheck`. One that is not there any more failed with `NotFound`.
    pub described: Asked<HealthCheckFacts>,
    /// `GetHealthCheckStatus`: what each checker says; null where there are no checkers (calculated, by an alarm).
    pub observations: Option<Asked<Vec<Observation>>>,
    /// `GetHealthCheckLastFailureReason`; null where there are no checkers.
    pub last_failures: Option<Asked<Vec<Observation>>>,
    /// The newest `HealthCheckStatus` of `CloudWatch`: 1 is healthy; null where there was no point, or it was not asked.
    /// Inverting is in it already.
    pub metric_status: Option<f64>,
    /// The alarm whose data it watches; null where it watches none.
    pub alarm: Option<Asked<Option<AlarmFacts>>>,
    /// The alarms that somebody set on its own `HealthCheckStatus`: their names; null where it was not asked.
    pub noticed_by: Option<Asked<Vec<String>>>,
}

/// A health check as `ListHealthChecks` tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ListedCheck {
    /// Its id.
    pub id: String,
    /// What it is.
    pub facts: HealthCheckFacts,
}

/// What `GetHealthCheck` told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HealthCheckFacts {
    /// `HTTP`, `HTTPS`, `HTTP_STR_MATCH`, `HTTPS_STR_MATCH`, `TCP`, `CALCULATED`, `CLOUDWATCH_METRIC`,
    /// `RECOVERY_CONTROL`, or one that is not known.
    #[serde(rename = "type")]
    pub kind: String,
    /// The name that is probed, or the `Host` header where an address is.
    pub host: Option<String>,
    /// The address that is probed.
    pub address: Option<String>,
    /// The port.
    pub port: Option<u16>,
    /// The path.
    pub path: Option<String>,
    /// How long the text is that has to be in the answer, in characters.
    pub search_length: Option<usize>,
    /// Seconds between two requests of one checker: 10 or 30.
    pub interval_s: Option<u32>,
    /// How many failures or successes in a row change a checker's mind.
    pub threshold: Option<u32>,
    /// The Regions of the checkers; none where all of them probe.
    pub regions: Vec<String>,
    /// Whether the server's name is sent in the TLS handshake.
    pub sends_name: Option<bool>,
    /// Whether the result is turned round.
    pub is_inverted: bool,
    /// Whether it does not probe at all, and counts as healthy.
    pub is_disabled: bool,
    /// Of a calculated check, how many children have to be healthy.
    pub health_threshold: Option<u32>,
    /// Of a calculated check, its children.
    pub children: Vec<String>,
    /// The alarm whose data it watches.
    pub alarm: Option<AlarmId>,
    /// What it counts as without data: `Healthy`, `Unhealthy`, `LastKnownStatus`.
    pub without_data: Option<String>,
    /// The routing control that it follows.
    pub routing_control: Option<String>,
    /// The service that made it, where it was not a person.
    pub made_by: Option<String>,
}

/// An alarm's Region and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AlarmId {
    /// The Region.
    pub region: String,
    /// The name.
    pub name: String,
}

/// What `DescribeAlarms` told of an alarm.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AlarmFacts {
    /// `OK`, `ALARM`, `INSUFFICIENT_DATA`.
    pub state: Option<String>,
    /// The metric, as `AWS/Kafka ReplicationLatency`.
    pub metric: Option<String>,
    /// How long a period is, in seconds.
    pub period_s: Option<u32>,
    /// How many periods are looked at.
    pub evaluation_periods: Option<u32>,
}

/// Services whose metrics may tell of another Region than the one that they stand in.
const FROM_ELSEWHERE: [&str; 3] = ["AWS/Route53", "AWS/NetworkMonitor", "AWS/InternetMonitor"];

impl AlarmFacts {
    /// Whether its metric is one that a service measures of itself in its own Region, as `AWS/ApplicationELB` is; one of
    /// somebody's own, or of a canary, may tell of any Region. Nothing where the metric is not told.
    pub fn is_of_its_region(&self) -> Option<bool> {
        let metric = self.metric.as_deref()?;
        let namespace = metric.split(' ').next().unwrap_or_default();
        let is_regional = namespace.starts_with("AWS/") || namespace.starts_with("ContainerInsights");
        Some(is_regional && !FROM_ELSEWHERE.contains(&namespace))
    }
}

/// What one checker says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Observation {
    /// The Region that it probes from.
    pub region: String,
    /// Its address.
    pub address: Option<String>,
    /// `Success: …` or `Failure: …`.
    pub status: String,
    /// When it was: RFC 3339, UTC.
    pub checked_at: Option<String>,
}

impl Observation {
    /// Whether the checker was content.
    pub fn is_success(&self) -> bool {
        self.status.starts_with("Success")
    }
}
