//! Data for scripts: the tables `records`, `health_checks`, `resolvers` and `regions`, the values `zone` and
//! `active_regions`.

use serde_json::{Value, json};

use super::seen;
use crate::aws::Asked;
use crate::failover::assess::Case;
use crate::failover::evidence::{DnsOutcome, Healthz, RecordKind};
use crate::failover::model;
use crate::report::{Fact, Row};

/// The tables.
pub(in crate::failover) fn rows(case: &Case<'_>) -> Vec<Row> {
    let mut all = Vec::new();
    let mut add = |table: &'static str, values: Vec<Value>| {
        all.extend(values.into_iter().map(|value| Row { table, value }));
    };
    add("records", records(case));
    add("health_checks", health_checks(case));
    add("resolvers", resolvers(case));
    add("regions", regions(case));
    all
}

/// The values.
pub(in crate::failover) fn facts(case: &Case<'_>) -> Vec<Fact> {
    let zone = case.evidence.zone().map(|zone| {
        json!({
            "id": zone.id,
            "name": zone.name,
            "is_private": zone.is_private,
            "accelerated_recovery": zone.accelerated_recovery,
        })
    });
    let (served, by_resolvers) = seen::served(case);
    vec![
        Fact { name: "zone", value: json!(zone) },
        Fact {
            name: "active_regions",
            value: json!({ "served": served, "told_by_resolvers": by_resolvers, "intended": case.active() }),
        },
    ]
}

fn records(case: &Case<'_>) -> Vec<Value> {
    let routes = model::routes(case.evidence);
    let row = |entry: &crate::failover::assess::Entry<'_>| {
        let record = entry.record;
        let (judged, ttl_s) = seen::judged(case, &routes, entry);
        json!({
            "name": record.name,
            "type": record.kind,
            "set_identifier": record.set_identifier,
            "policy": seen::role(&record.policy),
            "region": entry.region,
            "target": entry.target(),
            "is_alias": record.alias.is_some(),
            "evaluates_target_health": record.alias.as_ref().map(|alias| alias.evaluates_target_health),
            "health_check": record.health_check,
            "ttl_s": ttl_s,
            "health": judged.as_ref().map(|judged| judged.health),
            "why": judged.as_ref().map(|judged| &judged.why),
        })
    };
    case.entries().map(row).collect()
}

fn health_checks(case: &Case<'_>) -> Vec<Value> {
    let row = |check: &crate::failover::evidence::HealthCheck| {
        let facts = check.described.answer();
        let judged = model::check_health(case.evidence, &check.id);
        let counts = seen::checkers(case, &check.id);
        json!({
            "id": check.id,
            "type": facts.map(|facts| &facts.kind),
            "host": facts.and_then(|facts| facts.host.as_ref()),
            "address": facts.and_then(|facts| facts.address.as_ref()),
            "port": facts.and_then(|facts| facts.port),
            "path": facts.and_then(|facts| facts.path.as_ref()),
            "interval_s": facts.and_then(|facts| facts.interval_s),
            "threshold": facts.and_then(|facts| facts.threshold),
            "is_disabled": facts.map(|facts| facts.is_disabled),
            "is_inverted": facts.map(|facts| facts.is_inverted),
            "content_checkers": counts.map(|counts| counts.0),
            "checkers": counts.map(|counts| counts.1),
            "health": judged.health,
            "why": judged.why,
            "alarms": check.noticed_by.as_ref().and_then(Asked::answer),
            "failure": check.described.failure(),
        })
    };
    case.evidence.health_checks.iter().map(row).collect()
}

fn resolvers(case: &Case<'_>) -> Vec<Value> {
    let served = model::served(case.evidence);
    let row = |one: &crate::failover::evidence::ResolverSeen| {
        let told = served.iter().find(|served| served.resolver == one.resolver && served.kind == one.kind);
        let records = match &one.outcome {
            DnsOutcome::Answered(records) => records.as_slice(),
            _ => &[],
        };
        json!({
            "resolver": one.resolver,
            "type": one.kind,
            "outcome": outcome(&one.outcome),
            "addresses": one.addresses().collect::<Vec<_>>(),
            "regions": told.map_or(&[][..], |told| told.regions.as_slice()),
            "ttl_s": records.iter().filter(|record| record.kind != RecordKind::Cname).map(|record| record.ttl_s).min(),
            "took_us": one.took_us,
        })
    };
    case.evidence.resolvers.iter().map(row).collect()
}

/// What came of a question, in a word.
const fn outcome(outcome: &DnsOutcome) -> &'static str {
    match outcome {
        DnsOutcome::Answered(_) => "answered",
        DnsOutcome::NoRecords => "no_records",
        DnsOutcome::NoName => "no_name",
        DnsOutcome::TimedOut(_) => "timed_out",
        DnsOutcome::Failed(_) => "failed",
    }
}

fn regions(case: &Case<'_>) -> Vec<Value> {
    let (served, _) = seen::served(case);
    let row = |region: &str| {
        let healthz = seen::healthz_seen(case, region);
        let targets = seen::targets(case, region);
        json!({
            "region": region,
            "is_served": served.iter().any(|one| one == region),
            "is_intended": case.active().map(|active| active == region),
            "healthz_host": healthz.map(|healthz| &healthz.host),
            "healthz_status": healthz.and_then(Healthz::status),
            "healthz_us": healthz.map(|healthz| healthz.took_us),
            "healthy_targets": targets.map(|targets| targets.0),
            "targets": targets.map(|targets| targets.1),
            "deployed": case.expected.deployed.get(region),
        })
    };
    case.regions().into_iter().map(row).collect()
}
