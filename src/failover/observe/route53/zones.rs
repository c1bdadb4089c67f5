//! The hosted zones that hold a name.

use aws_sdk_route53::types::HostedZone;
use futures_util::future::join_all;

use super::call::Route53;
use super::names::{plain, suffixes};
use super::records::{Read, records};
use crate::aws::{Asked, Failure, FailureKind};
use crate::connect::text::escape;
use crate::failover::evidence::Zone;

/// More pages of zones of one name than an account can have.
const MOST_PAGES: usize = 10;

/// The zones of the longest suffix of `name` that has any, with their records. Where only VPCs see these, the public
/// one that stands above them belongs to it, too: that is whose answers everybody else gets.
pub(in crate::failover::observe) async fn zones(name: &str, route53: &Route53<'_>) -> Asked<Vec<Zone>> {
    let mut found: Vec<HostedZone> = Vec::new();
    for suffix in suffixes(name) {
        match zones_of(suffix, route53).await {
            Err(failure) => return Asked::Failed(failure),
            Ok(zones) if found.is_empty() => found = zones,
            Ok(zones) => found.extend(zones.into_iter().filter(|zone| !is_private(zone))),
        }
        if found.iter().any(|zone| !is_private(zone)) {
            break;
        }
    }
    let longest = found.first().map(|zone| plain(&zone.name)).unwrap_or_default();
    let zones = join_all(found.iter().map(|zone| Box::pin(read(zone, name, route53)))).await;
    // One above that does not know the name has nothing to do with it.
    let knows = |zone: &Zone| zone.records.answer().is_none_or(|records| !records.is_empty());
    Asked::Answered(zones.into_iter().filter(|zone| zone.name == longest || knows(zone)).collect())
}

fn is_private(zone: &HostedZone) -> bool {
    zone.config.as_ref().is_some_and(|config| config.private_zone)
}

/// The zones of exactly this name. Route 53 begins with it and goes on with those behind it; others may leave those out.
async fn zones_of(name: &str, route53: &Route53<'_>) -> Result<Vec<HostedZone>, Failure> {
    let mut zones = Vec::new();
    let mut next = (format!("{name}."), None);
    for _ in 0..MOST_PAGES {
        let page = route53
            .call(async |client| {
                client
                    .list_hosted_zones_by_name()
                    .dns_name(&next.0)
                    .set_hosted_zone_id(next.1.clone())
                    .send()
                    .await
            })
            .await?;
        let count = page.hosted_zones.len();
        zones.extend(page.hosted_zones.into_iter().filter(|zone| plain(&zone.name) == name));
        let more = page.next_dns_name.filter(|_| page.is_truncated);
        match more {
            Some(more) if plain(&more) == name && count > 0 => next = (more, page.next_hosted_zone_id),
            _ => return Ok(zones),
        }
    }
    Err(Failure::new(FailureKind::Other, format!("Route 53 gave {MOST_PAGES} pages of zones, and has more")))
}

async fn read(zone: &HostedZone, name: &str, route53: &Route53<'_>) -> Zone {
    let id = bare(&zone.id).to_owned();
    let zone_name = plain(&zone.name);
    let Read { records, not_followed } = records(&id, &zone_name, name, route53).await;
    // What decides least is asked last.
    let described = route53.call(async |client| client.get_hosted_zone().id(&id).send().await).await;
    let features = described.ok().and_then(|described| described.hosted_zone?.features);
    Zone {
        id: escape(&id),
        name: zone_name,
        is_private: is_private(zone),
        accelerated_recovery: features
            .and_then(|features| features.accelerated_recovery_status)
            .map(|status| escape(status.as_str())),
        records,
        not_followed,
    }
}

/// An id without `/hostedzone/`.
fn bare(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}
