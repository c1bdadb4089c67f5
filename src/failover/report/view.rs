//! A failover name for a person: who is served and what decides, the Regions, the health checks, the resolvers.

use super::seen;
use crate::failover::assess::{Case, Entry, Group, Mode};
use crate::failover::evidence::{DnsOutcome, RecordKind};
use crate::failover::model::{self, Health};
use crate::report::{Block, Cell, Table, Tone};
use crate::words::seconds;

/// What a person wants to see. Nothing where there are no records.
pub(in crate::failover) fn view(case: &Case<'_>) -> Vec<Block> {
    let Some(group) = case.main() else { return Vec::new() };
    let mut blocks = vec![Block::Text(headline(case, group)), Block::Table(regions(case, group))];
    blocks.extend(health_checks(case).map(Block::Table));
    blocks.extend(resolvers(case).map(Block::Table));
    blocks
}

/// `NAME leads to us-east-1 now (2 resolvers); the primary is judged by health check ID and its target's health`.
fn headline(case: &Case<'_>, group: &Group<'_>) -> String {
    let name = &case.evidence.name;
    let (served, by_resolvers) = seen::served(case);
    let who = match (served.as_slice(), by_resolvers) {
        ([], _) => format!("{name}: which Region is served now is not known"),
        (regions, true) => {
            let told = model::served(case.evidence).into_iter().filter(|one| !one.regions.is_empty());
            let resolvers: std::collections::BTreeSet<String> = told.map(|one| one.resolver).collect();
            let noun = if resolvers.len() == 1 { "resolver" } else { "resolvers" };
            format!("{name} leads to {} now, by {} {noun}", regions.join(" and "), resolvers.len())
        }
        (regions, false) => {
            format!("{name} leads to {} now, by the health of its records", regions.join(" and "))
        }
    };
    let how = match group.mode() {
        Mode::Simple => "one record: nothing decides".to_owned(),
        Mode::Failover => {
            let primary = group.entries.iter().find(|entry| entry.is_primary());
            primary.map_or_else(
                || "there is no primary".to_owned(),
                |entry| format!("decided by {}", signals(entry)),
            )
        }
        Mode::Together(how) => format!("{} records {how}", group.entries.len()),
        Mode::Other(what) => format!("records by {what}"),
    };
    format!("{who}; {how}")
}

fn signals(entry: &Entry<'_>) -> String {
    let check = entry.record.health_check.as_ref().map(|id| format!("health check {}", short(id)));
    let target = entry.record.alias.as_ref().is_some_and(|alias| alias.evaluates_target_health);
    let parts: Vec<String> =
        check.into_iter().chain(target.then(|| "its targets' health".to_owned())).collect();
    if parts.is_empty() { "nothing".to_owned() } else { parts.join(" and ") }
}

/// An id as far as a person needs it: the findings name the whole.
fn short(id: &str) -> &str {
    if id.len() <= 12 { id } else { id.get(..8).unwrap_or(id) }
}

fn health(health: Option<Health>) -> Cell {
    match health {
        Some(Health::Healthy) => Cell::toned("healthy", Tone::Good),
        Some(Health::Unhealthy) => Cell::toned("unhealthy", Tone::Bad),
        Some(Health::Unknown) | None => Cell::toned("unknown", Tone::Caution),
    }
}

