//! FLOW005 to FLOW009: who reaches the Kubernetes API of an EKS cluster.

use super::case::Case;
use crate::dataflow::evidence::EksCluster;
use crate::dataflow::flows::{ApiOption, EksApi};
use crate::dataflow::{Networks, OtherPath};
use crate::report::catalogue::{FLOW_EKS, FLOW_EKS_NODES, FLOW_EKS_OPEN, FLOW_EKS_PRIVATE, FLOW_EKS_WIDE};
use crate::report::{Check, Finding};

/// How many networks are told of.
const SHOWN: usize = 8;
const DECLARE: &str = "say which networks the metadata plane calls from: --metadata-host CIDR";

/// Judges an EKS cluster, or says why there is none to judge.
fn of_eks(
    case: &Case<'_>,
    check: &'static Check,
    judge: impl FnOnce(&EksCluster, &EksApi) -> Finding,
) -> Vec<Finding> {
    match case.eks(check) {
        Err(finding) => vec![finding],
        Ok((cluster, api)) => {
            let finding = judge(cluster, &api);
            let unread = (!api.unread.is_empty())
                .then(|| format!("what is no network was left out: {}", api.unread.join(", ")));
            vec![unread.into_iter().fold(finding, Finding::note)]
        }
    }
}

/// The list of who is let in, where there is one.
fn list<'a>(check: &'static Check, api: &'a EksApi) -> Result<&'a Networks, Finding> {
    api.list.as_ref().ok_or_else(|| match api.option {
        ApiOption::A => {
            Finding::unknown(check, "the answer names no `publicAccessCidrs`; AWS's default is 0.0.0.0/0")
                .help("look at it: aws eks describe-cluster --query cluster.resourcesVpcConfig")
        }
        _ => Finding::pass(check).message_is("the Kubernetes API has no address on the internet"),
    })
}

fn some(networks: &Networks) -> String {
    let blocks = networks.blocks();
    match blocks.len().checked_sub(SHOWN) {
        Some(more @ 1..) => format!("{} and {more} more", blocks[..SHOWN].join(", ")),
        _ => blocks.join(", "),
    }
}

fn update(case: &Case<'_>, settings: &str) -> String {
    format!("aws eks update-cluster-config --name {} --resources-vpc-config {settings}", case.subject())
}

/// Whether the metadata plane can reach it.
pub(super) fn reached(case: &Case<'_>) -> Vec<Finding> {
    of_eks(case, &FLOW_EKS, |cluster, api| {
        let finding = match api.option {
            ApiOption::Neither => neither(),
            ApiOption::B => private_path(case),
            ApiOption::A => match list(&FLOW_EKS, api) {
                Err(finding) => finding,
                Ok(list) => let_in(case, api, list),
            },
        };
        match cluster.status.as_deref().filter(|status| *status != "ACTIVE") {
            Some(status) => {
                finding.note(format!("the cluster is {status}: what was read may be about to change"))
            }
            None => finding,
        }
    })
}

fn neither() -> Finding {
    const WHAT: &str = "neither the public nor the private endpoint is on, which AWS does not allow: what was read is not how the cluster is";
    Finding::fail(&FLOW_EKS, WHAT).help("read it again: aws eks describe-cluster --output json")
}

/// Of a cluster with a list of who is let in.
fn let_in(case: &Case<'_>, api: &EksApi, list: &Networks) -> Finding {
    const EVERYBODY: &str = "everybody can reach the Kubernetes API, the metadata plane too (FLOW006)";
    const UNDECLARED: &str =
        "the metadata plane's networks were not declared: whether they are let in is not known";
    if api.metadata.is_empty() && api.is_open() {
        return Finding::pass(&FLOW_EKS).message_is(EVERYBODY);
    }
    if api.metadata.is_empty() {
        return Finding::unknown(&FLOW_EKS, UNDECLARED).help(DECLARE);
    }
    if api.missing.is_empty() {
        let message = format!("option A: {} can reach the Kubernetes API", some(&api.metadata));
        return Finding::pass(&FLOW_EKS).message_is(message);
    }
    let message = format!(
        "{} of the metadata plane cannot reach the Kubernetes API: deployments, scaling and health monitoring break",
        some(&api.missing)
    );
    let settings = format!("publicAccessCidrs={}", list.and(&api.metadata).blocks().join(","));
    Finding::fail(&FLOW_EKS, message).help(format!("let them in, too: {}", update(case, &settings)))
}

