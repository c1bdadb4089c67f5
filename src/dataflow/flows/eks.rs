//! Access to the Kubernetes API: which of the document's two options it is, and who is let in.

use super::ways::{OtherWays, to_private_api};
use super::width::{TOO_WIDE, Width, public};
use super::{Flow, Name, State, Target};
use crate::dataflow::evidence::{Cluster, ClusterSeen, EksCluster, GkeCluster};
use crate::dataflow::{Evidence, Expectations, Networks};

/// How the API of an EKS cluster is reached (the product's guide to data flows between the planes, EKS API access
/// patterns).
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
    /// The metadata plane's networks on the internet, as far as they were declared.
    pub metadata: Networks,
    /// Those of the metadata plane that are not let in.
    pub missing: Networks,
    /// Who is let in beside the metadata plane and declared networks.
    pub wider: Networks,
    /// How much of the internet is let in.
    pub width: Width,
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
        // From the internet nobody comes with a private address, and no list may have one.
        let metadata = public(&expected.metadata_networks());
        let known = metadata.and(&expected.allowed_networks());
        let missing = list.as_ref().map(|list| metadata.without(list)).unwrap_or_default();
        let wider = list.as_ref().map(|list| list.without(&known)).unwrap_or_default();
        let width = Width::of(list.as_ref().unwrap_or(&Networks::default()));
        Self { option, list, unread, metadata, missing, wider, width }
    }

    /// Whether the list keeps nobody out, or next to nobody.
    pub fn is_open(&self) -> bool {
        self.width.is_open()
    }

    /// Whether the metadata plane is let in from the internet.
    pub fn from_internet(&self) -> LetIn {
        let Some(_) = &self.list else {
            return if self.option == ApiOption::A { LetIn::Untold } else { LetIn::No };
        };
        if self.metadata.is_empty() {
            // Nobody is known to have no address of IPv4.
            return if self.width.v4 >= 1.0 { LetIn::Everybody } else { LetIn::Undeclared };
        }
        let blocks = self.metadata.blocks();
        let has = |is_v6: bool| blocks.iter().any(|block| block.contains(':') == is_v6);
        let open = [(self.width.v4, false), (self.width.v6, true)];
        if self.missing.is_empty() {
            LetIn::Yes
        } else if self.missing != self.metadata {
            LetIn::InPart
        } else if !self.unread.is_empty() {
            LetIn::Unread
        } else if open.into_iter().any(|(share, is_v6)| share >= TOO_WIDE && !has(is_v6)) {
            // It may come by the family of which nothing was declared.
            LetIn::Undeclared
        } else {
            LetIn::No
        }
    }
}

/// Whether the metadata plane is let in from the internet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetIn {
    /// All its networks are.
    Yes,
    /// Some of its networks are.
    InPart,
    /// Everybody is, whoever it is.
    Everybody,
    /// None of its networks is.
    No,
    /// Its networks, or those of one family, were not declared.
    Undeclared,
    /// None is that could be read, and a part of the list could not.
    Unread,
    /// The answer had no list.
    Untold,
}

impl LetIn {
    /// Whether the whole metadata plane is let in.
    pub const fn is_for_all(self) -> bool {
        matches!(self, Self::Yes | Self::Everybody)
    }
}

/// What to say of the metadata plane where that is not known.
pub const DECLARE_NETWORKS: &str = "say which networks of the internet the metadata plane calls from: --metadata-host CIDR (private ones are on no list); where it comes by VPC peering, a Transit Gateway or one VPC, and the private endpoint is on: --other-path private, or --other-path api where that carries nothing but the Kubernetes API";

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
        Some(Cluster::Eks(cluster)) => of_eks(seen, cluster, evidence, expected),
        Some(Cluster::Gke(cluster)) => of_gke(cluster),
    }
}

fn of_eks(seen: &ClusterSeen, cluster: &EksCluster, evidence: &Evidence, expected: &Expectations) -> Flow {
    let (name, api) = (Name::EksApi, EksApi::of(cluster, expected));
    let declare = DECLARE_NETWORKS;
    let leads = cluster.is_private && matches!(to_private_api(evidence, expected), OtherWays::Lead(_));
    let on = |here: &str| Flow::new(name, State::On, here);
    let unknown = |here: &str| Flow::new(name, State::Unknown, here);
    let mut flow = match (api.option, api.from_internet()) {
        (ApiOption::Neither, _) => unknown("neither a public nor a private endpoint is on"),
        (ApiOption::B, _) => {
            privately("option B: from the VPC and networks connected with it", evidence, expected)
        }
        (_, let_in) if leads && !let_in.is_for_all() => privately(
            "option A: the metadata plane is not known to be let in from the internet",
            evidence,
            expected,
        ),
        (_, LetIn::Untold) => unknown("option A: who is let in was not told"),
        (_, LetIn::Everybody) => on("option A: open to the whole internet"),
        (_, LetIn::Undeclared) => {
            let let_in = match cluster.public_cidrs.as_ref().map_or(0, Vec::len) {
                1 => "1 network is".to_owned(),
                count => format!("{count} networks are"),
            };
            unknown(&format!(
                "option A: {let_in} let in; the metadata plane's on the internet are not declared"
            ))
            .give(declare)
        }
        (_, LetIn::Yes) if api.is_open() => {
            on(&format!("option A: the metadata plane's networks are let in, and {}", api.width.told()))
        }
        (_, LetIn::Yes) if api.wider.is_empty() => on("option A: the metadata plane's networks are let in"),
        (_, LetIn::Yes) => on("option A: the metadata plane's networks are let in, and others"),
        (_, LetIn::InPart) => on("option A: the metadata plane is let in in part"),
        (_, LetIn::Unread) => {
            unknown("option A: the metadata plane is not let in by what of the list could be read")
                .give("write the list's networks as CIDR, such as 203.0.113.0/24")
        }
        (_, LetIn::No) if cluster.is_private => {
            privately("option A: the metadata plane is not let in from the internet", evidence, expected)
        }
        (_, LetIn::No) => Flow::new(name, State::Off, "option A: the metadata plane is not let in"),
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

/// Whether it is reached by its private endpoint, where it is reached by nothing else. `how` begins the words.
fn privately(how: &str, evidence: &Evidence, expected: &Expectations) -> Flow {
    let flow = |state, what: &str| Flow::new(Name::EksApi, state, format!("{how}; {what}"));
    match to_private_api(evidence, expected) {
        OtherWays::Lead(way) => flow(State::On, &format!("its private endpoint by {way}")),
        OtherWays::Nothing => flow(State::Off, "no other path leads there, as declared"),
        OtherWays::Doubtful { seen, give } => {
            flow(State::Unknown, &format!("no other path was declared, and {seen}")).give(give)
        }
        OtherWays::Untold => {
            flow(State::Unknown, "whether another path leads to its private endpoint was not said").give(
                "where the metadata plane is connected by VPC peering or a Transit Gateway, or is in the same VPC, say so: --other-path private, or --other-path api where it carries nothing but the Kubernetes API",
            )
        }
    }
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