fn regions(case: &Case<'_>, group: &Group<'_>) -> Table {
    let routes = model::routes(case.evidence);
    let row = |entry: &Entry<'_>| {
        let (judged, ttl_s) = seen::judged(case, &routes, entry);
        let region = entry.region.as_deref();
        let healthz = region.and_then(|region| seen::healthz(case, region));
        let targets = region.and_then(|region| seen::targets(case, region));
        let not_known = || Cell::toned("-", Tone::Faint);
        vec![
            Cell::from(region.map_or_else(|| entry.target(), str::to_owned)),
            Cell::from(seen::role(&entry.record.policy)),
            health(judged.map(|judged| judged.health)),
            healthz.map_or_else(not_known, |status| {
                let tone = if status == "200" { Tone::Good } else { Tone::Bad };
                Cell::toned(status, tone)
            }),
            targets.map_or_else(not_known, |(good, all)| {
                let tone = if good == 0 { Tone::Bad } else { Tone::Plain };
                Cell::toned(format!("{good} of {all}"), tone)
            }),
            ttl_s.map_or_else(not_known, |ttl_s| Cell::from(seconds(ttl_s))),
        ]
    };
    Table {
        title: "Regions".to_owned(),
        columns: ["Region", "role", "Route 53", "/healthz", "targets", "TTL"].map(Into::into).into(),
        rows: group.entries.iter().map(row).collect(),
    }
}

fn health_checks(case: &Case<'_>) -> Option<Table> {
    let row = |check: &crate::failover::evidence::HealthCheck| {
        let facts = check.described.answer();
        let unknown = || "unknown".to_owned();
        let every = facts.and_then(|facts| Some(format!("{} s x {}", facts.interval_s?, facts.threshold?)));
        let judged = model::check_health(case.evidence, &check.id);
        let checkers = seen::checkers(case, &check.id);
        let state = match facts {
            Some(facts) if facts.is_disabled => Cell::toned("disabled", Tone::Bad),
            Some(facts) if facts.is_inverted => Cell::toned("inverted", Tone::Caution),
            _ => health(Some(judged.health)),
        };
        vec![
            Cell::from(short(&check.id)),
            Cell::from(facts.map_or_else(unknown, |facts| facts.kind.clone())),
            Cell::from(every.unwrap_or_else(|| "-".to_owned())),
            Cell::from(checkers.map_or_else(|| "-".to_owned(), |(good, all)| format!("{good} of {all}"))),
            state,
        ]
    };
    let rows: Vec<_> = case.evidence.health_checks.iter().map(row).collect();
    (!rows.is_empty()).then(|| Table {
        title: "Health checks".to_owned(),
        columns: ["id", "type", "every", "healthy checkers", "state"].map(Into::into).into(),
        rows,
    })
}

fn resolvers(case: &Case<'_>) -> Option<Table> {
    let served = model::served(case.evidence);
    let row = |one: &crate::failover::evidence::ResolverSeen| {
        let told = served.iter().find(|served| served.resolver == one.resolver && served.kind == one.kind);
        let (answer, ttl) = match &one.outcome {
            DnsOutcome::Answered(records) => {
                let regions = told.map(|told| told.regions.join(", ")).filter(|regions| !regions.is_empty());
                let answer = regions.unwrap_or_else(|| one.addresses().collect::<Vec<_>>().join(", "));
                (Cell::from(answer), records.iter().map(|record| record.ttl_s).min())
            }
            DnsOutcome::NoRecords => (Cell::toned("no records", Tone::Faint), None),
            DnsOutcome::NoName => (Cell::toned("no such name", Tone::Bad), None),
            DnsOutcome::TimedOut(_) => (Cell::toned("no answer", Tone::Caution), None),
            DnsOutcome::Failed(_) => (Cell::toned("failed", Tone::Caution), None),
        };
        let kind = match one.kind {
            RecordKind::A => "A",
            RecordKind::Aaaa => "AAAA",
            RecordKind::Cname => "CNAME",
        };
        let ttl = ttl.map_or_else(|| "-".to_owned(), seconds);
        vec![Cell::from(one.resolver.clone()), Cell::from(kind), answer, Cell::from(ttl)]
    };
    let rows: Vec<_> = case.evidence.resolvers.iter().map(row).collect();
    (!rows.is_empty()).then(|| Table {
        title: "Resolvers".to_owned(),
        columns: ["resolver", "type", "leads to", "TTL"].map(Into::into).into(),
        rows,
    })
}
