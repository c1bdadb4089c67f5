//! Load balancers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::aws::Asked;

/// A load balancer that a record leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Balancer {
    /// Its name in DNS, in small letters, without `dualstack.` and without the dot at its end.
    pub dns_name: String,
    /// The Region that the name tells.
    pub region: String,
    /// `DescribeLoadBalancers`; null where the account has none of this name.
    pub described: Asked<Option<BalancerFacts>>,
    /// Its target groups.
    pub target_groups: Asked<Vec<TargetGroup>>,
}

/// What `DescribeLoadBalancers` told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BalancerFacts {
    /// Its name.
    pub name: String,
    /// `application`, `network`, `gateway`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// `internet-facing` or `internal`.
    pub scheme: Option<String>,
    /// `active` and so on.
    pub state: Option<String>,
}

/// A target group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TargetGroup {
    /// Its name.
    pub name: String,
    /// The path that targets are probed with; null where they are not probed by HTTP.
    pub health_path: Option<String>,
    /// Seconds between two probes.
    pub interval_s: Option<u32>,
    /// How many failures in a row make a target unhealthy.
    pub unhealthy_threshold: Option<u32>,
    /// How many successes in a row make a target healthy.
    pub healthy_threshold: Option<u32>,
    /// `DescribeTargetHealth`.
    pub targets: Asked<Vec<Target>>,
}

/// A target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    /// Its id: an instance, an address.
    pub id: String,
    /// `healthy`, `unhealthy`, `draining`, `unused`, `initial`, …
    pub state: Option<String>,
    /// Why it is not healthy.
    pub reason: Option<String>,
}

impl TargetGroup {
    /// How many of its targets are healthy, and how many there are; nothing where that is not known.
    pub fn healthy(&self) -> Option<(usize, usize)> {
        let targets = self.targets.answer()?;
        let healthy = targets.iter().filter(|target| target.state.as_deref() == Some("healthy"));
        Some((healthy.count(), targets.len()))
    }
}
