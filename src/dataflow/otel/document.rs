//! What a file holds.

use std::collections::BTreeMap;
use std::fmt;

use super::expand::Variable;
use super::node::Node;
use super::parse::Fault;

/// What a configuration was found in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A file as the collector's own `--config` takes it.
    File,
    /// A value of a ConfigMap.
    ConfigMap,
    /// `.config` or `.alternateConfig` of the Helm chart's values.
    HelmValues,
    /// `.spec.config` of an `OpenTelemetryCollector`.
    Resource,
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
    /// Why it is not what the collector is given.
    pub(super) elsewhere: Option<String>,
    /// What could not be made sense of around it.
    pub(super) troubles: Vec<String>,
}

impl Document {
    pub(super) fn new(name: String, origin: Origin, config: Result<Node, Fault>) -> Self {
        let config = config.map(Node::nested);
        Self { name, origin, config, variables: BTreeMap::new(), elsewhere: None, troubles: Vec::new() }
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
