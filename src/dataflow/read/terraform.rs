//! Terraform's state and plan as JSON (`terraform show -json`; `OpenTofu`'s are the same).

use std::collections::BTreeMap;

use serde_json::Value;

use super::json::{File, every, text, texts};
use crate::dataflow::evidence::{Endpoint, EndpointsSeen, OtherWay, Shape, WayKind};
use crate::dataflow::otel::Problem;

/// Deeper than anybody nests modules.
const DEEPEST: usize = 64;

/// Whether it is a state or a plan. A state without anything in it has no values at all.
pub(super) fn is_shown(whole: &Value) -> bool {
    whole["planned_values"].is_object()
        || whole["values"].is_object()
        || whole["format_version"].is_string() && whole["resource_changes"].is_null()
}

/// What stands in a state, or will stand there when the plan is applied.
pub(super) fn read(file: &File<'_>, whole: &Value) -> Result<EndpointsSeen, Problem> {
    let is_plan = whole["planned_values"].is_object();
    let (shape, values) = if is_plan {
        (Shape::TerraformPlan, &whole["planned_values"])
    } else {
        (Shape::TerraformState, &whole["values"])
    };
    let mut standing = Standing::of(file, shape, values)?;
    let mut count = standing.count;
    if is_plan {
        let before = Standing::of(file, shape, &whole["prior_state"]["values"])?;
        count += before.count;
        standing.taken_away(before);
    }
    standing.seen.vpcs.sort();
    standing.seen.vpcs.dedup();
    let mut seen = standing.into_seen();
    for why in unfinished(whole) {
        seen.add_lack(why);
    }
    if count == 0 {
        seen.add_lack("no VPC stands in it, and nothing of one: it may be of another folder or workspace");
    }
    Ok(seen)
}

/// Why a plan is not all that will be.
fn unfinished(whole: &Value) -> Vec<&'static str> {
    let deferred = &whole["deferred_changes"];
    let signs = [
        (
            !matches!(whole["errored"], Value::Null | Value::Bool(false)),
            "planning ended with an error (`errored`): not all that will be is in it",
        ),
        (
            !matches!(whole["complete"], Value::Null | Value::Bool(true)),
            "the plan is not complete (`complete`): what it leaves for later is not in it",
        ),
        (
            !deferred.is_null() && deferred.as_array().is_none_or(|list| !list.is_empty()),
            "changes are deferred (`deferred_changes`): what they make is not in it",
        ),
    ];
    signs.into_iter().filter_map(|(is_so, why)| is_so.then_some(why)).collect()
}

/// What stands in the modules of one set of values.
struct Standing {
    seen: EndpointsSeen,
    /// How many resources of networks.
    count: usize,
    /// The VPCs of subnets.
    subnets: BTreeMap<String, String>,
    /// NAT gateways that are there and lead to the internet: their subnets, where they are known.
    nats: Vec<Option<String>>,
}

impl Standing {
    fn of(file: &File<'_>, shape: Shape, values: &Value) -> Result<Self, Problem> {
        let mut standing = Self {
            seen: EndpointsSeen::empty(file.name, shape),
            count: 0,
            subnets: BTreeMap::new(),
            nats: Vec::new(),
        };
        if !values["root_module"].is_null() {
            standing.module(file, &values["root_module"], DEEPEST)?;
        }
        Ok(standing)
    }

    fn module(&mut self, file: &File<'_>, value: &Value, depth: usize) -> Result<(), Problem> {
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
            self.resource(one);
        }
        for child in list("child_modules")? {
            self.module(file, child, depth - 1)?;
        }
        Ok(())
    }

    fn resource(&mut self, value: &Value) {
        let kind = value["type"].as_str().unwrap_or_default();
        // The other provider of AWS's resources (`awscc`) calls them by the service, too.
        let own = kind.strip_prefix("awscc_").map(|rest| match rest {
            "elasticloadbalancingv2_load_balancer" => "aws_lb".to_owned(),
            rest => format!("aws_{}", rest.strip_prefix("ec2_").unwrap_or(rest)),
        });
        let kind = own.as_deref().unwrap_or(kind);
        let address = text(value, "address").unwrap_or_else(|| kind.to_owned());
        // What is known only when the plan was applied is not among the values.
        let values = &value["values"];
        // As data it is managed elsewhere, and so is what leads into it.
        if value["mode"] != "data" && is_of_networks(kind) {
            self.count += 1;
            let is_vpc = matches!(kind, "aws_vpc" | "aws_default_vpc");
            self.seen.vpcs.extend(text(values, if is_vpc { "id" } else { "vpc_id" }));
        }
        match kind {
            "aws_vpc_endpoint" => self.seen.endpoints.push(endpoint(&address, values)),
            "aws_vpc_endpoint_connection_accepter" => self.seen.endpoints.push(accepter(&address, values)),
            "aws_nat_gateway" if values["connectivity_type"] != "private" => {
                // One that is only planned leads nowhere yet.
                if self.seen.shape == Shape::TerraformState || text(values, "id").is_some() {
                    self.nats.push(text(values, "subnet_id"));
                }
            }
            "aws_subnet" => {
                self.subnets.extend(text(values, "id").zip(text(values, "vpc_id")));
            }
            // As data it is somebody else's.
            "aws_vpc_endpoint_service" if value["mode"] == "data" => {}
            _ => {
                if let Some((kind, id, connects)) = other_way(kind, values) {
                    let state = text(values, "accept_status").or_else(|| text(values, "state"));
                    self.seen.other_ways.push(OtherWay { kind, address, id, state, connects });
                }
            }
        }
    }

    /// Adds what is there before the plan, and is not when it was applied: until then something may pass.
    fn taken_away(&mut self, before: Self) {
        self.seen.vpcs.extend(before.seen.vpcs);
        for endpoint in before.seen.endpoints {
            if !self.seen.endpoints.iter().any(|kept| kept.id == endpoint.id) {
                self.seen.endpoints.push(Endpoint { is_removed: true, ..endpoint });
            }
        }
        for way in before.seen.other_ways {
            if !self.seen.other_ways.iter().any(|kept| (kept.kind, &kept.address) == (way.kind, &way.address))
            {
                self.seen.other_ways.push(way);
            }
        }
    }

    fn into_seen(self) -> EndpointsSeen {
        let vpc = |subnet: &Option<String>| self.subnets.get(subnet.as_deref()?).cloned();
        let nat_vpcs = self.nats.iter().filter_map(vpc).collect();
        EndpointsSeen { has_nat: !self.nats.is_empty(), nat_vpcs, ..self.seen }
    }
}

