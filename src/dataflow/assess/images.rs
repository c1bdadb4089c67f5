//! FLOW010: whether container images can be pulled.

use super::case::Case;
use crate::dataflow::evidence::{Cluster, EndpointsSeen};
use crate::dataflow::flows::{Images, Nat, PULLS, Registry};
use crate::report::Finding;
use crate::report::catalogue::FLOW_IMAGES as CHECK;

/// Whether container images can be pulled, as far as VPC endpoints tell.
pub(super) fn pulled(case: &Case<'_>) -> Vec<Finding> {
    vec![judged(case)]
}

fn judged(case: &Case<'_>) -> Finding {
    let cluster = case.evidence.cluster.as_ref().and_then(|seen| seen.described.answer());
    let repositories = &case.expected.image_repositories;
    let is_google = matches!(cluster, Some(Cluster::Gke(_)))
        || !repositories.is_empty()
            && repositories.iter().all(|one| Registry::of(one) == Registry::ArtifactRegistry);
    if is_google {
        return Finding::skip(
            &CHECK,
            "images come from Google's Artifact Registry, of which VPC endpoints of AWS tell nothing",
        );
    }
    if !case.evidence.endpoints.iter().any(EndpointsSeen::tells_of_endpoints) {
        return Finding::skip(&CHECK, "no VPC's endpoints were given (--vpc-endpoints)");
    }
    let needs_internet = |one: &&String| Registry::of(one) != Registry::Ecr;
    let outside: Vec<&str> = repositories.iter().filter(needs_internet).map(String::as_str).collect();
    let images = Images::of(case.evidence, case.expected);
    let finding = by_endpoints(&images, &outside);
    images.aside.iter().fold(finding, |finding, told| finding.note(format!("{told}: it does not help here")))
}

const MAKE: &str = "make Interface endpoints for ecr.api and ecr.dkr with private DNS, and a Gateway endpoint for s3, where image layers lie, in the cluster's VPC; or give the VPC a NAT gateway";

const MIRROR: &str = "give the VPC a NAT gateway, or copy these images into ECR (a pull-through cache does), to which its endpoints lead";

fn by_endpoints(images: &Images, outside: &[&str]) -> Finding {
    let told =
        |list: &[(&str, String)]| list.iter().map(|(_, told)| told.as_str()).collect::<Vec<_>>().join("; ");
    if images.is_mixed {
        return Finding::unknown(
            &CHECK,
            "the endpoints are of several VPCs or Regions: which of them is the cluster's was not said",
        )
        .help("give the cluster: --eks-cluster NAME or --eks-json FILE");
    }
    if !images.broken.is_empty() {
        let message = format!(
            "{}: nothing passes there, and with private DNS the names of ECR lead there: images cannot be pulled",
            told(&images.broken)
        );
        return Finding::fail(&CHECK, message).help(format!("mend or remove it; {MAKE}"));
    }
    if !images.unsure.is_empty() {
        let message =
            format!("{}: whether images can be pulled through it is not known", told(&images.unsure));
        return Finding::unknown(&CHECK, message)
            .help("look again when it is available, at the whole answer of aws ec2 describe-vpc-endpoints");
    }
    if images.missing.is_empty() && outside.is_empty() {
        return Finding::pass(&CHECK).message_is(
            "the VPC has endpoints for ecr.api, ecr.dkr and s3: images are pulled without the internet",
        );
    }
    if images.is_partial && images.nat != Nat::Seen {
        let message =
            "the VPC's endpoints were not read whole (FLOW001, FLOW004): what is missing may be there";
        return Finding::unknown(&CHECK, message);
    }
    let way = match images.nat {
        Nat::Seen => "through the NAT gateway",
        Nat::Perhaps => "through a NAT gateway, if the one that was seen is the cluster's",
        Nat::None => "through a NAT gateway, if there is one",
    };
    // A NAT gateway serves what has no endpoint.
    let mut parts = Vec::new();
    if images.missing.len() == PULLS.len() {
        parts.push(format!("the VPC has no endpoint for ECR: images are pulled {way}"));
    } else if !images.missing.is_empty() {
        let (there, missing) = (images.there.join(", "), images.missing.join(", "));
        parts
            .push(format!("the VPC has endpoints for {there}, and none for {missing}: that part goes {way}"));
    }
    if !outside.is_empty() {
        parts.push(format!("no endpoint of ECR leads to {}: it is reached {way}", outside.join(", ")));
    }
    let message = parts.join("; ");
    match images.nat {
        Nat::Seen => Finding::pass(&CHECK).message_is(message).note("route tables were not looked at"),
        Nat::Perhaps => Finding::unknown(&CHECK, message).help(format!(
            "give the cluster (--eks-json FILE), and the state in which its subnets stand; or {}",
            if images.missing.is_empty() { MIRROR } else { MAKE }
        )),
        Nat::None if images.missing.is_empty() => Finding::warn(&CHECK, message).help(MIRROR),
        Nat::None => Finding::warn(&CHECK, message).help(MAKE),
    }
}
