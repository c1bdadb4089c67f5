//! Query execution: whether the metadata plane can run queries on the data plane.

use super::service::{is_of_aws, is_same};
use super::ways::{OtherWays, standing, to_queries, told, unfinished};
use super::{Flow, Name, State, Target, service_id};
use crate::dataflow::evidence::{Endpoint, EndpointsSeen, Shape};
use crate::dataflow::{Evidence, Expectations, OtherPath};

/// How far an endpoint lets anything through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Traffic passes.
    Open,
    /// It waits for somebody to accept it, or to be made: nothing passes yet.
    Waiting,
    /// It is being removed.
    Going,
    /// Nothing passes: rejected, failed, expired, deleted.
    Shut,
    /// Traffic passes, to a service of which nobody said whose it is, where that was said of others.
    Undeclared,
    /// Its state is not known, or none that AWS documents.
    Unknown,
}

impl Opening {
    /// By an endpoint's state, however it is spelt: the API's model says `PendingAcceptance`, the wire `pendingAcceptance`.
    pub fn of(state: Option<&str>) -> Self {
        match state.map(str::to_ascii_lowercase).as_deref() {
            Some("available" | "partial") => Self::Open,
            Some("pendingacceptance" | "pending") => Self::Waiting,
            Some("deleting") => Self::Going,
            Some("rejected" | "failed" | "expired" | "deleted") => Self::Shut,
            _ => Self::Unknown,
        }
    }
}

/// An endpoint that queries may pass, and the file that it stands in.
#[derive(Clone, Debug)]
pub struct QueryPath<'a> {
    /// The endpoint.
    pub endpoint: &'a Endpoint,
    /// Where it was read.
    pub seen: &'a EndpointsSeen,
    /// Whether anything passes.
    pub opening: Opening,
}

/// Types of endpoints that lead to AWS's own services, or to appliances.
const NOT_MEANT: [&str; 2] = ["Gateway", "GatewayLoadBalancer"];

/// The endpoints that queries may pass: to a service that somebody else than AWS provides, unless it was declared to be
/// another's. Where the metadata plane's own services were declared, an undeclared one may be either's. Services in the
/// data plane's own account (`describe-vpc-endpoint-connections`) are never the metadata plane's, and always meant. Of other
/// types than Interface (resources, service networks) it is not told where they lead.
pub fn query_services<'a>(evidence: &'a Evidence, expected: &Expectations) -> Vec<QueryPath<'a>> {
    let has_own = expected.metadata_hosts.iter().any(|name| service_id(name).is_some());
    let among = |names: &[String], service: &str| names.iter().any(|name| is_same(name, service));
    let mut paths = Vec::new();
    for seen in &evidence.endpoints {
        for endpoint in &seen.endpoints {
            let is_gateway = |kind: &str| NOT_MEANT.iter().any(|other| kind.eq_ignore_ascii_case(other));
            if endpoint.kind.as_deref().is_some_and(is_gateway) {
                continue;
            }
            let state = Opening::of(endpoint.state.as_deref());
            let is_connection = seen.shape == Shape::Connections;
            let opening = match endpoint.service.as_deref() {
                // What is declared to be both is the metadata plane's.
                Some(service)
                    if among(&expected.allow_hosts, service) && !among(&expected.metadata_hosts, service) =>
                {
                    continue;
                }
                Some(service) if is_of_aws(service) && !is_connection => continue,
                _ if state == Opening::Shut => Opening::Shut,
                // Until the plan is applied, it is as it was.
                _ if endpoint.is_removed => Opening::Going,
                Some(service) if service_id(service).is_some() || is_connection => {
                    let is_declared = !has_own || is_connection || among(&expected.metadata_hosts, service);
                    if state == Opening::Open && !is_declared { Opening::Undeclared } else { state }
                }
                // Not known before the plan is applied, not told of its type, or no name of a service: it may be.
                _ => Opening::Unknown,
            };
            paths.push(QueryPath { endpoint, seen, opening });
        }
    }
    paths
}

const LOOK: &str = "give the VPC endpoints of both planes: --vpc-endpoints FILE, from aws ec2 describe-vpc-endpoints --output json (of the side that provides the service: describe-vpc-endpoint-connections), or terraform show -json";

