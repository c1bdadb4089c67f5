//! Logs and metrics: where what collectors send arrives.

use super::flow::once_each;
use super::{Flow, Name, State, Target};
use crate::dataflow::otel::{Collector, Destination, Place, Signal};
use crate::dataflow::{Expectations, Networks};

/// Exporters that hand telemetry on to what may be another collector.
const HOPS: [&str; 7] =
    ["otlp", "otlp_grpc", "otlphttp", "otlp_http", "loadbalancing", "load_balancing", "otelarrow"];

/// What was found of one signal.
#[derive(Default)]
struct Found {
    metadata: Vec<Target>,
    elsewhere: Vec<Target>,
    unknown: Vec<Target>,
    /// Why it is not known.
    reasons: Vec<String>,
    /// What is to be told of it, and leaves nothing open.
    notes: Vec<String>,
    mitigations: Vec<String>,
}

/// What becomes of a signal.
pub(super) fn telemetry(
    name: Name,
    signal: Signal,
    collectors: Option<&[Collector]>,
    expected: &Expectations,
) -> Flow {
    let Some(collectors) = collectors else {
        return Flow::unasked(
            name,
            "no collector's configuration was given",
            "give the collector's configuration: --otel-config FILE (its YAML, a ConfigMap, Helm values or the operator's resource)",
        );
    };
    let mut found = Found::default();
    for collector in collectors {
        gather(collector, signal, collectors, expected, &mut found);
    }
    let Found { metadata, elsewhere, unknown, mut reasons, notes, mut mitigations } = found;
    if collectors.is_empty() {
        reasons.push("no collector was found in what was given".to_owned());
    }
    reasons.sort();
    reasons.dedup();
    mitigations.sort();
    mitigations.dedup();
    let (state, here) = match (once_each(metadata.clone()).as_slice(), reasons.first()) {
        ([], None) => (State::Off, nowhere(&once_each(elsewhere.clone()))),
        ([], Some(reason)) => (State::Unknown, reason.clone()),
        (targets, _) => (State::On, format!("to {}", names(targets))),
    };
    reasons.extend(notes);
    reasons.dedup();
    let destinations = once_each([metadata, elsewhere, unknown].concat());
    let flow = Flow { destinations, reasons, mitigations, ..Flow::new(name, state, here) };
    match state {
        State::Unknown if expected.metadata_places().next().is_none() => {
            flow.give("say which hosts and networks are the metadata plane's: --metadata-host HOST|CIDR; name other places with --allow-host HOST")
        }
        State::Unknown => flow.give(
            "give what is missing: the files and variables that the configuration names, the other collectors' configurations, or --allow-host for places where telemetry ends",
        ),
        _ => flow,
    }
}

fn gather(
    collector: &Collector,
    signal: Signal,
    all: &[Collector],
    expected: &Expectations,
    found: &mut Found,
) {
    for flow in &collector.flows {
        let arrives = |destination: &&Destination| destination.arrives_as.unwrap_or(flow.signal) == signal;
        let mut arrives_here = false;
        for destination in flow.destinations.iter().filter(arrives) {
            arrives_here = true;
            let target = Target {
                target: destination.target.clone(),
                place: Some(destination.place),
                via: Some(destination.exporter.clone()),
                from: Some(collector.name.clone()),
                through: destination.through.clone(),
                plain_text: destination.plain_text,
            };
            let default = default(destination);
            match doubt(destination, signal, collector, all, expected) {
                _ if destination.place == Place::MetadataPlane => {
                    found.metadata.push(target);
                    found.notes.extend(default);
                }
                // Its own words say on what it depends.
                Some(_) if destination.place == Place::Unresolved && !flow.unresolved.is_empty() => {
                    found.unknown.push(target);
                    found.reasons.extend(flow.unresolved.iter().cloned());
                }
                Some(reason) => {
                    found.unknown.push(target);
                    found.reasons.push(reason);
                }
                None => {
                    found.elsewhere.push(target);
                    found.reasons.extend(default);
                }
            }
        }
        if flow.signal == signal {
            found.reasons.extend(flow.unresolved.iter().cloned());
        }
        if arrives_here {
            found.mitigations.extend(flow.mitigations.iter().cloned());
        }
    }
    // What a side door leaves open says nothing of the pipelines (FLOW012).
    let is_of_door = |trouble: &&String| {
        collector.side_doors.iter().any(|door| trouble.starts_with(&format!("{}: ", door.exporter)))
    };
    found.reasons.extend(collector.troubles.iter().filter(|trouble| !is_of_door(trouble)).cloned());
}

