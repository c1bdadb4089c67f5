//! Query execution: whether the metadata plane can run queries on the data plane.

use super::{Flow, Name, State, Target};
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

/// The id of an endpoint service in its name, such as `vpce-svc-0123456789abcdef0`.
fn service_id(service: &str) -> Option<&str> {
    let id = service.rsplit('.').next()?;
    id.starts_with("vpce-svc-").then_some(id)
}

/// Types of endpoints that lead to AWS's own services, or to appliances.
const NOT_MEANT: [&str; 2] = ["Gateway", "GatewayLoadBalancer"];

/// Endpoint services among declared names.
fn declared(names: &[String]) -> impl Iterator<Item = &str> {
    names.iter().filter_map(|name| service_id(name))
}

/// The endpoints that queries may pass: to a service that somebody else than AWS provides, unless it was declared to be
/// another's. Where the metadata plane's own services were declared, an undeclared one may be either's. Services in the
/// data plane's own account (`describe-vpc-endpoint-connections`) are never the metadata plane's, and always meant. Of other
/// types than Interface (resources, service networks) it is not told where they lead.
pub fn query_services<'a>(evidence: &'a Evidence, expected: &Expectations) -> Vec<QueryPath<'a>> {
    let own: Vec<&str> = declared(&expected.metadata_hosts).collect();
    let others: Vec<&str> = declared(&expected.allowed_hosts).collect();
    let mut paths = Vec::new();
    for seen in &evidence.endpoints {
        for endpoint in &seen.endpoints {
            let is_gateway = |kind: &str| NOT_MEANT.iter().any(|other| kind.eq_ignore_ascii_case(other));
            if endpoint.kind.as_deref().is_some_and(is_gateway) {
                continue;
            }
            let state = Opening::of(endpoint.state.as_deref());
            let opening = match endpoint.service.as_deref() {
                // Not known before the plan is applied, or not told of its type: it may be.
                None if state == Opening::Shut => Opening::Shut,
                None => Opening::Unknown,
                Some(service) => match service_id(service) {
                    None => continue,
                    Some(id) if others.contains(&id) => continue,
                    Some(id) => {
                        let is_declared =
                            own.is_empty() || own.contains(&id) || seen.shape == Shape::Connections;
                        if state == Opening::Open && !is_declared { Opening::Undeclared } else { state }
                    }
                },
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
    let declared_path = match expected.other_path {
        Some(OtherPath::Private) => Some("peering, a Transit Gateway or a shared VPC"),
        Some(OtherPath::Public) => Some("a public load balancer"),
        Some(OtherPath::None) | None => None,
    };
    let paths = query_services(evidence, expected);
    let destinations = paths.iter().map(target).collect();
    let mut flow = if let Some(path) = paths.iter().find(|path| path.opening == Opening::Open) {
        Flow::new(name, State::On, format!("through {}", path.endpoint.id))
    } else if let Some(path) = declared_path {
        Flow::new(name, State::On, format!("through {path}, as declared"))
    } else if evidence.endpoints.is_empty() {
        return Flow::unasked(name, "no VPC endpoints were given", LOOK);
    } else if let Some(path) = paths.iter().find(|path| path.opening != Opening::Shut) {
        Flow::new(name, State::Unknown, undecided(path)).give(
            "look again when it is accepted, rejected or gone; of another vendor's service say --allow-host with its name",
        )
    } else if evidence.endpoints.iter().any(|seen| !seen.is_whole) {
        Flow::new(name, State::Unknown, "the list of VPC endpoints is not whole")
            .give("give all pages: aws ec2 describe-vpc-endpoints without --max-items")
    } else if expected.other_path == Some(OtherPath::None) {
        Flow::new(name, State::Off, "no VPC endpoint, and no other path, as declared")
    } else {
        Flow::new(name, State::Unknown, "no VPC endpoint, but other paths are not known").give(
            "where no VPC peering, Transit Gateway, shared VPC or public load balancer leads to the data plane either, and no endpoint in an account that was not looked at, say so: --other-path none",
        )
    };
    flow.destinations = super::flow::once_each(destinations);
    if flow.state != State::On {
        flow.reasons = notes(evidence, &paths);
    }
    flow
}

fn is_interface(endpoint: &Endpoint) -> bool {
    endpoint.kind.as_deref().is_none_or(|kind| kind.eq_ignore_ascii_case("interface"))
}

fn undecided(path: &QueryPath<'_>) -> String {
    let id = &path.endpoint.id;
    let state = path.endpoint.state.as_deref().unwrap_or_default();
    match path.opening {
        Opening::Waiting => format!("{id} is {state}: nothing passes before it is accepted"),
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
fn notes(evidence: &Evidence, paths: &[QueryPath<'_>]) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    for path in paths.iter().filter(|path| path.opening == Opening::Shut) {
        let state = path.endpoint.state.as_deref().unwrap_or_default();
        notes.push(format!("{} is {state}: nothing passes there", path.endpoint.id));
    }
    for seen in &evidence.endpoints {
        for way in &seen.other_ways {
            notes.push(format!(
                "{} stands in {}: {}; whether it leads from the metadata plane to the data plane is not in the file",
                way.kind.as_str(),
                seen.file,
                way.address
            ));
        }
        if matches!(seen.shape, Shape::TerraformState | Shape::TerraformPlan) {
            notes.push(format!(
                "{} holds what this Terraform configuration manages, and nothing else",
                seen.file
            ));
        }
    }
    notes
}