/// Of a cluster that is reached from its VPC alone.
fn private_path(case: &Case<'_>) -> Finding {
    const WHAT: &str =
        "option B: the Kubernetes API is reached from its VPC and from networks connected with it";
    const CONNECT: &str = "connect the planes by VPC peering or a Transit Gateway, or take option A: a public endpoint for the metadata plane's networks alone";
    const SAY: &str = "where VPC peering or a Transit Gateway connects the planes, or they share a VPC, say so: --other-path private";
    match case.expected.other_path {
        Some(OtherPath::Private) => Finding::pass(&FLOW_EKS)
            .message_is(format!("{WHAT}, with which the metadata plane is, as declared")),
        Some(OtherPath::None) => {
            let message = format!(
                "{WHAT}, and no path leads there from the metadata plane, as declared: it cannot deploy"
            );
            Finding::fail(&FLOW_EKS, message).help(CONNECT)
        }
        Some(OtherPath::Public) | None => {
            let message = format!("{WHAT}; whether the metadata plane is in one is not known");
            Finding::unknown(&FLOW_EKS, message).help(SAY)
        }
    }
}

/// Whether it is open to the internet.
pub(super) fn open(case: &Case<'_>) -> Vec<Finding> {
    of_eks(case, &FLOW_EKS_OPEN, |_, api| match list(&FLOW_EKS_OPEN, api) {
        Err(finding) => finding,
        Ok(_) if !api.is_open() => Finding::pass(&FLOW_EKS_OPEN),
        Ok(list) => {
            let metadata = if api.metadata.is_empty() {
                "CIDR,CIDR".to_owned()
            } else {
                api.metadata.blocks().join(",")
            };
            let settings = format!("publicAccessCidrs={metadata}");
            Finding::fail(
                &FLOW_EKS_OPEN,
                format!(
                    "{} may reach the Kubernetes API: everybody on the internet; IAM alone stands before it",
                    some(list)
                ),
            )
            .help(format!(
                "let in the metadata plane's networks, and the nodes' where they come from the internet: {}",
                update(case, &settings)
            ))
        }
    })
}

/// Whether anybody else is let in.
pub(super) fn wide(case: &Case<'_>) -> Vec<Finding> {
    of_eks(case, &FLOW_EKS_WIDE, |_, api| {
        if let Err(finding) = list(&FLOW_EKS_WIDE, api) {
            return finding;
        }
        if api.is_open() {
            return Finding::skip(&FLOW_EKS_WIDE, "it is open to everybody (FLOW006)");
        }
        if api.metadata.is_empty() {
            let message = "the metadata plane's networks were not declared: who else is let in is not known";
            return Finding::unknown(&FLOW_EKS_WIDE, message).help(DECLARE);
        }
        if api.wider.is_empty() {
            return Finding::pass(&FLOW_EKS_WIDE);
        }
        let message = format!("{} may reach the Kubernetes API, too", some(&api.wider));
        Finding::warn(&FLOW_EKS_WIDE, message).help(
            "take out what nobody needs; what has to be let in, such as the nodes' NAT addresses or your own office, name with --allow-host CIDR",
        )
    })
}

/// Whether nodes reach it without leaving the VPC.
pub(super) fn nodes(case: &Case<'_>) -> Vec<Finding> {
    of_eks(case, &FLOW_EKS_NODES, |cluster, api| {
        if cluster.is_private {
            return Finding::pass(&FLOW_EKS_NODES);
        }
        let help = format!(
            "switch the private endpoint on, beside the public one: {} (the VPC needs DNS host names and DNS support)",
            update(case, "endpointPublicAccess=true,endpointPrivateAccess=true")
        );
        let way = "the private endpoint is off: nodes reach the Kubernetes API by its public address, from their NAT gateways' addresses";
        let beside = api.list.as_ref().map(|list| list.without(&api.metadata));
        match (api.option, beside) {
            (ApiOption::Neither, _) => Finding::skip(&FLOW_EKS_NODES, "neither endpoint is on (FLOW005)"),
            (_, Some(beside)) if beside.is_empty() && !api.metadata.is_empty() => Finding::fail(
                &FLOW_EKS_NODES,
                format!("{way}, and nobody but the metadata plane is let in: nodes lose the Kubernetes API"),
            )
            .help(help),
            (_, Some(_)) if api.is_open() => Finding::warn(&FLOW_EKS_NODES, way).help(help),
            (_, _) => Finding::warn(
                &FLOW_EKS_NODES,
                format!("{way}, which have to stay on the list of who is let in"),
            )
            .help(help),
        }
    })
}

/// Whether deployments depend on addresses that change.
pub(super) fn private(case: &Case<'_>) -> Vec<Finding> {
    of_eks(case, &FLOW_EKS_PRIVATE, |_, api| {
        match api.option {
        ApiOption::A => Finding::pass(&FLOW_EKS_PRIVATE),
        ApiOption::Neither => Finding::skip(&FLOW_EKS_PRIVATE, "neither endpoint is on (FLOW005)"),
        ApiOption::B => Finding::warn(
            &FLOW_EKS_PRIVATE,
            "option B: the Kubernetes API is private, and its addresses are not stable: when they change, deployments wait until network rules are corrected by hand, estimated at 15 minutes and more",
        )
        .help(
            "take option A where no rule demands a private control plane: a public endpoint for the metadata plane's networks alone, and the private endpoint for the nodes",
        ),
    }
    })
}
