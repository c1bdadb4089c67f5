//! FO010: whether the records of all Regions are set alike.

use super::case::{Case, Entry, Group};
use super::judge::Told;
use crate::failover::evidence::HealthCheckFacts;
use crate::report::Finding;
use crate::report::catalogue::FO_ALIKE;
use crate::words;

/// Whether every record is set as the first is: else the way back takes another time than the way there, or is judged
/// by something else.
pub(super) fn alike(case: &Case<'_>, group: &Group<'_>) -> Option<Told> {
    let [first, others @ ..] = group.entries.as_slice() else { return None };
    if !group.is_routed() {
        return None;
    }
    let mut findings = Vec::new();
    for other in others {
        let facts = |entry: &Entry<'_>| -> Option<HealthCheckFacts> {
            let check = case.evidence.health_check(entry.record.health_check.as_deref()?)?;
            check.described.answer().cloned()
        };
        let mut all = of_records(first, other);
        if let (Some(one), Some(two)) = (facts(first), facts(other)) {
            all.extend(of_checks(&one, &two));
        }
        for (what, one, two) in all {
            let message = format!("{what}: {one} of {}, {two} of {}", first.label(), other.label());
            findings.push(
                Finding::warn(&FO_ALIKE, message)
                    .help("set them alike: the Regions change places in every failover")
                    .about(format!("{} and {}", first.label(), other.label())),
            );
        }
    }
    Some(findings.into())
}

/// What differs: the setting and both values.
type Difference = (&'static str, String, String);

fn of_records(one: &Entry<'_>, two: &Entry<'_>) -> Vec<Difference> {
    let mut all = Vec::new();
    let mut add = |what, one: String, two: String| {
        if one != two {
            all.push((what, one, two));
        }
    };
    let kind =
        |entry: &Entry<'_>| if entry.record.alias.is_some() { "an alias" } else { "values" }.to_owned();
    let is_on = |is: bool| if is { "yes" } else { "no" }.to_owned();
    add("what the record holds", kind(one), kind(two));
    if one.record.alias.is_some() && two.record.alias.is_some() {
        add("evaluates target health", is_on(one.evaluates_target()), is_on(two.evaluates_target()));
    }
    let has_check = |entry: &Entry<'_>| is_on(entry.record.health_check.is_some());
    // What has no signal at all is FO003's to tell.
    if one.has_signal() && two.has_signal() {
        add("has a health check", has_check(one), has_check(two));
    }
    if let (Some(one), Some(two)) = (one.record.ttl_s, two.record.ttl_s) {
        add("TTL", words::seconds(one), words::seconds(two));
    }
    all
}

fn of_checks(one: &HealthCheckFacts, two: &HealthCheckFacts) -> Vec<Difference> {
    let number = |value: Option<u32>| value.map_or("unknown".to_owned(), |value| value.to_string());
    let seconds = |value: Option<u32>| value.map_or("unknown".to_owned(), words::seconds);
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
    let port = |value: Option<u16>| value.map_or("none".to_owned(), |value| value.to_string());
    let all = [
        ("type of the health check", one.kind.clone(), two.kind.clone()),
        ("port of the health check", port(one.port), port(two.port)),
        ("path of the health check", text(&one.path), text(&two.path)),
        ("interval of the health check", seconds(one.interval_s), seconds(two.interval_s)),
        ("failure threshold of the health check", number(one.threshold), number(two.threshold)),
    ];
    all.into_iter().filter(|(_, one, two)| one != two).collect()
}
