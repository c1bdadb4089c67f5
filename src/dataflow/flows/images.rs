//! Container images: where they are pulled from, and on which way.

use std::collections::BTreeSet;

use super::ways::elsewhere;
use super::{Flow, Name, Opening, Registry, State, Target};
use crate::dataflow::evidence::{Cluster, EksCluster, Endpoint, EndpointsSeen};
use crate::dataflow::{Evidence, Expectations};

/// What a VPC without a way to the internet needs to pull from ECR: by the end of the services' names.
pub const PULLS: [&str; 3] = ["ecr.api", "ecr.dkr", "s3"];

/// Whether a NAT gateway leads from the cluster's VPC to the internet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Nat {
    /// One stands in that VPC.
    Seen,
    /// One was seen; whether in that VPC is not known.
    Perhaps,
    /// None was seen, or in other VPCs alone.
    #[default]
    None,
}

/// How a VPC pulls images from ECR, by its endpoints.
#[derive(Clone, Debug, Default)]
pub struct Images {
    /// Of [`PULLS`], what is there, lets traffic through, and is what the names lead to.
    pub there: Vec<&'static str>,
    /// Of [`PULLS`], what is there and lets nothing through, though the names lead to it: the endpoint and its state.
    pub broken: Vec<(&'static str, String)>,
    /// Of [`PULLS`], what of an endpoint is not known: the endpoint and why.
    pub unsure: Vec<(&'static str, String)>,
    /// Of [`PULLS`], what is not there, or is passed by.
    pub missing: Vec<&'static str>,
    /// Endpoints that do not help, and why.
    pub aside: Vec<String>,
    /// Whether VPCs or Regions were mixed, of which nobody said which is the cluster's.
    pub is_mixed: bool,
    /// Whether a list of endpoints is not whole, or none of them tells of the cluster's VPC.
    pub is_partial: bool,
    /// Whether a NAT gateway leads out.
    pub nat: Nat,
}

/// What an endpoint does for pulling.
enum Use {
    Leads,
    Broken(String),
    Unsure(String),
    Aside(String),
}

impl Images {
    /// By the endpoints of the cluster's VPC, in the repositories' Regions, or else in the cluster's. Where these are not known,
    /// by all, if they are of one VPC and one Region.
    pub fn of(evidence: &Evidence, expected: &Expectations) -> Self {
        let cluster = eks_cluster(evidence);
        let vpc = cluster.and_then(|cluster| cluster.vpc.as_deref());
        let repositories = expected.image_repositories.iter();
        let mut regions: BTreeSet<&str> = repositories.filter_map(|one| Registry::region(one)).collect();
        if regions.is_empty() {
            regions.extend(cluster.and_then(EksCluster::region));
        }
        let files: Vec<&EndpointsSeen> =
            evidence.endpoints.iter().filter(|seen| seen.tells_of_endpoints()).collect();
        let all: Vec<(&'static str, &str, &Endpoint)> = files
            .iter()
            .flat_map(|seen| &seen.endpoints)
            .filter_map(|endpoint| pulls(endpoint).map(|(name, region)| (name, region, endpoint)))
            .collect();
        let vpcs: BTreeSet<Option<&str>> =
            all.iter().map(|(_, _, endpoint)| endpoint.vpc.as_deref()).filter(|_| vpc.is_none()).collect();
        let is_mixed =
            vpcs.len() > 1 || regions.is_empty() && all.iter().any(|(_, region, _)| *region != all[0].1);
        if regions.is_empty() {
            regions.extend(all.first().map(|(_, region, _)| *region));
        }
        let own_vpc = vpc.or_else(|| vpcs.first().copied().flatten());
        let is_partial = files.iter().any(|seen| !seen.is_whole) || elsewhere(evidence).is_some();
        let mut images = Self { is_mixed, is_partial, nat: nat(&files, own_vpc), ..Self::default() };
        for name in PULLS {
            let of_name = |region: &str| -> Vec<&Endpoint> {
                let is_meant = |(one, of, _): &&(&str, &str, &Endpoint)| *one == name && *of == region;
                all.iter().filter(is_meant).map(|(_, _, endpoint)| *endpoint).collect()
            };
            let uses = regions.iter().map(|region| best(&of_name(region), vpc, &mut images.aside));
            // The worst of the Regions decides.
            match uses.max_by_key(|found| rank(found.as_ref())).flatten() {
                Some(Use::Leads) => images.there.push(name),
                Some(Use::Unsure(told)) => images.unsure.push((name, told)),
                Some(Use::Broken(told)) => images.broken.push((name, told)),
                Some(Use::Aside(_)) | None => images.missing.push(name),
            }
        }
        for (_, region, endpoint) in all.iter().filter(|(_, region, _)| !regions.contains(region)) {
            images.aside.push(format!("{} is of the Region {region}", endpoint.id));
        }
        images.aside.sort();
        images.aside.dedup();
        images
    }
}

/// In order: leads there, is not known, is broken, is missing.
const fn rank(found: Option<&Use>) -> u8 {
    match found {
        Some(Use::Leads) => 0,
        Some(Use::Unsure(_)) => 1,
        Some(Use::Broken(_)) => 3,
        Some(Use::Aside(_)) | None => 2,
    }
}

/// The endpoint that decides; those that do not help are told in `aside`.
fn best(endpoints: &[&Endpoint], vpc: Option<&str>, aside: &mut Vec<String>) -> Option<Use> {
    let (mut unsure, mut broken) = (None, None);
    for endpoint in endpoints {
        match judged(endpoint, vpc) {
            Use::Leads => return Some(Use::Leads),
            Use::Unsure(told) => unsure = unsure.or(Some(Use::Unsure(told))),
            Use::Broken(told) => broken = broken.or(Some(Use::Broken(told))),
            Use::Aside(told) => aside.push(told),
        }
    }
    unsure.or(broken)
}

/// What an endpoint to one of [`PULLS`] does for a VPC.
fn judged(endpoint: &Endpoint, vpc: Option<&str>) -> Use {
    let id = &endpoint.id;
    let kind = endpoint.kind.as_deref().unwrap_or_default();
    let is_gateway = kind.eq_ignore_ascii_case("gateway");
    let state = endpoint.state.as_deref();
    match (vpc, endpoint.vpc.as_deref()) {
        (Some(own), Some(other)) if own != other => return Use::Aside(format!("{id} is in {other}")),
        (Some(_), None) => return Use::Unsure(format!("in which VPC {id} is was not told")),
        _ => {}
    }
    if state.is_some_and(|state| state.eq_ignore_ascii_case("deleted")) {
        return Use::Aside(format!("{id} is deleted"));
    }
    if !is_gateway && !kind.eq_ignore_ascii_case("interface") {
        return Use::Unsure(format!("of which type {id} is was not told"));
    }
    // A Gateway endpoint stands in route tables: it needs no names.
    match (is_gateway, endpoint.private_dns) {
        (false, Some(false)) => {
            return Use::Aside(format!("{id} is without private DNS: the names do not lead to it"));
        }
        (false, None) => return Use::Unsure(format!("whether {id} has private DNS was not told")),
        _ => {}
    }
    if endpoint.is_removed {
        return Use::Unsure(format!("{id} is there, and the plan takes it away"));
    }
    match (Opening::of(state), state) {
        (Opening::Open, Some(state)) if state.eq_ignore_ascii_case("available") => Use::Leads,
        (Opening::Shut, Some(state)) => Use::Broken(format!("{id} is {state}")),
        (_, Some(state)) => Use::Unsure(format!("{id} is {state}")),
        (_, None) => Use::Unsure(format!("{id} is not made yet, or of an unknown state")),
    }
}

/// Whether a NAT gateway leads out of a VPC.
fn nat(files: &[&EndpointsSeen], vpc: Option<&str>) -> Nat {
    let mut with_nat = files.iter().filter(|seen| seen.has_nat);
    let is_own = |one: &String| Some(one.as_str()) == vpc;
    if with_nat.clone().any(|seen| seen.nat_vpcs.iter().any(is_own)) {
        Nat::Seen
    } else if with_nat.any(|seen| vpc.is_none() || seen.nat_vpcs.is_empty()) {
        Nat::Perhaps
    } else {
        Nat::None
    }
}

/// To which of [`PULLS`] an endpoint leads (`com.amazonaws.REGION.NAME`), and in which Region.
fn pulls(endpoint: &Endpoint) -> Option<(&'static str, &str)> {
    let service = endpoint.service.as_deref()?;
    let rest = service.strip_prefix("cn.").unwrap_or(service).strip_prefix("com.amazonaws.")?;
    let (region, of) = rest.split_once('.')?;
    PULLS.into_iter().find(|name| *name == of).map(|name| (name, region))
}

pub(super) fn eks_cluster(evidence: &Evidence) -> Option<&EksCluster> {
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
    flow.is_asked =
        !repositories.is_empty() || evidence.endpoints.iter().any(EndpointsSeen::tells_of_endpoints);
    let target = |repository: &String| Target {
        via: Some(Registry::of(repository).as_str().to_owned()),
        ..Target::named(repository.as_str())
    };
    flow.destinations = super::flow::once_each(repositories.iter().map(target).collect());
    let pulls = Images::of(evidence, expected);
    if !pulls.broken.is_empty() && matches!(cluster, Some(Cluster::Eks(_)) | None) {
        let broken: Vec<&str> = pulls.broken.iter().map(|(_, told)| told.as_str()).collect();
        flow.state = State::Unknown;
        flow.here = format!("{}: names may lead there, and nothing passes", broken.join("; "));
    }
    flow
}
