//! FO061: where offline consumers are pointed at, by what was declared, the zone's records and what resolvers say.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::case::Case;
use super::judge::Told;
use crate::failover::evidence::{DnsOutcome, NameSeen, RecordKind, ResolverSeen};
use crate::failover::model::{self, plain, region_of_host};
use crate::report::Finding;
use crate::report::catalogue::FO_OFFLINE;

/// Whether no offline consumer follows the failover name.
pub(super) fn regional(case: &Case<'_>) -> Told {
    let declared = &case.expected.offline_hosts;
    if declared.is_empty() {
        return Finding::skip(&FO_OFFLINE, "no offline consumer was declared: --offline-host").into();
    }
    let mut told = Told::default();
    for host in declared {
        told.add(of_host(case, host));
    }
    told
}

fn of_host(case: &Case<'_>, host: &str) -> Told {
    let name = plain(host);
    let failover = &case.evidence.name;
    let fail = |message: String| {
        Finding::fail(&FO_OFFLINE, message)
            .help("point it at its Region's own host: offline stores are regional, and training data would come from another one after a failover")
            .about(host)
            .into()
    };
    let unknown =
        |message: String, help: String| Finding::unknown(&FO_OFFLINE, message).help(help).about(host).into();
    if name == *failover {
        return fail(format!("offline consumers are pointed at the failover name {name} itself"));
    }
    let by_zone = leads_to_failover(case, &name);
    if by_zone == Some(true) {
        return fail(format!("{name} leads to the failover name {failover}, by the zone's records"));
    }
    let seen = case.evidence.offline.iter().find(|seen| plain(&seen.host) == name);
    let live = seen.map(|seen| Live::of(case, seen)).unwrap_or_default();
    if let Some(answer) = live.to_failover {
        return fail(format!("{name} leads to the failover name {failover}: {answer}"));
    }
    if live.regions.len() > 1 {
        let all: Vec<String> =
            live.regions.iter().map(|(region, answer)| format!("{region} ({answer})")).collect();
        return fail(format!("{name} leads to more than one Region: {}", all.join("; ")));
    }
    if by_zone == Some(false) || region_of_host(&name, case.evidence).is_some() {
        return Told::default();
    }
    let say_so = format!("if it is a Region's host, say so: --region-host REGION={name}");
    if name.parse::<IpAddr>().is_ok() {
        return unknown(format!("which Region {name} stands in is not known"), say_so);
    }
    if seen.is_none() {
        let help = format!("look at the name again with --offline-host {name}; {say_so}");
        return unknown(format!("where {name} leads to is not known: it was not looked up"), help);
    }
    if let Some(stranger) = live.strangers.first() {
        let message = format!("{name} leads to what is no Region's host that is known: {stranger}");
        return unknown(message, say_so);
    }
    if let Some(answer) = live.alike.first() {
        let message = format!(
            "{name} has the addresses that the failover name leads to as well ({answer}): whether it follows that name, DNS does not tell"
        );
        let help = format!(
            "make it a CNAME of its Region's own host, or ask again while the failover name leads to another Region; {say_so}"
        );
        return unknown(message, help);
    }
    if let Some(silence) = live.silent.first() {
        let message = format!("where {name} leads to is not known: {silence}");
        return unknown(message, "ask again, or another resolver: --resolver ADDRESS:PORT".to_owned());
    }
    if let Some((region, answer)) = live.regions.first_key_value() {
        return Told::default().note(format!("{name} leads to {region}: {answer}"));
    }
    let why = live.nowhere.first().cloned().unwrap_or_else(|| "no resolver was asked".to_owned());
    let help = format!("ask a resolver that the consumers ask: --resolver ADDRESS:PORT; {say_so}");
    unknown(format!("where {name} leads to is not known: {why}"), help)
}

/// What the resolvers say of a host, all together. Each answer is told in words.
#[derive(Default)]
struct Live {
    /// One that leads to the failover name.
    to_failover: Option<String>,
    /// The Regions, each with the first answer that leads there.
    regions: BTreeMap<String, String>,
    /// Answers that lead to no Region that is known.
    strangers: Vec<String>,
    /// Answers with addresses alone, which the failover name has as well, or may have.
    alike: Vec<String>,
    /// Why a resolver told nothing.
    silent: Vec<String>,
    /// Resolvers that know no address of it.
    nowhere: Vec<String>,
}

