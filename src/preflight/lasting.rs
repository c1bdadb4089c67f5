//! What no waiting mends: what a run reads once, and AWS where nobody has said whom to ask, or as whom.
//!
//! Everything else may come to something else at the next look: a server comes back, a role gets its permission, somebody
//! writes another URI into the secret.

use super::Plan;
use crate::aws::{Failure, FailureKind, NoCredentials};
use crate::config;
use crate::connect::evidence::{Credentials, Store};
use crate::dataflow::observe::GivenCluster;
use crate::probe::{Observed, Recorded};
use crate::report::catalogue::{Basis, Inquiry};
use crate::report::{Finding, Status};
use crate::store_ref;

/// What there is to read of the flows beside the cluster.
const FILES: &str = "what chalkstore.toml names is";

/// Why no waiting mends what a check found in a look at the environment of `plan`; nothing where it may.
pub fn lasting(plan: &Plan, recorded: &Recorded, finding: &Finding) -> Option<String> {
    let is_unknown = finding.status == Status::Unknown;
    let unasked = |inquiries: &[Inquiry]| inquiries.iter().find_map(|inquiry| unasked(recorded, *inquiry));
    let once = |what: &str| Some(format!("{what} read once, at the start"));
    match finding.check.properties.basis {
        Basis::Description => once("chalkstore.toml is"),
        Basis::Uri if plan.uri.is_some() => once("the URI is"),
        Basis::Agreement if plan.uri.is_some() => once("chalkstore.toml and the URI are"),
        Basis::Agreement if is_unknown => unasked(&[Inquiry::Store]),
        Basis::Agreement => is_of_description_alone(plan, recorded).then(|| once("chalkstore.toml is"))?,
        Basis::Files => once(FILES),
        Basis::Cluster if !asks_eks(plan) || is_unknown && is_described(recorded) => once(FILES),
        Basis::Cluster if is_unknown => unasked(&[Inquiry::Dataflow]),
        Basis::Hosts if is_unknown && !has_hosts(recorded) => unasked(&[Inquiry::Failover]),
        Basis::Aws(inquiries) if is_unknown => unasked(inquiries),
        // Another URI may be written into a secret.
        Basis::Servers | Basis::Uri | Basis::Cluster | Basis::Hosts | Basis::Aws(_) => None,
    }
}

/// Why AWS was not asked at all, where it will be no other way at the next look.
fn unasked(recorded: &Recorded, inquiry: Inquiry) -> Option<String> {
    let why = recorded.observed.iter().find_map(|observed| failure(observed, inquiry))?;
    match why.kind {
        FailureKind::NoRegion => Some(why.message),
        FailureKind::NoCredentials => Some(format!("there are {}", why.message)),
        _ => None,
    }
}

/// Why AWS could not be asked, as it was seen.
fn failure(observed: &Observed, inquiry: Inquiry) -> Option<Failure> {
    let of = |credentials: Option<&Credentials>| match credentials {
        Some(Credentials::Failed(failure)) => Some(failure.clone()),
        _ => None,
    };
    match (inquiry, observed) {
        (Inquiry::Store, Observed::Source(store_ref::Evidence::Secret { failure, .. })) => failure.clone(),
        (Inquiry::Store, Observed::Connect(seen)) => match &seen.store {
            Store::Table(table) => {
                let credentials = table.credentials.as_ref().map(|stage| &stage.outcome);
                table.no_region.clone().or_else(|| of(credentials).map(|why| NoCredentials(why).into()))
            }
            Store::Server(_) => None,
        },
        (Inquiry::Table, Observed::Table(seen)) => {
            seen.seen.unplaced().or_else(|| of(seen.seen.credentials.as_ref()))
        }
        (Inquiry::Access, Observed::Access(seen)) => seen.not_asked.clone(),
        (Inquiry::Replication, Observed::Replication(seen)) => of(seen.credentials.as_ref()),
        (Inquiry::Failover, Observed::Failover(seen)) => of(seen.credentials.as_ref()),
        (Inquiry::Dataflow, Observed::Dataflow(seen)) => seen.cluster.as_ref()?.described.failure().cloned(),
        _ => None,
    }
}

/// Whether nothing of what contradicts was learned from where the store's URI leads.
fn is_of_description_alone(plan: &Plan, recorded: &Recorded) -> bool {
    let alone = plan.described.contradictions();
    let is_alone = |seen: &config::Evidence| seen.contradictions.iter().all(|words| alone.contains(words));
    recorded
        .observed
        .iter()
        .any(|observed| matches!(observed, Observed::Configuration(seen) if is_alone(seen)))
}

/// Whether any host behind the failover name is known.
fn has_hosts(recorded: &Recorded) -> bool {
    let mut observed = recorded.observed.iter();
    observed.any(|observed| matches!(observed, Observed::Failover(seen) if !seen.hosts.is_empty()))
}

/// Whether EKS is asked for the cluster.
fn asks_eks(plan: &Plan) -> bool {
    let given = plan.dataflow.as_ref().and_then(|given| given.cluster.as_ref());
    matches!(given, Some(GivenCluster::Named(_)))
}

/// Whether EKS has told of the cluster: what is unknown then hangs on what else was given.
fn is_described(recorded: &Recorded) -> bool {
    recorded.observed.iter().any(|observed| {
        matches!(observed, Observed::Dataflow(seen) if seen.cluster.as_ref().is_some_and(|cluster| cluster.described.answer().is_some()))
    })
}
