//! What operators say of their deployment, and what they want to know.

use std::collections::BTreeMap;

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The RTO that is judged by where none is given, in milliseconds: 180 s.
pub const DEFAULT_RTO_MS: u64 = 180_000;

/// How the metadata plane lives in several Regions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Metadata {
    /// One Region takes writes, another stands by: an Aurora Global Database.
    ActivePassive,
    /// Every Region takes writes.
    ActiveActive,
    /// It lives in one Region alone.
    SingleRegion,
}

/// Other settings to reckon with: what is not said stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WhatIf {
    /// Seconds between two requests of one checker: 10 or 30.
    pub interval_s: Option<u32>,
    /// How many failures or successes in a row change a checker's mind: 1 to 10.
    pub threshold: Option<u32>,
    /// The name's TTL, in seconds.
    pub ttl_s: Option<u32>,
}

/// What a simulation plays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Scenario {
    /// How long the Region is away, in seconds.
    pub outage_s: u32,
    /// Online queries per second of all clients; null where no rate was given.
    pub read_qps: Option<f64>,
    /// Items written per second; null where no rate was given.
    pub write_qps: Option<f64>,
    /// The lag of replication when the Region dies, in milliseconds; null where none was measured or given.
    pub lag_ms: Option<u64>,
    /// The TTL that resolvers use instead of the record's own, in seconds; null where they keep it.
    pub resolver_ttl_s: Option<u32>,
}

/// An hour's outage, and nothing known of the traffic.
impl Default for Scenario {
    fn default() -> Self {
        Self { outage_s: 3600, read_qps: None, write_qps: None, lag_ms: None, resolver_ttl_s: None }
    }
}

/// What failover is judged by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Expectations {
    /// The recovery time objective, in milliseconds; null where [`DEFAULT_RTO_MS`] holds.
    pub rto_ms: Option<u64>,
    /// The recovery point objective, in milliseconds.
    pub rpo_ms: Option<u64>,
    /// The Region that traffic is to go to now; null where the primary record's is meant.
    pub active: Option<String>,
    /// How the metadata plane lives in several Regions.
    pub metadata: Option<Metadata>,
    /// Where offline and training consumers are pointed at.
    pub offline_hosts: Vec<String>,
    /// What is deployed, by Region: a version, a commit.
    pub deployed: BTreeMap<String, String>,
    /// How many query servers there are at least, by Region.
    pub query_servers: BTreeMap<String, u32>,
    /// The share of a checker's requests that fail although the Region is healthy, from 0 to 1.
    pub probe_error_rate: Option<f64>,
    /// Other settings to reckon with.
    pub what_if: Option<WhatIf>,
    /// What to play; null where nothing is played.
    pub scenario: Option<Scenario>,
}

/// Whether a text can say what is deployed.
pub(crate) fn is_version(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= 200 && !text.chars().any(char::is_control)
}

impl Expectations {
    /// These, and what was recorded where they say nothing.
    #[must_use]
    pub fn over(self, recorded: Self) -> Self {
        let list = |own: Vec<String>, other: Vec<String>| if own.is_empty() { other } else { own };
        fn map<T>(own: BTreeMap<String, T>, other: BTreeMap<String, T>) -> BTreeMap<String, T> {
            if own.is_empty() { other } else { own }
        }
        Self {
            rto_ms: self.rto_ms.or(recorded.rto_ms),
            rpo_ms: self.rpo_ms.or(recorded.rpo_ms),
            active: self.active.or(recorded.active),
            metadata: self.metadata.or(recorded.metadata),
            offline_hosts: list(self.offline_hosts, recorded.offline_hosts),
            deployed: map(self.deployed, recorded.deployed),
            query_servers: map(self.query_servers, recorded.query_servers),
            probe_error_rate: self.probe_error_rate.or(recorded.probe_error_rate),
            what_if: self.what_if.or(recorded.what_if),
            scenario: self.scenario.or(recorded.scenario),
        }
    }

    /// The recovery time objective, in milliseconds.
    pub fn rto_ms(&self) -> u64 {
        self.rto_ms.unwrap_or(DEFAULT_RTO_MS)
    }
}
