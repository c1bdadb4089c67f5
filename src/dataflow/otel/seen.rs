//! What a collector's configuration comes to, without the secrets that stand in it.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Places;
use super::exporters::{Owners, kind_of};
use super::places::{is_account, is_shared};

/// What telemetry consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// Log records.
    Logs,
    /// Metrics.
    Metrics,
    /// Spans.
    Traces,
    /// Profiles.
    Profiles,
}

/// What a destination is, seen from the cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// It does not leave the process, or is fetched from it: `debug`, `nop`, `file`, a `prometheus` endpoint.
    Nowhere,
    /// In the same cluster: `*.svc`, `localhost`, a loopback address.
    Cluster,
    /// In a private network: RFC 1918 and its IPv6 like, names of VPC endpoints.
    Private,
    /// The metadata plane, as it was declared.
    MetadataPlane,
    /// A host that was declared as allowed.
    Allowed,
    /// Anywhere else.
    Outside,
    /// It depends on a variable or a file that is not at hand.
    Unresolved,
}

/// One place that a signal is sent to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Destination {
    /// The exporter, as its id stands in the configuration.
    pub exporter: String,
    /// Where it sends to, as it may be shown: a host, a service and its Region, a variable's name. No credentials.
    pub target: String,
    /// The host or address in it, in lower case, with `${NAME}` for what is not known; null where none of it is, or where
    /// nothing is sent.
    pub host: Option<String>,
    /// What that is.
    pub place: Place,
    /// What arrives there: a connector may turn spans into metrics, or log records into counts of them. Null for side
    /// doors that are no signal's, such as `opamp`.
    pub arrives_as: Option<Signal>,
    /// Variables whose default led here: if one of them is set, it is sent elsewhere.
    pub unless: Vec<String>,
    /// The pipelines on the way, in order.
    pub through: Vec<String>,
    /// Whether it is sent without encryption; null where that cannot be told.
    pub plain_text: Option<bool>,
    /// Whether it is a queue or a proxy: who has it from there stands in no configuration of the collector.
    #[serde(default)]
    pub hands_on: bool,
    /// Whose it is, where its host is that of all of a cloud's customers: a bucket (`s3://logs`, `gs://logs`), a project
    /// (`projects/telemetry`), a workspace (`workspaces/ws-0123`), the account of a role (`123456789012`). The first says where it ends. Empty: the host says it, or nothing does.
    #[serde(default)]
    pub owners: Vec<String>,
}

/// What becomes of one signal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Flow {
    /// The signal, as it enters the collector.
    pub signal: Signal,
    /// Where it ends up, each place once.
    pub destinations: Vec<Destination>,
    /// Processors on the way that may take data out, such as `redaction` or `filter`: they lessen a flow and do not stop it.
    pub mitigations: Vec<String>,
    /// What stands in the way of an answer, in words. Not empty: the flow is not known.
    pub unresolved: Vec<String>,
    /// The receivers that it enters by, as their ids stand in the configuration.
    #[serde(default)]
    pub receivers: Vec<String>,
}

/// One collector, as one or several files configure it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Collector {
    /// What to call it: the file, and in it the ConfigMap or resource.
    pub name: String,
    /// What becomes of each signal; one that no active pipeline takes in is not here.
    pub flows: Vec<Flow>,
    /// What the collector itself sends or fetches beside its pipelines: `service.telemetry`, extensions such as `opamp`.
    pub side_doors: Vec<Destination>,
    /// What could not be made sense of, in words.
    pub troubles: Vec<String>,
    /// Names of Kubernetes Services that lead to it, as far as what it was found in says.
    #[serde(default)]
    pub services: Vec<String>,
    /// Its namespace; null where that is not said.
    #[serde(default)]
    pub namespace: Option<String>,
}

impl Destination {
    /// The kind of the exporter or extension that sends there.
    pub(in crate::dataflow) fn kind(&self) -> String {
        kind_of(self.exporter.strip_prefix("extension ").unwrap_or(&self.exporter))
    }

    /// Whether the collector's configuration may come from there.
    pub(in crate::dataflow) fn is_remote_configuration(&self) -> bool {
        matches!(self.kind().as_str(), "opamp" | "opampbridge")
    }

    /// Takes down whose it is, where its host is that of all of a cloud's customers and does not say it.
    pub(super) fn belongs_to(&mut self, owners: Owners, places: &Places) {
        let Some(host) = self.host.as_ref().filter(|host| !self.hands_on && is_shared(host)) else { return };
        for name in &owners.names {
            let label = if is_account(name) { "account " } else { "" };
            self.target.push_str(&format!(", {label}{name}"));
        }
        self.unless.extend(owners.unless);
        self.owners = owners.names;
        self.place = places.of_owned(host, &self.owners);
    }

    /// Why it cannot be told what its host is.
    pub(super) fn depends(&self) -> Option<String> {
        let host = self.host.as_ref().filter(|_| self.place == Place::Unresolved)?;
        Some(format!("exporter `{}`: where it sends to depends on {host}", self.exporter))
    }
}

/// Each text once, in its order.
pub(super) fn once(texts: Vec<String>) -> Vec<String> {
    let mut known = BTreeSet::new();
    texts.into_iter().filter(|text| known.insert(text.clone())).collect()
}
