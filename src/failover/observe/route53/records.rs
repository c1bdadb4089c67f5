//! The records of a name, and those of its zone that aliases lead to.

use std::collections::{BTreeSet, VecDeque};

use aws_sdk_route53::types::RrType;

use super::call::Route53;
use super::convert::record;
use super::names::{is_within, plain};
use crate::aws::{Asked, Failure, FailureKind};
use crate::failover::evidence::Record;

/// More pages than the records of one name can fill.
const MOST_PAGES: usize = 20;
/// How many other names of the zone are followed.
const MOST_NAMES: usize = 12;

/// What was read of a zone.
pub(super) struct Read {
    pub(super) records: Asked<Vec<Record>>,
    /// The names that records lead to as well, and that were too many to be read.
    pub(super) not_followed: Vec<String>,
}

/// Reads the records of `name`, and of every name of the zone that an alias or a `CNAME` of them leads to, the nearest
/// first. Where the name has none, those of the wildcard above it answer.
pub(super) async fn records(zone_id: &str, zone_name: &str, name: &str, route53: &Route53<'_>) -> Read {
    let mut all: Vec<Record> = Vec::new();
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut not_followed: BTreeSet<String> = BTreeSet::new();
    let mut waiting = VecDeque::from([name.to_owned()]);
    while let Some(wanted) = waiting.pop_front() {
        if known.contains(&wanted) {
            continue;
        }
        if known.len() > MOST_NAMES {
            not_followed.insert(wanted);
            continue;
        }
        known.insert(wanted.clone());
        let mut read = match records_of(zone_id, &wanted, route53).await {
            Ok(read) => read,
            Err(failure) => return Read { records: Asked::Failed(failure), not_followed: Vec::new() },
        };
        if read.is_empty() && wanted == name {
            let parent = name.split_once('.').map(|(_, parent)| parent);
            waiting.extend(
                parent.filter(|parent| is_within(parent, zone_name)).map(|parent| format!("*.{parent}")),
            );
        }
        for record in &read {
            waiting.extend(leads_to(record, zone_id, zone_name));
        }
        all.append(&mut read);
    }
    Read { records: Asked::Answered(all), not_followed: not_followed.into_iter().collect() }
}

/// The names of the zone that a record leads to.
fn leads_to(record: &Record, zone_id: &str, zone_name: &str) -> Vec<String> {
    if let Some(alias) = &record.alias {
        return (alias.zone_id == zone_id).then(|| alias.dns_name.clone()).into_iter().collect();
    }
    if record.kind != "CNAME" {
        return Vec::new();
    }
    record.values.iter().map(|value| plain(value)).filter(|value| is_within(value, zone_name)).collect()
}

/// The records of exactly this name, page by page.
async fn records_of(zone_id: &str, name: &str, route53: &Route53<'_>) -> Result<Vec<Record>, Failure> {
    let mut records = Vec::new();
    let mut asked: BTreeSet<(String, Option<String>, Option<String>)> = BTreeSet::new();
    let mut next: (String, Option<RrType>, Option<String>) = (format!("{name}."), None, None);
    for _ in 0..MOST_PAGES {
        let key = (plain(&next.0), next.1.as_ref().map(|kind| kind.as_str().to_owned()), next.2.clone());
        if !asked.insert(key) {
            let reason = "Route 53 gave the same page again, so that some records were not seen";
            return Err(Failure::new(FailureKind::Other, reason));
        }
        let page = route53
            .call(async |client| {
                client
                    .list_resource_record_sets()
                    .hosted_zone_id(zone_id)
                    .start_record_name(&next.0)
                    .set_start_record_type(next.1.clone())
                    .set_start_record_identifier(next.2.clone())
                    .send()
                    .await
            })
            .await?;
        for set in &page.resource_record_sets {
            if plain(&set.name) == name {
                records.push(record(set));
            }
        }
        // They are sorted: behind another name there is none of this one.
        let more = page.next_record_name.filter(|_| page.is_truncated);
        match more {
            Some(more) if plain(&more) == name => {
                next = (more, page.next_record_type, page.next_record_identifier);
            }
            _ => return Ok(records),
        }
    }
    Err(Failure::new(
        FailureKind::Other,
        format!("Route 53 gave {MOST_PAGES} pages of records, and has more"),
    ))
}
