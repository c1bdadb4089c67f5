//! FLOW005 to FLOW009: who reaches the Kubernetes API of an EKS cluster.

use super::case::Case;
use crate::dataflow::Networks;
use crate::dataflow::evidence::EksCluster;
use crate::dataflow::flows::{ApiOption, DECLARE_NETWORKS, EksApi, LetIn, OtherWays};
use crate::report::catalogue::{FLOW_EKS, FLOW_EKS_NODES, FLOW_EKS_OPEN, FLOW_EKS_PRIVATE, FLOW_EKS_WIDE};
use crate::report::{Check, Finding};

/// How many networks are told of.
const SHOWN: usize = 8;

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
        ApiOption::B => Finding::pass(check).message_is("the Kubernetes API has no address on the internet"),
        ApiOption::Neither => Finding::skip(check, "neither endpoint is on (FLOW005)"),
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
                Ok(list) => let_in(case, cluster, api, list),
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
    Finding::unknown(&FLOW_EKS, WHAT).help("read it again: aws eks describe-cluster --output json")
}

/// Of a cluster with a list of who is let in.
fn let_in(case: &Case<'_>, cluster: &EksCluster, api: &EksApi, list: &Networks) -> Finding {
    const EVERYBODY: &str = "everybody can reach the Kubernetes API, the metadata plane too (FLOW006)";
    const UNDECLARED: &str = "the metadata plane's networks on the internet were not declared: whether they are let in is not known";
    const PRIVATELY: &str =
        "the metadata plane reaches the private endpoint of the Kubernetes API by the path that was declared";
    const NAMES: &str = "see that the cluster's name leads to its private addresses from there, too";
    let missing = some(&api.missing);
    let settings = format!("publicAccessCidrs={}", list.and(&api.metadata).blocks().join(","));
    let more = format!("let them in, too: {}", update(case, &settings));
    let way = case.private_api();
    match api.from_internet() {
        let_in if cluster.is_private && matches!(way, OtherWays::Lead(_)) && !let_in.is_for_all() => {
            if api.missing.is_empty() {
                return Finding::pass(&FLOW_EKS).message_is(PRIVATELY).note(NAMES);
            }
            let message = format!(
                "{missing} of the metadata plane is not on the list: on the path that was declared it reaches the Kubernetes API only where the cluster's name leads to its private addresses, and with both endpoints on it does so in the cluster's VPC alone"
            );
            Finding::warn(&FLOW_EKS, message).help(format!("{more}; or {PRIVATE_NAMES}"))
        }
        LetIn::Everybody => Finding::pass(&FLOW_EKS).message_is(EVERYBODY),
        LetIn::Yes => {
            let message = format!("option A: {} can reach the Kubernetes API", some(&api.metadata));
            Finding::pass(&FLOW_EKS).message_is(message)
        }
        LetIn::Undeclared | LetIn::Untold => Finding::unknown(&FLOW_EKS, UNDECLARED).help(DECLARE_NETWORKS),
        LetIn::Unread => {
            let message = format!(
                "whether {missing} of the metadata plane is let in is not known: a part of the list could not be read"
            );
            Finding::unknown(&FLOW_EKS, message)
                .help("write the list's networks as CIDR, such as 203.0.113.0/24")
        }
        LetIn::No if cluster.is_private && way != OtherWays::Nothing => {
            let message = format!(
                "{missing} of the metadata plane is not let in from the internet; whether it reaches the private endpoint is not known"
            );
            let help = match way {
                OtherWays::Doubtful { give, .. } => give,
                _ => SAY.to_owned(),
            };
            Finding::unknown(&FLOW_EKS, message).help(format!("{more}; or, {help}"))
        }
        LetIn::InPart | LetIn::No => {
            let message = format!(
                "{missing} of the metadata plane cannot reach the Kubernetes API: deployments, scaling and health monitoring break"
            );
            Finding::fail(&FLOW_EKS, message).help(more)
        }
    }
}

const PRIVATE_NAMES: &str = "look names up in the cluster's VPC from there (an inbound endpoint of Route 53 Resolver), or switch the public endpoint off (option B), with which the name leads to the private addresses everywhere";

const SAY: &str = "where VPC peering or a Transit Gateway connects the planes, or they share a VPC, say so: --other-path private, or --other-path api where that carries nothing but the Kubernetes API";

/// Of a cluster that is reached from its VPC alone.
fn private_path(case: &Case<'_>) -> Finding {
    const WHAT: &str =
        "option B: the Kubernetes API is reached from its VPC and from networks connected with it";
    const CONNECT: &str = "connect the planes by VPC peering or a Transit Gateway, or take option A: a public endpoint for the metadata plane's networks alone";
    match case.private_api() {
        OtherWays::Lead(_) => Finding::pass(&FLOW_EKS)
            .message_is(format!("{WHAT}, with which the metadata plane is, as declared")),
        OtherWays::Nothing => {
            let message = format!(
                "{WHAT}, and no path leads there from the metadata plane, as declared: it cannot deploy"
            );
            Finding::fail(&FLOW_EKS, message).help(CONNECT)
        }
        OtherWays::Doubtful { seen, give } => {
            let message = format!("{WHAT}; no path was declared, and {seen}");
            Finding::unknown(&FLOW_EKS, message).help(format!("{SAY}; {give}"))
        }
        OtherWays::Untold => {
            let message = format!("{WHAT}; whether the metadata plane is in one is not known");
            Finding::unknown(&FLOW_EKS, message).help(SAY)
        }
    }
}

/// What could not be read of a list, where that leaves a verdict open.
fn unread(check: &'static Check, api: &EksApi) -> Option<Finding> {
    (!api.unread.is_empty()).then(|| {
        Finding::unknown(check, "a part of the list could not be read: whom it lets in is not known")
            .help("write the list's networks as CIDR, such as 203.0.113.0/24")
    })
}

/// Whether it is open to the internet.
pub(super) fn open(case: &Case<'_>) -> Vec<Finding> {
    of_eks(case, &FLOW_EKS_OPEN, |_, api| match list(&FLOW_EKS_OPEN, api) {
        Err(finding) => finding,
        Ok(_) if !api.is_open() => {
            unread(&FLOW_EKS_OPEN, api).unwrap_or_else(|| Finding::pass(&FLOW_EKS_OPEN))
        }
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
                    "{} may reach the Kubernetes API: {}; IAM alone stands before it",
                    some(list),
                    api.width.told()
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
    of_eks(case, &FLOW_EKS_WIDE, |cluster, api| {
        if let Err(finding) = list(&FLOW_EKS_WIDE, api) {
            return finding;
        }
        if api.is_open() {
            return Finding::skip(&FLOW_EKS_WIDE, "it is open to everybody (FLOW006)");
        }
        if api.wider.is_empty() {
            return unread(&FLOW_EKS_WIDE, api).unwrap_or_else(|| Finding::pass(&FLOW_EKS_WIDE));
        }
        // One that comes by a private path needs no place on the list.
        let is_inside = cluster.is_private && matches!(case.private_api(), OtherWays::Lead(_));
        if api.metadata.is_empty() && !is_inside {
            let message = "the metadata plane's networks on the internet were not declared: who else is let in is not known";
            return Finding::unknown(&FLOW_EKS_WIDE, message).help(DECLARE_NETWORKS);
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
            (_, Some(beside)) if beside.is_empty() && !api.metadata.is_empty() && api.unread.is_empty() => {
                Finding::fail(
                    &FLOW_EKS_NODES,
                    format!(
                        "{way}, and nobody but the metadata plane is let in: nodes lose the Kubernetes API"
                    ),
                )
                .help(help)
            }
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
