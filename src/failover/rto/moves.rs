//! Where traffic moves when a Region dies, and how long that takes.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::timing::falls_too;
use super::{NoRto, Span, Timing, timing};
use crate::failover::evidence::RecordKind;
use crate::failover::model::{Answer, Health, Route, Shape, places, routes, unproven};
use crate::failover::{Evidence, WhatIf};

/// What the figures leave out.
pub const NOT_INCLUDED: [&str; 5] = [
    "how long a status takes inside Route 53, from the checkers to its name servers: not published, a few seconds",
    "resolvers that keep an answer longer than its TTL",
    "clients that cache names themselves or keep their connections",
    "the other Region's warm-up, Aurora's promotion (minutes), consumers that catch up",
    "the time that a CloudWatch point takes to arrive, where a health check watches an alarm",
];

/// What happens when one Region dies, for records of one type.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// The type.
    pub kind: RecordKind,
    /// What dies: the Region, or the record's name where its Region is not known.
    pub from: String,
    /// The share of the answers that lead there while all is well, from 0 to 1; nothing where that depends on where the
    /// clients are.
    pub share: Option<f64>,
    /// The places of the entries that die, in the route.
    pub dying: Vec<usize>,
    /// The places of those that lead elsewhere and turn unhealthy with them.
    pub falling: Vec<usize>,
    /// How traffic moves, or why it does not.
    pub outcome: Result<Move, NoRto>,
}

/// How traffic moves from a Region that died.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Move {
    /// Where to: Regions, or records' names.
    pub to: Vec<String>,
    /// From the Region's death until Route 53 takes it for unhealthy.
    pub detection: Span,
    /// How long resolvers keep the old answer.
    pub ttl: Span,
    /// Both: the RTO.
    pub failover: Span,
    /// From the Region's return until Route 53 takes it for healthy.
    pub recovery: Span,
    /// How long resolvers keep the answer that stood in.
    pub ttl_back: Span,
    /// Both: until all clients are back.
    pub failback: Span,
    /// What notices it, with its settings.
    pub by: String,
    /// Whether settings that could not be read are reckoned with AWS's own.
    pub is_assumed: bool,
    /// Whether the TTL is AWS's own, which nobody can change.
    pub is_ttl_fixed: bool,
    /// What the figures rest on although it was not found out: a sentence each, without the dot at its end.
    pub unsure: Vec<String>,
}

/// The RTO of a name: what becomes of it when any one Region that answers dies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rto {
    /// Each type of records, and each Region that answers.
    pub moves: Vec<Move>,
}

impl Rto {
    /// The worst of them: the RTO.
    pub fn failover(&self) -> Span {
        self.moves.iter().fold(Span::default(), |worst, one| worst.last(one.failover))
    }

    /// The detection's part of the RTO, at its worst.
    pub fn detection(&self) -> Span {
        self.moves.iter().fold(Span::default(), |worst, one| worst.last(one.detection))
    }

    /// What it rests on although it was not found out; none where all of it was.
    pub fn unsure(&self) -> BTreeSet<&str> {
        self.moves.iter().flat_map(|one| &one.unsure).map(String::as_str).collect()
    }

    /// Until all clients are back, at its worst.
    pub fn failback(&self) -> Span {
        self.moves.iter().fold(Span::default(), |worst, one| worst.last(one.failback))
    }
}

/// The RTO of the failover name as it is set up, or as it would be.
///
/// # Errors
///
/// Why traffic never moves, or why that could not be found out, of the first way that has none; that it never moves
/// counts more.
pub fn rto(evidence: &Evidence, what_if: Option<&WhatIf>) -> Result<Rto, NoRto> {
    let ways = ways(evidence, what_if);
    if ways.is_empty() {
        return Err(NoRto::Unknown(format!("no records of {} were seen", evidence.name)));
    }
    let kinds: BTreeSet<RecordKind> = ways.iter().map(|way| way.kind).collect();
    let told = |way: &Way, why: &NoRto| {
        let kind = match way.kind {
            RecordKind::A => "A: ",
            RecordKind::Aaaa => "AAAA: ",
            RecordKind::Cname => "CNAME: ",
        };
        let kind = if kinds.len() > 1 { kind } else { "" };
        why.clone().within(&format!("{kind}{}", way.from))
    };
    let mut moves = Vec::new();
    let mut unknown = None;
    for way in &ways {
        match &way.outcome {
            Ok(one) => moves.push(one.clone()),
            Err(why) if why.is_never() => return Err(told(way, why)),
            Err(why) => unknown = unknown.or_else(|| Some(told(way, why))),
        }
    }
    unknown.map_or(Ok(Rto { moves }), Err)
}

