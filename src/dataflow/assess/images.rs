//! FLOW010: whether container images can be pulled.

use super::case::Case;
use crate::dataflow::evidence::Cluster;
use crate::dataflow::flows::{Images, PULLS, Registry};
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
    if case.evidence.endpoints.is_empty() {
        return Finding::skip(&CHECK, "no VPC endpoints were given (--vpc-endpoints)");
    }
    let needs_internet = |one: &&String| Registry::of(one) != Registry::Ecr;
    let outside: Vec<&str> = repositories.iter().filter(needs_internet).map(String::as_str).collect();
    let images = Images::of(case.evidence);
    let finding = by_endpoints(&images);
    if outside.is_empty() {
        finding
    } else {
        let list = outside.join(", ");
        finding.note(format!("no endpoint of ECR leads to {list}: it is reached through the internet"))
    }
}

fn by_endpoints(images: &Images) -> Finding {
    let told =
        |list: &[(&str, String)]| list.iter().map(|(_, told)| told.as_str()).collect::<Vec<_>>().join("; ");
    let make = "make Interface endpoints for ecr.api and ecr.dkr with private DNS, and a Gateway endpoint for s3, where image layers lie; or give the VPC a NAT gateway";
    if !images.broken.is_empty() {
        let message = format!(
            "{}: nothing passes there, and with private DNS the names of ECR lead there: images cannot be pulled",
            told(&images.broken)
        );
        return Finding::fail(&CHECK, message).help(format!("mend or remove it; {make}"));
    }
    if !images.unsure.is_empty() {
        let message =
            format!("{}: whether images can be pulled through it is not known", told(&images.unsure));
        return Finding::unknown(&CHECK, message).help("look again when it is available");
    }
    if images.missing.is_empty() {
        return Finding::pass(&CHECK).message_is(
            "the VPC has endpoints for ecr.api, ecr.dkr and s3: images are pulled without the internet",
        );
    }
    let missing = images.missing.join(", ");
    let way =
        if images.has_nat { "through the NAT gateway" } else { "through a NAT gateway, if there is one" };
    if images.missing.len() == PULLS.len() {
        let finding =
            if images.has_nat { Finding::pass(&CHECK) } else { Finding::warn(&CHECK, "").help(make) };
        return finding.message_is(format!("the VPC has no endpoint for ECR: images are pulled {way}"));
    }
    // A NAT gateway serves what has no endpoint.
    let message = format!(
        "the VPC has endpoints for {}, and none for {missing}: that part goes {way}",
        images.there.join(", ")
    );
    if images.has_nat {
        Finding::pass(&CHECK).message_is(message)
    } else {
        Finding::warn(&CHECK, message).help(make)
    }
}
