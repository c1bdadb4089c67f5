//! The whole draft.

use super::page::Page;
use super::seen::{Origin, Seen, StoreSeen};
use super::{store, table};
use crate::failover::Evidence;
use crate::failover::evidence::{Policy, Role};
use crate::failover::model::region_of;

/// A first `chalkstore.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its text.
    pub text: String,
    /// What was asked for and could not be observed, each with its reason; it stands in the text, too.
    pub unobserved: Vec<String>,
    /// Whether something was asked for, and nothing of it was observed.
    pub is_blind: bool,
}

/// Writes it. Nothing secret is in it: URIs stand where they came from.
pub fn draft(seen: &Seen) -> Draft {
    let mut page = Page::new(&seen.environment);
    page.says(
        "What chalkstore preflight checks, and what is expected. What is not described is not looked at.",
    );
    page.says("What could be observed is filled in; decide about what is behind a # and take the # away.");
    page.says("Editors check this file with docs/schemas/chalkstore-toml.schema.json of chalkstore.");
    aws(&mut page, seen);
    store::store(&mut page, seen.store.as_ref());
    match &seen.table {
        Some(seen) => table::table(&mut page, seen),
        None if matches!(seen.store, Some((_, StoreSeen::Server(_)))) => {}
        None => table::idea(&mut page),
    }
    page.part_idea("access");
    page.says("Whether the query servers' role may do what they need: IAM's policy simulator is asked.");
    page.idea("role", "arn:aws:iam::123456789012:role/chalk", "The role's ARN.");
    failover(&mut page, seen);
    rest(&mut page, seen);
    let is_blind = !page.unobserved.is_empty() && !is_anything_observed(seen);
    Draft { text: page.text, unobserved: page.unobserved, is_blind }
}

/// Whether the draft says anything that was not said before.
fn is_anything_observed(seen: &Seen) -> bool {
    let store = match &seen.store {
        Some((_, StoreSeen::Server(evidence))) => evidence.answered().next().is_some(),
        // What a secret holds was not known.
        Some((origin, StoreSeen::Table(_))) => matches!(origin, Origin::Secret(_)),
        Some((_, StoreSeen::Unseen(_))) | None => false,
    };
    let table = seen.table.as_ref().is_some_and(|table| table.facts().is_some());
    let name = seen.failover.as_ref().is_some_and(|(_, evidence)| {
        evidence.zones.answer().is_some_and(|zones| !zones.is_empty()) || !evidence.hosts.is_empty()
    });
    store || table || name
}

fn aws(page: &mut Page, seen: &Seen) {
    page.part("aws");
    match &seen.aws.region {
        Some(region) if crate::aws::is_region(region) => page.key("region", region.as_str()),
        _ => page.idea("region", "us-east-1", "The Region; none was found."),
    }
    match &seen.aws.profile {
        Some(profile) => page.key("profile", profile.as_str()),
        None => page.idea("profile", "production", "The profile of the AWS configuration files."),
    }
    if let Some(url) = &seen.aws.endpoint_url {
        page.key("endpoint_url", crate::aws::without_userinfo(url));
    }
}

const METADATA: &str =
    "How the metadata plane lives in several Regions: active-passive, active-active or single-region.";

