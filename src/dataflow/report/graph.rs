//! The planes and the flows between them, as boxes and arrows.

use super::view::tone;
use crate::dataflow::assess::Case;
use crate::dataflow::flows::{Flow, State, Target};
use crate::dataflow::otel::Place;
use crate::report::{Graph, Tone};

const METADATA: &str = "metadata";
const DATA: &str = "data";
/// How many destinations of a flow are drawn.
const SHOWN: usize = 6;

/// The planes, a box for each flow, and beyond it where it leads to. Into the data plane nothing leads from a flow that is off.
pub(super) fn graph(case: &Case<'_>) -> Graph {
    let mut graph = Graph {
        title: "Planes and flows".to_owned(),
        nodes: vec![
            (METADATA.to_owned(), "metadata plane".to_owned(), Tone::Plain),
            (DATA.to_owned(), format!("data plane {}", name(case)).trim_end().to_owned(), Tone::Plain),
        ],
        edges: Vec::new(),
        is_told: true,
    };
    for flow in &case.decided.flows {
        let id = flow.name.as_str();
        let leaves = |target: &Target| target.place != Some(Place::Nowhere);
        let state = match flow.state {
            State::Off if flow.name.is_outward() && flow.destinations.iter().any(leaves) => "elsewhere",
            state => state.as_str(),
        };
        let label = format!("{}: {state}", flow.name.title());
        graph.nodes.push((id.to_owned(), label, tone(case, flow)));
        let (from, to) = if flow.name.is_outward() { (DATA, METADATA) } else { (METADATA, DATA) };
        graph.edges.push((from.to_owned(), id.to_owned(), String::new()));
        if flow.name.is_outward() {
            outward(flow, &mut graph);
        } else if flow.state != State::Off {
            graph.edges.push((id.to_owned(), to.to_owned(), way(flow)));
        }
    }
    graph
}

fn name(case: &Case<'_>) -> String {
    case.evidence.cluster.as_ref().map(|cluster| cluster.name.clone()).unwrap_or_default()
}

/// What is written on an arrow between the planes.
fn way(flow: &Flow) -> String {
    if flow.state == State::On { flow.here.clone() } else { "not known".to_owned() }
}

/// Where logs and metrics lead to: all of the metadata plane's hosts are one box.
fn outward(flow: &Flow, graph: &mut Graph) {
    let mut drawn: Vec<&str> = Vec::new();
    let leaves = |target: &&Target| target.place != Some(Place::Nowhere);
    for target in flow.destinations.iter().filter(leaves) {
        let (node, label, tone) = match target.place {
            Some(Place::MetadataPlane) => (METADATA, "", Tone::Plain),
            Some(Place::Outside | Place::Unresolved) => {
                (target.target.as_str(), target.target.as_str(), Tone::Caution)
            }
            _ => (target.target.as_str(), target.target.as_str(), Tone::Plain),
        };
        if drawn.contains(&node) {
            continue;
        }
        if drawn.len() == SHOWN {
            let more = format!("{}-more", flow.name.as_str());
            graph.nodes.push((more.clone(), "and others".to_owned(), Tone::Faint));
            graph.edges.push((flow.name.as_str().to_owned(), more, String::new()));
            break;
        }
        drawn.push(node);
        // A host may be called like a plane or a flow.
        let id = if node == METADATA { METADATA.to_owned() } else { format!("to {node}") };
        if node != METADATA && !graph.nodes.iter().any(|(known, ..)| *known == id) {
            graph.nodes.push((id.clone(), label.to_owned(), tone));
        }
        let arrow = target.via.clone().unwrap_or_default();
        graph.edges.push((flow.name.as_str().to_owned(), id, arrow));
    }
    if flow.destinations.is_empty() && flow.state == State::Unknown {
        graph.edges.push((flow.name.as_str().to_owned(), METADATA.to_owned(), "not known".to_owned()));
    }
}
