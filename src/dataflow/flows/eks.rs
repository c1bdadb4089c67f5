//! Access to the Kubernetes API: which of the document's two options it is, and who is let in.

use super::{Flow, Name, State, Target};
use crate::dataflow::evidence::{Cluster, ClusterSeen, EksCluster, GkeCluster};
use crate::dataflow::{Evidence, Expectations, Networks, OtherPath};

/// How the API of an EKS cluster is reached (sources/003, "EKS API access patterns").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiOption {
    /// From the internet, by those that are on a list.
    A,
    /// From the VPC alone.
    B,
    /// From nowhere, which AWS does not allow.
    Neither,
}

/// Who reaches the API of an EKS cluster.
#[derive(Clone, Debug)]
pub struct EksApi {
    /// Which option it is.
    pub option: ApiOption,
    /// Who is let in from the internet; nothing where the answer did not say, or none is.
    pub list: Option<Networks>,
    /// What of the list is no network.
    pub unread: Vec<String>,
    /// The metadata plane's networks, as far as they were declared.
    pub metadata: Networks,
    /// Those of the metadata plane that are not let in.
    pub missing: Networks,
    /// Who is let in beside the metadata plane and declared networks.
    pub wider: Networks,
}

impl EksApi {
    /// From a cluster's description.
    pub fn of(cluster: &EksCluster, expected: &Expectations) -> Self {
        let option = match (cluster.is_public, cluster.is_private) {
            (true, _) => ApiOption::A,
            (false, true) => ApiOption::B,
            (false, false) => ApiOption::Neither,
        };
        let texts = cluster.public_cidrs.as_deref().filter(|list| cluster.is_public && !list.is_empty());
        let read = texts.map(|list| Networks::parse(list.iter().map(String::as_str)));
        let (list, unread) = match read {
            Some((list, unread)) => (Some(list), unread.into_iter().map(str::to_owned).collect()),
            None => (None, Vec::new()),
        };
        let metadata = expected.metadata_networks();
        let known = metadata.and(&expected.allowed_networks());
        let missing = list.as_ref().map(|list| metadata.without(list)).unwrap_or_default();
        let wider = list.as_ref().map(|list| list.without(&known)).unwrap_or_default();
        Self { option, list, unread, metadata, missing, wider }
    }

    /// Whether the whole internet is let in.
    pub fn is_open(&self) -> bool {
        self.list.as_ref().is_some_and(Networks::is_open)
    }
}

/// What becomes of it.
pub(super) fn eks(evidence: &Evidence, expected: &Expectations) -> Flow {
    let name = Name::EksApi;
    let Some(seen) = &evidence.cluster else {
        return Flow::unasked(
            name,
            "no cluster was given",
            "give the data plane's cluster: --eks-cluster NAME, or --eks-json FILE from aws eks describe-cluster --name NAME --output json",
        );
    };
    match seen.described.answer() {
        None => {
            let why = seen.described.failure().map(ToString::to_string).unwrap_or_default();
            let mut flow = Flow::new(name, State::Unknown, "the cluster could not be read");
            flow.reasons.push(why);
            flow.give("see FLOW001: chalkstore explain FLOW001")
        }
        Some(Cluster::Eks(cluster)) => of_eks(seen, cluster, expected),
        Some(Cluster::Gke(cluster)) => of_gke(cluster),
    }
}

fn of_eks(seen: &ClusterSeen, cluster: &EksCluster, expected: &Expectations) -> Flow {
    let (name, api) = (Name::EksApi, EksApi::of(cluster, expected));
    let declare = "say which networks the metadata plane calls from: --metadata-host CIDR";
    let mut flow = match api.option {
        ApiOption::Neither => Flow::new(name, State::Unknown, "neither a public nor a private endpoint is on"),
        ApiOption::B => match expected.other_path {
            Some(OtherPath::Private) => {
                Flow::new(name, State::On, "option B: from the VPC and networks connected with it, as declared")
            }
            Some(OtherPath::None) => {
                Flow::new(name, State::Off, "option B: from the VPC alone, to which no path leads, as declared")
            }
            _ => Flow::new(name, State::Unknown, "option B: from the VPC and networks connected with it").give(
                "where the metadata plane is connected by VPC peering or a Transit Gateway, or is in the same VPC, say so: --other-path private",
            ),
        },
        ApiOption::A if api.list.is_none() => {
            Flow::new(name, State::Unknown, "option A: who is let in was not told")
        }
        ApiOption::A if api.is_open() => Flow::new(name, State::On, "option A: open to the whole internet"),
        ApiOption::A if api.metadata.is_empty() => {
            let count = cluster.public_cidrs.as_ref().map_or(0, Vec::len);
            let here = format!("option A: {count} networks are let in; the metadata plane's are not declared");
            Flow::new(name, State::Unknown, here).give(declare)
        }
        ApiOption::A if api.missing.is_empty() => {
            let here = if api.wider.is_empty() {
                "option A: the metadata plane's networks are let in"
            } else {
                "option A: the metadata plane's networks are let in, and others"
            };
            Flow::new(name, State::On, here)
        }
        ApiOption::A if api.missing == api.metadata => {
            Flow::new(name, State::Off, "option A: the metadata plane is not let in")
        }
        ApiOption::A => Flow::new(name, State::On, "option A: the metadata plane is let in in part"),
    };
    let cidrs = cluster.public_cidrs.as_deref().filter(|_| cluster.is_public).unwrap_or_default();
    let lets_in = |cidr: &String| Target {
        via: Some("public endpoint".to_owned()),
        from: Some(seen.name.clone()),
        ..Target::named(cidr.as_str())
    };
    flow.destinations = cidrs.iter().map(lets_in).collect();
    if cluster.is_private {
        let vpc = cluster.vpc.clone().unwrap_or_else(|| "the VPC".to_owned());
        flow.destinations.push(Target {
            via: Some("private endpoint".to_owned()),
            from: Some(seen.name.clone()),
            ..Target::named(vpc)
        });
    }
    flow
}

/// What is known of a cluster of Google's. No rule of EKS judges it.
fn of_gke(cluster: &GkeCluster) -> Flow {
    let public = match (cluster.is_public, &cluster.authorized) {
        (Some(false), _) => "no public endpoint",
        (_, Some(_)) => "authorised networks only",
        (Some(true), None) => "a public endpoint without authorised networks",
        (None, None) => "who is let in is not told",
    };
    let mut flow = Flow::new(Name::EksApi, State::Unknown, format!("GKE: {public}"));
    flow.reasons.push(
        "this is a GKE cluster: options A and B are EKS's, and IAM roles, networks and names of Google's control plane follow other rules".to_owned(),
    );
    if let Some(is_open) = cluster.dns_endpoint {
        let whom = if is_open { "takes" } else { "does not take" };
        flow.reasons.push(format!("its DNS endpoint {whom} requests from outside Google Cloud"));
    }
    flow.destinations =
        cluster.authorized.iter().flatten().map(|cidr| Target::named(cidr.as_str())).collect();
    flow.give("look at the cluster's control plane access in Google Cloud by hand")
}