/// What becomes of it.
pub(super) fn query(evidence: &Evidence, expected: &Expectations) -> Flow {
    let name = Name::QueryExecution;
    let paths = query_services(evidence, expected);
    let ways = to_queries(evidence, expected);
    let destinations = paths.iter().map(target).collect();
    let is_listed = |seen: &EndpointsSeen| seen.shape.has_endpoints() || seen.shape == Shape::Connections;
    let mut flow = if let Some(path) = paths.iter().find(|path| path.opening == Opening::Open) {
        let flow = Flow::new(name, State::On, format!("through {}", path.endpoint.id));
        match not_declared(path, expected) {
            Some(service) => flow.give(format!(
                "it is taken for the metadata plane's: where {service} is another vendor's, say --allow-host {service}"
            )),
            None => flow,
        }
    } else if let OtherWays::Lead(way) = ways {
        Flow::new(name, State::On, format!("through {way}, as declared"))
    } else if !evidence.endpoints.iter().any(is_listed) {
        return Flow::unasked(name, "no VPC endpoints were given", LOOK);
    } else if let Some(path) = paths.iter().find(|path| path.opening != Opening::Shut) {
        Flow::new(name, State::Unknown, undecided(path)).give(
            "look again when it is accepted, rejected or gone; of another vendor's service say --allow-host with its name",
        )
    } else if let Some((told, give)) = unfinished(evidence) {
        Flow::new(name, State::Unknown, told).give(give)
    } else {
        match ways {
            OtherWays::Nothing if expected.other_path == Some(OtherPath::Api) => {
                let here = "no VPC endpoint, and the private path carries the Kubernetes API alone, as declared";
                Flow::new(name, State::Off, here)
            }
            OtherWays::Nothing => {
                Flow::new(name, State::Off, "no VPC endpoint, and no other path, as declared")
            }
            OtherWays::Doubtful { seen, give } => {
                let here = format!("no other path for queries was declared, and {seen}; whether that leads to the metadata plane was not said");
                Flow::new(name, State::Unknown, here).give(give)
            }
            _ => Flow::new(name, State::Unknown, "no VPC endpoint, but other paths are not known").give(
                "where no VPC peering, Transit Gateway, shared VPC or public load balancer leads to the data plane either, and no endpoint in an account that was not looked at, say so: --other-path none",
            ),
        }
    };
    flow.destinations = super::flow::once_each(destinations);
    if flow.state != State::On {
        flow.reasons = notes(evidence, expected, &paths);
    }
    flow
}

/// The service of an endpoint, where nobody said that it is the metadata plane's. To the data plane's own service none leads but
/// for whom it is there.
fn not_declared(path: &QueryPath<'_>, expected: &Expectations) -> Option<String> {
    let service = path.endpoint.service.as_deref().and_then(service_id)?;
    let is_declared = expected.metadata_hosts.iter().any(|name| is_same(name, service));
    (!is_declared && path.seen.shape != Shape::Connections).then(|| service.to_owned())
}

fn is_interface(endpoint: &Endpoint) -> bool {
    endpoint.kind.as_deref().is_none_or(|kind| kind.eq_ignore_ascii_case("interface"))
}

fn undecided(path: &QueryPath<'_>) -> String {
    let id = &path.endpoint.id;
    let state = path.endpoint.state.as_deref().unwrap_or_default();
    match path.opening {
        Opening::Waiting => format!("{id} is {state}: nothing passes before it is accepted"),
        Opening::Going if path.endpoint.is_removed => {
            format!("{id} is {state}, and the plan takes it away: something may pass until that is applied")
        }
        Opening::Going => format!("{id} is {state}: something may pass until it is gone"),
        Opening::Undeclared => format!(
            "{id} is {state}, to {}: whether that is the metadata plane's (--metadata-host) or another's (--allow-host) was not said",
            path.endpoint.service.as_deref().unwrap_or_default()
        ),
        _ if path.endpoint.service.is_none() && !is_interface(path.endpoint) => {
            let kind = path.endpoint.kind.as_deref().unwrap_or_default();
            format!("{id} is {state}, of the type {kind}: where it leads is not in the file")
        }
        _ if path.endpoint.service.is_none() => {
            format!("{id}: which service it leads to is known only when the plan is applied")
        }
        _ if path.endpoint.service.as_deref().is_some_and(|service| service_id(service).is_none()) => {
            format!("{id} leads to a service of a name that AWS does not give")
        }
        _ if path.seen.shape == Shape::TerraformPlan && state.is_empty() => {
            format!("{id} is planned: its state is known only when the plan is applied")
        }
        _ if state.is_empty() => format!("{id}: its state was not told"),
        _ => format!("{id} is in a state that AWS does not document: {state}"),
    }
}

fn target(path: &QueryPath<'_>) -> Target {
    let state = path.endpoint.state.as_deref().unwrap_or("state not known");
    let service = path.endpoint.service.as_deref().unwrap_or("a service that is not known yet");
    Target {
        via: Some(format!("{} ({state})", path.endpoint.id)),
        from: Some(path.seen.file.clone()),
        ..Target::named(service)
    }
}

/// What to know of other ways where none is open. It never decides.
fn notes(evidence: &Evidence, expected: &Expectations, paths: &[QueryPath<'_>]) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    for path in paths.iter().filter(|path| path.opening == Opening::Shut) {
        let state = path.endpoint.state.as_deref().unwrap_or_default();
        notes.push(format!("{} is {state}: nothing passes there", path.endpoint.id));
    }
    notes.extend(standing(evidence, expected).map(|(seen, way)| {
        let told = told(seen, way);
        format!("{told}; whether it leads from the metadata plane to the data plane is not in the file")
    }));
    for seen in &evidence.endpoints {
        if seen.shape.is_terraform() {
            notes.push(format!(
                "{} holds what this Terraform configuration manages, and nothing else",
                seen.file
            ));
        }
    }
    notes
}
