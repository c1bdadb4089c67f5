//! ConfigMaps, resources of the operator, and lists of anything.

use std::collections::BTreeMap;

use super::address::shown;
use super::base64::base64;
use super::document::{Document, Origin, Value};
use super::expand::Variable;
use super::node::{Map, Node};
use super::parse;
use super::read::is_configuration;
use super::release::release;
use super::workload::workloads;

/// Keys under which the chart and the operator keep a configuration.
const KEYS: [&str; 3] = ["relay", "relay.yaml", "collector.yaml"];

/// Whether a value is a Kubernetes resource.
pub(super) fn is_resource(node: &Node) -> bool {
    let has = |key: &str| node.at(key).and_then(Node::text).is_some();
    has("apiVersion") && has("kind")
}

/// Every configuration in a resource, and in those that it lists.
pub(super) fn documents(file: &str, resource: &Node, found: &mut Vec<Document>) {
    let kind = resource.at("kind").and_then(Node::text).unwrap_or_default();
    of_kind(file, kind, resource, found);
}

fn of_kind(file: &str, kind: &str, resource: &Node, found: &mut Vec<Document>) {
    match kind {
        "ConfigMap" | "Secret" => config_map(file, kind, resource, found),
        "OpenTelemetryCollector" => collector(file, resource, found),
        "OpAMPBridge" => {
            bridge(format!("{file}: OpAMPBridge {}", name_of(resource)), resource.at("spec"), found);
        }
        "HelmRelease" | "Application" | "ApplicationSet" => release(file, kind, resource, found),
        _ => {
            workloads(file, kind, resource, found);
            // `List`, `ConfigMapList`: what is in the latter need not say what it is.
            let inner = kind.strip_suffix("List").unwrap_or_default();
            for item in resource.at("items").and_then(Node::list).unwrap_or_default() {
                of_kind(file, item.at("kind").and_then(Node::text).unwrap_or(inner), item, found);
            }
        }
    }
}

/// The name of a resource.
pub(super) fn own_name(resource: &Node) -> Option<&str> {
    resource.at("metadata.name").and_then(Node::text)
}

/// The namespace of a resource.
pub(super) fn namespace_of(resource: &Node) -> Option<String> {
    resource.at("metadata.namespace").and_then(Node::text).map(shown)
}

/// `namespace/name` of a resource.
pub(super) fn name_of(resource: &Node) -> String {
    let text = |path: &str| resource.at(path).and_then(Node::text).map(shown);
    let name = text("metadata.name").unwrap_or_else(|| "without a name".to_owned());
    text("metadata.namespace").map_or_else(|| name.clone(), |namespace| format!("{namespace}/{name}"))
}

/// The values of a ConfigMap, or of a Secret, which is the same in base64, as are those of `binaryData`.
fn config_map(file: &str, kind: &str, resource: &Node, found: &mut Vec<Document>) {
    let whole = format!("{file}: {kind} {}", name_of(resource));
    let mut values: Vec<(&str, Option<String>)> = Vec::new();
    for (section, is_encoded) in [("data", kind == "Secret"), ("stringData", false), ("binaryData", true)] {
        for (key, value) in resource.at(section).and_then(Node::map).into_iter().flatten() {
            let text = |text: &str| if is_encoded { base64(text) } else { Some(text.to_owned()) };
            values.extend(value.text().map(|value| (key.as_str(), text(value))));
        }
    }
    let first = found.len();
    let kept_in = |key: &str| {
        let name = own_name(resource)?.to_owned();
        Some(Value { kind: kind.to_owned(), name, key: key.to_owned() })
    };
    let mut others = Vec::new();
    for (key, text) in values {
        others.extend(kept_in(key));
        let name = format!("{whole}, {}", shown(key));
        let is_known = KEYS.contains(&key);
        let mut add = |config| {
            let mut document = Document::new(name.clone(), Origin::ConfigMap, config);
            document.group = Some(whole.clone());
            document.services = own_name(resource).map(services).unwrap_or_default();
            document.namespace = namespace_of(resource);
            document.kept_in = kept_in(key);
            found.push(document);
        };
        let Some(text) = text else {
            if is_known {
                add(Err(parse::Fault { line: None, message: "it is no text in base64".to_owned() }));
            }
            continue;
        };
        match parse::documents(&text) {
            Ok(nodes) => {
                nodes.into_iter().map(Node::nested).filter(is_configuration).for_each(|node| add(Ok(node)));
            }
            // Others hold all sorts of text; one that looks like a configuration may not be passed over.
            Err(fault) if is_known || text.contains("pipelines:") && text.contains("exporters:") => {
                add(Err(fault));
            }
            Err(_) => {}
        }
    }
    // What has sections of those names and no `service` anywhere beside it is something else, unless a container is given it.
    let is_part = |document: &Document| {
        document.config.as_ref().is_ok_and(|config| config.at("service").is_none())
            && !KEYS.iter().any(|key| document.name.ends_with(&format!(", {key}")))
    };
    let are_parts = found[first..].iter().all(is_part);
    for document in &mut found[first..] {
        document.is_part = are_parts;
    }
    // That the rest is something else tells containers of other programs from collectors.
    others.retain(|value| found[first..].iter().all(|document| document.kept_in.as_ref() != Some(value)));
    for value in others {
        let mut document = Document::empty(whole.clone(), Origin::Workload);
        document.namespace = namespace_of(resource);
        document.kept_in = Some(value);
        found.push(document);
    }
}

/// Names of Services that lead to the collector of a ConfigMap: the chart's is called like the release, the operator's like the
/// ConfigMap without its hash, and others leave out what says that it is one.
fn services(config_map: &str) -> Vec<String> {
    let name = shown(config_map);
    let is_hash = |end: &str| end.len() == 8 && end.bytes().all(|byte| byte.is_ascii_hexdigit());
    let by_operator =
        name.rsplit_once('-').filter(|(name, end)| name.ends_with("-collector") && is_hash(end));
    if let Some((name, _)) = by_operator {
        return vec![name.to_owned(), format!("{name}-headless")];
    }
    let ends = ["-agent", "-statefulset", "-config", "-conf"];
    let shorter = ends.iter().filter_map(|end| name.strip_suffix(end)).map(str::to_owned).next();
    std::iter::once(name.clone()).chain(shorter).collect()
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
    let args = resource.at("spec.args").and_then(Node::map);
    if let Some(arg) =
        ["config", "set"].into_iter().find(|arg| args.is_some_and(|args| args.contains_key(*arg)))
    {
        document.more.push(format!("`spec.args.{arg}` gives the collector more than `spec.config`"));
    }
    // The operator makes these two of it.
    document.services = own_name(resource)
        .map(shown)
        .into_iter()
        .flat_map(|name| [format!("{name}-collector"), format!("{name}-collector-headless")])
        .collect();
    document.namespace = namespace_of(resource);
    found.push(document);
}

/// What takes configurations of collectors from a server and puts them into the cluster, if it may.
pub(super) fn bridge(name: String, spec: Option<&Node>, found: &mut Vec<Document>) {
    let Some(spec) = spec else { return };
    let accepts = spec.at("capabilities.AcceptsRemoteConfig").filter(|flag| **flag != Node::Null);
    if accepts.is_some_and(|flag| flag.flag() != Some(false)) {
        found.push(Document::new(name, Origin::Bridge, Ok(spec.clone())));
    }
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