/// Whether it is a VPC, or what leads into one: where it stands, what else leads there may be looked for.
fn is_of_networks(kind: &str) -> bool {
    const OF_NETWORKS: [&str; 9] = [
        "aws_vpc",
        "aws_default_vpc",
        "aws_subnet",
        "aws_route_table",
        "aws_nat_gateway",
        "aws_internet_gateway",
        "aws_vpn_connection",
        "aws_dx_gateway_association",
        "aws_networkmanager_vpc_attachment",
    ];
    let begins =
        ["aws_vpc_endpoint", "aws_vpc_peering_connection", "aws_ec2_transit_gateway", "aws_vpclattice"];
    OF_NETWORKS.contains(&kind) || begins.into_iter().any(|start| kind.starts_with(start))
}

/// The address, and the id where it is known.
fn name(address: &str, id: Option<String>) -> String {
    id.map_or_else(|| address.to_owned(), |id| format!("{address} ({id})"))
}

fn endpoint(address: &str, values: &Value) -> Endpoint {
    let only_inbound = &values["dns_options"][0]["private_dns_only_for_inbound_resolver_endpoint"];
    let private_dns = values["private_dns_enabled"].as_bool();
    Endpoint {
        id: name(address, text(values, "id")),
        kind: text(values, "vpc_endpoint_type"),
        service: text(values, "service_name"),
        state: text(values, "state"),
        vpc: text(values, "vpc_id"),
        private_dns: private_dns.map(|is_on| is_on && only_inbound.as_bool() != Some(true)),
        is_removed: false,
    }
}

/// Lets an endpoint of another account in: the side that provides the service.
fn accepter(address: &str, values: &Value) -> Endpoint {
    Endpoint {
        id: name(address, text(values, "vpc_endpoint_id")),
        service: text(values, "vpc_endpoint_service_id"),
        state: text(values, "vpc_endpoint_state"),
        ..Endpoint::default()
    }
}

/// What else leads from one network to another: its kind, its id, and whom it connects.
fn other_way(kind: &str, values: &Value) -> Option<(WayKind, Option<String>, Vec<String>)> {
    let id = text(values, "id");
    let is_balancer = matches!(kind, "aws_lb" | "aws_alb" | "aws_elb");
    Some(match kind {
        "aws_vpc_endpoint_service" => {
            let principals = texts(&values["allowed_principals"]).unwrap_or_default();
            (WayKind::EndpointService, id, principals)
        }
        "aws_vpc_endpoint_service_allowed_principal" => {
            let service = text(values, "vpc_endpoint_service_id");
            (WayKind::EndpointService, service, every(values, &["principal_arn"]))
        }
        _ if kind.starts_with("aws_vpc_peering_connection") => {
            let id = text(values, "vpc_peering_connection_id").or(id);
            (WayKind::Peering, id, every(values, &["vpc_id", "peer_vpc_id", "peer_owner_id"]))
        }
        _ if kind.contains("_transit_gateway_") && kind.contains("attachment") => {
            let id = text(values, "transit_gateway_attachment_id").or(id);
            let ends = ["transit_gateway_id", "vpc_id", "peer_transit_gateway_id", "peer_account_id"];
            (WayKind::TransitGateway, id, every(values, &ends))
        }
        "aws_vpn_connection"
        | "aws_dx_gateway_association"
        | "aws_networkmanager_vpc_attachment"
        | "aws_vpclattice_service_network_vpc_association" => {
            (WayKind::Network, id, every(values, &["vpc_identifier", "vpc_arn"]))
        }
        // The second is awscc's, the third that of the provider `aws`.
        "aws_apigatewayv2_vpc_link"
        | "aws_apigateway_vpc_link"
        | "aws_api_gateway_vpc_link"
        | "aws_cloudfront_vpc_origin"
        | "aws_globalaccelerator_endpoint_group"
        | "aws_globalaccelerator_custom_routing_endpoint_group" => (WayKind::PublicLink, id, Vec::new()),
        // It is public where nobody says otherwise: with `internal`, or with awscc's `scheme`.
        _ if is_balancer
            && values["internal"].as_bool() != Some(true)
            && values["scheme"] != "internal"
            && values["load_balancer_type"] != "gateway"
            && values["type"] != "gateway" =>
        {
            (WayKind::PublicLoadBalancer, text(values, "name"), Vec::new())
        }
        _ => return None,
    })
}
