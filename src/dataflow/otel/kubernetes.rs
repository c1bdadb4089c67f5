//! ConfigMaps, lists of them, and resources of the operator.

use std::collections::BTreeMap;

use super::address::shown;
use super::document::{Document, Origin};
use super::expand::Variable;
use super::node::{Map, Node};
use super::parse;
use super::read::is_configuration;

/// Keys under which the chart and the operator keep a configuration.
const KEYS: [&str; 3] = ["relay", "relay.yaml", "collector.yaml"];

/// Whether a value is a Kubernetes resource.
pub(super) fn is_resource(node: &Node) -> bool {
    let has = |key: &str| node.at(key).and_then(Node::text).is_some();
    has("apiVersion") && has("kind")
}

/// Every configuration in a resource.
pub(super) fn documents(file: &str, resource: &Node, found: &mut Vec<Document>) {
    let kind = resource.at("kind").and_then(Node::text).unwrap_or_default();
    match kind {
        "ConfigMap" => config_map(file, resource, found),
        "OpenTelemetryCollector" => collector(file, resource, found),
        _ => {
            // `List`, `ConfigMapList`; what is in a list is no list.
            for item in resource.at("items").and_then(Node::list).unwrap_or_default() {
                match item.at("kind").and_then(Node::text) {
                    Some("OpenTelemetryCollector") => collector(file, item, found),
                    Some("ConfigMap") => config_map(file, item, found),
                    None if kind == "ConfigMapList" => config_map(file, item, found),
                    None if kind == "OpenTelemetryCollectorList" => collector(file, item, found),
                    _ => {}
                }
            }
            if kind == "HelmRelease" || kind == "Application" {
                super::helm::release(file, resource, found);
            }
        }
    }
}

/// `namespace/name` of a resource.
pub(super) fn name_of(resource: &Node) -> String {
    let text = |path: &str| resource.at(path).and_then(Node::text).map(shown);
    let name = text("metadata.name").unwrap_or_else(|| "without a name".to_owned());
    text("metadata.namespace").map_or_else(|| name.clone(), |namespace| format!("{namespace}/{name}"))
}

fn config_map(file: &str, resource: &Node, found: &mut Vec<Document>) {
    for (key, value) in resource.at("data").and_then(Node::map).into_iter().flatten() {
        let Some(text) = value.text() else { continue };
        let name = format!("{file}: ConfigMap {}, {}", name_of(resource), shown(key));
        let is_meant =
            KEYS.contains(&key.as_str()) || text.contains("pipelines:") && text.contains("exporters:");
        match parse::documents(text) {
            Ok(nodes) => {
                // A ConfigMap may hold a chart's own values too; what the collector is given is what counts.
                for node in nodes.into_iter().map(Node::nested).filter(is_configuration) {
                    let is_pipelined = node.at("service.pipelines").is_some() || node.at("service").is_some();
                    if is_pipelined || KEYS.contains(&key.as_str()) {
                        found.push(Document::new(name.clone(), Origin::ConfigMap, Ok(node)));
                    }
                }
            }
            // Other ConfigMaps hold all sorts of text; this one looks like a configuration, and may not be passed over.
            Err(fault) if is_meant => found.push(Document::new(name, Origin::ConfigMap, Err(fault))),
            Err(_) => {}
        }
    }
}

fn collector(file: &str, resource: &Node, found: &mut Vec<Document>) {
    let name = format!("{file}: OpenTelemetryCollector {}", name_of(resource));
    let config = match resource.at("spec.config") {
        Some(Node::Text(text)) => parse::documents(text).map(|mut documents| match documents.len() {
            1 => documents.remove(0),
            _ => Node::Null,
        }),
        Some(node) => Ok(node.clone()),
        None => Ok(Node::Null),
    };
    let mut document = Document::new(name, Origin::Resource, config);
    document.variables = variables(resource.at("spec.env"));
    if resource.at("spec.envFrom").and_then(Node::list).is_some_and(|list| !list.is_empty()) {
        // Nothing is taken for granted that could come from there.
        document.troubles.push("`spec.envFrom` brings variables that are not at hand".to_owned());
    }
    found.push(document);
}

/// What a container's `env` says.
pub(super) fn variables(env: Option<&Node>) -> BTreeMap<String, Variable> {
    let one = |entry: &Map| {
        let name = entry.get("name")?.text()?.to_owned();
        let path = entry.get("valueFrom").and_then(|from| from.at("fieldRef.fieldPath")).and_then(Node::text);
        let variable = match (entry.get("value"), path) {
            // Kubernetes puts `$(NAME)` in itself.
            (Some(Node::Text(value)), _) if !value.contains("$(") => Variable::Value(value.clone()),
            (
                None | Some(Node::Null),
                Some("status.podIP" | "status.podIPs" | "status.hostIP" | "status.hostIPs"),
            ) => Variable::Address,
            (Some(Node::Bool(value)), _) => Variable::Value(value.to_string()),
            _ => Variable::Elsewhere,
        };
        Some((name, variable))
    };
    env.and_then(Node::list).into_iter().flatten().filter_map(|entry| one(entry.map()?)).collect()
}
