//! Values of charts in resources of Flux and Argo CD.

use super::address::shown;
use super::document::{Document, Origin};
use super::helm::{self, CHART};
use super::kubernetes::{name_of, namespace_of, own_name};
use super::node::{Map, Node};
use super::parse;

/// Values by which the chart decides what the collector is given: a parameter that sets one of them changes everything.
const DECISIVE: [&str; 8] = [
    "alternateConfig",
    "command",
    "config",
    "configMap",
    "extraEnvs",
    "extraEnvsFrom",
    "internalTelemetryViaOTLP",
    "presets",
];

/// One chart with its values, as a resource has it installed.
#[derive(Default)]
struct Chart {
    /// Its name, or where it stands.
    name: Option<String>,
    values: Option<Node>,
    /// What else it is given, which is not at hand.
    more: Vec<String>,
}

/// Every configuration in a `HelmRelease`, an `Application` or an `ApplicationSet`.
pub(super) fn release(file: &str, kind: &str, resource: &Node, found: &mut Vec<Document>) {
    let file = format!("{file}: {kind} {}", name_of(resource));
    let text = |path: &str| resource.at(path).and_then(Node::text).map(shown);
    let (charts, namespace) = match kind {
        "HelmRelease" => {
            (vec![of_flux(resource)], text("spec.targetNamespace").or_else(|| namespace_of(resource)))
        }
        "Application" => (of_argo(resource.at("spec")), text("spec.destination.namespace")),
        _ => (of_argo(resource.at("spec.template.spec")), text("spec.template.spec.destination.namespace")),
    };
    let name = text("spec.releaseName").or_else(|| own_name(resource).map(shown)).unwrap_or_default();
    for chart in charts {
        let first = found.len();
        add(&file, &name, &chart, found);
        for document in &mut found[first..] {
            document.more.extend(chart.more.iter().cloned());
            document.namespace.clone_from(&namespace);
            document.services.extend([name.clone(), format!("{name}-{CHART}")]);
        }
    }
}

fn add(file: &str, name: &str, chart: &Chart, found: &mut Vec<Document>) {
    let first = found.len();
    if let Some(values) = &chart.values {
        helm::documents(file, name, values, found);
    }
    if found.len() > first {
        return;
    }
    let empty = Map::new();
    let values = chart.values.as_ref().and_then(Node::map).unwrap_or(&empty);
    let is_of_collectors = |name: &str| name.contains("otel") || name.contains("opentelemetry");
    let of = chart.name.as_deref().unwrap_or_default();
    if of.rsplit('/').next() == Some(CHART) {
        found.push(helm::document(file.to_owned(), values, true, name.to_owned()));
    } else if !chart.more.is_empty() && (is_of_collectors(of) || is_of_collectors(name)) {
        found.push(Document::empty(file.to_owned(), Origin::HelmValues));
    }
}

fn is_there(node: Option<&Node>) -> bool {
    match node {
        None | Some(Node::Null) => false,
        Some(Node::List(list)) => !list.is_empty(),
        Some(_) => true,
    }
}

fn of_flux(resource: &Node) -> Chart {
    let text = |path: &str| resource.at(path).and_then(Node::text).map(str::to_owned);
    let more = ["valuesFrom", "postRenderers"]
        .iter()
        .filter(|key| is_there(resource.at(&format!("spec.{key}"))))
        .map(|key| format!("`spec.{key}` gives the chart more than `spec.values`"));
    Chart {
        name: text("spec.chart.spec.chart").or_else(|| text("spec.chartRef.name")),
        values: resource.at("spec.values").cloned(),
        more: more.collect(),
    }
}

/// The charts of an application: it has one source, or several.
fn of_argo(spec: Option<&Node>) -> Vec<Chart> {
    let one = spec.and_then(|spec| spec.at("source"));
    let several = spec.and_then(|spec| spec.at("sources")).and_then(Node::list).unwrap_or_default();
    one.into_iter().chain(several).map(of_source).collect()
}

fn of_source(source: &Node) -> Chart {
    let text = |path: &str| source.at(path).and_then(Node::text).map(str::to_owned);
    let mut chart = Chart { name: text("chart").or_else(|| text("path")), ..Chart::default() };
    let Some(helm) = source.at("helm") else { return chart };
    for key in ["valueFiles", "fileParameters"] {
        if is_there(helm.at(key)) {
            chart.more.push(format!("`helm.{key}` gives the chart more than the values here"));
        }
    }
    let is_decisive = |parameter: &Node| {
        let name = parameter.at("name").and_then(Node::text);
        name.is_none_or(|name| name.split('.').any(|part| DECISIVE.contains(&part) || part.contains('[')))
    };
    if helm.at("parameters").is_some_and(|all| all.list().is_none_or(|all| all.iter().any(is_decisive))) {
        chart.more.push("`helm.parameters` change the configuration that the values give".to_owned());
    }
    chart.values = match (helm.at("valuesObject"), helm.at("values")) {
        (Some(values @ Node::Map(_)), _) => Some(values.clone()),
        (_, Some(Node::Text(text))) => match parse::documents(text) {
            Ok(mut documents) if documents.len() == 1 => Some(documents.remove(0)),
            Ok(documents) if documents.is_empty() => None,
            _ => {
                chart.more.push("`helm.values` cannot be read".to_owned());
                None
            }
        },
        _ => None,
    };
    chart
}
