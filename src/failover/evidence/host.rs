//! Regional hosts, and `/healthz`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::connect::evidence::Handshake;

/// Where query servers say how they are.
pub const HEALTH_PATH: &str = "/healthz";

/// A Region's own host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HostSeen {
    /// The Region.
    pub region: String,
    /// The host's name: one that was given, or that of the load balancer that a record leads to.
    pub host: String,
    /// The port.
    pub port: u16,
    /// Whether it was given by `--region-host`.
    pub is_given: bool,
    /// Its addresses, sorted.
    pub addresses: Vec<String>,
    /// Why there are none; null where there are.
    pub resolve_failure: Option<String>,
    /// `GET /healthz` with the host's own name; null where it was not tried.
    pub healthz: Option<Healthz>,
    /// The same at the same address with the failover name, in the TLS handshake and in the `Host` header; null where it
    /// was not tried.
    pub as_failover_name: Option<Healthz>,
}

/// One `GET` of a health path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Healthz {
    /// Whether it went through TLS.
    pub tls: bool,
    /// The name in the TLS handshake and in the `Host` header.
    pub host: String,
    /// The path.
    pub path: String,
    /// The address that was connected to; null where there was none.
    pub address: Option<String>,
    /// What came of it.
    pub outcome: HealthzOutcome,
    /// How long it took, all together, in microseconds.
    pub took_us: u64,
    /// The TLS handshake, with certificate and trust; null without one.
    pub handshake: Option<Handshake>,
}

impl Healthz {
    /// The status, if there was an answer.
    pub const fn status(&self) -> Option<u16> {
        match self.outcome {
            HealthzOutcome::Answered { status, .. } => Some(status),
            HealthzOutcome::Failed { .. } => None,
        }
    }
}

/// What came of a `GET`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HealthzOutcome {
    /// An answer; its body is not kept.
    Answered {
        /// The status.
        status: u16,
        /// Where a redirect leads.
        location: Option<String>,
    },
    /// No answer.
    Failed {
        /// How far it came.
        step: Step,
        /// What was seen.
        reason: String,
        /// Whether the time was up.
        timed_out: bool,
    },
}

/// How far a request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Looking the name up.
    Resolve,
    /// The TCP connection.
    Connect,
    /// The TLS handshake.
    Tls,
    /// The answer.
    Answer,
}
