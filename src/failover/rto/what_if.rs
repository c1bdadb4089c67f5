//! Other settings beside those that stand: faster, or fewer false alarms.

use serde_json::json;

use super::shown::tone;
use super::timing::SUPPOSED;
use super::{FalseAlarms, NoRto, Rto, Span, false_alarms, rto};
use crate::failover::{Evidence, Expectations, WhatIf};
use crate::report::{Block, Cell, Fact, Table};
use crate::words::milliseconds;

/// The assumptions of the false alarms.
const ASSUMPTIONS: &str = "False alarms: each request of each checker fails by chance with the given rate, whatever the others see; at most 18 % content checkers make the Region unhealthy. What makes all checkers fail at once (a deployment, an overload, a network path) is not in it, and is what happens in practice: there only the shortest outage that moves traffic counts.";

/// Both settings side by side; nothing where none were asked about and no error rate was given.
pub(super) fn view(evidence: &Evidence, expected: &Expectations) -> Vec<Block> {
    let asked = expected.what_if.as_ref();
    if asked.is_none() && expected.probe_error_rate.is_none() {
        return Vec::new();
    }
    let settings: Vec<Option<&WhatIf>> = std::iter::once(None).chain(asked.map(Some)).collect();
    let rtos: Vec<Result<Rto, NoRto>> = settings.iter().map(|what_if| rto(evidence, *what_if)).collect();
    let span = |of: fn(&Rto) -> Span| {
        let cell = |rto: &Result<Rto, NoRto>| match rto {
            Ok(rto) => Cell::from(of(rto).to_string()),
            Err(why) => Cell::from(if why.is_never() { "never" } else { "unknown" }),
        };
        rtos.iter().map(cell).collect::<Vec<_>>()
    };
    let mut worst = span(Rto::failover);
    for (cell, rto) in worst.iter_mut().zip(&rtos) {
        cell.tone = rto.as_ref().map_or(cell.tone, |rto| tone(&rto.failover(), expected));
    }
    let mut rows = vec![
        named("noticed after", span(Rto::detection)),
        named("RTO", worst),
        named("back after", span(Rto::failback)),
    ];
    // The shortest outage does not depend on the rate.
    let rate = expected.probe_error_rate.unwrap_or_default();
    let alarms: Vec<_> = settings.iter().map(|what_if| false_alarms(evidence, *what_if, rate)).collect();
    let of = |told: fn(&FalseAlarms) -> String| {
        let cell = |alarms: &Option<FalseAlarms>| alarms.as_ref().map_or("unknown".to_owned(), told).into();
        alarms.iter().map(cell).collect::<Vec<Cell>>()
    };
    rows.push(named(
        "shortest outage that moves traffic",
        of(|alarms| milliseconds(alarms.shortest_outage_ms)),
    ));
    if expected.probe_error_rate.is_some() {
        rows.push(named("false alarms a month", of(|alarms| often_or_always(alarms, alarms.a_month))));
        rows.push(named(
            "of one checker alone",
            of(|alarms| often_or_always(alarms, alarms.per_checker_a_month)),
        ));
    }
    let columns = [String::new(), "now".to_owned()].into_iter().chain(asked.map(words)).collect();
    let mut blocks = vec![Block::Table(Table { title: "What if".to_owned(), columns, rows })];
    let mut notes = notes(evidence, asked, &rtos);
    if expected.probe_error_rate.is_some() {
        notes.push(ASSUMPTIONS.to_owned());
    }
    blocks.extend(notes.into_iter().map(Block::Text));
    blocks
}

fn named(name: &str, cells: Vec<Cell>) -> Vec<Cell> {
    std::iter::once(Cell::from(name)).chain(cells).collect()
}

