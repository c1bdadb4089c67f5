//! FO008: how long resolvers keep an answer.

use super::case::{Case, Entry, Group};
use super::change::upsert;
use super::judge::Told;
use crate::failover::evidence::Record;
use crate::report::Finding;
use crate::report::catalogue::FO_TTL;
use crate::words::{milliseconds, seconds};

/// The longest TTL that AWS advises where a health check decides, in seconds: that of a load balancer's alias.
pub(super) const ADVISED_S: u64 = 60;

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
        let is_same = |other: &&Entry<'_>| other.label() == label && other.has_signal() == entry.has_signal();
        let same = case.entries().filter(is_same).filter(|other| is_long(other));
        let help = if group.is_routed() && !entry.has_signal() {
            // An UPSERT replaces the whole record: two that know nothing of each other undo each other.
            "set it to 60, together with the health check that it lacks: the change that FO003 shows does both"
                .to_owned()
        } else {
            let short: Vec<Record> = same.map(|other| shortened(other.record)).collect();
            format!("set it to 60: {}", upsert(case.zone_id(), &short))
        };
        let message = format!("resolvers keep {label} for {}", seconds(ttl_s));
        Some(if ttl_s.saturating_mul(1000) >= rto_ms {
            let objective = milliseconds(rto_ms);
            let message = format!("{message}: no failover can be over within the objective of {objective}");
            Finding::fail(&FO_TTL, message).help(help)
        } else {
            Finding::warn(&FO_TTL, format!("{message}; advised: {} at most", seconds(ADVISED_S))).help(help)
        })
    };
    group.entries.iter().filter_map(of_entry).collect::<Vec<_>>().into()
}

/// The record with a TTL of what is advised at most.
pub(super) fn shortened(record: &Record) -> Record {
    let ttl_s =
        if record.alias.is_some() { record.ttl_s } else { record.ttl_s.map(|own| own.min(ADVISED_S)) };
    Record { ttl_s, ..record.clone() }
}

fn is_long(entry: &Entry<'_>) -> bool {
    entry.record.alias.is_none() && entry.record.ttl_s.is_some_and(|ttl_s| ttl_s > ADVISED_S)
}