/// What happens when each Region that answers dies: of a failover pair the primary's, else every one that has a share.
/// As if all were healthy now.
pub fn ways(evidence: &Evidence, what_if: Option<&WhatIf>) -> Vec<Way> {
    routes(evidence).iter().flat_map(|route| of_route(route, evidence, what_if)).collect()
}

fn of_route(route: &Route<'_>, evidence: &Evidence, what_if: Option<&WhatIf>) -> Vec<Way> {
    let healthy = vec![Health::Healthy; route.entries.len()];
    let before = route.answering(&healthy);
    let mut ways: Vec<Way> = Vec::new();
    for part in &before.parts {
        let entry = &route.entries[part.entry];
        let from = entry.name();
        // All records of the Region die with it.
        if ways.iter().any(|way| way.from == from) {
            continue;
        }
        let is_there = |index: &usize| {
            let other = &route.entries[*index];
            *index == part.entry || other.region.is_some() && other.region == entry.region
        };
        let dying: Vec<usize> = (0..route.entries.len()).filter(is_there).collect();
        let shares = before.parts.iter().filter(|part| dying.contains(&part.entry)).map(|part| part.share);
        let share = shares.sum();
        let others = others(route, &dying, evidence, what_if);
        let outcome = outcome(route, &before, &dying, &others, evidence, what_if);
        let falling = others.falling.into_iter().map(|(index, _)| index).collect();
        ways.push(Way { kind: route.kind, from, share, dying, falling, outcome });
    }
    ways
}

/// What becomes of the records that lead elsewhere.
struct Others {
    /// Those that turn unhealthy all the same, and why.
    falling: Vec<(usize, String)>,
    /// Of which that is not known.
    unsure: Vec<String>,
}

/// Their health is not independent of the Region that dies where their checks look at it.
fn others(route: &Route<'_>, dying: &[usize], evidence: &Evidence, what_if: Option<&WhatIf>) -> Others {
    let dead: Vec<_> = dying.iter().map(|index| &route.entries[*index]).collect();
    let mut others = Others { falling: Vec::new(), unsure: Vec::new() };
    for index in (0..route.entries.len()).filter(|index| !dying.contains(index)) {
        let entry = &route.entries[index];
        match falls_too(entry, &dead, evidence, what_if) {
            Ok(timing) => others.falling.push((index, timing.by)),
            Err(NoRto::Never(_)) => {}
            Err(NoRto::Unknown(why)) => {
                let from = dead.first().map(|one| one.name()).unwrap_or_default();
                let what = format!("whether {} stays healthy when {from} dies is not known", entry.name());
                others.unsure.push(format!("{what}: {why}"));
            }
        }
    }
    others
}

/// How traffic moves when the dying entries die, or why it does not.
fn outcome(
    route: &Route<'_>,
    before: &Answer,
    dying: &[usize],
    others: &Others,
    evidence: &Evidence,
    what_if: Option<&WhatIf>,
) -> Result<Move, NoRto> {
    has_elsewhere(route, dying)?;
    let mut healths = vec![Health::Healthy; route.entries.len()];
    for (index, _) in &others.falling {
        healths[*index] = Health::Unhealthy;
    }
    let timing = turned(route, before, dying, &mut healths, evidence, what_if)?;
    let after = route.answering(&healths);
    leads_elsewhere(route, &after, dying, others)?;
    // No entry that answered before has turned: nothing says how long it takes.
    let timing = timing.ok_or_else(|| NoRto::Unknown("no record answers".to_owned()))?;
    let was: Vec<usize> = dying.iter().copied().filter(|index| before.has(*index)).collect();
    let is: Vec<usize> = after.parts.iter().map(|part| part.entry).collect();
    let (ttl, is_ttl_fixed) = ttl_of(route, &was, what_if)?;
    let (ttl_back, _) = ttl_of(route, &is, what_if)?;
    let doubts = was.iter().chain(&is).filter_map(|index| doubt(route, *index, evidence));
    let unsure: BTreeSet<String> =
        timing.unsure.iter().chain(&others.unsure).cloned().chain(doubts).collect();
    let to: BTreeSet<String> = is.iter().map(|index| route.entries[*index].name()).collect();
    Ok(Move {
        to: to.into_iter().collect(),
        detection: timing.unhealthy,
        ttl,
        failover: timing.unhealthy.plus(ttl),
        recovery: timing.healthy,
        ttl_back,
        failback: timing.healthy.plus(ttl_back),
        by: timing.by,
        is_assumed: timing.is_assumed,
        is_ttl_fixed,
        unsure: unsure.into_iter().collect(),
    })
}

