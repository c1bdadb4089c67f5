//! From documents to collectors.

use std::collections::BTreeSet;

use super::document::{Document, Origin};
use super::doors::side_doors;
use super::expand::Expander;
use super::graph::Graph;
use super::node::{Map, Node};
use super::pipelines::{Pipelines, Ref, Section, pipelines};
use super::{Collector, Flow, Places, Signal};

/// Every signal, in the order of reports.
const SIGNALS: [Signal; 4] = [Signal::Logs, Signal::Metrics, Signal::Traces, Signal::Profiles];

/// What each collector sends where.
///
/// Files of [`Origin::File`] are what one collector takes with `--config` again and again: they are merged in their order.
/// Where several of them stand for themselves, they may as well be several collectors' files, which look the same: each is
/// then a collector of its own, and so is what they come to together, if that sends anywhere that none of them does. Every
/// other document is a collector of its own.
pub fn collectors(documents: &[Document], places: &Places) -> Vec<Collector> {
    let (files, others): (Vec<&Document>, Vec<&Document>) =
        documents.iter().partition(|document| document.origin == Origin::File);
    let whole: Vec<usize> = (0..files.len()).filter(|index| is_whole(files[*index])).collect();
    let mut found = Vec::new();
    if whole.len() < 2 {
        found.extend((!files.is_empty()).then(|| collector(&files, places)));
    } else {
        for one in &whole {
            let is_part = |index: &usize| index == one || !whole.contains(index);
            let parts: Vec<&Document> = (0..files.len()).filter(is_part).map(|index| files[index]).collect();
            found.push(collector(&parts, places));
        }
        let together = collector(&files, places);
        let alone: BTreeSet<_> = found.iter().flat_map(signature).collect();
        if signature(&together).iter().any(|one| !alone.contains(one)) {
            found.push(together);
        }
    }
    found.extend(others.into_iter().map(|document| collector(&[document], places)));
    found
}

/// What a collector sends where, in short.
fn signature(collector: &Collector) -> Vec<(Option<Signal>, String)> {
    let mut all: Vec<(Option<Signal>, String)> = Vec::new();
    for flow in &collector.flows {
        all.extend(
            flow.destinations
                .iter()
                .map(|to| (Some(flow.signal), format!("{:?} {}", to.arrives_as, to.target))),
        );
        all.extend(flow.unresolved.iter().map(|why| (Some(flow.signal), why.clone())));
    }
    all.extend(collector.side_doors.iter().map(|to| (None, format!("{} {}", to.exporter, to.target))));
    all
}

/// Whether a file stands for itself: all that its pipelines name is defined in it.
fn is_whole(document: &Document) -> bool {
    let Ok(config) = &document.config else { return true };
    let variables = document.variables.clone();
    let config = Expander::new(&variables, false).node(config);
    let [receivers, exporters, connectors] =
        ["receivers", "exporters", "connectors"].map(|name| Section::of(&config, name));
    let found = pipelines(&config);
    let is_here = |one: &Ref, section: &Section<'_>| match one {
        Ref::Id(id) => section.has(id) || connectors.has(id),
        Ref::Unknown(_) => true,
    };
    !found.all.is_empty()
        && found.all.iter().all(|pipeline| {
            !pipeline.exporters.is_empty()
                && !pipeline.receivers.is_empty()
                && pipeline.receivers.iter().all(|one| is_here(one, &receivers))
                && pipeline.exporters.iter().all(|one| is_here(one, &exporters))
        })
}

/// One collector from the documents that configure it, in their order.
fn collector(documents: &[&Document], places: &Places) -> Collector {
    let names: Vec<&str> = documents.iter().map(|document| document.name.as_str()).collect();
    let mut collector = Collector {
        name: names.join(" + "),
        flows: Vec::new(),
        side_doors: Vec::new(),
        troubles: Vec::new(),
    };
    let mut config = Node::Map(Map::new());
    let mut variables = std::collections::BTreeMap::new();
    for document in documents {
        collector.troubles.extend(document.troubles.iter().cloned());
        variables.extend(document.variables.clone());
        match &document.config {
            Ok(part) => config.overlay(part.clone()),
            Err(fault) => {
                let why = format!("{} cannot be read: {fault}", document.name);
                collector.flows = SIGNALS.map(|signal| not_known(signal, &why)).into();
                collector.troubles.push(why);
                return collector;
            }
        }
    }
    let has_templates = documents.iter().any(|document| document.origin == Origin::HelmValues);
    let config = Expander::new(&variables, has_templates).node(&config);
    let Pipelines { all, blind, troubles } = pipelines(&config);
    let elsewhere = documents.iter().find_map(|document| document.elsewhere.as_ref());
    if let Some(why) = blind.as_ref().or(elsewhere) {
        collector.flows = SIGNALS.map(|signal| not_known(signal, why)).into();
        collector.troubles.push(why.clone());
    } else {
        let graph = Graph::new(&config, &all);
        collector.flows = SIGNALS.into_iter().filter_map(|signal| graph.flow(signal, places)).collect();
        collector.troubles.extend(troubles);
        collector.troubles.extend(graph.troubles());
    }
    let (doors, troubles) = side_doors(&config, places);
    collector.side_doors = doors;
    collector.troubles.extend(troubles);
    collector
}

fn not_known(signal: Signal, why: &str) -> Flow {
    Flow { signal, destinations: Vec::new(), mitigations: Vec::new(), unresolved: vec![why.to_owned()] }
}
