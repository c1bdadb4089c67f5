//! Which shape a file has.

use super::address::shown;
use super::document::{Document, Origin};
use super::node::Node;
use super::{Problem, helm, kubernetes, parse};

/// The sections that a collector's configuration has beside `service`.
const SECTIONS: [&str; 5] = ["receivers", "processors", "exporters", "connectors", "extensions"];

/// Reads a file of any known shape. `name` is what to call it.
///
/// What is something else, such as the other resources of a chart, is passed over.
///
/// # Errors
/// When it is no YAML or JSON, too big or too deep, or when no collector's configuration is in it.
pub fn read(name: &str, text: &str) -> Result<Vec<Document>, Problem> {
    let name = shown(name);
    let problem = |line, message| Problem { name: name.clone(), line, message };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let nodes = parse::documents(text).map_err(|fault| {
        let is_template = text.contains("{{");
        let hint =
            if is_template { "; `{{ … }}` is a template's: render it first (helm template)" } else { "" };
        problem(fault.line, format!("{}{hint}", fault.message))
    })?;
    let mut found = Vec::new();
    for node in nodes {
        if kubernetes::is_resource(&node) {
            kubernetes::documents(&name, &node, &mut found);
        } else if helm::is_chart(&node) {
            helm::documents(&name, &helm::stem(&name), &node, &mut found);
        } else {
            // A key may stand for several.
            let nested = node.clone().nested();
            if is_configuration(&nested) {
                let mut document = Document::new(name.clone(), Origin::File, Ok(nested));
                document.services = vec![helm::stem(&name)];
                found.push(document);
            } else {
                helm::documents(&name, &helm::stem(&name), &node, &mut found);
            }
        }
    }
    // A file with nothing else in it was given for its parts.
    if !found.iter().any(Document::is_collectors) {
        for document in &mut found {
            document.is_part = false;
        }
    }
    if found.iter().all(Document::is_another) {
        let message = "no configuration of an OpenTelemetry Collector is in it: neither its sections (`receivers`, \
                       `exporters`, `service`), nor a ConfigMap, Helm values or an OpenTelemetryCollector with them";
        return Err(problem(None, message.to_owned()));
    }
    Ok(found)
}

/// Whether a value is a collector's configuration, or a part of one.
pub(super) fn is_configuration(node: &Node) -> bool {
    let Some(map) = node.map() else { return false };
    let is_there = |node: &Node| match node {
        Node::Map(_) => true,
        Node::Text(text) => text.contains("${"),
        _ => false,
    };
    let is_service = |service: &Node| match service {
        Node::Map(map) => ["pipelines", "telemetry", "extensions"].iter().any(|key| map.contains_key(*key)),
        other => is_there(other),
    };
    SECTIONS.iter().any(|section| map.get(*section).is_some_and(is_there))
        || map.get("service").is_some_and(is_service)
}