/// Fails where the route knows no other record to move to, or is not reckoned with.
fn has_elsewhere(route: &Route<'_>, dying: &[usize]) -> Result<(), NoRto> {
    match route.shape {
        Shape::Simple => {
            return Err(NoRto::Never("there is only one record, and nothing to move to".to_owned()));
        }
        Shape::Mixed => {
            let why = "its records' routing policies are mixed, or not reckoned with";
            return Err(NoRto::Unknown(why.to_owned()));
        }
        Shape::Failover | Shape::Weighted | Shape::Latency | Shape::Multivalue => {}
    }
    if dying.len() < route.entries.len() {
        return Ok(());
    }
    Err(NoRto::Never(match route.entries.len() {
        1 => "it is the only record".to_owned(),
        count => format!("all {count} records lead there"),
    }))
}

/// Marks the dying entries that turn unhealthy; the answer is how long those that answered before take for it, all of
/// them.
fn turned(
    route: &Route<'_>,
    before: &Answer,
    dying: &[usize],
    healths: &mut [Health],
    evidence: &Evidence,
    what_if: Option<&WhatIf>,
) -> Result<Option<Timing>, NoRto> {
    let mut worst: Option<Timing> = None;
    for index in dying {
        match timing(&route.entries[*index], evidence, what_if) {
            Ok(one) => {
                healths[*index] = Health::Unhealthy;
                if before.has(*index) {
                    worst = Some(worst.map_or(one.clone(), |other| later(&other, &one)));
                }
            }
            Err(why) if before.has(*index) => return Err(why),
            // It stays healthy, dead as it is.
            Err(_) => {}
        }
    }
    Ok(worst)
}

/// Fails where Route 53 answers with what is dead all the same.
fn leads_elsewhere(route: &Route<'_>, after: &Answer, dying: &[usize], others: &Others) -> Result<(), NoRto> {
    if after.is_last_resort && !others.falling.is_empty() {
        let word = |(index, by): &(usize, String)| {
            format!("{} turns unhealthy with it, by {by}", route.entries[*index].name())
        };
        let why: Vec<String> = others.falling.iter().map(word).collect();
        let last = "with every record unhealthy Route 53 answers as if all were healthy";
        return Err(NoRto::Never(format!("{}; {last}", why.join("; "))));
    }
    let Some(still) = dying.iter().find(|index| after.has(**index)) else {
        return Ok(());
    };
    let name = route.entries[*still].record.set_identifier.clone().unwrap_or_default();
    Err(NoRto::Never(format!("record {name} leads to the same Region and answers next")))
}

/// What is not certain of the Region that an entry leads to.
fn doubt(route: &Route<'_>, index: usize, evidence: &Evidence) -> Option<String> {
    let entry = &route.entries[index];
    let name = entry.name();
    if entry.region.is_none() {
        let target = places(entry.record, evidence).join(", ");
        return Some(format!("{name}: which Region {target} stands in is not known"));
    }
    let why = unproven(entry.record, evidence)?;
    Some(format!("{name}: {why}"))
}

/// Of two records that both have to turn.
fn later(one: &Timing, other: &Timing) -> Timing {
    Timing {
        unhealthy: one.unhealthy.last(other.unhealthy),
        healthy: one.healthy.last(other.healthy),
        by: if one.by == other.by { one.by.clone() } else { format!("{} and {}", one.by, other.by) },
        is_assumed: one.is_assumed || other.is_assumed,
        unsure: [one.unsure.clone(), other.unsure.clone()].concat(),
    }
}

/// How long resolvers keep these records, and whether that is fixed: the longest of them. A resolver that asked just
/// before the flip keeps the old answer all that time; one whose answer had just expired not at all.
fn ttl_of(route: &Route<'_>, entries: &[usize], what_if: Option<&WhatIf>) -> Result<(Span, bool), NoRto> {
    let asked = what_if.and_then(|what_if| what_if.ttl_s).map(u64::from);
    let mut longest = 0;
    for index in entries {
        let entry = &route.entries[*index];
        let own = entry.ttl_s.ok_or_else(|| {
            NoRto::Unknown(format!(
                "how long resolvers keep the record that leads to {} is not known",
                entry.name()
            ))
        });
        let ttl_s = if entry.is_ttl_fixed { own? } else { asked.map_or(own, Ok)? };
        longest = longest.max(ttl_s);
    }
    let ms = longest.saturating_mul(1000);
    let is_fixed = entries.iter().any(|index| route.entries[*index].is_ttl_fixed);
    Ok((Span::new(0, ms, ms), is_fixed))
}
