//! The active pipelines, as `service.pipelines` lists them.

use std::collections::BTreeMap;

use super::Signal;
use super::address::{shown, without_unless};
use super::expand::UNKNOWN;
use super::node::Node;

/// What is listed under an id, or that it depends on something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ref {
    Id(String),
    Unknown(String),
}

/// One pipeline.
#[derive(Clone)]
pub(super) struct Pipeline {
    pub(super) id: String,
    pub(super) signal: Signal,
    pub(super) receivers: Vec<Ref>,
    pub(super) processors: Vec<Ref>,
    pub(super) exporters: Vec<Ref>,
    /// Variables whose default its exporters are listed by.
    pub(super) unless: Vec<String>,
    /// Whether any of its receivers is the default of a variable.
    pub(super) may_take_in: bool,
}

/// What is defined in one section: `exporters`, `connectors`, …
#[derive(Default)]
pub(super) struct Section<'a> {
    components: BTreeMap<String, &'a Node>,
    /// Why there may be others.
    pub(super) unknown: Option<String>,
}

impl<'a> Section<'a> {
    pub(super) fn of(config: &'a Node, name: &str) -> Self {
        match config.at(name) {
            Some(Node::Map(map)) => {
                let components = map.iter().map(|(id, options)| (plain_id(id), options)).collect();
                Self { components, unknown: None }
            }
            Some(Node::Text(text)) if text.contains(UNKNOWN) => {
                Self { components: BTreeMap::new(), unknown: Some(format!("`{name}` is in {}", shown(text))) }
            }
            _ => Self::default(),
        }
    }

    pub(super) fn get(&self, id: &str) -> Option<&'a Node> {
        self.components.get(id).copied()
    }

    pub(super) fn has(&self, id: &str) -> bool {
        self.components.contains_key(id)
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.components.keys().map(String::as_str)
    }
}

/// An id as collectors compare it: white space around its parts does not count.
fn plain_id(id: &str) -> String {
    match id.split_once('/') {
        Some((kind, name)) => format!("{}/{}", kind.trim(), name.trim()),
        None => id.trim().to_owned(),
    }
}

/// The ids of a list. A text is a list with commas.
pub(super) fn refs(node: Option<&Node>) -> Vec<Ref> {
    let one = |text: &str| {
        let (text, _) = without_unless(text);
        if text.contains(UNKNOWN) { Ref::Unknown(shown(&text)) } else { Ref::Id(plain_id(&text)) }
    };
    match node {
        Some(Node::List(list)) => {
            let text =
                |node: &Node| node.text().map_or_else(|| Ref::Unknown("an id that is none".to_owned()), one);
            list.iter().map(text).collect()
        }
        Some(Node::Text(text)) if text.contains(UNKNOWN) => vec![one(text)],
        Some(Node::Text(text)) => text.split(',').filter(|id| !id.trim().is_empty()).map(one).collect(),
        Some(Node::Bool(_) | Node::Map(_)) => vec![Ref::Unknown("a list that is none".to_owned())],
        Some(Node::Null) | None => Vec::new(),
    }
}

/// The variables whose default an id of a list is, or the list.
pub(super) fn variables_of(node: Option<&Node>) -> Vec<String> {
    let texts: Vec<&Node> = match node {
        Some(Node::List(list)) => list.iter().collect(),
        other => other.into_iter().collect(),
    };
    texts.into_iter().filter_map(Node::text).flat_map(|text| without_unless(text).1).collect()
}

/// What `service.pipelines` comes to.
#[derive(Default)]
pub(super) struct Pipelines {
    pub(super) all: Vec<Pipeline>,
    /// Why nothing can be said of any signal.
    pub(super) blind: Option<String>,
    pub(super) troubles: Vec<String>,
}

/// Reads the active pipelines.
pub(super) fn pipelines(config: &Node) -> Pipelines {
    let mut found = Pipelines::default();
    let blind = |node: &Node, name: &str| match node {
        Node::Text(text) => format!("`{name}` is in {}", shown(text)),
        _ => format!("`{name}` is no map"),
    };
    let listed = match (config.at("service"), config.at("service.pipelines")) {
        (Some(service @ (Node::Text(_) | Node::List(_) | Node::Bool(_))), _) => {
            Err(blind(service, "service"))
        }
        (_, Some(Node::Map(map))) if !map.is_empty() => Ok(map),
        (_, None | Some(Node::Null | Node::Map(_))) => {
            Err("there is no `service.pipelines`: nothing that is defined is active".to_owned())
        }
        (_, Some(node)) => Err(blind(node, "service.pipelines")),
    };
    let listed = match listed {
        Ok(map) => map,
        Err(why) => {
            found.blind = Some(why);
            return found;
        }
    };
    for (id, node) in listed {
        let id = plain_id(id);
        let Some(signal) = signal_of(&id) else {
            found.troubles.push(format!("pipeline `{}` is of no signal that is known here", shown(&id)));
            continue;
        };
        let part = |key: &str| match node {
            Node::Text(text) => vec![Ref::Unknown(shown(text))],
            _ => refs(node.at(key)),
        };
        let pipeline = Pipeline {
            signal,
            receivers: part("receivers"),
            processors: part("processors"),
            exporters: part("exporters"),
            unless: variables_of(node.at("exporters")),
            may_take_in: !variables_of(node.at("receivers")).is_empty(),
            id,
        };
        if pipeline.exporters.is_empty() {
            found.troubles.push(format!("pipeline `{}` has no exporters", shown(&pipeline.id)));
        }
        if pipeline.receivers.is_empty() {
            found.troubles.push(format!("pipeline `{}` has no receivers", shown(&pipeline.id)));
        }
        found.all.push(pipeline);
    }
    found
}

fn signal_of(id: &str) -> Option<Signal> {
    match id.split('/').next()? {
        "logs" => Some(Signal::Logs),
        "metrics" => Some(Signal::Metrics),
        "traces" => Some(Signal::Traces),
        "profiles" => Some(Signal::Profiles),
        _ => None,
    }
}

/// Whether a processor may take data out of what passes it, or make it unreadable.
pub(super) fn is_mitigation(kind: &str) -> bool {
    matches!(
        kind,
        "attributes"
            | "filter"
            | "logdedup"
            | "logstransform"
            | "metricstransform"
            | "probabilisticsampler"
            | "redaction"
            | "resource"
            | "span"
            | "spanpruning"
            | "tailsampling"
            | "transform"
    )
}
