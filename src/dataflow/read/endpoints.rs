//! VPC endpoints: what `aws ec2` printed, or Terraform's state or plan as JSON.

use serde_json::Value;

use super::json::{File, text};
use super::terraform;
use crate::dataflow::evidence::{Endpoint, EndpointsSeen, Shape};
use crate::dataflow::otel::Problem;

const HOW: &str = "aws ec2 describe-vpc-endpoints --output json, or terraform show -json";

/// Reads a file; `name` is what to call it.
///
/// # Errors
/// When it is no JSON, or none of the shapes that are known.
pub fn endpoints(name: &str, content: &str) -> Result<EndpointsSeen, Problem> {
    let (file, whole) = File::read(name, content, HOW)?;
    let listed = [("VpcEndpoints", Shape::Endpoints), ("VpcEndpointConnections", Shape::Connections)];
    if let Some((key, shape)) = listed.into_iter().find(|(key, _)| !whole[*key].is_null()) {
        return described(&file, &whole, key, shape);
    }
    if whole["planned_values"].is_object() || whole["values"].is_object() {
        return terraform::read(&file, &whole);
    }
    // An empty state has no values at all.
    if whole["format_version"].is_string() && whole["resource_changes"].is_null() {
        return Ok(terraform::nothing(name));
    }
    if whole["version"].is_u64() && whole["terraform_version"].is_string() {
        return Err(file.wrong(
            "terraform_version",
            "this is Terraform's own state file, whose shape changes; write it with terraform show -json",
        ));
    }
    Err(Problem {
        name: name.to_owned(),
        line: Some(1),
        message: format!("no VPC endpoints are listed here: there is no `VpcEndpoints`; write it with {HOW}"),
    })
}

fn described(file: &File<'_>, whole: &Value, key: &str, shape: Shape) -> Result<EndpointsSeen, Problem> {
    let list = whole[key].as_array().ok_or_else(|| file.wrong(key, format!("`{key}` has to be a list")))?;
    let one = |value: &Value| {
        let id =
            text(value, "VpcEndpointId").ok_or_else(|| file.wrong(key, "an entry has no `VpcEndpointId`"))?;
        // The side that provides the service does not say of which kind the endpoint is.
        let is_connection = shape == Shape::Connections;
        let is_appliance = value["GatewayLoadBalancerArns"].as_array().is_some_and(|list| !list.is_empty());
        let kind = if is_appliance { "GatewayLoadBalancer" } else { "Interface" };
        Ok(Endpoint {
            id,
            kind: if is_connection { Some(kind.to_owned()) } else { text(value, "VpcEndpointType") },
            service: text(value, if is_connection { "ServiceId" } else { "ServiceName" }),
            state: text(value, if is_connection { "VpcEndpointState" } else { "State" }),
            vpc: text(value, "VpcId"),
        })
    };
    Ok(EndpointsSeen {
        file: file.name.to_owned(),
        shape,
        // The AWS CLI leaves the token out where it has fetched every page.
        is_whole: text(whole, "NextToken").is_none(),
        endpoints: list.iter().map(one).collect::<Result<_, Problem>>()?,
        other_ways: Vec::new(),
        has_nat: false,
    })
}
