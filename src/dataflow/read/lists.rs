//! Lists as the AWS CLI prints them. One object may hold several.

use serde_json::Value;

use super::json::{File, every, text};
use crate::connect::text::escape;
use crate::dataflow::evidence::{Endpoint, EndpointsSeen, OtherWay, Shape, WayKind};
use crate::dataflow::otel::Problem;

/// Reads what stands in one entry of a list into what was seen.
type Entry = fn(&Value, &mut EndpointsSeen);

/// Lists that are read: their key, the key of an entry's id, what they make of a file, and how an entry is read.
const LISTS: [(&str, &str, Shape, Entry); 7] = [
    ("VpcEndpoints", "VpcEndpointId", Shape::Endpoints, endpoint),
    ("VpcEndpointConnections", "VpcEndpointId", Shape::Connections, connection),
    ("ServiceConfigurations", "ServiceId", Shape::Ways, service),
    ("VpcPeeringConnections", "VpcPeeringConnectionId", Shape::Ways, peering),
    ("TransitGatewayAttachments", "TransitGatewayAttachmentId", Shape::Ways, attachment),
    ("TransitGatewayVpcAttachments", "TransitGatewayAttachmentId", Shape::Ways, attachment),
    ("LoadBalancers", "LoadBalancerName", Shape::Ways, balancer),
];

/// Lists of what could be connected with (`describe-vpc-endpoint-services`, `…-service-permissions`): they say nothing of what
/// is.
const POSSIBLE: [&str; 3] = ["ServiceDetails", "ServiceNames", "AllowedPrincipals"];

/// What a page ends with that others follow.
const TOKENS: [&str; 2] = ["NextToken", "NextMarker"];

/// What the lists of one answer come to; nothing where there is none that is read.
pub(super) fn read(file: &File<'_>, whole: &Value) -> Result<Vec<EndpointsSeen>, Problem> {
    let mut found = Vec::new();
    for (key, id, shape, entry) in LISTS {
        if whole[key].is_null() {
            continue;
        }
        let list =
            whole[key].as_array().ok_or_else(|| file.wrong(key, format!("`{key}` has to be a list")))?;
        let mut seen = EndpointsSeen::empty(file.name, shape);
        for value in list {
            if text(value, id).is_none() {
                return Err(file.wrong(key, format!("an entry has no `{id}`")));
            }
            entry(value, &mut seen);
        }
        for why in lacks(whole) {
            seen.add_lack(why);
        }
        found.push(seen);
    }
    Ok(found)
}

/// Why an answer is not the whole one.
fn lacks(whole: &Value) -> Vec<String> {
    let mut lacks = Vec::new();
    // The AWS CLI leaves the token out where it has fetched every page. Load balancers have a marker instead.
    let is_token = |key: &str| TOKENS.iter().any(|token| key.eq_ignore_ascii_case(token));
    for (key, _) in whole
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(key, value)| is_token(key) && !value.is_null() && *value != "")
    {
        lacks.push(format!("this is one page of several: it ends with a `{}`", escape(key)));
    }
    let is_known = |key: &str| LISTS.iter().any(|(known, ..)| *known == key) || POSSIBLE.contains(&key);
    for (key, _) in
        whole.as_object().into_iter().flatten().filter(|(key, value)| value.is_array() && !is_known(key))
    {
        lacks.push(format!("the list `{}` in it is none that is read", escape(key)));
    }
    lacks
}

fn endpoint(value: &Value, seen: &mut EndpointsSeen) {
    // With this the names lead to the endpoint for whoever asks from outside the VPC, and in it to the Gateway endpoint.
    let only_inbound = &value["DnsOptions"]["PrivateDnsOnlyForInboundResolverEndpoint"];
    let private_dns = value["PrivateDnsEnabled"].as_bool();
    seen.endpoints.push(Endpoint {
        id: text(value, "VpcEndpointId").unwrap_or_default(),
        kind: text(value, "VpcEndpointType"),
        service: text(value, "ServiceName"),
        state: text(value, "State"),
        vpc: text(value, "VpcId"),
        private_dns: private_dns.map(|is_on| is_on && only_inbound.as_bool() != Some(true)),
        is_removed: false,
    });
}

fn connection(value: &Value, seen: &mut EndpointsSeen) {
    // The side that provides the service does not say of which kind the endpoint is.
    let is_appliance = value["GatewayLoadBalancerArns"].as_array().is_some_and(|list| !list.is_empty());
    let kind = if is_appliance { "GatewayLoadBalancer" } else { "Interface" };
    seen.endpoints.push(Endpoint {
        id: text(value, "VpcEndpointId").unwrap_or_default(),
        kind: Some(kind.to_owned()),
        service: text(value, "ServiceId"),
        state: text(value, "VpcEndpointState"),
        ..Endpoint::default()
    });
}

fn service(value: &Value, seen: &mut EndpointsSeen) {
    way(
        seen,
        WayKind::EndpointService,
        ["ServiceName", "ServiceId"],
        value,
        text(value, "ServiceState"),
        Vec::new(),
    );
}

fn peering(value: &Value, seen: &mut EndpointsSeen) {
    let id = "VpcPeeringConnectionId";
    let sides = [&value["RequesterVpcInfo"], &value["AccepterVpcInfo"]];
    let connects = sides.into_iter().flat_map(|side| every(side, &["VpcId", "OwnerId"])).collect();
    way(seen, WayKind::Peering, [id, id], value, text(&value["Status"], "Code"), connects);
}

fn attachment(value: &Value, seen: &mut EndpointsSeen) {
    let id = "TransitGatewayAttachmentId";
    let connects = every(value, &["TransitGatewayId", "ResourceId", "VpcId"]);
    way(seen, WayKind::TransitGateway, [id, id], value, text(value, "State"), connects);
}

fn balancer(value: &Value, seen: &mut EndpointsSeen) {
    if value["Scheme"] != "internal" && value["Type"] != "gateway" {
        let names = ["LoadBalancerName", "LoadBalancerName"];
        way(seen, WayKind::PublicLoadBalancer, names, value, text(&value["State"], "Code"), Vec::new());
    }
}

/// `names` are the keys of its name and of its id.
fn way(
    seen: &mut EndpointsSeen,
    kind: WayKind,
    names: [&str; 2],
    value: &Value,
    state: Option<String>,
    connects: Vec<String>,
) {
    let id = text(value, names[1]);
    let address = text(value, names[0]).or_else(|| id.clone()).unwrap_or_default();
    seen.other_ways.push(OtherWay { kind, address, id, state, connects });
}
