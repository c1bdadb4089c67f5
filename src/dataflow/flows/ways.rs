//! What leads from the metadata plane to the data plane beside VPC endpoints: what was declared, and what stands against it.

use std::collections::{BTreeMap, BTreeSet};

use super::images::eks_cluster;
use super::service::{is_same, region_of};
use super::{Opening, is_terraform_address, service_id};
use crate::dataflow::evidence::{EksCluster, EndpointsSeen, OtherWay, Shape, WayKind};
use crate::dataflow::{Evidence, Expectations, OtherPath};

/// What leads there beside VPC endpoints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OtherWays {
    /// Something does, as declared: this.
    Lead(&'static str),
    /// Nothing does, as declared, and nothing that was seen stands against that.
    Nothing,
    /// Nothing does, as declared; but something was seen that stands against it.
    Doubtful {
        /// What was seen.
        seen: String,
        /// What to do about it.
        give: String,
    },
    /// Nobody said.
    Untold,
}

/// Every way that may let something through and was not declared to be somebody else's, with the file that it stands in.
pub(super) fn standing<'a>(
    evidence: &'a Evidence,
    expected: &'a Expectations,
) -> impl Iterator<Item = (&'a EndpointsSeen, &'a OtherWay)> {
    // Who is connected to an own service stands in its connections. A list in which it does not stand may be of other services,
    // or of another Region: it says nothing of this one.
    let connected = |name: &str| {
        let lists =
            evidence.endpoints.iter().filter(|seen| seen.shape == Shape::Connections && seen.is_whole);
        let mut services = lists.flat_map(|seen| &seen.endpoints).filter_map(|one| one.service.as_deref());
        services.any(|service| is_same(service, name))
    };
    let is_named = |name: &str| {
        let is_it = |allowed: &String| {
            // Terraform tells `x["A"]` and `x["a"]` apart.
            let is_written =
                if is_terraform_address(name) { allowed == name } else { allowed.eq_ignore_ascii_case(name) };
            is_written || is_same(allowed, name)
        };
        expected.allow_hosts.iter().any(is_it)
    };
    let ambiguous = ambiguous(evidence);
    let counts = move |way: &OtherWay| {
        let is_told = way.kind == WayKind::EndpointService
            && (connected(&way.address) || way.id.as_deref().is_some_and(connected));
        let is_anothers = !ambiguous.contains(&way.address.as_str()) && is_named(&way.address)
            || way.id.as_deref().is_some_and(is_named);
        Opening::of(way.state.as_deref()) != Opening::Shut && !is_told && !is_anothers
    };
    let all = evidence.endpoints.iter().flat_map(|seen| seen.other_ways.iter().map(move |way| (seen, way)));
    all.filter(move |(_, way)| counts(way))
}

/// Addresses of Terraform's at which several ways stand: one is unique in its own state alone.
fn ambiguous(evidence: &Evidence) -> BTreeSet<&str> {
    let all = evidence.endpoints.iter().flat_map(|seen| &seen.other_ways);
    let mut ids: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    let mut found = BTreeSet::new();
    for way in all.filter(|way| is_terraform_address(&way.address)) {
        let id = way.id.as_deref();
        // What has no id yet may be another than what stands there.
        if ids.insert(&way.address, id).is_some_and(|other| id.is_none() || other != id) {
            found.insert(way.address.as_str());
        }
    }
    found
}

/// That a way stands in a file, and whom it connects.
pub(super) fn told(seen: &EndpointsSeen, way: &OtherWay) -> String {
    let mut of_it = Vec::new();
    of_it.extend(way.id.clone().filter(|id| *id != way.address));
    of_it.extend(way.state.clone());
    if !way.connects.is_empty() {
        of_it.push(format!("with {}", way.connects.join(" and ")));
    }
    let of_it = if of_it.is_empty() { String::new() } else { format!(" ({})", of_it.join(", ")) };
    format!("{} stands in {}: {}{of_it}", way.kind.as_str(), seen.file, way.address)
}

/// What leads to query servers beside VPC endpoints.
pub(super) fn to_queries(evidence: &Evidence, expected: &Expectations) -> OtherWays {
    match expected.other_path {
        Some(OtherPath::Private) => OtherWays::Lead("peering, a Transit Gateway or a shared VPC"),
        Some(OtherPath::Public) => OtherWays::Lead("a public load balancer"),
        Some(OtherPath::None | OtherPath::Api) => nothing_but(
            standing(evidence, expected).next().map(|(seen, way)| (told(seen, way), whose(evidence, way))),
        ),
        None => OtherWays::Untold,
    }
}

