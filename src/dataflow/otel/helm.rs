//! Values of the `opentelemetry-collector` chart, also as a part of another chart's.

use super::document::{Document, Origin};
use super::expand::Variable;
use super::kubernetes::variables;
use super::node::{Map, Node};
use super::parse;
use super::read::is_configuration;

/// The chart's own `.config`, over which the values are laid: what its pipelines send, by default, is `debug` output.
const DEFAULTS: &str = include_str!("helm/defaults.yaml");

/// What the chart is called.
pub(super) const CHART: &str = "opentelemetry-collector";

/// Where the kube-stack chart has its collectors, and what is laid under each of them.
const COLLECTORS: &str = "collectors";
const SHARED: &str = "defaultCRConfig";

/// How deep the values of other charts are searched.
const MOST_DEPTH: usize = 4;

/// Whether a value is the chart's values.
pub(super) fn is_chart(node: &Node) -> bool {
    let Some(map) = node.map() else { return false };
    let is_there = |key: &str| map.get(key).is_some_and(is_configuration);
    let is_bare = ["presets", "internalTelemetryViaOTLP"].iter().any(|key| map.contains_key(*key))
        && map.get("mode").and_then(Node::text).is_some();
    is_there("config") || is_there("alternateConfig") || is_bare
}

/// Where the chart's values stand: paths of keys.
fn places<'a>(node: &'a Node, path: &mut Vec<&'a str>, depth: usize) -> Vec<(Vec<&'a str>, &'a Map)> {
    let Some(map) = node.map() else { return Vec::new() };
    if is_chart(node) {
        return vec![(path.clone(), map)];
    }
    let mut found = Vec::new();
    if depth < MOST_DEPTH {
        for (key, inner) in map {
            path.push(key);
            match inner.map() {
                // As a part of another chart it needs no value of its own.
                Some(map) if key == CHART => found.push((path.clone(), map)),
                _ => found.extend(places(inner, path, depth + 1)),
            }
            path.pop();
        }
    }
    found
}

/// Every configuration in values. `called` is what the chart's Service is called, unless it is a part of another chart's.
pub(super) fn documents(file: &str, called: &str, values: &Node, found: &mut Vec<Document>) {
    for (path, map) in places(values, &mut Vec::new(), 0) {
        let stack = stack(values, &path);
        if path.last() == Some(&SHARED) && stack.is_some() {
            continue;
        }
        let name = match super::address::shown(&path.join(".")) {
            path if path.is_empty() => file.to_owned(),
            path => format!("{file}: {path}"),
        };
        // The kube-stack chart makes resources of the operator of what is in `collectors`, without these defaults.
        let called = path.last().map_or_else(|| called.to_owned(), |key| super::address::shown(key));
        let map = stack.and_then(shared).map_or_else(|| map.clone(), |shared| over(shared, map));
        found.push(document(name, &map, !path.contains(&COLLECTORS), called));
    }
    bridges(file, values, found);
}

/// The bridge of the kube-stack chart, also as a part of another chart.
fn bridges(file: &str, values: &Node, found: &mut Vec<Document>) {
    let inner = values.map().into_iter().flatten().map(|(_, node)| node);
    for values in std::iter::once(values).chain(inner) {
        let bridge = values.at("opAMPBridge");
        if bridge.and_then(|bridge| bridge.at("enabled")).and_then(Node::flag) == Some(true) {
            super::kubernetes::bridge(format!("{file}: opAMPBridge"), bridge, found);
        }
    }
}

/// The values of the kube-stack chart in which a path of keys leads on to its collectors, or to what they share.
fn stack<'a>(values: &'a Node, path: &[&str]) -> Option<&'a Map> {
    let at = path.iter().position(|key| [COLLECTORS, SHARED].contains(key))?;
    let stack = path[..at].iter().try_fold(values, |node, key| node.map()?.get(*key))?.map()?;
    stack.get(COLLECTORS)?.map().map(|_| stack)
}

/// What the kube-stack chart lays each of its collectors over.
fn shared(stack: &Map) -> Option<&Map> {
    let shared = stack.get(SHARED)?.map()?;
    (shared.get("enabled").and_then(Node::flag) != Some(false)).then_some(shared)
}

/// Values laid over others.
fn over(under: &Map, map: &Map) -> Map {
    let mut whole = Node::Map(under.clone());
    lay(&mut whole, Node::Map(map.clone()));
    if let Node::Map(whole) = whole { whole } else { map.clone() }
}

/// What a file is called without its folder and its ending: people call it like what it configures.
pub(super) fn stem(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or_default();
    name.split('.').next().unwrap_or_default().to_owned()
}

