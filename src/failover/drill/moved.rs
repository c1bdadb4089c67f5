//! FO070: whether traffic moved.

use super::assess::lasted;
use super::{Drill, Follower, Outage, Unsettled};
use crate::report::Finding;
use crate::report::catalogue as checks;
use crate::words::{count, milliseconds};

/// The way that traffic took, and every outage beside it.
pub(super) fn moved(drill: &Drill) -> Vec<Finding> {
    let check = &checks::FO_DRILL_MOVED;
    let mut findings = Vec::new();
    findings.extend(drill.open.as_ref().map(|open| still(open, drill.unsettled.as_ref())));
    for one in &drill.moves {
        let is_known = one.outage.is_some() || one.check.is_some();
        findings.extend(one.resolvers.iter().filter_map(|resolver| behind(resolver, drill, is_known)));
    }
    findings.extend(drill.stranded.iter().filter_map(|resolver| behind(resolver, drill, true)));
    if let Some((region, early)) = &drill.early {
        let told = format!(
            "clients were not served when the watching began, for {} at least; then {region} served",
            milliseconds(early.at_least_ms())
        );
        findings.push(
            Finding::warn(check, told)
                .help("start the watching before the drill: only then its length is known"),
        );
    }
    for (region, outage) in &drill.passing {
        let told = format!("clients were not served for {}, and then {region} served again", lasted(outage));
        findings.push(Finding::warn(check, told).about(region.clone()).help(
            "an outage that is shorter than the detection moves nothing; one beside a move is an outage all the same",
        ));
    }
    for aside in &drill.asides {
        let place = |region: &Option<String>| {
            region.as_ref().map_or("an address of no known Region", String::as_str).to_owned()
        };
        let before = match &aside.before {
            Some(region) => format!("; {region} had served before"),
            None => "; no known Region alone had served before".to_owned(),
        };
        let told = format!(
            "clients were not served for {}, and then by {}{before}",
            lasted(&aside.outage),
            place(&aside.then)
        );
        findings.push(Finding::unknown(check, told).help(HOSTS));
    }
    if let Some(first) = drill.moves.first() {
        let route = drill.moves.iter().map(|one| one.to.as_str());
        let route: Vec<&str> = std::iter::once(first.from.as_str()).chain(route).collect();
        findings.push(Finding::pass(check).message_is(format!("traffic went {}", route.join(" -> "))));
    }
    // What served last may be the next move; only time tells.
    if let Some(unsettled) =
        drill.unsettled.as_ref().filter(|one| drill.open.is_none() && one.region != drill.last)
    {
        findings.push(Finding::unknown(check, at_the_end(unsettled)).help(longer(unsettled)));
    }
    if findings.is_empty() {
        findings.push(nothing_seen(drill));
    }
    if let Some(first) = findings.first_mut().filter(|_| drill.strangers > 0) {
        let told = format!(
            "{} of {} got an answer from addresses of no Region that is known: name each Region's host with --region-host",
            drill.strangers,
            count(drill.requests, "request")
        );
        first.detail_mut().notes.push(told.into());
    }
    findings
}

/// A resolver that led to the Region that was left for longer than it may. Where nothing says that this Region was to be
/// left, nobody knows whether the resolver had to follow.
fn behind(resolver: &Follower, drill: &Drill, is_known: bool) -> Option<Finding> {
    let check = &checks::FO_DRILL_MOVED;
    let late_us = resolver.late_us()?;
    let Follower { from, to, .. } = resolver;
    let mut told = format!(
        "it still led to {from} {} after clients of the first resolver were served by {to}; its answers may be kept for {}",
        milliseconds(late_us / 1000),
        milliseconds(drill.kept_us / 1000)
    );
    if let Some(outage) = &resolver.outage {
        told.push_str(&format!("; its own clients were not served for {}", lasted(outage)));
    }
    let finding = if late_us <= drill.allowed_us {
        if !resolver.is_behind {
            return None;
        }
        let missing_us = drill.allowed_us - late_us;
        Finding::unknown(check, told)
            .help(format!("watch for {} longer", milliseconds(missing_us.div_ceil(1000).max(1000))))
    } else if is_known || resolver.outage.is_some() {
        Finding::fail(check, told).help(
            "its clients stay with the Region that was left: look for what makes it keep answers longer than their TTL (cache-min-ttl and serve-expired of Unbound, min-cache-ttl of dnsmasq), or for another zone of the same name that it asks",
        )
    } else {
        Finding::unknown(check, told)
            .help("no request failed and no health check was seen to turn, so that nothing says whether it had to follow")
    };
    Some(finding.about(format!("{}, {from} -> {to}", resolver.resolver)))
}

/// An outage whose end was not seen.
fn still(open: &Outage, unsettled: Option<&Unsettled>) -> Finding {
    let check = &checks::FO_DRILL_MOVED;
    let since = milliseconds(open.first_us / 1000);
    match unsettled {
        None => Finding::fail(
            check,
            format!("clients were not served from {since} after the first look on, and still not at the end"),
        )
        .help("watch longer; if the other Region does not take over, `chalkstore failover NAME` says what stands in the way"),
        Some(unsettled) => Finding::unknown(
            check,
            format!("clients were not served from {since} after the first look on; {}", at_the_end(unsettled)),
        )
        .help(longer(unsettled)),
    }
}

fn at_the_end(unsettled: &Unsettled) -> String {
    format!(
        "{} served at the end, for {}: that counts after {}, for resolvers may still have other answers",
        unsettled.region.as_deref().unwrap_or("an address of no known Region"),
        milliseconds(unsettled.served_us / 1000),
        milliseconds(unsettled.served_us.saturating_add(unsettled.missing_us) / 1000)
    )
}

/// What to do where what served last does not count yet.
pub(super) fn longer(unsettled: &Unsettled) -> String {
    format!("watch for {} longer", milliseconds(unsettled.missing_us.div_ceil(1000)))
}

const HOSTS: &str = "name each Region's own host: --region-host REGION=HOST";

fn nothing_seen(drill: &Drill) -> Finding {
    let check = &checks::FO_DRILL_MOVED;
    let start = "start the drill while this watches: invert the primary's health check, or stop its /healthz";
    match &drill.active {
        Some(region) if drill.strangers == 0 && drill.answered.len() == 1 => {
            Finding::unknown(check, format!("no failover was seen: {region} served clients all the time"))
                .help(start)
        }
        Some(_) if drill.strangers == 0 => {
            let each =
                drill.answered.iter().map(|(region, requests)| format!("{region} answered {requests}"));
            let told = format!(
                "no failover was seen: no Region took over from another one for as long as answers are kept; of {} {}",
                count(drill.requests, "request"),
                each.collect::<Vec<_>>().join(", ")
            );
            Finding::unknown(check, told).help(start)
        }
        _ => Finding::unknown(check, "which Region served clients was not known all the time").help(HOSTS),
    }
}
