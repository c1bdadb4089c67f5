//! What a report shows of the RTO.

use serde_json::{Value, json};

use super::{Move, NOT_INCLUDED, NoRto, Span, Way, rto, ways};
use crate::failover::evidence::RecordKind;
use crate::failover::model::{self, Health, Route};
use crate::failover::{Evidence, Expectations};
use crate::report::{Block, Cell, Fact, Gauge, Row, Table, Tone};
use crate::words::milliseconds;

/// The name of a type of records.
const fn kind_name(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::A => "A",
        RecordKind::Aaaa => "AAAA",
        RecordKind::Cname => "CNAME",
    }
}

/// The types in words: `A and AAAA`.
pub(in crate::failover) fn kind_names(kinds: &[RecordKind]) -> String {
    kinds.iter().map(|kind| kind_name(*kind)).collect::<Vec<_>>().join(" and ")
}

/// What a person wants to see of it: what happens when each Region dies, as a table and as a timeline, what the figures
/// leave out, and what other settings would come to. Nothing where no record was seen.
pub fn view(evidence: &Evidence, expected: &Expectations) -> Vec<Block> {
    let ways = ways(evidence, None);
    if ways.is_empty() {
        return Vec::new();
    }
    let merged = merged(&ways);
    let columns = ["dies", "traffic goes to", "noticed after", "TTL", "RTO", "back after"];
    let rows = merged.iter().map(|(kinds, way)| row(evidence, kinds, way, expected, merged.len())).collect();
    let table = Table { title: "RTO".to_owned(), columns: columns.map(str::to_owned).into(), rows };
    let mut blocks = vec![Block::Table(table)];
    // What is played shows its own.
    if expected.scenario.is_none() {
        blocks.extend(super::course::timelines(&ways).into_iter().map(Block::Timeline));
    }
    for (kinds, way) in &merged {
        let from = named(kinds, way, merged.len());
        let told = match &way.outcome {
            Ok(one) if one.unsure.is_empty() => format!("{from}: noticed by {}.", one.by),
            Ok(one) => format!("{from}: noticed by {}. Not certain: {}.", one.by, one.unsure.join("; ")),
            Err(why) => format!("{from}: {why}."),
        };
        blocks.push(Block::Text(told));
    }
    if merged.iter().any(|(_, way)| way.outcome.is_ok()) {
        let left_out = NOT_INCLUDED.join("; ");
        blocks.push(Block::Text(format!(
            "RTO = detection + TTL, as if all Regions were healthy now (FO056 says whether they are). It is a floor. Not included: {left_out}."
        )));
    }
    blocks.extend(super::what_if::view(evidence, expected));
    blocks
}

/// Types whose records come to the same stand in one row.
pub(in crate::failover) fn merged(ways: &[Way]) -> Vec<(Vec<RecordKind>, &Way)> {
    let mut merged: Vec<(Vec<RecordKind>, &Way)> = Vec::new();
    for way in ways {
        let same = |other: &Way| {
            let shares = (other.share, way.share);
            let is_shared = matches!(shares, (None, None))
                || shares.0.zip(shares.1).is_some_and(|(a, b)| (a - b).abs() < 1e-9);
            other.from == way.from && is_shared && other.outcome == way.outcome
        };
        match merged.iter_mut().find(|(_, other)| same(other)) {
            Some((kinds, _)) => kinds.push(way.kind),
            None => merged.push((vec![way.kind], way)),
        }
    }
    merged
}

/// What dies, with its type where types differ.
fn named(kinds: &[RecordKind], way: &Way, rows: usize) -> String {
    if rows > 1 { format!("{} ({})", way.from, kind_names(kinds)) } else { way.from.clone() }
}

fn row(
    evidence: &Evidence,
    kinds: &[RecordKind],
    way: &Way,
    expected: &Expectations,
    rows: usize,
) -> Vec<Cell> {
    let from: Cell = named(kinds, way, rows).into();
    match &way.outcome {
        Ok(one) => vec![
            from,
            goes_to(one, &unhealthy_now(evidence, kinds, one)),
            one.detection.to_string().into(),
            milliseconds(one.ttl.max_ms).into(),
            Cell::toned(one.failover.to_string(), tone(&one.failover, expected)),
            one.failback.to_string().into(),
        ],
        Err(why) => {
            let (word, tone) = if why.is_never() { ("never", Tone::Bad) } else { ("unknown", Tone::Caution) };
            let none = || Cell::toned("-", Tone::Faint);
            vec![from, none(), none(), none(), Cell::toned(word, tone), none()]
        }
    }
}