/// One configuration. `called` is what the Service is called, unless the values say otherwise.
pub(super) fn document(name: String, values: &Map, has_defaults: bool, called: String) -> Document {
    let is_set = |key: &str| values.get(key).filter(|node| node.map().is_some_and(|map| !map.is_empty()));
    let mut config = match (is_set("alternateConfig"), values.get("config")) {
        (Some(alternate), _) => alternate.clone(),
        (None, config) => {
            let defaults =
                if has_defaults { parse::documents(DEFAULTS).unwrap_or_default() } else { Vec::new() };
            let mut whole = defaults.into_iter().next().unwrap_or_else(|| Node::Map(Map::new()));
            lay(&mut whole, config.cloned().unwrap_or_else(|| Node::Map(Map::new())));
            if let Some(own) = values.get("internalTelemetryViaOTLP") {
                whole.overlay(own_telemetry(own));
            }
            whole
        }
    };
    profiling(values, &mut config);
    let mut document = Document::new(name, Origin::HelmValues, Ok(config));
    // The kube-stack chart's collectors have them as the operator's resource has.
    document.variables = variables(values.get("extraEnvs").or_else(|| values.get("env")));
    // EKS gives the pods of a service account with a role that role by a variable.
    let annotations = values.get("serviceAccount").and_then(|account| account.at("annotations"));
    let role = annotations.and_then(Node::map).and_then(|map| map.get("eks.amazonaws.com/role-arn"));
    if let Some(role) = role.and_then(Node::text) {
        document
            .variables
            .entry("AWS_ROLE_ARN".to_owned())
            .or_insert_with(|| Variable::Value(role.to_owned()));
    }
    if has_defaults {
        // The chart sets it for every pod.
        document.variables.entry("MY_POD_IP".to_owned()).or_insert(Variable::Address);
    }
    let own_name = values.get("fullnameOverride").and_then(Node::text).filter(|name| !name.is_empty());
    document.services = vec![own_name.map_or(called, super::address::shown)];
    let args = values.get("command").and_then(|command| command.at("extraArgs"));
    let is_plain = |arg: &Node| {
        let gives =
            |arg: &str| arg.contains("{{") || ["--config", "--set"].iter().any(|flag| arg.starts_with(flag));
        arg.text().is_some_and(|arg| !gives(arg))
    };
    let is_harmless = match args {
        None | Some(Node::Null) => true,
        Some(args) => args.list().is_some_and(|args| args.iter().all(is_plain)),
    };
    if !is_harmless {
        document.more.push("`command.extraArgs` gives the collector more than the values".to_owned());
    }
    let existing = values.get("configMap").and_then(|map| map.at("existingName")).and_then(Node::text);
    if let Some(existing) = existing.filter(|name| !name.is_empty()) {
        let existing = super::address::shown(existing);
        document.elsewhere = Some(format!(
            "the configuration is in the ConfigMap `{existing}`, which `configMap.existingName` names"
        ));
    }
    document
}

/// Lays values over the chart's defaults as Helm does: null takes away what was there.
fn lay(under: &mut Node, over: Node) {
    match (under, over) {
        (Node::Map(under), Node::Map(over)) => {
            for (key, value) in over {
                match (under.get_mut(&key), value) {
                    (Some(_), Node::Null) => {
                        under.remove(&key);
                    }
                    (Some(node), value) => lay(node, value),
                    (None, value) => {
                        under.insert(key, value);
                    }
                }
            }
        }
        (under, over) => *under = over,
    }
}

/// What the chart makes of `internalTelemetryViaOTLP`.
fn own_telemetry(own: &Node) -> Node {
    let map = |pairs: Vec<(&str, Node)>| {
        Node::Map(pairs.into_iter().map(|(key, node)| (key.to_owned(), node)).collect())
    };
    let text = |path: &str| own.at(path).filter(|node| node.text().is_some_and(|text| !text.is_empty()));
    let mut telemetry = Vec::new();
    for (signal, list, kind) in [
        ("logs", "processors", "batch"),
        ("metrics", "readers", "periodic"),
        ("traces", "processors", "batch"),
    ] {
        if own.at(&format!("{signal}.enabled")).and_then(Node::flag) == Some(true) {
            let endpoint = text(&format!("{signal}.endpoint")).or_else(|| text("endpoint")).cloned();
            let otlp = map(vec![("endpoint", endpoint.unwrap_or(Node::Null))]);
            let reader = map(vec![(kind, map(vec![("exporter", map(vec![("otlp", otlp)]))]))]);
            telemetry.push((signal, map(vec![(list, Node::List(vec![reader]))])));
        }
    }
    map(vec![("service", map(vec![("telemetry", map(telemetry))]))])
}

/// The preset `profiling` adds a pipeline; the others add receivers and processors alone.
fn profiling(values: &Map, config: &mut Node) {
    let is_on =
        values.get("presets").and_then(|presets| presets.at("profiling.enabled")).and_then(Node::flag);
    if is_on != Some(true) {
        return;
    }
    let has_exporters = config.at("service.pipelines.profiles.exporters").is_some();
    let exporters = if has_exporters { "{}" } else { "{exporters: [debug]}" };
    let added = format!(
        "{{receivers: {{profiling: {{}}}}, exporters: {{debug: {{}}}}, service: {{pipelines: {{profiles: {exporters}}}}}}}"
    );
    for node in parse::documents(&added).unwrap_or_default() {
        config.overlay(node);
    }
    let receivers =
        parse::documents("service: {pipelines: {profiles: {receivers: [profiling]}}}").unwrap_or_default();
    if config.at("service.pipelines.profiles.receivers").is_none() {
        for node in receivers {
            config.overlay(node);
        }
    }
}
