//! Everything that was looked at.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Balancer, HealthCheck, Healthz, HostSeen, ListedCheck, NameSeen, ResolverSeen, Zone};
use crate::aws::{Asked, Failure};
use crate::connect::evidence::Credentials;
use crate::dynamodb::evidence::TableSeen;
use crate::replication::evidence::AuroraGlobal;

/// What was seen of a failover name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The name, in small letters and without the dot at its end.
    pub name: String,
    /// When the observation began: RFC 3339, UTC.
    pub observed_at: String,
    /// The profile, where one was asked for.
    pub profile: Option<String>,
    /// The endpoint, where one was asked for instead of AWS's own.
    pub endpoint_url: Option<String>,
    /// The search for credentials; null where it was not reached.
    pub credentials: Option<Credentials>,
    /// The hosted zones that hold the name: the longest suffix of it that has any; a public and a private one may have
    /// the same name. None where there is no such zone.
    pub zones: Asked<Vec<Zone>>,
    /// Every health check that a record or a calculated check names, by id.
    pub health_checks: Vec<HealthCheck>,
    /// Every health check of the account that probes something, where a record that others stand in for names none: one may
    /// be there that nobody attached. Null where it was not asked, and in older recordings.
    #[serde(default)]
    pub listed_checks: Option<Asked<Vec<ListedCheck>>>,
    /// The load balancers that the records lead to.
    pub balancers: Vec<Balancer>,
    /// What resolvers say of the name.
    pub resolvers: Vec<ResolverSeen>,
    /// What they say of the hosts that offline consumers are pointed at. Empty where none was named, and in older
    /// recordings.
    #[serde(default)]
    pub offline: Vec<NameSeen>,
    /// Each Region's own host.
    pub hosts: Vec<HostSeen>,
    /// `GET /healthz` through the failover name, as a client would; null where it was not tried.
    pub through_name: Option<Healthz>,
    /// The table of the online store in its Regions; null where none was named.
    pub table: Option<Box<TableSeen>>,
    /// What the secret of the online store holds in each Region; empty where none was named.
    pub secrets: BTreeMap<String, SecretSeen>,
    /// The metadata plane's database; null where none was named.
    pub aurora: Option<Box<AuroraGlobal>>,
}

/// What the secret of the online store holds in a Region, without its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SecretSeen {
    /// A URI: its scheme, as in `rediss`, and for a table its name.
    Uri {
        /// The scheme.
        scheme: String,
        /// The table's name; null for a server.
        table: Option<String>,
        /// Whether it parses.
        is_valid: bool,
    },
    /// It could not be read.
    Unread(Failure),
}

impl Evidence {
    /// A health check.
    pub fn health_check(&self, id: &str) -> Option<&HealthCheck> {
        self.health_checks.iter().find(|check| check.id == id)
    }

    /// The zone whose answers clients see: the public one, where there is one.
    pub fn zone(&self) -> Option<&Zone> {
        let zones = self.zones.answer()?;
        zones.iter().find(|zone| !zone.is_private).or_else(|| zones.first())
    }
}