fn failover(page: &mut Page, seen: &Seen) {
    let Some((name, evidence)) = &seen.failover else {
        page.part_idea("failover");
        page.says("The name that clients use, which Route 53 leads to another Region when one dies.");
        page.idea("name", "chalk.example.com", "The name.");
        return page.idea("metadata", "active-passive", METADATA);
    };
    page.part("failover");
    page.key("name", name.as_str());
    if let Some(failure) = evidence.zones.failure() {
        page.unseen("the name's records", &failure.to_string());
    } else if evidence.zones.answer().is_some_and(Vec::is_empty) {
        page.unseen("the name's records", "no hosted zone of this account holds the name");
    }
    match primary(evidence) {
        Some(region) => page.idea(
            "active",
            region,
            "The Region that traffic is to go to now: that of the primary record, where nothing is said.",
        ),
        None => page.idea("active", "us-east-1", "The Region that traffic is to go to now."),
    }
    page.idea("metadata", "active-passive", METADATA);
    page.idea(
        "offline_hosts",
        vec!["chalk-offline.example.com"],
        "Where offline and training consumers are pointed at.",
    );
    let mut hosts: Vec<(&str, &str)> = Vec::new();
    for host in &evidence.hosts {
        if crate::aws::is_region(&host.region) && hosts.iter().all(|(region, _)| *region != host.region) {
            hosts.push((&host.region, &host.host));
        }
    }
    if hosts.is_empty() {
        page.part_idea("failover.region_hosts");
        return page.idea(
            "us-east-1",
            "prod-east.query.example.com",
            "Each Region's own host. None was found behind the records.",
        );
    }
    page.part("failover.region_hosts");
    page.says("Each Region's own host: the load balancers that the records lead to.");
    for (region, host) in hosts {
        page.key(region, host);
    }
}

/// The Region of the primary record.
fn primary(evidence: &Evidence) -> Option<String> {
    let records = evidence.zone()?.records.answer()?;
    let is_primary = |policy: &Policy| *policy == Policy::Failover { role: Role::Primary };
    let primary = records.iter().find(|record| record.name == evidence.name && is_primary(&record.policy))?;
    region_of(primary, evidence)
}

fn rest(page: &mut Page, seen: &Seen) {
    page.part_idea("replication");
    page.says("What replicates beside the table and the store.");
    let replicator = "arn:aws:kafka:us-west-2:123456789012:replicator/east-to-west/1c4a-2";
    page.idea(
        "msk_replicators",
        vec![replicator],
        "MSK Replicators (aws kafka list-replicators prints their ARNs).",
    );
    page.idea("aurora_globals", vec!["chalk-metadata"], "The metadata plane's Aurora Global Database.");
    let mut regions: Vec<&str> = seen.aws.region.as_deref().into_iter().collect();
    let facts = seen.table.as_ref().and_then(|table| table.facts());
    regions.extend(facts.iter().flat_map(|facts| &facts.replicas).map(|replica| replica.region.as_str()));
    let hosts = seen.failover.iter().flat_map(|(_, evidence)| &evidence.hosts);
    regions.extend(hosts.map(|host| host.region.as_str()));
    regions.retain(|region| crate::aws::is_region(region));
    regions.sort_unstable();
    regions.dedup();
    if regions.is_empty() {
        regions = vec!["us-east-1", "us-west-2"];
    }
    page.idea("regions", regions, "Regions in which they are looked for.");

    page.part_idea("dataflow");
    page.says("What flows between the metadata plane and the data plane.");
    page.idea(
        "otel_configs",
        vec!["otel/collector.yaml"],
        "Configurations of OpenTelemetry Collectors, next to this file.",
    );
    page.idea(
        "metadata_hosts",
        vec!["api.chalk.example.com", "203.0.113.0/24"],
        "Hosts and networks of the metadata plane.",
    );
    page.idea("eks_cluster", "chalk-data-plane", "The EKS cluster of the data plane.");
    page.idea("require", "restricted", "What is required of the flows.");

    page.part_idea("objectives");
    page.says("What you promise: nobody else can say it.");
    page.idea("rpo", "60s", "How much may be lost.");
    page.idea("rto", "3m", "How long traffic may take to move.");
    page.idea("max_lag", "5s", "How far any replica may be behind.");

    page.item_idea("skip");
    page.says(
        "A check that is skipped: the reason is shown in every report, and the skip ends with its last day.",
    );
    page.idea("check", "TOP021", "Its code.");
    page.idea("reason", "the third zone comes in Q1", "Why.");
    page.idea("until", "2027-03-31", "The last day.");
}
