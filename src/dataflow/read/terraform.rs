//! Terraform's state and plan as JSON (`terraform show -json`; `OpenTofu`'s are the same).

use serde_json::Value;

use super::json::{File, text};
use crate::dataflow::evidence::{Endpoint, EndpointsSeen, OtherWay, Shape, WayKind};
use crate::dataflow::otel::Problem;

/// Deeper than anybody nests modules.
const DEEPEST: usize = 64;

/// What stands in a state, or will stand there when the plan is applied.
pub(super) fn read(file: &File<'_>, whole: &Value) -> Result<EndpointsSeen, Problem> {
    let (shape, values) = if whole["planned_values"].is_object() {
        (Shape::TerraformPlan, &whole["planned_values"])
    } else {
        (Shape::TerraformState, &whole["values"])
    };
    let mut seen = EndpointsSeen { shape, ..nothing(file.name) };
    if !values["root_module"].is_null() {
        module(file, &values["root_module"], DEEPEST, &mut seen)?;
    }
    Ok(seen)
}

/// A state without anything in it.
pub(super) fn nothing(name: &str) -> EndpointsSeen {
    EndpointsSeen {
        file: name.to_owned(),
        shape: Shape::TerraformState,
        is_whole: true,
        endpoints: Vec::new(),
        other_ways: Vec::new(),
        has_nat: false,
    }
}

fn module(file: &File<'_>, value: &Value, depth: usize, seen: &mut EndpointsSeen) -> Result<(), Problem> {
    if depth == 0 {
        return Err(file.wrong("child_modules", "modules are nested too deep"));
    }
    let list = |key: &str| match &value[key] {
        Value::Null => Ok(&[][..]),
        list => {
            let wrong = || file.wrong(key, format!("`{key}` has to be a list"));
            list.as_array().map(Vec::as_slice).ok_or_else(wrong)
        }
    };
    for one in list("resources")? {
        resource(one, seen);
    }
    for child in list("child_modules")? {
        module(file, child, depth - 1, seen)?;
    }
    Ok(())
}

fn resource(value: &Value, seen: &mut EndpointsSeen) {
    let kind = value["type"].as_str().unwrap_or_default();
    let address = text(value, "address").unwrap_or_else(|| kind.to_owned());
    // What is known only when the plan was applied is not among the values.
    let values = &value["values"];
    let way = |kind: WayKind| OtherWay { kind, address: address.clone() };
    match kind {
        "aws_vpc_endpoint" => seen.endpoints.push(Endpoint {
            id: text(values, "id").map_or_else(|| address.clone(), |id| format!("{address} ({id})")),
            kind: text(values, "vpc_endpoint_type"),
            service: text(values, "service_name"),
            state: text(values, "state"),
            vpc: text(values, "vpc_id"),
        }),
        "aws_vpc_peering_connection" | "aws_vpc_peering_connection_accepter" => {
            seen.other_ways.push(way(WayKind::Peering));
        }
        "aws_ec2_transit_gateway_vpc_attachment" | "aws_ec2_transit_gateway_peering_attachment" => {
            seen.other_ways.push(way(WayKind::TransitGateway));
        }
        "aws_lb" | "aws_alb" if values["internal"].as_bool() == Some(false) => {
            seen.other_ways.push(way(WayKind::PublicLoadBalancer));
        }
        "aws_nat_gateway" => seen.has_nat = true,
        _ => {}
    }
}
