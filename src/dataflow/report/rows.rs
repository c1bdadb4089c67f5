//! Data for scripts: the table `flows`, the values `posture` and `cluster`, and a gauge for each flow.

use serde_json::{Value, json};

use crate::dataflow::Required;
use crate::dataflow::assess::Case;
use crate::dataflow::evidence::Cluster;
use crate::dataflow::flows::{ApiOption, EksApi, Flow, Name, Posture, State};
use crate::report::{Fact, Gauge, Row};

/// The table of flows.
pub(in crate::dataflow) fn rows(case: &Case<'_>) -> Vec<Row> {
    case.decided.flows.iter().map(|flow| Row { table: "flows", value: row(flow) }).collect()
}

fn row(flow: &Flow) -> Value {
    json!({
        "flow": flow.name.as_str(),
        "state": flow.state,
        "destinations": flow.destinations,
        "customer_data": flow.name.customer_data(),
        "required": flow.name.is_required(),
        "can_be_disabled": !flow.name.is_required(),
        "direction": if flow.name.is_outward() { "data_to_metadata" } else { "metadata_to_data" },
        "here": flow.here,
        "reasons": flow.reasons,
        "mitigations": flow.mitigations,
        "how_to_disable": flow.name.how_to_disable(),
        "lost_without_it": flow.name.lost(),
    })
}

/// The values.
pub(in crate::dataflow) fn facts(case: &Case<'_>) -> Vec<Fact> {
    let posture = json!({
        "posture": case.decided.posture,
        "required": case.expected.require,
        "violates": case.decided.posture == Posture::Violates,
        "token_exchange": "allowed",
    });
    let mut facts = vec![Fact { name: "posture", value: posture }];
    facts.extend(cluster(case).map(|value| Fact { name: "cluster", value }));
    facts
}

fn cluster(case: &Case<'_>) -> Option<Value> {
    let seen = case.evidence.cluster.as_ref()?;
    let mut value = json!({
        "name": seen.name,
        "described": seen.described.answer(),
        "failure": seen.described.failure(),
    });
    if let Some(Cluster::Eks(cluster)) = seen.described.answer() {
        let api = EksApi::of(cluster, case.expected);
        value["option"] = match api.option {
            ApiOption::A => "A".into(),
            ApiOption::B => "B".into(),
            ApiOption::Neither => Value::Null,
        };
        value["region"] = json!(cluster.region());
        value["not_let_in"] = json!(api.missing.blocks());
        // Without the metadata plane's networks nobody knows what is too wide.
        value["wider"] = if api.metadata.is_empty() { Value::Null } else { json!(api.wider.blocks()) };
    }
    Some(value)
}

/// 1 where a flow is on, 0 where it is off; what is not known has no gauge.
pub(in crate::dataflow) fn gauges(case: &Case<'_>) -> Vec<Gauge> {
    let gauge = |flow: &Flow| {
        let value = match flow.state {
            State::On => 1.0,
            State::Off => 0.0,
            State::Unknown => return None,
        };
        Some(Gauge {
            name: "dataflow_on",
            help: "Whether a flow between the metadata plane and the data plane is on (1) or off (0)",
            labels: vec![("flow", flow.name.as_str().to_owned())],
            value,
        })
    };
    let mut gauges: Vec<Gauge> = case.decided.flows.iter().filter_map(gauge).collect();
    if case.expected.require == Some(Required::Restricted) {
        let query = case.decided.flow(Name::QueryExecution).state;
        let value = match query {
            State::Off => Some(1.0),
            State::On => Some(0.0),
            State::Unknown => None,
        };
        gauges.extend(value.map(|value| Gauge {
            name: "dataflow_restricted",
            help: "Whether no customer data can reach the metadata plane, as is required (1), or it can (0)",
            labels: Vec::new(),
            value,
        }));
    }
    gauges
}
