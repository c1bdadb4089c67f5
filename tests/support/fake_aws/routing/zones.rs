//! `ListHostedZonesByName` and `GetHostedZone`.

use super::answer::{order, parameter};
use super::state::{Routing, ZoneAt};
use crate::support::fake_aws::request::{Refusal, refuse};

fn zone(zone: &ZoneAt) -> String {
    let features = zone.accelerated.as_ref().map(|status| {
        format!("<Features><AcceleratedRecoveryStatus>{status}</AcceleratedRecoveryStatus></Features>")
    });
    format!(
        "<HostedZone><Id>/hostedzone/{}</Id><Name>{}</Name><CallerReference>test</CallerReference>\
         <Config><PrivateZone>{}</PrivateZone></Config>{}</HostedZone>",
        zone.id,
        zone.name,
        zone.is_private,
        features.unwrap_or_default()
    )
}

/// From a name on, in the order of labels from the last; zones of one name by id.
pub(super) fn list(state: &Routing, query: &str) -> String {
    let from = parameter(query, "dnsname").unwrap_or_default();
    let id = parameter(query, "hostedzoneid").unwrap_or_default();
    let mut zones: Vec<&ZoneAt> = state.zones.iter().collect();
    zones.sort_by_key(|zone| (order(&zone.name), zone.id.to_lowercase()));
    let start = (order(&from), id.to_lowercase());
    zones.retain(|zone| (order(&zone.name), zone.id.to_lowercase()) >= start);
    if state.has_exact_zones {
        zones.retain(|zone| order(&zone.name) == start.0);
    }
    let next = zones.get(state.page_size).map(|zone| {
        format!("<NextDNSName>{}</NextDNSName><NextHostedZoneId>{}</NextHostedZoneId>", zone.name, zone.id)
    });
    let page: String = zones.iter().take(state.page_size).map(|one| zone(one)).collect();
    format!(
        "<ListHostedZonesByNameResponse><HostedZones>{page}</HostedZones><DNSName>{from}</DNSName>\
         <IsTruncated>{}</IsTruncated>{}<MaxItems>100</MaxItems></ListHostedZonesByNameResponse>",
        next.is_some(),
        next.unwrap_or_default()
    )
}

pub(super) fn find<'a>(state: &'a Routing, id: &str) -> Result<&'a ZoneAt, Refusal> {
    let found = state.zones.iter().find(|zone| zone.id.eq_ignore_ascii_case(id));
    found.map_or_else(|| refuse("NoSuchHostedZone", format!("No hosted zone found with ID: {id}")), Ok)
}

pub(super) fn get(state: &Routing, id: &str) -> Result<String, Refusal> {
    Ok(format!("<GetHostedZoneResponse>{}</GetHostedZoneResponse>", zone(find(state, id)?)))
}
