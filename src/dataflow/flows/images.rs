//! Container images: where they are pulled from, and on which way.

use super::{Flow, Name, Opening, Registry, State, Target};
use crate::dataflow::evidence::{Cluster, EksCluster, Endpoint};
use crate::dataflow::{Evidence, Expectations};

/// What a VPC without a way to the internet needs to pull from ECR: by the end of the services' names.
pub const PULLS: [&str; 3] = ["ecr.api", "ecr.dkr", "s3"];

/// How a VPC pulls images from ECR, by its endpoints.
#[derive(Clone, Debug, Default)]
pub struct Images {
    /// Of [`PULLS`], what is there and lets traffic through.
    pub there: Vec<&'static str>,
    /// Of [`PULLS`], what is there and does not: the endpoint and its state.
    pub broken: Vec<(&'static str, String)>,
    /// Of [`PULLS`], what is planned, or in a state that is not known.
    pub unsure: Vec<(&'static str, String)>,
    /// Of [`PULLS`], what is not there.
    pub missing: Vec<&'static str>,
    /// Whether a NAT gateway was seen.
    pub has_nat: bool,
}

impl Images {
    /// By the endpoints of the cluster's VPC; where that is not known, by all.
    pub fn of(evidence: &Evidence) -> Self {
        let vpc = eks_cluster(evidence).and_then(|cluster| cluster.vpc.as_deref());
        let is_there = |endpoint: &&Endpoint| match (vpc, endpoint.vpc.as_deref()) {
            (Some(vpc), Some(other)) => vpc == other,
            _ => true,
        };
        let mut images =
            Self { has_nat: evidence.endpoints.iter().any(|seen| seen.has_nat), ..Self::default() };
        let all: Vec<&Endpoint> =
            evidence.endpoints.iter().flat_map(|seen| &seen.endpoints).filter(is_there).collect();
        for name in PULLS {
            let of_name: Vec<&Endpoint> =
                all.iter().copied().filter(|endpoint| is_of(endpoint, name)).collect();
            let state = |endpoint: &Endpoint| Opening::of(endpoint.state.as_deref());
            let first = of_name.first();
            let told = |endpoint: &Endpoint| {
                let state = endpoint.state.as_deref().unwrap_or("not made yet, or of an unknown state");
                (name, format!("{} is {state}", endpoint.id))
            };
            if of_name.iter().any(|endpoint| state(endpoint) == Opening::Open) {
                images.there.push(name);
            } else if let Some(endpoint) =
                of_name.iter().find(|endpoint| matches!(state(endpoint), Opening::Waiting | Opening::Unknown))
            {
                images.unsure.push(told(endpoint));
            } else if let Some(endpoint) = first {
                images.broken.push(told(endpoint));
            } else {
                images.missing.push(name);
            }
        }
        images
    }
}

/// Whether an endpoint leads to AWS's service of this name: `com.amazonaws.REGION.NAME`.
fn is_of(endpoint: &Endpoint, name: &str) -> bool {
    let service = endpoint.service.as_deref().unwrap_or_default();
    let rest = service.strip_prefix("cn.").unwrap_or(service).strip_prefix("com.amazonaws.");
    rest.and_then(|rest| rest.split_once('.')).is_some_and(|(_region, of)| of == name)
}

fn eks_cluster(evidence: &Evidence) -> Option<&EksCluster> {
    match evidence.cluster.as_ref()?.described.answer()? {
        Cluster::Eks(cluster) => Some(cluster),
        Cluster::Gke(_) => None,
    }
}

/// What becomes of it: it is on, unless something says otherwise.
pub(super) fn images(evidence: &Evidence, expected: &Expectations) -> Flow {
    let name = Name::ContainerImages;
    let cluster = evidence.cluster.as_ref().and_then(|seen| seen.described.answer());
    let repositories = &expected.image_repositories;
    let here = match (repositories.as_slice(), cluster) {
        ([], Some(Cluster::Eks(_))) => "from ECR; which repository was not said".to_owned(),
        ([], Some(Cluster::Gke(_))) => "from Artifact Registry; which repository was not said".to_owned(),
        ([], None) => "taken for on: it is required".to_owned(),
        ([one], _) => format!("from {}", Registry::of(one).as_str()),
        (many, _) => format!("from {} repositories", many.len()),
    };
    let mut flow = Flow::new(name, State::On, here);
    flow.is_asked = !repositories.is_empty() || !evidence.endpoints.is_empty();
    let target = |repository: &String| Target {
        via: Some(Registry::of(repository).as_str().to_owned()),
        ..Target::named(repository.as_str())
    };
    flow.destinations = super::flow::once_each(repositories.iter().map(target).collect());
    let pulls = Images::of(evidence);
    if !pulls.broken.is_empty() && matches!(cluster, Some(Cluster::Eks(_)) | None) {
        let broken: Vec<&str> = pulls.broken.iter().map(|(_, told)| told.as_str()).collect();
        flow.state = State::Unknown;
        flow.here = format!("{}: names may lead there, and nothing passes", broken.join("; "));
    }
    flow
}
