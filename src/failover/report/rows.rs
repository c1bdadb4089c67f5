//! Data for scripts: the tables `records`, `health_checks`, `resolvers` and `failover_regions`, the values `hosted_zone`
//! and `active_regions`.

use serde_json::json;

use super::seen;
use crate::aws::Asked;
use crate::failover::assess::Case;
use crate::failover::evidence::{DnsOutcome, Healthz, RecordKind};
use crate::failover::model;
use crate::report::{Fact, Row};

/// The tables.
pub(in crate::failover) fn rows(case: &Case<'_>) -> Vec<Row> {
    let mut rows = records(case);
    rows.extend(health_checks(case));
    rows.extend(resolvers(case));
    rows.extend(regions(case));
    rows
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
        Fact { name: "hosted_zone", value: json!(zone) },
        Fact {
            name: "active_regions",
            value: json!({ "served": served, "is_told_by_resolvers": by_resolvers, "intended": case.active() }),
        },
    ]
}

fn records(case: &Case<'_>) -> Vec<Row> {
    let routes = model::routes(case.evidence);
    let row = |entry: &crate::failover::assess::Entry<'_>| {
        let record = entry.record;
        let (judged, ttl_s) = seen::judged(case, &routes, entry);
        let value = json!({
            "name": record.name,
            "type": record.kind,
            "set_identifier": record.set_identifier,
            "role": seen::role(&record.policy),
            "region": entry.region,
            "target": entry.target(),
            "is_alias": record.alias.is_some(),
            "evaluates_target_health": record.alias.as_ref().map(|alias| alias.evaluates_target_health),
            "health_check": record.health_check,
            "ttl_s": ttl_s,
            "health": judged.as_ref().map(|judged| judged.health),
            "why": judged.as_ref().map(|judged| &judged.why),
        });
        Row { table: "records", value }
    };
    case.entries().map(row).collect()
}

fn health_checks(case: &Case<'_>) -> Vec<Row> {
    let row = |check: &crate::failover::evidence::HealthCheck| {
        let facts = check.described.answer();
        let judged = model::check_health(case.evidence, &check.id);
        let counts = seen::checkers(case, &check.id);
        let value = json!({
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
            "healthy_checkers": counts.map(|counts| counts.0),
            "checkers": counts.map(|counts| counts.1),
            "health": judged.health,
            "why": judged.why,
            "alarms": check.noticed_by.as_ref().and_then(Asked::answer),
            "failure": check.described.failure(),
        });
        Row { table: "health_checks", value }
    };
    case.evidence.health_checks.iter().map(row).collect()
}

fn resolvers(case: &Case<'_>) -> Vec<Row> {
    let served = model::served(case.evidence);
    let row = |one: &crate::failover::evidence::ResolverSeen| {
        let told = served.iter().find(|served| served.resolver == one.resolver && served.kind == one.kind);
        let records = match &one.outcome {
            DnsOutcome::Answered(records) => records.as_slice(),
            _ => &[],
        };
        let value = json!({
            "resolver": one.resolver,
            "type": one.kind,
            "outcome": outcome(&one.outcome),
            "addresses": one.addresses().collect::<Vec<_>>(),
            "regions": told.map_or(&[][..], |told| told.regions.as_slice()),
            "ttl_s": records.iter().filter(|record| record.kind != RecordKind::Cname).map(|record| record.ttl_s).min(),
            "duration_us": one.took_us,
        });
        Row { table: "resolvers", value }
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

fn regions(case: &Case<'_>) -> Vec<Row> {
    let (served, _) = seen::served(case);
    let row = |region: &str| {
        let healthz = seen::healthz_seen(case, region);
        let targets = seen::targets(case, region);
        let value = json!({
            "region": region,
            "is_served": served.iter().any(|one| one == region),
            "is_intended": case.active().map(|active| active == region),
            "healthz_host": healthz.map(|healthz| &healthz.host),
            "healthz_status": healthz.and_then(Healthz::status),
            "healthz_duration_us": healthz.map(|healthz| healthz.took_us),
            "healthy_targets": targets.map(|targets| targets.0),
            "targets": targets.map(|targets| targets.1),
            "deployed": case.expected.deployed.get(region),
        });
        Row { table: "failover_regions", value }
    };
    case.regions().into_iter().map(row).collect()
}
