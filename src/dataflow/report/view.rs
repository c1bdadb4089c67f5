//! The flows for a person: the document's table with what is here, where the flows lead to, and what is lost without them.

use super::graph::graph;
use crate::dataflow::Required;
use crate::dataflow::assess::Case;
use crate::dataflow::flows::{Flow, Name, Posture, State, Target};
use crate::dataflow::otel::Place;
use crate::report::{Block, Cell, Table, Tone};

/// How many destinations of a flow a person is shown.
const SHOWN: usize = 12;

/// What a person wants to see.
pub(in crate::dataflow) fn view(case: &Case<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::Text(headline(case)), Block::Table(summary(case))];
    blocks.extend(destinations(case).map(Block::Table));
    blocks.extend(switching(case).map(Block::Table));
    blocks.push(Block::Graph(graph(case)));
    blocks
}

fn headline(case: &Case<'_>) -> String {
    let query = case.decided.flow(Name::QueryExecution);
    let posture = match case.decided.posture {
        Posture::FullConnectivity => {
            "full connectivity: the metadata plane can run queries, and customers' feature values can travel there".to_owned()
        }
        Posture::Restricted => "restricted connectivity: no customer data reaches the metadata plane".to_owned(),
        Posture::Violates => {
            "`restricted` is required and violated: customers' feature values can travel to the metadata plane".to_owned()
        }
        Posture::Unknown => format!("the posture is not known: query execution: {}", query.here),
    };
    let required = match (case.expected.require, case.decided.posture) {
        (Some(Required::Restricted), Posture::Restricted) => ", as is required",
        _ => "",
    };
    format!("{} · {posture}{required}", case.subject())
}

/// The document's summary table, and how it is here.
fn summary(case: &Case<'_>) -> Table {
    let yes_no = |is_so: bool| if is_so { "yes" } else { "no" };
    let row = |flow: &Flow| {
        let direction = if flow.name.is_outward() { "data → metadata" } else { "metadata → data" };
        vec![
            Cell::from(flow.name.title()),
            Cell::from(direction),
            Cell::from(flow.name.contents()),
            Cell::from(yes_no(flow.name.is_required())),
            Cell::from(yes_no(!flow.name.is_required())),
            Cell::toned(format!("{}: {}", flow.state.as_str(), flow.here), tone(case, flow)),
        ]
    };
    Table {
        title: "Flows between the planes".to_owned(),
        columns: ["flow", "direction", "customer data", "required", "can be disabled", "here"]
            .map(Into::into)
            .into(),
        rows: case.decided.flows.iter().map(row).collect(),
    }
}

/// How a flow's state is to be felt.
pub(super) fn tone(case: &Case<'_>, flow: &Flow) -> Tone {
    match flow.state {
        State::Unknown if !flow.is_asked => Tone::Faint,
        State::Unknown => Tone::Caution,
        State::Off if flow.name.is_required() => Tone::Bad,
        State::On if flow.name.customer_data() && case.expected.require.is_some() => Tone::Bad,
        State::On | State::Off => Tone::Good,
    }
}

fn destinations(case: &Case<'_>) -> Option<Table> {
    let mut rows = Vec::new();
    for flow in &case.decided.flows {
        for target in flow.destinations.iter().take(SHOWN) {
            rows.push(vec![
                Cell::from(flow.name.title()),
                Cell::from(target.target.clone()),
                what(flow, target),
                Cell::from(target.by().unwrap_or_else(|| "-".to_owned())),
                match target.plain_text {
                    Some(true) => Cell::toned("no", Tone::Bad),
                    Some(false) => Cell::from("yes"),
                    None => Cell::toned("-", Tone::Faint),
                },
                Cell::from(target.from.clone().unwrap_or_else(|| "-".to_owned())),
            ]);
        }
        if let Some(more @ 1..) = flow.destinations.len().checked_sub(SHOWN) {
            let mut row = vec![
                Cell::from(flow.name.title()),
                Cell::toned(format!("and {more} more (--output json has all)"), Tone::Faint),
            ];
            row.resize(6, Cell::default());
            rows.push(row);
        }
    }
    (!rows.is_empty()).then(|| Table {
        title: "Destinations".to_owned(),
        columns: ["flow", "to", "what it is", "by", "encrypted", "read from"].map(Into::into).into(),
        rows,
    })
}

fn what(flow: &Flow, target: &Target) -> Cell {
    match target.place {
        Some(Place::Nowhere) => Cell::from("stays in the collector"),
        Some(Place::Cluster) => Cell::from("in the cluster"),
        Some(Place::Private) => Cell::from("private network"),
        Some(Place::MetadataPlane) => Cell::from("metadata plane"),
        Some(Place::Allowed) => Cell::from("allowed"),
        Some(Place::Outside) => Cell::toned("outside", Tone::Caution),
        Some(Place::Unresolved) => Cell::toned("not known", Tone::Caution),
        None => Cell::from(match flow.name {
            Name::QueryExecution => "endpoint service",
            Name::EksApi => "is let in",
            _ => "repository",
        }),
    }
}

/// How each flow that is not off is switched off, and what is lost by it.
fn switching(case: &Case<'_>) -> Option<Table> {
    let row = |flow: &Flow| {
        vec![
            Cell::from(flow.name.title()),
            Cell::from(flow.name.how_to_disable()),
            Cell::from(flow.name.lost()),
        ]
    };
    let rows: Vec<_> = case.decided.flows.iter().filter(|flow| flow.state != State::Off).map(row).collect();
    (!rows.is_empty()).then(|| Table {
        title: "To switch a flow off".to_owned(),
        columns: ["flow", "how", "what is lost"].map(Into::into).into(),
        rows,
    })
}
