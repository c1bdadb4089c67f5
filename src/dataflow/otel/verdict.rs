//! From documents to collectors.

use std::collections::BTreeSet;

use super::container::{Container, Values};
use super::document::{Document, Origin};
use super::doors::{bridge, side_doors};
use super::expand::Expander;
use super::exporters::signed_by;
use super::graph::Graph;
use super::node::{Map, Node};
use super::pipelines::{Pipelines, Ref, Section, pipelines};
use super::proxy::add_proxies;
use super::{Collector, Flow, Places, Signal, seen};

/// Every signal, in the order of reports.
const SIGNALS: [Signal; 4] = [Signal::Logs, Signal::Metrics, Signal::Traces, Signal::Profiles];

/// What each collector sends where.
///
/// Files of [`Origin::File`] are what one collector takes with `--config` again and again: they are merged in their order.
/// Where several of them stand for themselves, they may as well be several collectors' files, which look the same: each is
/// then a collector of its own, and so is what they come to together, if that sends anywhere that none of them does. The
/// values of one ConfigMap are taken in the same way, unless a container says which of them it is given. Every other document
/// is a collector of its own.
pub fn collectors(documents: &[Document], places: &Places) -> Vec<Collector> {
    let mut found = Vec::new();
    let mut is_done = BTreeSet::new();
    let values = Values::of(documents);
    let containers: Vec<Container<'_>> =
        documents.iter().filter_map(|document| Container::of(document, &values)).collect();
    let is_given = |document: &Document| containers.iter().any(|container| container.uses(document));
    // What lies beside a value that a container is given, and is no configuration by itself, is given to nobody.
    let is_beside = |document: &Document| {
        let is_same = |other: &&Document| other.group.is_some() && other.group == document.group;
        document.group.is_some() && !is_whole(document) && documents.iter().filter(is_same).any(is_given)
    };
    let rest: Vec<&Document> = documents
        .iter()
        .filter(|document| document.origin != Origin::Workload && !document.is_part)
        .filter(|document| !is_given(document) && !is_beside(document))
        .collect();
    for document in &rest {
        // The files are one group, and the values of each ConfigMap are.
        let group = (document.origin == Origin::File, document.group.as_deref());
        if group == (false, None) {
            found.push(collector(&[document], places));
        } else if is_done.insert(group) {
            let is_same = |other: &&Document| (other.origin == Origin::File, other.group.as_deref()) == group;
            let together: Vec<&Document> = rest.iter().copied().filter(is_same).collect();
            found.extend(of_group(&together, places));
        }
    }
    found.extend(containers.iter().map(|container| container.collector(places)));
    found
}

/// The collectors that documents may be the configuration of.
fn of_group(documents: &[&Document], places: &Places) -> Vec<Collector> {
    let whole: Vec<usize> = (0..documents.len()).filter(|index| is_whole(documents[*index])).collect();
    let are_files = documents.iter().all(|document| document.origin == Origin::File);
    let mut found = Vec::new();
    match whole.as_slice() {
        [] | [_] if are_files || documents.len() < 2 => return vec![collector(documents, places)],
        // In which order a collector is given the parts of a ConfigMap cannot be told.
        [] => {
            let mut backwards = documents.to_vec();
            backwards.reverse();
            found.push(collector(&backwards, places));
        }
        whole => {
            for one in whole {
                // A file was given for something; beside a whole value of a ConfigMap may lie what no collector is given.
                let is_part = |index: &usize| index == one || are_files && !whole.contains(index);
                let parts: Vec<&Document> =
                    (0..documents.len()).filter(is_part).map(|index| documents[index]).collect();
                found.push(collector(&parts, places));
            }
        }
    }
    let mut together = documents.to_vec();
    if !are_files {
        // Parts are most often laid over a whole.
        together.sort_by_key(|document| !is_whole(document));
    }
    let together = collector(&together, places);
    let alone: BTreeSet<_> = found.iter().flat_map(signature).collect();
    if signature(&together).iter().any(|one| !alone.contains(one)) {
        found.push(together);
    }
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
pub(super) fn collector(documents: &[&Document], places: &Places) -> Collector {
    let names: Vec<&str> = documents.iter().map(|document| document.name.as_str()).collect();
    let mut collector = Collector {
        name: names.join(" + "),
        flows: Vec::new(),
        side_doors: Vec::new(),
        troubles: Vec::new(),
        services: seen::once(documents.iter().flat_map(|document| document.services.clone()).collect()),
        namespace: documents.iter().find_map(|document| document.namespace.clone()),
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
    let expander = Expander::new(&variables, has_templates);
    let config = expander.node(&config);
    if documents.iter().any(|document| document.origin == Origin::Bridge) {
        (collector.side_doors, collector.troubles) = bridge(&config, places);
        return collector;
    }
    let Pipelines { all, blind, troubles } = pipelines(&config);
    let elsewhere = documents.iter().find_map(|document| document.elsewhere.as_ref());
    if let Some(why) = blind.as_ref().or(elsewhere) {
        collector.flows = SIGNALS.map(|signal| not_known(signal, why)).into();
        collector.troubles.push(why.clone());
    } else {
        let graph = Graph::new(&config, &all, signed_by(&expander));
        collector.flows = SIGNALS.into_iter().filter_map(|signal| graph.flow(signal, places)).collect();
        collector.troubles.extend(troubles);
        collector.troubles.extend(graph.troubles());
    }
    let section =
        |name: &String| format!("a section is the default of ${{{name}}}, and another if that is set");
    let more = documents.iter().flat_map(|document| document.more.iter().cloned());
    for why in more.chain(expander.sections().iter().map(section)) {
        collector.flows = SIGNALS.map(|signal| and_more(signal, &collector.flows, &why)).into();
        collector.troubles.push(why);
    }
    let (doors, troubles) = side_doors(&config, places);
    collector.side_doors = doors;
    add_proxies(&mut collector, &expander, places);
    collector.troubles.extend(troubles);
    collector
}

/// A flow of which there may be more than is known.
fn and_more(signal: Signal, flows: &[Flow], why: &str) -> Flow {
    match flows.iter().find(|flow| flow.signal == signal) {
        Some(flow) => {
            let mut flow = flow.clone();
            flow.unresolved.insert(0, why.to_owned());
            flow
        }
        None => not_known(signal, why),
    }
}

fn not_known(signal: Signal, why: &str) -> Flow {
    Flow {
        signal,
        destinations: Vec::new(),
        mitigations: Vec::new(),
        unresolved: vec![why.to_owned()],
        receivers: Vec::new(),
    }
}