/// What leads to the private endpoint of the Kubernetes API. A VPC endpoint may, to a load balancer before it; a public load
/// balancer does not.
pub fn to_private_api(evidence: &Evidence, expected: &Expectations) -> OtherWays {
    match expected.other_path {
        Some(OtherPath::Private | OtherPath::Api) => OtherWays::Lead("the path that was declared"),
        Some(OtherPath::None) => {
            let is_public = |kind| matches!(kind, WayKind::PublicLoadBalancer | WayKind::PublicLink);
            let way = standing(evidence, expected).find(|(_, way)| !is_public(way.kind));
            let paths = super::query_services(evidence, expected);
            let endpoint = paths
                .iter()
                .find(|path| path.opening != Opening::Shut)
                .map(|path| format!("a VPC endpoint stands in {}: {}", path.seen.file, path.endpoint.id))
                .map(|told| (told, WHOSE.to_owned()));
            let way = way.map(|(seen, way)| (told(seen, way), whose(evidence, way)));
            nothing_but(way.or(endpoint).or_else(|| unfinished(evidence)))
        }
        Some(OtherPath::Public) | None => OtherWays::Untold,
    }
}

fn nothing_but(seen: Option<(String, String)>) -> OtherWays {
    seen.map_or(OtherWays::Nothing, |(seen, give)| OtherWays::Doubtful { seen, give })
}

/// What of the files is missing, and how to get it: what does not stand in them may be there all the same.
pub(super) fn unfinished(evidence: &Evidence) -> Option<(String, String)> {
    let in_part = evidence.endpoints.iter().find(|seen| !seen.is_whole).map(|seen| {
        let why = seen.lacks.first().map(|why| format!(": {why}")).unwrap_or_default();
        (format!("{} is not whole{why}", seen.file), whole(seen.shape).to_owned())
    });
    in_part.or_else(|| elsewhere(evidence))
}

/// How to get the whole of what a file of this shape shows in part.
pub const fn whole(shape: Shape) -> &'static str {
    match shape {
        Shape::Endpoints => {
            "write all of it, and nothing else: aws ec2 describe-vpc-endpoints --output json, without --max-items and --no-paginate"
        }
        Shape::Connections => {
            "write all of it, and nothing else: aws ec2 describe-vpc-endpoint-connections --output json, without --max-items and --no-paginate"
        }
        Shape::Ways => {
            "write all of it, and nothing else, with the command of aws that wrote it, without --max-items and --no-paginate"
        }
        Shape::TerraformState => {
            "give the state in which the VPC stands: terraform show -json, in its own folder and workspace"
        }
        Shape::TerraformPlan => {
            "give a plan in which the VPC stands, that ended well and leaves nothing for later: terraform show -json; or apply it, and give the state"
        }
    }
}

/// That nothing which was given tells of the cluster's VPC, and what does: Terraform's state of other networks does not, nor a
/// list of another Region.
pub(super) fn elsewhere(evidence: &Evidence) -> Option<(String, String)> {
    let cluster = eks_cluster(evidence)?;
    let vpc = cluster.vpc.as_deref()?;
    let mut files = evidence.endpoints.iter().filter(|seen| seen.shape.has_endpoints());
    let first = files.clone().next()?;
    if !files.all(|seen| is_elsewhere(seen, cluster, vpc)) {
        return None;
    }
    let region = cluster.region().unwrap_or("REGION");
    Some((
        format!("the cluster's VPC ({vpc}) does not stand in {}", first.file),
        format!(
            "give what is there: aws ec2 describe-vpc-endpoints --region {region} --output json, or terraform show -json of the state or plan in which that VPC stands"
        ),
    ))
}

/// Whether a file tells of other VPCs than the cluster's. A list of the AWS CLI is of one Region: an endpoint's service says of
/// which.
fn is_elsewhere(seen: &EndpointsSeen, cluster: &EksCluster, vpc: &str) -> bool {
    if seen.shape.is_terraform() {
        return !seen.vpcs.iter().any(|one| one == vpc);
    }
    let is_own = seen.endpoints.iter().any(|endpoint| endpoint.vpc.as_deref() == Some(vpc));
    let services = seen.endpoints.iter().filter_map(|endpoint| endpoint.service.as_deref());
    let mut regions = services.filter_map(region_of).peekable();
    !is_own
        && regions.peek().is_some()
        && cluster.region().is_some_and(|own| regions.all(|region| region != own))
}

/// How to find out where a way leads, or to say whose it is.
fn whose(evidence: &Evidence, way: &OtherWay) -> String {
    if ambiguous(evidence).contains(&way.address.as_str()) {
        return format!("several stand at that address, so that it names none of them; {BY_ID}");
    }
    let service = [way.id.as_deref(), Some(way.address.as_str())].into_iter().flatten().find_map(service_id);
    match service {
        Some(id) if way.kind == WayKind::EndpointService => format!(
            "see who is connected, and give that: aws ec2 describe-vpc-endpoint-connections --filters Name=service-id,Values={id} --output json; where nobody is, or nobody of the metadata plane may be, name it: --allow-host {id}"
        ),
        _ => WHOSE.to_owned(),
    }
}

/// How to say whose a way is, of several at one address.
const BY_ID: &str = "where it does not lead to the metadata plane, name it: --allow-host with its id; where it does, say --other-path private or public";

/// How to say whose a way is.
const WHOSE: &str = "where it does not lead to the metadata plane, or carries nothing but the Kubernetes API (--other-path api), name it: --allow-host with its id or its address in Terraform; where it does, say --other-path private or public";
