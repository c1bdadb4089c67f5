//! FO003 and FO004: whether Route 53 can tell that a record is no good, and for both families alike.

use std::collections::BTreeSet;

use super::case::{Case, Entry, Group, Mode};
use super::change::{from_file, upsert};
use super::judge::Told;
use super::ttl::shortened;
use crate::aws::Asked;
use crate::failover::evidence::{ListedCheck, Record};
use crate::failover::model::plain;
use crate::report::Finding;
use crate::report::catalogue::{FO_FAMILIES, FO_SIGNAL};

/// Whether every record that traffic must be able to leave has a health signal.
pub(super) fn signal(case: &Case<'_>, group: &Group<'_>) -> Option<Told> {
    let of_entry = |entry: &Entry<'_>| {
        let (unattached, note) = unattached(case, entry);
        if entry.has_signal() {
            // What it sees decides nothing, and neither does that nobody may ask for it.
            let is_known = matches!(case.evidence.listed_checks, Some(Asked::Answered(_)));
            return note.filter(|_| is_known).map(|note| Told::default().note(note));
        }
        let what = if entry.record.alias.is_some() {
            "evaluates no target health and has no health check"
        } else {
            "has no health check"
        };
        let label = entry.label();
        let help = signal_help(case, entry, unattached);
        let finding = if entry.stands_by() {
            let message = format!(
                "{label} {what}: when the others are unhealthy it is served, even if it is dead, too"
            );
            Finding::warn(&FO_SIGNAL, message)
        } else {
            let message =
                format!("{label} {what}: it counts as healthy for ever, and traffic never leaves it");
            Finding::fail(&FO_SIGNAL, message)
        };
        Some(note.into_iter().fold(finding.help(help), Finding::note).into())
    };
    group.is_routed().then(|| {
        let mut all = Told::default();
        group.entries.iter().filter_map(of_entry).for_each(|told| all.add(told));
        all
    })
}

/// A health check of the account that probes where a record without one leads to, and that nothing of this name uses; with
/// what there is to say of it.
fn unattached<'a>(case: &Case<'a>, entry: &Entry<'a>) -> (Option<&'a str>, Option<String>) {
    let evidence = case.evidence;
    let asked = evidence.listed_checks.as_ref().filter(|_| entry.record.health_check.is_none());
    let listed = match asked {
        None => return (None, None),
        Some(Asked::Failed(failure)) => {
            let note = format!(
                "whether there is a health check that nobody attached could not be found out: \
                 route53:ListHealthChecks: {failure}"
            );
            return (None, Some(note));
        }
        Some(Asked::Answered(listed)) => listed,
    };
    let alias = entry.record.alias.iter().map(|alias| plain(&alias.dns_name));
    let values = entry.record.values.iter().map(|value| plain(value));
    let hosts = evidence.hosts.iter().filter(|host| entry.region.as_deref() == Some(host.region.as_str()));
    let of_hosts =
        hosts.flat_map(|host| std::iter::once(plain(&host.host)).chain(host.addresses.iter().cloned()));
    let places: BTreeSet<String> = alias.chain(values).chain(of_hosts).collect();
    let is_there = |check: &&'a ListedCheck| {
        // With an address, the name is only what is sent there.
        let endpoint = check.facts.address.as_ref().or(check.facts.host.as_ref());
        endpoint.is_some_and(|endpoint| places.contains(&plain(endpoint)))
            && evidence.health_check(&check.id).is_none()
    };
    let found: Vec<&ListedCheck> = listed.iter().filter(is_there).collect();
    let told: Vec<String> = found.iter().map(|check| shown(check)).collect();
    let note = (!found.is_empty())
        .then(|| format!("{} probes there, and no record of this name uses it", told.join(" and ")));
    // One that is always healthy, or healthy when the Region is not, is no signal to attach.
    let fit = found.iter().find(|check| !check.facts.is_disabled && !check.facts.is_inverted);
    (fit.map(|check| check.id.as_str()), note)
}

/// `health check ID (HTTPS host:443/healthz)`.
fn shown(check: &ListedCheck) -> String {
    let facts = &check.facts;
    let port = facts.port.map(|port| format!(":{port}")).unwrap_or_default();
    let endpoint = facts.address.as_deref().or(facts.host.as_deref()).unwrap_or_default();
    let path = facts.path.as_deref().unwrap_or_default();
    let disabled = if facts.is_disabled { ", disabled" } else { "" };
    let inverted = if facts.is_inverted { ", inverted" } else { "" };
    format!("health check {} ({} {endpoint}{port}{path}{disabled}{inverted})", check.id, facts.kind)
}

