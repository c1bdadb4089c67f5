//! FO009: how long resolvers keep what aliases and CNAMEs lead through.

use std::collections::BTreeSet;

use super::case::{Case, Entry, Group};
use super::judge::Told;
use super::ttl::ADVISED_S;
use crate::failover::evidence::{Record, Zone};
use crate::failover::model::plain;
use crate::report::Finding;
use crate::report::catalogue::FO_ALIAS_CHAIN;
use crate::words::seconds;

/// Whether what aliases and CNAMEs lead to, inside of the zone, has a short TTL, too.
pub(super) fn short(case: &Case<'_>, group: &Group<'_>) -> Option<Told> {
    let zone = case.evidence.zone()?;
    let applies = group.entries.iter().any(|entry| next(zone, entry.record).is_some());
    let of_entry = |entry: &Entry<'_>| followed(zone, entry, group.kind);
    applies.then(|| group.entries.iter().flat_map(of_entry).collect::<Vec<_>>().into())
}

/// The name inside of the zone that a record leads to.
fn next(zone: &Zone, record: &Record) -> Option<String> {
    let name = match &record.alias {
        Some(alias) if alias.zone_id == zone.id => plain(&alias.dns_name),
        None if record.kind == "CNAME" => plain(record.values.first()?),
        _ => return None,
    };
    let is_inside = name == zone.name || name.ends_with(&format!(".{}", zone.name));
    is_inside.then_some(name)
}

/// What is found on the ways that lead on from a record, each thing once.
#[derive(Default)]
struct Ways {
    /// The name that is kept longest, and for how long, in seconds.
    longest: Option<(u64, String)>,
    /// Names that an alias leads to, and that have no record.
    dead_ends: BTreeSet<String>,
    /// A name that leads back to itself.
    circle: Option<String>,
    /// Names whose records were not read.
    unread: BTreeSet<String>,
}

/// A step of the walk.
enum Step {
    /// Into a name; by an alias or not.
    Into(String, bool),
    /// Back out of it, when everything behind it was seen.
    Back(String),
}

impl Ways {
    /// Walks every way that a record leads to.
    fn behind(zone: &Zone, record: &Record, kind: &'static str) -> Self {
        // What a CNAME leads to has addresses of either family.
        let kinds = if kind == "CNAME" { vec!["CNAME", "A", "AAAA"] } else { vec![kind, "CNAME"] };
        let into = |record: &Record| Some(Step::Into(next(zone, record)?, record.alias.is_some()));
        let mut ways = Self::default();
        let (mut on_the_way, mut done) = (BTreeSet::new(), BTreeSet::new());
        let mut steps: Vec<Step> = into(record).into_iter().collect();
        while let Some(step) = steps.pop() {
            let (name, is_alias) = match step {
                Step::Back(name) => {
                    on_the_way.remove(&name);
                    done.insert(name);
                    continue;
                }
                Step::Into(name, is_alias) => (name, is_alias),
            };
            if on_the_way.contains(&name) {
                ways.circle.get_or_insert(name);
                continue;
            }
            if done.contains(&name) {
                continue;
            }
            let records: Vec<&Record> = kinds.iter().flat_map(|kind| zone.records(&name, kind)).collect();
            if records.is_empty() {
                if zone.not_followed.iter().any(|one| plain(one) == name) {
                    ways.unread.insert(name);
                } else if is_alias {
                    // What a CNAME leads to may be answered by a wildcard.
                    ways.dead_ends.insert(name);
                }
                continue;
            }
            for ttl_s in records.iter().filter_map(|record| record.ttl_s) {
                if ways.longest.as_ref().is_none_or(|(longest_s, _)| ttl_s > *longest_s) {
                    ways.longest = Some((ttl_s, name.clone()));
                }
            }
            on_the_way.insert(name.clone());
            let onward: Vec<Step> = records.into_iter().filter_map(into).collect();
            steps.push(Step::Back(name));
            steps.extend(onward);
        }
        ways
    }
}

fn followed(zone: &Zone, entry: &Entry<'_>, kind: &'static str) -> Vec<Finding> {
    let ways = Ways::behind(zone, entry.record, kind);
    let label = entry.label();
    let mut findings = Vec::new();
    for name in &ways.dead_ends {
        let message = format!("{label} leads to {name}, of which the zone has no {kind} record");
        findings.push(
            Finding::fail(&FO_ALIAS_CHAIN, message)
                .help("let it lead to the load balancer itself: an alias without a target answers nothing"),
        );
    }
    if let Some(name) = &ways.circle {
        let message = format!("{label} leads in a circle at {name}");
        findings
            .push(Finding::fail(&FO_ALIAS_CHAIN, message).help("let it lead to the load balancer itself"));
    }
    if let Some((ttl_s, name)) = ways.longest.filter(|(ttl_s, _)| *ttl_s > ADVISED_S) {
        let message = format!("{label} leads through {name}, which resolvers keep for {}", seconds(ttl_s));
        findings.push(
            Finding::warn(&FO_ALIAS_CHAIN, message).help(
                "let it lead to the load balancer itself, or set the TTL of what it leads through to 60",
            ),
        );
    }
    if !ways.unread.is_empty() {
        let names: Vec<&str> = ways.unread.iter().map(String::as_str).collect();
        let message = format!(
            "{label} leads on to {}, whose records were not read: it leads through too many names",
            names.join(", ")
        );
        findings.push(Finding::unknown(&FO_ALIAS_CHAIN, message).help(
            "let it lead to the load balancer itself; until then look at their TTLs: aws route53 list-resource-record-sets",
        ));
    }
    findings
}
