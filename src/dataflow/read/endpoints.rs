//! VPC endpoints: what `aws ec2` printed, or Terraform's state or plan as JSON.

use serde_json::Value;

use super::json::File;
use super::{lists, terraform};
use crate::dataflow::evidence::EndpointsSeen;
use crate::dataflow::otel::Problem;

const HOW: &str = "aws ec2 describe-vpc-endpoints --output json, or terraform show -json";

/// Reads a file; `name` is what to call it. Several answers may stand in it, one behind the other or as lists of one object:
/// what is of one shape is told together.
///
/// # Errors
/// When it is no JSON, or none of the shapes that are known.
pub fn endpoints(name: &str, content: &str) -> Result<Vec<EndpointsSeen>, Problem> {
    let (file, documents) = File::read_all(name, content, HOW)?;
    let mut all: Vec<EndpointsSeen> = Vec::new();
    for whole in &documents {
        for one in document(&file, whole)? {
            join(&mut all, one);
        }
    }
    Ok(all)
}

fn document(file: &File<'_>, whole: &Value) -> Result<Vec<EndpointsSeen>, Problem> {
    if terraform::is_shown(whole) {
        return Ok(vec![terraform::read(file, whole)?]);
    }
    if whole["version"].is_u64() && whole["terraform_version"].is_string() {
        return Err(file.wrong(
            "terraform_version",
            "this is Terraform's own state file, whose shape changes; write it with terraform show -json",
        ));
    }
    let found = lists::read(file, whole)?;
    if found.is_empty() {
        let first = whole.as_object().and_then(|object| object.keys().next());
        let message =
            format!("no VPC endpoints are listed here: there is no `VpcEndpoints`; write it with {HOW}");
        return Err(Problem { line: Some(1), ..file.wrong(first.map_or("", String::as_str), message) });
    }
    Ok(found)
}

/// Adds it to what is there of its shape.
fn join(all: &mut Vec<EndpointsSeen>, one: EndpointsSeen) {
    let Some(seen) = all.iter_mut().find(|seen| seen.shape == one.shape) else {
        all.push(one);
        return;
    };
    for why in one.lacks {
        seen.add_lack(why);
    }
    seen.endpoints.extend(one.endpoints);
    seen.other_ways.extend(one.other_ways);
    seen.vpcs.extend(one.vpcs);
    seen.has_nat |= one.has_nat;
    seen.nat_vpcs.extend(one.nat_vpcs);
}
