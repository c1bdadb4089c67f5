//! What decides about a record's health.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::names::{balancer_of, plain};
use super::{Judged, check_health, target};
use crate::failover::Evidence;
use crate::failover::evidence::{Record, Zone};

/// What decides about a record's health. Where several do, all have to be healthy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "signal", rename_all = "snake_case")]
pub enum Signal {
    /// The health of what an alias leads to (`EvaluateTargetHealth`).
    TargetHealth {
        /// What it leads to.
        target: Target,
    },
    /// A health check.
    Check {
        /// Its id.
        id: String,
    },
}

/// What an alias leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "target", rename_all = "snake_case")]
pub enum Target {
    /// A load balancer.
    Balancer {
        /// Its name in DNS, without `dualstack.`.
        dns_name: String,
        /// Its Region.
        region: String,
    },
    /// Other records of the same zone.
    Records {
        /// Their name.
        name: String,
        /// Their type, such as `A`.
        #[serde(rename = "type")]
        kind: String,
    },
    /// Anything else that an alias may lead to.
    Other {
        /// Its name in DNS.
        dns_name: String,
    },
}

impl Target {
    /// What a record's alias leads to; nothing where it is no alias.
    pub fn of(record: &Record, zone: &Zone) -> Option<Self> {
        let alias = record.alias.as_ref()?;
        if let Some((dns_name, region)) = balancer_of(&alias.dns_name) {
            return Some(Self::Balancer { dns_name, region });
        }
        let name = plain(&alias.dns_name);
        let is_inside = name == zone.name || name.ends_with(&format!(".{}", zone.name));
        Some(if alias.zone_id == zone.id || is_inside {
            // An in-zone name may begin with `dualstack.` by itself.
            let name = alias.dns_name.trim_end_matches('.').to_ascii_lowercase();
            Self::Records { name, kind: record.kind.clone() }
        } else {
            Self::Other { dns_name: name }
        })
    }
}

impl Signal {
    /// What decides about a record's health, in the order in which people think of it; none where nothing does, and the
    /// record always counts as healthy.
    pub fn of(record: &Record, zone: &Zone) -> Vec<Self> {
        let evaluates = record.alias.as_ref().is_some_and(|alias| alias.evaluates_target_health);
        let target = Target::of(record, zone).filter(|_| evaluates);
        let target = target.map(|target| Self::TargetHealth { target });
        let check = record.health_check.clone().map(|id| Self::Check { id });
        target.into_iter().chain(check).collect()
    }

    /// What it says now.
    pub fn health(&self, evidence: &Evidence) -> Judged {
        self.health_within(evidence, 0)
    }

    /// The same, that many aliases deep.
    pub(super) fn health_within(&self, evidence: &Evidence, depth: usize) -> Judged {
        match self {
            Self::TargetHealth { target } => target::health(target, evidence, depth),
            Self::Check { id } => check_health(evidence, id),
        }
    }
}
