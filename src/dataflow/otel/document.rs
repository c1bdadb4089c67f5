//! What a file holds.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use super::expand::Variable;
use super::node::{Map, Node};
use super::parse::Fault;
use super::workload::Part;

/// What a configuration was found in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A file as the collector's own `--config` takes it.
    File,
    /// A value of a ConfigMap or a Secret.
    ConfigMap,
    /// `.config` or `.alternateConfig` of the Helm chart's values.
    HelmValues,
    /// `.spec.config` of an `OpenTelemetryCollector`.
    Resource,
    /// The arguments of a container.
    Workload,
    /// `.spec` of an `OpAMPBridge`, which puts a server's configurations into the cluster.
    Bridge,
}

/// A value of a ConfigMap or a Secret.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Value {
    /// `ConfigMap` or `Secret`.
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) key: String,
}

/// One configuration, whole or in part, as it stands in a file. It holds what the file holds, secrets too: it is neither
/// shown nor kept.
#[derive(Clone)]
pub struct Document {
    /// What to call it: the file, and in it the ConfigMap or resource.
    pub name: String,
    /// What it was found in.
    pub origin: Origin,
    /// What it says, or why it is no YAML.
    pub(super) config: Result<Node, Fault>,
    /// What the resource around it says of variables.
    pub(super) variables: BTreeMap<String, Variable>,
    /// What the collector is given together with it, in which order cannot be told: values of the same ConfigMap.
    pub(super) group: Option<String>,
    /// Why it is not what the collector is given.
    pub(super) elsewhere: Option<String>,
    /// Why it is not all that the collector is given.
    pub(super) more: Vec<String>,
    /// Names of Services that lead to the collector.
    pub(super) services: Vec<String>,
    pub(super) namespace: Option<String>,
    /// Where a value is kept that a container may be given.
    pub(super) kept_in: Option<Value>,
    /// Whether it has sections of a collector, and neither `service` nor a value beside it with one: it is a collector's only
    /// where a container is given it.
    pub(super) is_part: bool,
    /// What a container is given with `--config`, in the order of its arguments.
    pub(super) parts: Vec<Part>,
    /// What a container is given with `--set`, which lies over all parts.
    pub(super) sets: Vec<Part>,
    /// Whether a container has a `--config`, as collectors have, whatever its image is called.
    pub(super) has_config: bool,
    /// ConfigMaps and Secrets that are mounted into a container that is not called like a collector: kind and name.
    pub(super) mounted: Vec<(String, String)>,
    /// What any container of the same pod is given with `--config`.
    pub(super) in_pod: Arc<BTreeSet<Value>>,
    /// What could not be made sense of around it.
    pub(super) troubles: Vec<String>,
}

impl Document {
    pub(super) fn new(name: String, origin: Origin, config: Result<Node, Fault>) -> Self {
        let config = config.map(Node::nested);
        Self {
            name,
            origin,
            config,
            variables: BTreeMap::new(),
            group: None,
            elsewhere: None,
            more: Vec::new(),
            services: Vec::new(),
            namespace: None,
            kept_in: None,
            is_part: false,
            parts: Vec::new(),
            sets: Vec::new(),
            has_config: false,
            mounted: Vec::new(),
            in_pod: Arc::default(),
            troubles: Vec::new(),
        }
    }

    /// Whether it only says that a value of a ConfigMap or a Secret was given, and is no collector's configuration.
    pub(super) fn is_another(&self) -> bool {
        self.origin == Origin::Workload && self.kept_in.is_some()
    }

    /// Whether it is a collector's, whoever is given it.
    pub(super) fn is_collectors(&self) -> bool {
        !self.is_another() && !self.is_part
    }

    /// One that is made of others, or that nothing is known of.
    pub(super) fn empty(name: String, origin: Origin) -> Self {
        Self::new(name, origin, Ok(Node::Map(Map::new())))
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document")
            .field("name", &self.name)
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}
