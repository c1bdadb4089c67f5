//! FO054: whether the Region that is served now is the one that is meant to be.

use super::case::{Case, Group, Mode};
use super::judge::Told;
use crate::failover::model::{self, Health};
use crate::report::Finding;
use crate::report::catalogue::FO_ACTIVE;

/// By what resolvers say; by the records' health where none could say it.
pub(super) fn intended(case: &Case<'_>) -> Told {
    let Some(group) = case.main() else {
        return match case.groups() {
            Err(missing) => missing.finding(&FO_ACTIVE).into(),
            Ok(_) => Told::default(),
        };
    };
    let Some(active) = case.active() else {
        return match group.mode() {
            Mode::Together(_) => {
                Finding::skip(&FO_ACTIVE, "all Regions are served together, and no active one was declared: --active")
            }
            _ => Finding::unknown(&FO_ACTIVE, "the Region of the primary is not known, and no active one was declared")
                .help("say which host stands in which Region (--region-host REGION=HOST), or which Region is to be served (--active REGION)"),
        }
        .into();
    };
    let known = case.regions();
    if !known.contains(&active) {
        let message = format!(
            "{active} is to be served, and no record leads there; the Regions are {}",
            known.join(", ")
        );
        return Finding::fail(&FO_ACTIVE, message)
            .help("correct --active, or add the Region's record")
            .into();
    }
    let served = model::served(case.evidence);
    let told: Vec<&model::Served> = served.iter().filter(|one| !one.regions.is_empty()).collect();
    if told.is_empty() {
        return by_health(case, group, active, &strangers(&served)).into();
    }
    let is_other = |one: &&model::Served| one.regions.iter().any(|region| region != active);
    let mut elsewhere: Vec<String> = Vec::new();
    for one in told.iter().copied().filter(is_other) {
        let place = format!("{} by {}", one.regions.join(", "), one.resolver);
        if !elsewhere.contains(&place) {
            elsewhere.push(place);
        }
    }
    if elsewhere.is_empty()
        || matches!(group.mode(), Mode::Together(_)) && told.iter().any(|one| !is_other(one))
    {
        return Told::default();
    }
    let why = reason(case, active);
    let message = format!("{active} is to be served; served now: {}{why}", elsewhere.join("; "));
    Finding::fail(&FO_ACTIVE, message)
        .help("see FO056 and FO051 for that Region's health; if the other one is meant now, say so: --active REGION")
        .into()
}

/// What resolvers lead to that belongs to no Region.
fn strangers(served: &[model::Served]) -> String {
    let of = |one: &model::Served| {
        one.strangers.iter().map(|address| format!("{address} ({})", one.resolver)).collect::<Vec<_>>()
    };
    let all: Vec<String> = served.iter().flat_map(of).collect();
    if all.is_empty() {
        String::new()
    } else {
        format!("; they lead to {}, which belongs to no Region that is known", all.join(", "))
    }
}

/// Why a Region is not served, where that is known.
fn reason(case: &Case<'_>, region: &str) -> String {
    let routes = model::routes(case.evidence);
    let mut entries = routes.iter().flat_map(|route| &route.entries);
    let entry = entries.find(|entry| entry.region.as_deref() == Some(region));
    let judged = entry.map(|entry| entry.health(case.evidence));
    match judged {
        Some(judged) if judged.health == Health::Unhealthy => {
            format!("; Route 53 takes {region} for unhealthy: {}", judged.why)
        }
        Some(judged) if judged.health == Health::Healthy => {
            let preferred = entry.and_then(|entry| preferred(case, entry, &routes));
            match preferred {
                Some(regions) if !regions.iter().any(|one| one == region) => format!(
                    "; the records prefer {}: to serve {region}, exchange the roles of the records",
                    regions.join(", ")
                ),
                _ => format!("; Route 53 takes {region} for healthy, so that answers may be old ones"),
            }
        }
        _ => String::new(),
    }
}

/// The Regions that Route 53 answers by the health of an entry's route; nothing where that is not certain.
fn preferred(case: &Case<'_>, entry: &model::Entry<'_>, routes: &[model::Route<'_>]) -> Option<Vec<String>> {
    let has =
        |route: &&model::Route<'_>| route.entries.iter().any(|one| std::ptr::eq(one.record, entry.record));
    let route = routes.iter().find(has)?;
    let healths: Vec<Health> = route.healths(case.evidence).iter().map(|one| one.health).collect();
    let answer = route.answering(&healths);
    let regions = answer.parts.iter().map(|part| route.entries[part.entry].region.clone());
    regions.collect::<Option<Vec<String>>>().filter(|_| answer.is_certain)
}

/// What Route 53 would answer, where no resolver's answer tells a Region.
fn by_health(case: &Case<'_>, group: &Group<'_>, active: &str, strangers: &str) -> Option<Finding> {
    let routes = model::routes(case.evidence);
    let route = routes.iter().find(|route| {
        route
            .entries
            .iter()
            .any(|entry| group.entries.iter().any(|one| std::ptr::eq(one.record, entry.record)))
    })?;
    let judged = route.healths(case.evidence);
    let healths: Vec<Health> = judged.iter().map(|one| one.health).collect();
    let answer = route.answering(&healths);
    let regions: Vec<&str> =
        answer.parts.iter().filter_map(|part| route.entries[part.entry].region.as_deref()).collect();
    if answer.is_certain && !regions.is_empty() && !regions.contains(&active) {
        let message = format!(
            "{active} is to be served; by the health of its records Route 53 answers {}{strangers}",
            regions.join(", ")
        );
        return Some(Finding::fail(&FO_ACTIVE, message).help("see FO056 and FO051 for that Region's health"));
    }
    Some(
        Finding::unknown(&FO_ACTIVE, format!("no resolver's answer tells which Region is served{strangers}"))
            .help("ask resolvers that see the name (--resolver ADDRESS:PORT), and name the Regions' hosts: --region-host REGION=HOST"),
    )
}
