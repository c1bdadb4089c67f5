//! What leads from the metadata plane to the data plane beside VPC endpoints: what was declared, and what stands against it.

use super::Opening;
use super::service::is_same;
use crate::dataflow::evidence::{EndpointsSeen, OtherWay, Shape, WayKind};
use crate::dataflow::{Evidence, Expectations, OtherPath};

/// What leads there beside VPC endpoints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OtherWays {
    /// Something does, as declared: this.
    Lead(&'static str),
    /// Nothing does, as declared, and nothing that was seen stands against that.
    Nothing,
    /// Nothing does, as declared; but this was seen, of which nobody said whose it is.
    Doubtful(String),
    /// Nobody said.
    Untold,
}

/// Every way that may let something through and was not declared to be somebody else's, with the file that it stands in.
pub(super) fn standing<'a>(
    evidence: &'a Evidence,
    expected: &'a Expectations,
) -> impl Iterator<Item = (&'a EndpointsSeen, &'a OtherWay)> {
    // Who is connected to an own service stands in its connections.
    let has_connections =
        evidence.endpoints.iter().any(|seen| seen.shape == Shape::Connections && seen.is_whole);
    let is_named = |name: &str| {
        let mut allowed = expected.allowed_hosts.iter();
        allowed.any(|allowed| allowed.eq_ignore_ascii_case(name) || is_same(allowed, name))
    };
    let counts = move |way: &OtherWay| {
        let is_told = way.kind == WayKind::EndpointService && has_connections;
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
        Some(OtherPath::None) => {
            nothing_but(standing(evidence, expected).next().map(|(seen, way)| told(seen, way)))
        }
        None => OtherWays::Untold,
    }
}

/// What leads to the private endpoint of the Kubernetes API. A VPC endpoint may, to a load balancer before it; a public load
/// balancer does not.
pub fn to_private_api(evidence: &Evidence, expected: &Expectations) -> OtherWays {
    match expected.other_path {
        Some(OtherPath::Private) => OtherWays::Lead("the path that was declared"),
        Some(OtherPath::None) => {
            let way = standing(evidence, expected).find(|(_, way)| way.kind != WayKind::PublicLoadBalancer);
            let paths = super::query_services(evidence, expected);
            let endpoint = paths
                .iter()
                .find(|path| path.opening != Opening::Shut)
                .map(|path| format!("a VPC endpoint stands in {}: {}", path.seen.file, path.endpoint.id));
            let unfinished = || {
                let seen = evidence.endpoints.iter().find(|seen| !seen.is_whole)?;
                Some(format!("{} is not whole", seen.file))
            };
            nothing_but(way.map(|(seen, way)| told(seen, way)).or(endpoint).or_else(unfinished))
        }
        Some(OtherPath::Public) | None => OtherWays::Untold,
    }
}

fn nothing_but(seen: Option<String>) -> OtherWays {
    seen.map_or(OtherWays::Nothing, OtherWays::Doubtful)
}

/// How to say whose a way is.
pub(super) const WHOSE: &str = "where it does not lead to the metadata plane, name it: --allow-host with its id or its address in Terraform; where it does, say --other-path private or public";
