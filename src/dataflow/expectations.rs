//! What operators say of the planes, and what is required of the flows.

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::flows::hosts_of;
use super::network::Networks;
use super::otel::{Places, is_owner};

/// How much may flow between the planes (the product's guide to data flows between the planes, Configuration Options).
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Required {
    /// No customer data reaches the metadata plane: no query execution from there.
    Restricted,
}

/// What leads from the metadata plane to the data plane beside VPC endpoints, which no file of endpoints can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OtherPath {
    /// Nothing: no peering, no Transit Gateway, no shared VPC, no public load balancer before query servers, and no
    /// endpoint in an account that was not looked at.
    None,
    /// VPC peering, a Transit Gateway, or one VPC for both.
    Private,
    /// A public load balancer before query servers.
    Public,
    /// A private path that carries the Kubernetes API alone, by rules that let nothing else through: no queries.
    Api,
}

/// What the flows are judged by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Expectations {
    /// How much may flow; null where anything may.
    pub require: Option<Required>,
    /// Hosts, networks and endpoint services of the metadata plane.
    pub metadata_hosts: Vec<String>,
    /// Hosts that may have telemetry, networks that may reach the Kubernetes API, and endpoint services and other ways, by
    /// their ids, that are somebody else's.
    #[serde(alias = "allowed_hosts")]
    pub allow_hosts: Vec<String>,
    /// What leads to the data plane beside VPC endpoints; null where nobody said.
    pub other_path: Option<OtherPath>,
    /// Where container images are pulled from.
    pub image_repositories: Vec<String>,
}

impl Expectations {
    /// These, and what was recorded where they say nothing.
    #[must_use]
    pub fn over(self, recorded: Self) -> Self {
        let list = |own: Vec<String>, other: Vec<String>| if own.is_empty() { other } else { own };
        Self {
            require: self.require.or(recorded.require),
            metadata_hosts: list(self.metadata_hosts, recorded.metadata_hosts),
            allow_hosts: list(self.allow_hosts, recorded.allow_hosts),
            other_path: self.other_path.or(recorded.other_path),
            image_repositories: list(self.image_repositories, recorded.image_repositories),
        }
    }

    /// What destinations of telemetry are told apart by. What is no pattern was refused before, and is left out. An endpoint
    /// service stands for the hosts of all endpoints to it.
    pub fn places(&self) -> Places {
        let patterns = |texts: &[String]| {
            let hosts = texts.iter().filter_map(|text| hosts_of(text));
            texts.iter().cloned().chain(hosts).filter_map(|text| text.parse().ok()).collect()
        };
        Places { metadata: patterns(&self.metadata_hosts), allowed: patterns(&self.allow_hosts) }
    }

    /// Hosts and networks of the metadata plane that telemetry may go to: without endpoint services, buckets and accounts.
    pub(super) fn metadata_places(&self) -> impl Iterator<Item = &str> {
        let is_place = |name: &&str| !name.rsplit('.').next().is_some_and(|id| id.starts_with("vpce-svc-"));
        self.metadata_hosts.iter().map(String::as_str).filter(is_place).filter(|name| !is_owner(name))
    }

    /// The networks among the hosts of the metadata plane.
    pub(super) fn metadata_networks(&self) -> Networks {
        Networks::parse(self.metadata_hosts.iter().map(String::as_str)).0
    }

    /// The networks that may reach the Kubernetes API beside it.
    pub(super) fn allowed_networks(&self) -> Networks {
        Networks::parse(self.allow_hosts.iter().map(String::as_str)).0
    }
}