/// That a destination is a variable's default: whether the variable is set where the collector runs, no file tells.
fn default(destination: &Destination) -> Option<String> {
    let Destination { exporter, target, unless, .. } = destination;
    (!unless.is_empty()).then(|| {
        format!(
            "exporter `{exporter}` sends to {target} unless {} is set, which is not known",
            unless.join(" or ")
        )
    })
}

/// Whether a destination may be another collector, which sends on.
fn is_hop(destination: &Destination) -> bool {
    let kind = destination.exporter.split('/').next().unwrap_or_default();
    destination.place == Place::Cluster && HOPS.contains(&kind)
}

/// Why it cannot be told whether a destination is the metadata plane's; nothing where it is not.
fn doubt(
    destination: &Destination,
    signal: Signal,
    own: &Collector,
    all: &[Collector],
    expected: &Expectations,
) -> Option<String> {
    let target = &destination.target;
    match destination.place {
        Place::Nowhere | Place::MetadataPlane | Place::Allowed => None,
        Place::Unresolved => Some(format!("{}: where {target} leads to is not known", destination.exporter)),
        Place::Cluster => {
            // One of the others that were given takes it in and hands it to nobody else in the cluster.
            let is_end = |other: &&Collector| {
                let mut flows = other.flows.iter().filter(|flow| flow.signal == signal);
                flows.clone().next().is_some() && !flows.any(|flow| flow.destinations.iter().any(is_hop))
            };
            let is_known = all.iter().filter(|other| other.name != own.name).any(|other| is_end(&other));
            (is_hop(destination) && !is_known)
                .then(|| format!("{target} in the cluster may send on: its configuration was not given"))
        }
        Place::Private | Place::Outside if expected.metadata_places().next().is_none() => {
            Some(format!("{target} may be the metadata plane: its hosts were not declared"))
        }
        Place::Private | Place::Outside => {
            // A name cannot be compared with networks, nor an address with names.
            let is_address = destination.host.as_deref().is_some_and(Networks::is_block);
            let is_comparable = expected.metadata_places().any(|text| Networks::is_block(text) == is_address);
            let kind = if is_address { "networks" } else { "host names" };
            (!is_comparable)
                .then(|| format!("{target} may be the metadata plane: no {kind} of it were declared"))
        }
    }
}

fn nowhere(elsewhere: &[Target]) -> String {
    let leaves = |target: &&Target| target.place != Some(Place::Nowhere);
    let away: Vec<Target> = elsewhere.iter().filter(leaves).cloned().collect();
    match (elsewhere, away.as_slice()) {
        ([], _) => "no pipeline takes it in".to_owned(),
        (_, []) => "it leaves the collector nowhere".to_owned(),
        (_, away) if away.iter().all(|target| target.place == Some(Place::Cluster)) => {
            format!("it stays in the cluster: {}", names(away))
        }
        (_, away) => format!("it goes to {} instead", names(away)),
    }
}

/// The first names, and how many more there are.
fn names(targets: &[Target]) -> String {
    let mut names: Vec<&str> = targets.iter().map(|target| target.target.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    match names.as_slice() {
        [first, second, rest @ ..] if !rest.is_empty() => {
            format!("{first}, {second} and {} more", rest.len())
        }
        names => names.join(" and "),
    }
}