/// How to give a record a health signal, of every type at once: only an alias can take its target's.
fn signal_help(case: &Case<'_>, entry: &Entry<'_>, unattached: Option<&str>) -> String {
    let is_alias = entry.record.alias.is_some();
    let is_same = |other: &&Entry<'_>| {
        other.label() == entry.label() && !other.has_signal() && other.record.alias.is_some() == is_alias
    };
    let with_signal = |other: &Entry<'_>| {
        // Whoever pastes this and what FO008 says must not undo the one by the other.
        let mut record = shortened(other.record);
        match &mut record.alias {
            Some(alias) => alias.evaluates_target_health = true,
            None => record.health_check = Some(unattached.unwrap_or("HEALTH_CHECK_ID").to_owned()),
        }
        record
    };
    let records: Vec<Record> = case.entries().filter(is_same).map(with_signal).collect();
    let change = upsert(case.zone_id(), &records);
    if is_alias {
        return format!(
            "let the alias evaluate its target's health, or attach a health check of the Region's own /healthz: {change}"
        );
    }
    if let Some(id) = unattached {
        return format!("attach health check {id}, if it is meant for this record: {change}");
    }
    format!(
        "attach a health check of the Region's own /healthz (`aws route53 list-health-checks` shows whether there is one that no record uses, else `aws route53 create-health-check`): {change}"
    )
}

/// Whether A and AAAA records fail over alike.
pub(super) fn families(case: &Case<'_>) -> Told {
    let groups = match case.groups() {
        Err(missing) => return missing.finding(&FO_FAMILIES).into(),
        Ok(groups) => groups,
    };
    let of = |kind: &str| groups.iter().find(|group| group.kind == kind);
    let (Some(v4), Some(v6)) = (of("A"), of("AAAA")) else {
        let has = groups.iter().map(|group| group.kind).collect::<Vec<_>>().join(", ");
        return Finding::skip(
            &FO_FAMILIES,
            format!("the name has no A and AAAA records beside each other: {has}"),
        )
        .into();
    };
    let fix = format!("give AAAA the same records as A, or remove them: {}", from_file(case.zone_id()));
    let words = |mode: Mode<'_>| match mode {
        Mode::Simple => "one simple record".to_owned(),
        Mode::Failover => "a failover pair".to_owned(),
        Mode::Together(how) => format!("records {how}"),
        Mode::Other(what) => format!("records by {what}"),
    };
    if v4.mode() != v6.mode() {
        let message = format!(
            "A has {}, AAAA has {}: IPv6 clients do not move with the others",
            words(v4.mode()),
            words(v6.mode())
        );
        return Finding::fail(&FO_FAMILIES, message).help(fix).into();
    }
    let mut findings = Vec::new();
    // By its place: the role, or the identifier's Region.
    let place = |entry: &Entry<'_>| (entry.stands_by(), entry.region.clone());
    let places = |group: &Group<'_>| group.entries.iter().map(place).collect::<BTreeSet<_>>();
    if places(v4) != places(v6) {
        let regions = |group: &Group<'_>| {
            let labels: Vec<String> = group.entries.iter().map(Entry::label).collect();
            labels.join(", ")
        };
        let message = format!("A has {}; AAAA has {}", regions(v4), regions(v6));
        findings.push(Finding::fail(&FO_FAMILIES, message).help(fix));
        return findings.into();
    }
    for entry in &v4.entries {
        let Some(other) = v6.entries.iter().find(|other| place(other) == place(entry)) else { continue };
        if entry.has_signal() != other.has_signal() {
            let (has, not) = if entry.has_signal() { ("A", "AAAA") } else { ("AAAA", "A") };
            let message = format!("{} has a health signal for {has}, and none for {not}", entry.label());
            let finding = if entry.stands_by() {
                Finding::warn(&FO_FAMILIES, message)
            } else {
                Finding::fail(&FO_FAMILIES, message)
            };
            findings.push(finding.help("give both the same signal"));
        } else if entry.record.health_check != other.record.health_check
            || entry.evaluates_target() != other.evaluates_target()
        {
            let message = format!(
                "{} is judged by {} for A and by {} for AAAA: one family can move without the other",
                entry.label(),
                signals(entry),
                signals(other)
            );
            findings.push(Finding::warn(&FO_FAMILIES, message).help("give both the same signal"));
        }
    }
    findings.into()
}

/// What decides about a record's health, in words.
pub(super) fn signals(entry: &Entry<'_>) -> String {
    let check = entry.record.health_check.as_ref().map(|id| format!("health check {id}"));
    let target = entry.evaluates_target().then(|| "its target's health".to_owned());
    let parts: Vec<String> = check.into_iter().chain(target).collect();
    if parts.is_empty() { "nothing".to_owned() } else { parts.join(" and ") }
}
