//! What leads from the metadata plane to the data plane beside VPC endpoints: what was declared, and what stands against it.

use super::images::eks_cluster;
use super::service::is_same;
use super::{Opening, is_terraform_address, service_id};
use crate::dataflow::evidence::{EndpointsSeen, OtherWay, Shape, WayKind};
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
        expected.allowed_hosts.iter().any(is_it)
    };
    let counts = move |way: &OtherWay| {
        let is_told = way.kind == WayKind::EndpointService
            && (connected(&way.address) || way.id.as_deref().is_some_and(connected));
        let is_anothers = is_named(&way.address) || way.id.as_deref().is_some_and(is_named);
        Opening::of(way.state.as_deref()) != Opening::Shut && !is_told && !is_anothers
    };
    let all = evidence.endpoints.iter().flat_map(|seen| seen.other_ways.iter().map(move |way| (seen, way)));
    all.filter(move |(_, way)| counts(way))
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
        Some(OtherPath::None | OtherPath::Api) => {
            nothing_but(standing(evidence, expected).next().map(|(seen, way)| (told(seen, way), whose(way))))
        }
        None => OtherWays::Untold,
    }
}

/// What leads to the private endpoint of the Kubernetes API. A VPC endpoint may, to a load balancer before it; a public load
/// balancer does not.
pub fn to_private_api(evidence: &Evidence, expected: &Expectations) -> OtherWays {
    match expected.other_path {
        Some(OtherPath::Private | OtherPath::Api) => OtherWays::Lead("the path that was declared"),
        Some(OtherPath::None) => {
            let way = standing(evidence, expected).find(|(_, way)| way.kind != WayKind::PublicLoadBalancer);
            let paths = super::query_services(evidence, expected);
            let endpoint = paths
                .iter()
                .find(|path| path.opening != Opening::Shut)
                .map(|path| format!("a VPC endpoint stands in {}: {}", path.seen.file, path.endpoint.id))
                .map(|told| (told, WHOSE.to_owned()));
            let way = way.map(|(seen, way)| (told(seen, way), whose(way)));
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
    const ALL: &str = "give all of it: aws ec2 describe-vpc-endpoints without --max-items, or terraform show -json of a whole plan or state, in which the VPC stands";
    let in_part = evidence.endpoints.iter().find(|seen| !seen.is_whole).map(|seen| {
        let why = seen.lacks.first().map(|why| format!(": {why}")).unwrap_or_default();
        format!("{} is not whole{why}", seen.file)
    });
    in_part.or_else(|| elsewhere(evidence)).map(|told| (told, ALL.to_owned()))
}

/// That all was read from Terraform, and the cluster's VPC is in none of it: it tells of other networks.
fn elsewhere(evidence: &Evidence) -> Option<String> {
    let vpc = eks_cluster(evidence)?.vpc.as_deref()?;
    let mut files = evidence.endpoints.iter().filter(|seen| seen.shape.has_endpoints());
    let first = files.clone().next()?;
    // What the AWS CLI lists is of a whole account.
    let is_elsewhere =
        |seen: &EndpointsSeen| seen.shape.is_terraform() && !seen.vpcs.iter().any(|one| one == vpc);
    files.all(is_elsewhere).then(|| format!("the cluster's VPC ({vpc}) does not stand in {}", first.file))
}

/// How to find out where a way leads, or to say whose it is.
fn whose(way: &OtherWay) -> String {
    let service = [way.id.as_deref(), Some(way.address.as_str())].into_iter().flatten().find_map(service_id);
    match service {
        Some(id) if way.kind == WayKind::EndpointService => format!(
            "see who is connected, and give that: aws ec2 describe-vpc-endpoint-connections --filters Name=service-id,Values={id} --output json; where nobody is, or nobody of the metadata plane may be, name it: --allow-host {id}"
        ),
        _ => WHOSE.to_owned(),
    }
}

/// How to say whose a way is.
const WHOSE: &str = "where it does not lead to the metadata plane, or carries nothing but the Kubernetes API (--other-path api), name it: --allow-host with its id or its address in Terraform; where it does, say --other-path private or public";