impl Live {
    fn of(case: &Case<'_>, seen: &NameSeen) -> Self {
        let mut live = Self::default();
        for (at, one) in seen.resolvers.iter().enumerate() {
            // Whoever answers one of the types tells the way: a CNAME has none beside it.
            let others = || seen.resolvers.iter().filter(|other| other.resolver == one.resolver);
            match &one.outcome {
                DnsOutcome::Answered(_) => live.take(case, one),
                _ if others().any(|other| matches!(other.outcome, DnsOutcome::Answered(_))) => {}
                _ if seen.resolvers[..at].iter().any(|before| before.resolver == one.resolver) => {}
                DnsOutcome::NoRecords | DnsOutcome::NoName => live.nowhere.push(one.why_none()),
                DnsOutcome::TimedOut(_) | DnsOutcome::Failed(_) => live.silent.push(one.why_none()),
            }
        }
        live
    }

    fn take(&mut self, case: &Case<'_>, seen: &ResolverSeen) {
        let DnsOutcome::Answered(records) = &seen.outcome else { return };
        let names = records.iter().filter(|record| record.kind == RecordKind::Cname);
        let names: Vec<&str> = names.map(|record| record.value.as_str()).collect();
        let addresses: Vec<&str> = seen.addresses().collect();
        let way = [names.as_slice(), addresses.as_slice()].concat().join(", ");
        let answer = format!("{} answers {way}", seen.resolver);
        if names.iter().any(|name| plain(name) == case.evidence.name) {
            self.to_failover.get_or_insert(answer);
            return;
        }
        let regions = |places: &[&str]| -> Vec<String> {
            places.iter().filter_map(|place| region_of_host(place, case.evidence)).collect()
        };
        let by_name = regions(&names);
        let by_address = if by_name.is_empty() { regions(&addresses) } else { Vec::new() };
        if by_name.is_empty() && by_address.len() < addresses.len() {
            self.strangers.push(answer.clone());
        } else if by_address.iter().any(|region| may_follow(case, seen, region)) {
            self.alike.push(answer.clone());
        }
        for region in by_name.into_iter().chain(by_address) {
            self.regions.entry(region).or_insert_with(|| answer.clone());
        }
    }
}

/// Whether a host that has a Region's addresses may be an alias of the failover name: DNS tells no aliases. It is none
/// where the same resolver leads the failover name to other Regions alone.
fn may_follow(case: &Case<'_>, seen: &ResolverSeen, region: &str) -> bool {
    let served = model::served(case.evidence);
    let own = served.into_iter().find(|one| one.resolver == seen.resolver && one.kind == seen.kind);
    own.is_none_or(|one| {
        one.regions.is_empty() || !one.strangers.is_empty() || one.regions.iter().any(|own| own == region)
    })
}

/// Whether the zone's own records lead from a name to the failover name. Nothing where it has none of it, or where they
/// lead to what is no Region's: beyond the zone anything may follow.
fn leads_to_failover(case: &Case<'_>, name: &str) -> Option<bool> {
    let records = case.evidence.zone()?.records.answer()?;
    let mut names = vec![name.to_owned()];
    let mut at = 0;
    // Each name once: even a circle comes to an end.
    while let Some(name) = names.get(at).cloned() {
        at += 1;
        for record in records.iter().filter(|record| record.name == name) {
            let targets = record.alias.iter().map(|alias| plain(&alias.dns_name));
            let values = record.values.iter().filter(|_| record.kind == "CNAME").map(|value| plain(value));
            for next in targets.chain(values) {
                if next == case.evidence.name {
                    return Some(true);
                }
                if !names.contains(&next) {
                    names.push(next);
                }
            }
        }
    }
    let has_records = |name: &String| records.iter().any(|record| record.name == *name);
    let mut ends = names.iter().filter(|name| !has_records(name)).peekable();
    let stands_in_a_region = |name: &String| region_of_host(name, case.evidence).is_some();
    (names.len() > 1 && ends.peek().is_some() && ends.all(stands_in_a_region)).then_some(false)
}
