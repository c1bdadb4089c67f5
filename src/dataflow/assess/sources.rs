//! FLOW001: whether everything that was given could be read.

use super::case::Case;
use crate::aws::{Failure, FailureKind, Wanted};
use crate::dataflow::flows::whole;
use crate::report::Finding;
use crate::report::catalogue::FLOW_SOURCES as CHECK;

/// Whether everything that was given could be read.
pub(super) fn sources(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(cluster) = &case.evidence.cluster
        && let Some(failure) = cluster.described.failure()
    {
        findings.push(unread(&cluster.name, failure));
    }
    for collector in case.decided.collectors.iter().flatten() {
        for trouble in &collector.troubles {
            let help = "correct the configuration, or look at this part of it by hand: what cannot be read is never taken for harmless";
            findings.push(Finding::unknown(&CHECK, trouble.clone()).help(help).about(collector.name.clone()));
        }
    }
    for seen in case.evidence.endpoints.iter().filter(|seen| !seen.is_whole) {
        // Older recordings hold no reason.
        let older = ["this is one page of several: it ends with a `NextToken`".to_owned()];
        let lacks = if seen.lacks.is_empty() { &older[..] } else { &seen.lacks };
        for why in lacks {
            findings
                .push(Finding::unknown(&CHECK, why.clone()).help(whole(seen.shape)).about(seen.file.clone()));
        }
    }
    findings
}

fn unread(name: &str, failure: &Failure) -> Finding {
    let message = format!("DescribeCluster: {failure}");
    let help = match failure.kind {
        FailureKind::NotFound => {
            return Finding::fail(&CHECK, message)
                .help("look at the name, the Region (--region) and the account: aws eks list-clusters")
                .about(name);
        }
        FailureKind::AccessDenied => {
            "allow eks:DescribeCluster, or give its answer: --eks-json FILE from aws eks describe-cluster --name NAME --output json"
        }
        FailureKind::NoRegion => "say in which Region the cluster is: --region REGION",
        FailureKind::NoCredentials => "sign in (aws sso login), or give --profile; or give --eks-json FILE",
        kind => kind.help(Wanted::Answer),
    };
    Finding::unknown(&CHECK, message).help(help).about(name)
}
