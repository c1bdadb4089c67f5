//! FO055: whether every resolver gives the same answer.

use std::collections::BTreeSet;

use super::case::{Case, Group, Missing, Mode};
use super::judge::Told;
use crate::failover::evidence::{DnsOutcome, RecordKind, ResolverSeen};
use crate::failover::model;
use crate::report::Finding;
use crate::report::catalogue::FO_RESOLVERS;
use crate::words::{milliseconds, seconds};

/// Whether the resolvers agree, and keep answers no longer than they may.
pub(super) fn agree(case: &Case<'_>) -> Told {
    let seen = &case.evidence.resolvers;
    if seen.is_empty() {
        return Finding::skip(&FO_RESOLVERS, "no resolver was asked").into();
    }
    let mut findings: Vec<Finding> = seen.iter().filter_map(|one| of_resolver(case, one)).collect();
    findings.extend(strangers(case));
    findings.dedup_by(|one, other| one.detail == other.detail);
    // How long an answer may be kept, and whether there is one at all, is for the records to say.
    if let Err(missing @ Missing::Unread(..)) = case.groups() {
        findings.push(missing.finding(&FO_RESOLVERS));
    }
    // Where all answer together, every resolver may be told another Region.
    if !matches!(case.main().map(Group::mode), Some(Mode::Together(_) | Mode::Other(_))) {
        for kind in [RecordKind::A, RecordKind::Aaaa] {
            findings.extend(differ(case, kind));
        }
    }
    findings.into()
}

const fn word(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::A => "A",
        RecordKind::Aaaa => "AAAA",
        RecordKind::Cname => "CNAME",
    }
}

fn of_resolver(case: &Case<'_>, seen: &ResolverSeen) -> Option<Finding> {
    let resolver = seen.resolver.as_str();
    let kind = word(seen.kind);
    let records = case.groups().unwrap_or_default();
    let is_there = records.iter().any(|group| group.kind == kind || group.kind == "CNAME");
    let is_private = case.evidence.zone().is_some_and(|zone| zone.is_private);
    match &seen.outcome {
        DnsOutcome::Answered(answer) => {
            // Only where it is known what may be kept.
            let most = longest_ttl(case, kind)?;
            let kept = answer.iter().map(|record| record.ttl_s).max().filter(|ttl_s| u64::from(*ttl_s) > most)?;
            let message = format!(
                "{resolver} keeps the {kind} answer for {}, the record says {}",
                seconds(kept),
                seconds(most)
            );
            Some(
                Finding::warn(&FO_RESOLVERS, message)
                    .help("let clients use a resolver that honours TTLs: behind this one a failover takes longer")
                    .about(resolver),
            )
        }
        DnsOutcome::NoRecords | DnsOutcome::NoName if !is_there => None,
        DnsOutcome::NoRecords | DnsOutcome::NoName if is_private => Some(
            Finding::unknown(&FO_RESOLVERS, format!("{resolver} does not know the name, whose zone is private"))
                .help("ask from inside one of the zone's VPCs, or a resolver that stands there: --resolver ADDRESS:PORT")
                .about(resolver),
        ),
        DnsOutcome::NoRecords | DnsOutcome::NoName => Some(
            Finding::fail(&FO_RESOLVERS, format!("{resolver} has no {kind} answer, though the zone has the record"))
                .help("look at the delegation: the parent zone's NS records have to name this zone's name servers (aws route53 get-hosted-zone)")
                .about(resolver),
        ),
        DnsOutcome::TimedOut(ms) => Some(
            Finding::unknown(&FO_RESOLVERS, format!("{resolver} did not answer within {}", milliseconds(*ms)))
                .help("look whether it can be reached from here, or ask another: --resolver ADDRESS:PORT")
                .about(resolver),
        ),
        DnsOutcome::Failed(reason) => Some(
            Finding::unknown(&FO_RESOLVERS, format!("{resolver} could not be asked: {reason}"))
                .help("look whether it can be reached from here, or ask another: --resolver ADDRESS:PORT")
                .about(resolver),
        ),
    }
}

/// The longest TTL of the name's records of a type, in seconds.
fn longest_ttl(case: &Case<'_>, kind: &str) -> Option<u64> {
    let routes = model::routes(case.evidence);
    let of_kind = |wanted: &str| {
        let route = routes.iter().find(|route| word(route.kind) == wanted)?;
        route.entries.iter().map(|entry| entry.ttl_s).collect::<Option<Vec<u64>>>()?.into_iter().max()
    };
    // What a CNAME leads to has a TTL of its own, which is not known.
    let has_cname = routes.iter().any(|route| route.kind == RecordKind::Cname);
    if has_cname { None } else { of_kind(kind) }
}

/// Resolvers that lead to no Region that is known: whether they agree with the others cannot be told.
fn strangers(case: &Case<'_>) -> Vec<Finding> {
    let of_one = |one: model::Served| {
        let message = format!(
            "{} leads to {} ({}), which belongs to no Region that is known: whether it gives the same answer is not known",
            one.resolver,
            one.strangers.join(", "),
            word(one.kind)
        );
        Finding::unknown(&FO_RESOLVERS, message)
            .help("say which host stands in which Region (--region-host REGION=HOST); if the address is nobody's, this resolver keeps an old answer or has one of its own")
            .about(one.resolver)
    };
    let is_lost = |one: &model::Served| one.regions.is_empty() && !one.strangers.is_empty();
    model::served(case.evidence).into_iter().filter(is_lost).map(of_one).collect()
}

/// Where resolvers lead to different Regions.
fn differ(case: &Case<'_>, kind: RecordKind) -> Option<Finding> {
    let served = model::served(case.evidence);
    let told: Vec<&model::Served> =
        served.iter().filter(|one| one.kind == kind && !one.regions.is_empty()).collect();
    let answers: BTreeSet<&[String]> = told.iter().map(|one| one.regions.as_slice()).collect();
    if answers.len() < 2 {
        return None;
    }
    let all: Vec<String> =
        told.iter().map(|one| format!("{} by {}", one.regions.join(", "), one.resolver)).collect();
    Some(Finding::warn(&FO_RESOLVERS, format!("{} answers differ: {}", word(kind), all.join("; "))).help(
        "ask again after the TTL: while a failover goes on they differ; later, somebody keeps an old answer",
    ))
}