/// Where traffic goes, with a word on those that would take nothing over as things stand.
fn goes_to(one: &Move, unhealthy: &[String]) -> Cell {
    let named = |to: &String| {
        if unhealthy.contains(to) { format!("{to} (unhealthy now)") } else { to.clone() }
    };
    let tone = if unhealthy.is_empty() { Tone::Plain } else { Tone::Bad };
    Cell::toned(one.to.iter().map(named).collect::<Vec<_>>().join(", "), tone)
}

/// Those that traffic would go to and that Route 53 takes for unhealthy at the moment, as FO056 says, too: of one type
/// all records that lead there.
fn unhealthy_now(evidence: &Evidence, kinds: &[RecordKind], one: &Move) -> Vec<String> {
    let routes = model::routes(evidence);
    let is_down = |to: &String, route: &Route<'_>| {
        let mut there = route.entries.iter().filter(|entry| entry.name() == *to).peekable();
        there.peek().is_some() && there.all(|entry| entry.health(evidence).health == Health::Unhealthy)
    };
    let of_kinds = || routes.iter().filter(|route| kinds.contains(&route.kind));
    one.to.iter().filter(|to| of_kinds().any(|route| is_down(to, route))).cloned().collect()
}

/// How an RTO is to be felt beside the objective.
pub(super) fn tone(failover: &Span, expected: &Expectations) -> Tone {
    let objective = expected.rto_ms();
    if failover.nominal_ms > objective {
        Tone::Bad
    } else if failover.max_ms > objective {
        Tone::Caution
    } else {
        Tone::Good
    }
}

/// A row for every type of records and every Region that answers: table `rto`.
pub fn rows(evidence: &Evidence, _expected: &Expectations) -> Vec<Row> {
    let value = |way: &Way| {
        let one: Option<&Move> = way.outcome.as_ref().ok();
        let why = way.outcome.as_ref().err();
        json!({
            "type": way.kind,
            "from": way.from,
            "share": way.share,
            "is_movable": is_movable(why),
            "why_not": why.map(ToString::to_string),
            "to": one.map(|one| one.to.as_slice()).unwrap_or_default(),
            "unhealthy_now": one.map(|one| unhealthy_now(evidence, &[way.kind], one)).unwrap_or_default(),
            "noticed_by": one.map(|one| one.by.as_str()),
            "is_assumed": one.map(|one| one.is_assumed),
            "unsure": one.map(|one| one.unsure.as_slice()).unwrap_or_default(),
            "detection": one.map(|one| one.detection),
            "ttl": one.map(|one| one.ttl),
            "failover": one.map(|one| one.failover),
            "recovery": one.map(|one| one.recovery),
            "failback": one.map(|one| one.failback),
        })
    };
    ways(evidence, None).iter().map(|way| Row { table: "rto", value: value(way) }).collect()
}

/// The RTO at its worst (`rto_estimate`), and what other settings would come to (`what_if`).
pub fn facts(evidence: &Evidence, expected: &Expectations) -> Vec<Fact> {
    let estimate = Fact { name: "rto_estimate", value: estimate(evidence, expected) };
    std::iter::once(estimate).chain(super::what_if::facts(evidence, expected)).collect()
}

/// Whether traffic can move at all; nothing where that is not known.
const fn is_movable(why: Option<&NoRto>) -> Option<bool> {
    match why {
        None => Some(true),
        Some(NoRto::Never(_)) => Some(false),
        Some(_) => None,
    }
}

fn estimate(evidence: &Evidence, expected: &Expectations) -> Value {
    let estimate = rto(evidence, None);
    let known = estimate.as_ref().ok();
    let why = estimate.as_ref().err();
    json!({
        "objective_ms": expected.rto_ms(),
        "detection": known.map(super::Rto::detection),
        "failover": known.map(super::Rto::failover),
        "failback": known.map(super::Rto::failback),
        "is_movable": is_movable(why),
        "why_not": why.map(ToString::to_string),
        "unsure": known.map(super::Rto::unsure).unwrap_or_default(),
        "not_included": NOT_INCLUDED,
    })
}

/// The same for a monitoring system.
pub fn gauges(evidence: &Evidence, _expected: &Expectations) -> Vec<Gauge> {
    let Ok(estimate) = rto(evidence, None) else { return Vec::new() };
    let of = |name, help, span: Span| {
        let bounds = [("min", span.min_ms), ("nominal", span.nominal_ms), ("max", span.max_ms)];
        bounds.map(|(bound, ms)| Gauge {
            name,
            help,
            labels: vec![("failover_name", evidence.name.clone()), ("bound", bound.to_owned())],
            value: super::in_seconds(ms),
        })
    };
    let failover = "The predicted time from a Region's death until clients are served by another";
    let failback = "The predicted time from a Region's return until its clients are back";
    let mut gauges = Vec::from(of("failover_rto_seconds", failover, estimate.failover()));
    gauges.extend(of("failover_failback_seconds", failback, estimate.failback()));
    gauges
}
