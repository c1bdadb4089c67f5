//! What no waiting mends: what a run reads once, and AWS where nobody has said whom to ask, or as whom.
//!
//! Everything else may come to something else at the next look: a server comes back, a role gets its permission, somebody
//! writes another URI into the secret.

use super::Plan;
use crate::aws::{Failure, FailureKind};
use crate::config;
use crate::connect::evidence::{Credentials, Store};
use crate::dataflow::observe::GivenCluster;
use crate::preflight::Part;
use crate::probe::{Observed, Recorded};
use crate::report::catalogue as checks;
use crate::report::{Category, Check, Finding, Status};
use crate::store_ref;

/// What a check is made from, as far as it decides whether another look may come to something else.
#[derive(Clone, Copy)]
enum Basis {
    /// `chalkstore.toml` alone.
    Description,
    /// `chalkstore.toml`, and where the store's URI leads.
    Agreement,
    /// The text of the store's URI.
    Uri,
    /// Files that the description names.
    Files,
    /// These files, and what EKS says of the cluster.
    Cluster,
    /// What AWS answers, as these parts ask it.
    Aws(&'static [Part]),
    /// What servers and resolvers answer.
    Servers,
    /// What each Region's host answers, where a host is known: named, or found behind Route 53's records.
    Hosts,
}

/// The checks that are made from something else than the rest of their family.
static OTHERS: &[(&Check, Basis)] = &[
    (&checks::NET_AWS_REGION, Basis::Aws(&[Part::Store])),
    (&checks::NET_AWS_CREDENTIALS, Basis::Aws(&[Part::Store])),
    (&checks::NET_TABLE_ACCESS, Basis::Aws(&[Part::Store])),
    (&checks::NET_TABLE_EXISTS, Basis::Aws(&[Part::Store])),
    (&checks::NET_TABLE_STATUS, Basis::Aws(&[Part::Store])),
    (&checks::NET_TABLE_KEYS, Basis::Aws(&[Part::Store])),
    (&checks::LAG_VALKEY_LINKS, Basis::Aws(&[Part::Store])),
    (&checks::FO_HEALTHZ, Basis::Hosts),
    (&checks::FO_CERTIFICATE, Basis::Hosts),
    (&checks::FO_OFFLINE, Basis::Description),
    (&checks::FO_DEPLOYED, Basis::Description),
    (&checks::FLOW_LOGS, Basis::Files),
    (&checks::FLOW_METRICS, Basis::Files),
    (&checks::FLOW_OUTSIDE, Basis::Files),
    (&checks::FLOW_SIDE_DOORS, Basis::Files),
    (&checks::FLOW_PLAIN, Basis::Files),
    (&checks::CFG_AGREES, Basis::Agreement),
];

fn basis(check: &Check) -> Basis {
    let other = OTHERS.iter().find(|(other, _)| std::ptr::eq(*other, check));
    other.map_or_else(|| of_family(check.category), |(_, basis)| *basis)
}

const fn of_family(category: Category) -> Basis {
    match category {
        Category::Uri => Basis::Uri,
        Category::Network | Category::Topology => Basis::Servers,
        Category::Secrets => Basis::Aws(&[Part::Store]),
        Category::Tables | Category::Capacity => Basis::Aws(&[Part::Table]),
        Category::Access => Basis::Aws(&[Part::Access]),
        // A sum over all copies is unknown where one of them is, and one of them may be the store's.
        Category::Replication => Basis::Aws(&[Part::Replication, Part::Store]),
        Category::Failover => Basis::Aws(&[Part::Failover]),
        Category::Flows => Basis::Cluster,
        Category::Configuration => Basis::Description,
    }
}

/// What there is to read of the flows beside the cluster.
const FILES: &str = "what chalkstore.toml names is";

/// Why no waiting mends what a check found in a look at the environment of `plan`; nothing where it may.
pub fn lasting(plan: &Plan, recorded: &Recorded, finding: &Finding) -> Option<String> {
    let is_unknown = finding.status == Status::Unknown;
    let unasked = |parts: &[Part]| parts.iter().find_map(|part| unasked(recorded, *part));
    let once = |what: &str| Some(format!("{what} read once, at the start"));
    match basis(finding.check) {
        Basis::Description => once("chalkstore.toml is"),
        Basis::Uri if plan.uri.is_some() => once("the URI is"),
        Basis::Agreement if plan.uri.is_some() => once("chalkstore.toml and the URI are"),
        Basis::Agreement if is_unknown => unasked(&[Part::Store]),
        Basis::Agreement => is_of_description_alone(plan, recorded).then(|| once("chalkstore.toml is"))?,
        Basis::Files => once(FILES),
        Basis::Cluster if !asks_eks(plan) || is_unknown && is_described(recorded) => once(FILES),
        Basis::Cluster if is_unknown => unasked(&[Part::Dataflow]),
        Basis::Hosts if is_unknown && !has_hosts(recorded) => unasked(&[Part::Failover]),
        Basis::Aws(parts) if is_unknown => unasked(parts),
        // Another URI may be written into a secret.
        Basis::Servers | Basis::Uri | Basis::Cluster | Basis::Hosts | Basis::Aws(_) => None,
    }
}

/// Why AWS was not asked at all by a part, where it will be no other way at the next look.
fn unasked(recorded: &Recorded, part: Part) -> Option<String> {
    let why = recorded.observed.iter().find_map(|observed| failure(observed, part))?;
    match why.kind {
        FailureKind::NoRegion => Some(why.message),
        FailureKind::NoCredentials => Some(format!("there are no AWS credentials: {}", why.message)),
        _ => None,
    }
}

/// Why AWS could not be asked, as a part has seen it.
fn failure(observed: &Observed, part: Part) -> Option<Failure> {
    let of = |credentials: Option<&Credentials>| match credentials {
        Some(Credentials::Failed(failure)) => Some(failure.clone()),
        _ => None,
    };
    match (part, observed) {
        (Part::Store, Observed::Source(store_ref::Evidence::Secret { failure, .. })) => failure.clone(),
        (Part::Store, Observed::Connect(seen)) => match &seen.store {
            Store::Table(table) => {
                let credentials = table.credentials.as_ref().map(|stage| &stage.outcome);
                table.no_region.clone().or_else(|| of(credentials))
            }
            Store::Server(_) => None,
        },
        (Part::Table, Observed::Table(seen)) => {
            seen.seen.unplaced().or_else(|| of(seen.seen.credentials.as_ref()))
        }
        (Part::Access, Observed::Access(seen)) => seen.not_asked.clone(),
        (Part::Replication, Observed::Replication(seen)) => of(seen.credentials.as_ref()),
        (Part::Failover, Observed::Failover(seen)) => of(seen.credentials.as_ref()),
        (Part::Dataflow, Observed::Dataflow(seen)) => seen.cluster.as_ref()?.described.failure().cloned(),
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
