//! FO008 and FO009: how long resolvers keep an answer.

use super::case::{Case, Entry, Group};
use super::change::upsert;
use super::judge::Told;
use crate::failover::evidence::{Record, Zone};
use crate::failover::model::plain;
use crate::report::Finding;
use crate::report::catalogue::{FO_ALIAS_CHAIN, FO_TTL};

/// The longest TTL that AWS advises where a health check decides, in seconds: that of a load balancer's alias.
pub(super) const ADVISED_S: u64 = 60;

/// How many names a chain may have before it is taken for a circle.
const LONGEST_CHAIN: usize = 16;

/// Whether every record's own TTL is short.
pub(super) fn short(case: &Case<'_>, group: &Group<'_>) -> Told {
    let rto_ms = case.expected.rto_ms();
    let of_entry = |entry: &Entry<'_>| {
        if entry.record.alias.is_some() {
            return None;
        }
        let label = entry.label();
        let Some(ttl_s) = entry.record.ttl_s else {
            return Some(
                Finding::unknown(&FO_TTL, format!("Route 53 tells no TTL of {label}"))
                    .help("look at the record in the console"),
            );
        };
        if ttl_s <= ADVISED_S {
            return None;
        }
        // Of every type at once: it is said once of all of them.
        let same = case.entries().filter(|other| other.label() == label && is_long(other));
        let short = |other: &Entry<'_>| Record { ttl_s: Some(ADVISED_S), ..other.record.clone() };
        let short: Vec<Record> = same.map(short).collect();
        let help = format!("set it to 60: {}", upsert(case.zone_id(), &short));
        let message = format!("resolvers keep {label} for {ttl_s} s");
        Some(if ttl_s.saturating_mul(1000) >= rto_ms {
            let objective = rto_ms / 1000;
            let message = format!("{message}: no failover can be over within the objective of {objective} s");
            Finding::fail(&FO_TTL, message).help(help)
        } else {
            Finding::warn(&FO_TTL, format!("{message}; advised: 60 s at most")).help(help)
        })
    };
    group.entries.iter().filter_map(of_entry).collect::<Vec<_>>().into()
}

fn is_long(entry: &Entry<'_>) -> bool {
    entry.record.alias.is_none() && entry.record.ttl_s.is_some_and(|ttl_s| ttl_s > ADVISED_S)
}

/// Whether what aliases and CNAMEs lead to, inside of the zone, has a short TTL, too.
pub(super) fn chain(case: &Case<'_>, group: &Group<'_>) -> Option<Told> {
    let zone = case.evidence.zone()?;
    let of_entry = |entry: &Entry<'_>| follow(zone, entry, group.kind);
    let leads_on = |entry: &Entry<'_>| next(zone, entry.record).is_some();
    let applies = group.entries.iter().any(leads_on);
    applies.then(|| group.entries.iter().filter_map(of_entry).collect::<Vec<_>>().into())
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

fn follow(zone: &Zone, entry: &Entry<'_>, kind: &'static str) -> Option<Finding> {
    let mut name = next(zone, entry.record)?;
    let label = entry.label();
    // What a CNAME leads to has addresses of either family.
    let kinds = if kind == "CNAME" { vec!["CNAME", "A", "AAAA"] } else { vec![kind, "CNAME"] };
    let mut is_alias = entry.record.alias.is_some();
    for _ in 0..LONGEST_CHAIN {
        let found = kinds.iter().flat_map(|kind| zone.records(&name, kind));
        let Some(longest) = found.max_by_key(|record| record.ttl_s) else {
            // What a CNAME leads to may be answered by a wildcard.
            return is_alias.then(|| {
                let message = format!("{label} leads to {name}, of which the zone has no {kind} record");
                Finding::fail(&FO_ALIAS_CHAIN, message).help(
                    "let it lead to the load balancer itself: an alias without a target answers nothing",
                )
            });
        };
        if let Some(ttl_s) = longest.ttl_s.filter(|ttl_s| *ttl_s > ADVISED_S) {
            let message = format!("{label} leads through {name}, which resolvers keep for {ttl_s} s");
            return Some(Finding::warn(&FO_ALIAS_CHAIN, message).help(
                "let it lead to the load balancer itself, or set the TTL of what it leads through to 60",
            ));
        }
        is_alias = longest.alias.is_some();
        name = next(zone, longest)?;
    }
    let message = format!("{label} leads through more than {LONGEST_CHAIN} names, or in a circle");
    Some(Finding::fail(&FO_ALIAS_CHAIN, message).help("let it lead to the load balancer itself"))
}
