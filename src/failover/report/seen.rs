//! Records and Regions as both a person and a script see them.

use crate::failover::assess::{Case, Entry, success_share, told_by};
use crate::failover::evidence::{Healthz, Policy, Role, TargetGroup};
use crate::failover::model::{self, Judged, Route};

/// `primary`, `secondary`, `weight 10` and so on.
pub(super) fn role(policy: &Policy) -> String {
    match policy {
        Policy::Simple => "simple".to_owned(),
        Policy::Failover { role: Role::Primary } => "primary".to_owned(),
        Policy::Failover { role: Role::Secondary } => "secondary".to_owned(),
        Policy::Failover { role: Role::Other(word) } => word.clone(),
        Policy::Weighted { weight } => format!("weight {weight}"),
        Policy::Latency { .. } => "latency".to_owned(),
        Policy::Multivalue => "multivalue".to_owned(),
        Policy::Other { what } => what.clone(),
    }
}

/// What Route 53 takes a record for, and how long resolvers keep it, in seconds.
pub(super) fn judged(
    case: &Case<'_>,
    routes: &[Route<'_>],
    entry: &Entry<'_>,
) -> (Option<Judged>, Option<u64>) {
    let mut entries = routes.iter().flat_map(|route| &route.entries);
    let own = entries.find(|one| std::ptr::eq(one.record, entry.record));
    (own.map(|own| own.health(case.evidence)), own.and_then(|own| own.ttl_s))
}

/// What a Region's `/healthz` says: `200`, `503`, `no answer`; nothing where it was not asked.
pub(super) fn healthz(case: &Case<'_>, region: &str) -> Option<String> {
    let seen: &Healthz = healthz_seen(case, region)?;
    Some(seen.status().map_or_else(|| "no answer".to_owned(), |status| status.to_string()))
}

/// The `GET` of a Region's own host, a given one first.
pub(super) fn healthz_seen<'a>(case: &Case<'a>, region: &str) -> Option<&'a Healthz> {
    let own = || case.evidence.hosts.iter().filter(move |host| host.region == region);
    let host = own().find(|host| host.is_given).or_else(|| own().next())?;
    told_by(host)
}

/// A Region's healthy targets and all of them; nothing where that is not known.
pub(super) fn targets(case: &Case<'_>, region: &str) -> Option<(usize, usize)> {
    let balancer = case.evidence.balancers.iter().find(|balancer| balancer.region == region)?;
    let counts = balancer.target_groups.answer()?.iter().map(TargetGroup::healthy);
    let counts: Vec<(usize, usize)> = counts.collect::<Option<_>>()?;
    (!counts.is_empty()).then(|| counts.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1)))
}

/// How many checkers of a check are content, of how many.
pub(super) fn checkers(case: &Case<'_>, id: &str) -> Option<(usize, usize)> {
    success_share(case.evidence.health_check(id)?.observations.as_ref()?.answer()?)
}

/// The Regions that are served now: by what resolvers say, else by the records' health; and whether resolvers said it.
pub(super) fn served(case: &Case<'_>) -> (Vec<String>, bool) {
    let mut regions: Vec<String> =
        model::served(case.evidence).into_iter().flat_map(|served| served.regions).collect();
    regions.sort();
    regions.dedup();
    if !regions.is_empty() {
        return (regions, true);
    }
    let routes = model::routes(case.evidence);
    let Some(route) = routes.first() else { return (Vec::new(), false) };
    let healths: Vec<model::Health> = route.healths(case.evidence).iter().map(|one| one.health).collect();
    let answer = route.answering(&healths);
    if !answer.is_certain {
        return (Vec::new(), false);
    }
    let parts = answer.parts.iter().filter_map(|part| route.entries[part.entry].region.clone());
    let mut regions: Vec<String> = parts.collect();
    regions.sort();
    regions.dedup();
    (regions, false)
}