/// What is asked about, as in `10 s x 2, TTL 60 s`.
pub(in crate::failover) fn words(asked: &WhatIf) -> String {
    let probes = match (asked.interval_s, asked.threshold) {
        (Some(interval_s), Some(threshold)) => Some(format!("{interval_s} s x {threshold}")),
        (Some(interval_s), None) => Some(format!("interval {interval_s} s")),
        (None, Some(threshold)) => Some(format!("threshold {threshold}")),
        (None, None) => None,
    };
    let ttl = asked.ttl_s.map(|ttl_s| format!("TTL {ttl_s} s"));
    let words: Vec<String> = [probes, ttl].into_iter().flatten().collect();
    if words.is_empty() { "the same".to_owned() } else { words.join(", ") }
}

/// What stands in the way of the settings.
fn notes(evidence: &Evidence, asked: Option<&WhatIf>, rtos: &[Result<Rto, NoRto>]) -> Vec<String> {
    let Some(asked) = asked else { return Vec::new() };
    let mut notes = Vec::new();
    let moves = || rtos.iter().flatten().flat_map(|rto| &rto.moves);
    let fixed = moves().find(|one| one.is_ttl_fixed);
    if asked.ttl_s.is_some()
        && let Some(fixed) = fixed
    {
        notes.push(format!(
            "The TTL of an alias to a load balancer is {} and cannot be set.",
            milliseconds(fixed.ttl.max_ms.max(fixed.ttl_back.max_ms))
        ));
    }
    let facts = || evidence.health_checks.iter().filter_map(|check| check.described.answer());
    let has_interval =
        |interval_s: u32| facts().any(|facts| facts.interval_s.is_some_and(|own| own != interval_s));
    if asked.interval_s.is_some_and(has_interval) {
        notes.push(
            "The interval of a health check cannot be changed: it takes a new one, put into the record."
                .to_owned(),
        );
    }
    let supposed = moves().any(|one| one.by.contains(SUPPOSED));
    if supposed {
        notes.push("Where nothing decides about the health of a record, the settings are reckoned as those of a health check of its own host (HTTPS, /healthz), to be made and put into the record.".to_owned());
    }
    if let [_, Err(why)] = rtos {
        notes.push(format!("With these settings: {why}."));
    }
    let probed = asked.interval_s.is_some() || asked.threshold.is_some();
    if probed && moves().any(|one| one.by.contains("target health")) {
        notes.push(
            "Interval and threshold are those of health checks; target groups have their own.".to_owned(),
        );
    }
    notes
}

/// How often; one that never ends is none, and the worst of all.
fn often_or_always(alarms: &FalseAlarms, a_month: f64) -> String {
    if a_month <= 0.0 && alarms.share_of_time >= 1.0 {
        "one that never ends: it counts as dead for ever".to_owned()
    } else {
        often(a_month)
    }
}

/// How often, and how long one waits for it where it is rare.
fn often(a_month: f64) -> String {
    if a_month <= 0.0 {
        return "none".to_owned();
    }
    let years = 1.0 / a_month / 12.0;
    if years > 1_000.0 {
        "under one in 1000 years".to_owned()
    } else if years > 1.0 {
        format!("one in {years:.0} years")
    } else {
        format!("{a_month:.1}")
    }
}

/// What other settings would come to: `what_if`.
pub(super) fn facts(evidence: &Evidence, expected: &Expectations) -> Vec<Fact> {
    let asked = expected.what_if.as_ref();
    if asked.is_none() && expected.probe_error_rate.is_none() {
        return Vec::new();
    }
    let of = |what_if: Option<&WhatIf>| {
        let rto = rto(evidence, what_if);
        let known = rto.as_ref().ok();
        let alarms = expected.probe_error_rate.and_then(|rate| false_alarms(evidence, what_if, rate));
        json!({
            "detection": known.map(Rto::detection),
            "failover": known.map(Rto::failover),
            "failback": known.map(Rto::failback),
            "why_not": rto.as_ref().err().map(ToString::to_string),
            "false_alarms": alarms,
        })
    };
    let value = json!({
        "asked": asked,
        "now": of(None),
        "then": asked.map(|asked| of(Some(asked))),
    });
    vec![Fact { name: "what_if", value }]
}
