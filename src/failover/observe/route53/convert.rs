//! What Route 53 answers, as evidence. Words that this version does not know stay what they are.

use aws_sdk_route53::types as r53;

use super::names::plain;
use crate::connect::text::escape;
use crate::failover::evidence::{AlarmId, Alias, HealthCheckFacts, Observation, Policy, Record, Role};

/// A record set.
pub(super) fn record(set: &r53::ResourceRecordSet) -> Record {
    let alias = set.alias_target.as_ref().map(|alias| Alias {
        dns_name: plain(&alias.dns_name),
        zone_id: escape(&alias.hosted_zone_id),
        evaluates_target_health: alias.evaluate_target_health,
    });
    Record {
        name: plain(&set.name),
        kind: escape(set.r#type.as_str()),
        set_identifier: set.set_identifier.as_deref().map(escape),
        policy: policy(set),
        // Some send a TTL of 0 with an alias, which has none.
        ttl_s: set.ttl.filter(|_| alias.is_none()).and_then(|ttl| u64::try_from(ttl).ok()),
        values: set.resource_records().iter().map(|record| escape(&record.value)).collect(),
        alias,
        health_check: set.health_check_id.as_deref().filter(|id| !id.is_empty()).map(escape),
    }
}

fn policy(set: &r53::ResourceRecordSet) -> Policy {
    if let Some(role) = &set.failover {
        let role = match role.as_str() {
            "PRIMARY" => Role::Primary,
            "SECONDARY" => Role::Secondary,
            other => Role::Other(escape(other)),
        };
        return Policy::Failover { role };
    }
    if let Some(weight) = set.weight {
        return Policy::Weighted { weight: u64::try_from(weight).unwrap_or_default() };
    }
    if let Some(region) = &set.region {
        return Policy::Latency { region: escape(region.as_str()) };
    }
    if set.multi_value_answer == Some(true) {
        return Policy::Multivalue;
    }
    let others = [
        ("geolocation", set.geo_location.is_some()),
        ("geoproximity", set.geo_proximity_location.is_some()),
        ("by the client's network (CIDR)", set.cidr_routing_config.is_some()),
    ];
    match others.into_iter().find(|(_, is_it)| *is_it) {
        Some((what, _)) => Policy::Other { what: what.to_owned() },
        None if set.set_identifier.is_some() => Policy::Other { what: "unknown".to_owned() },
        None => Policy::Simple,
    }
}

/// A health check.
pub(super) fn facts(check: &r53::HealthCheck) -> HealthCheckFacts {
    let made_by = check.linked_service.as_ref().and_then(|service| service.service_principal.as_deref());
    let Some(config) = &check.health_check_config else {
        return HealthCheckFacts { made_by: made_by.map(escape), ..HealthCheckFacts::default() };
    };
    let text = |text: &Option<String>| text.as_deref().filter(|text| !text.is_empty()).map(escape);
    let number = |number: Option<i32>| number.and_then(|number| u32::try_from(number).ok());
    HealthCheckFacts {
        kind: escape(config.r#type.as_str()),
        host: text(&config.fully_qualified_domain_name).map(|host| plain(&host)),
        address: text(&config.ip_address),
        port: config.port.and_then(|port| u16::try_from(port).ok()).filter(|port| *port != 0),
        path: text(&config.resource_path),
        search_length: config.search_string.as_ref().map(|text| text.chars().count()),
        interval_s: number(config.request_interval),
        threshold: number(config.failure_threshold),
        regions: config.regions().iter().map(|region| escape(region.as_str())).collect(),
        sends_name: config.enable_sni,
        is_inverted: config.inverted.unwrap_or_default(),
        is_disabled: config.disabled.unwrap_or_default(),
        health_threshold: number(config.health_threshold),
        children: config
            .child_health_checks()
            .iter()
            .filter(|id| !id.is_empty())
            .map(|id| escape(id))
            .collect(),
        alarm: config
            .alarm_identifier
            .as_ref()
            .map(|alarm| AlarmId { region: escape(alarm.region.as_str()), name: escape(&alarm.name) }),
        without_data: config.insufficient_data_health_status.as_ref().map(|status| escape(status.as_str())),
        routing_control: text(&config.routing_control_arn),
        made_by: made_by.map(escape),
    }
}

/// What the checkers say, sorted by Region and address.
pub(super) fn observations(all: &[r53::HealthCheckObservation]) -> Vec<Observation> {
    let mut told: Vec<Observation> = all
        .iter()
        .map(|one| {
            let report = one.status_report.as_ref();
            let checked = report.and_then(|report| report.checked_time);
            let checked = checked.and_then(|time| jiff::Timestamp::from_second(time.secs()).ok());
            Observation {
                region: escape(one.region.as_ref().map_or("an unnamed Region", |region| region.as_str())),
                address: one.ip_address.as_deref().map(escape),
                status: escape(report.and_then(|report| report.status.as_deref()).unwrap_or_default()),
                checked_at: checked.map(|time| time.to_string()),
            }
        })
        .collect();
    told.sort_by(|a, b| (&a.region, &a.address).cmp(&(&b.region, &b.address)));
    told
}
