//! A Region's failure and recovery, with the times at which things happen.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::failover::evidence::RecordKind;
use crate::failover::model::{Health, routes};
use crate::failover::rto::{Move, NoRto, Span, Way, in_seconds, merged, ways};
use crate::failover::{Evidence, Scenario, WhatIf};

/// The failure of one Region, played.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Play {
    /// The types of records that it is the same for.
    pub kinds: Vec<RecordKind>,
    /// What dies: the Region, or the record's name.
    pub from: String,
    /// Where traffic goes to; empty where it does not move.
    pub to: Vec<String>,
    /// The share of the traffic that the Region has, from 0 to 1.
    pub share: f64,
    /// Whether the share was only assumed: an even one, because it depends on where the clients are.
    pub is_share_assumed: bool,
    /// Why traffic does not move; null where it does.
    pub stays: Option<String>,
    /// What was assumed of what is not known.
    pub assumed: Vec<String>,
    /// How long the Region is away, in milliseconds.
    pub outage_ms: u64,
    /// How long resolvers keep the old answer, in milliseconds.
    pub ttl_ms: u64,
    /// How long they keep the one that stood in, in milliseconds.
    pub ttl_back_ms: u64,
    /// As early as may be, as one reckons with, and as late as may be.
    pub cases: [Case; 3],
    /// How many writes are not yet in the other Region when the Region dies; null where the rate or the lag is not known.
    pub writes_at_risk: Option<f64>,
}

/// One course of it. All times are milliseconds after the Region died; null for what does not happen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Case {
    /// Route 53 takes the Region for unhealthy, and its answers change: the first clients move.
    pub noticed_ms: Option<u64>,
    /// The last clients have moved: their resolvers asked again.
    pub moved_ms: Option<u64>,
    /// Route 53 takes the Region for healthy again.
    pub healthy_ms: Option<u64>,
    /// The last clients are back.
    pub back_ms: Option<u64>,
    /// How long a client of the Region is without service on average, where caches expire evenly spread, in
    /// milliseconds.
    pub unserved_ms: f64,
    /// Requests that fail; null where the rate is not known.
    pub failed_queries: Option<f64>,
}

/// Plays a scenario for every Region that answers.
pub fn plays(evidence: &Evidence, scenario: &Scenario) -> Vec<Play> {
    plays_with(evidence, scenario, None)
}

/// The same with other settings than those that stand.
pub(super) fn plays_with(evidence: &Evidence, scenario: &Scenario, what_if: Option<&WhatIf>) -> Vec<Play> {
    let ways = ways(evidence, what_if);
    let merged = merged(&ways);
    merged.into_iter().map(|(kinds, way)| play(kinds, way, &ways, evidence, scenario)).collect()
}

fn play(kinds: Vec<RecordKind>, way: &Way, ways: &[Way], evidence: &Evidence, scenario: &Scenario) -> Play {
    let outage_ms = u64::from(scenario.outage_s) * 1000;
    let of_kind = ways.iter().filter(|other| other.kind == way.kind).count();
    #[expect(clippy::cast_precision_loss, reason = "a name has fewer than 2^53 records")]
    let even = 1.0 / of_kind.max(1) as f64;
    let (found, mut assumed) = found(way, evidence);
    let (moving, stays) = match found {
        Ok(moving) => (Some(moving), None),
        Err(why) => (None, Some(why)),
    };
    let share = way.share.unwrap_or(even);
    if way.share.is_none() {
        assumed.push(
            "the Region's share of the traffic depends on where clients are: an even one is taken".to_owned(),
        );
    }
    let own_ttl = scenario.resolver_ttl_s.map(|ttl_s| u64::from(ttl_s) * 1000);
    let ttl =
        |of: fn(&Move) -> Span| own_ttl.or_else(|| moving.map(|one| of(one).max_ms)).unwrap_or_default();
    let (ttl_ms, ttl_back_ms) = (ttl(|one| one.ttl), ttl(|one| one.ttl_back));
    let case = |at: fn(&Span) -> u64| {
        let noticed_ms = moving.map(|one| at(&one.detection)).filter(|noticed| *noticed < outage_ms);
        let healthy_ms = moving.zip(noticed_ms).map(|(one, _)| outage_ms.saturating_add(at(&one.recovery)));
        let unserved_ms =
            noticed_ms.map_or(in_seconds(outage_ms) * 1000.0, |noticed| mean(outage_ms, noticed, ttl_ms));
        Case {
            noticed_ms,
            // Those whose resolvers have not asked again when the Region returns never move.
            moved_ms: noticed_ms.map(|noticed| noticed.saturating_add(ttl_ms).min(outage_ms)),
            healthy_ms,
            back_ms: healthy_ms.map(|healthy| healthy.saturating_add(ttl_back_ms)),
            unserved_ms,
            failed_queries: scenario.read_qps.map(|qps| qps * share * unserved_ms / 1000.0),
        }
    };
    let cases = [case(|span| span.min_ms), case(|span| span.nominal_ms), case(|span| span.max_ms)];
    let writes = scenario.write_qps.zip(scenario.lag_ms);
    Play {
        kinds,
        from: way.from.clone(),
        to: moving.map(|one| one.to.clone()).unwrap_or_default(),
        share,
        is_share_assumed: way.share.is_none(),
        stays,
        assumed,
        outage_ms,
        ttl_ms,
        ttl_back_ms,
        cases,
        writes_at_risk: writes.map(|(rate, lag_ms)| rate * share * in_seconds(lag_ms)),
    }
}

/// How traffic moves with the other records as they are now, or why it does not; and what was assumed.
fn found<'a>(way: &'a Way, evidence: &Evidence) -> (Result<&'a Move, String>, Vec<String>) {
    let moving = match &way.outcome {
        Ok(moving) => moving,
        Err(NoRto::Never(why)) => return (Err(why.clone()), Vec::new()),
        Err(NoRto::Unknown(why)) => {
            return (Err(format!("it could not be found out whether it moves: {why}")), Vec::new());
        }
    };
    let routes = routes(evidence);
    let Some(route) = routes.iter().find(|route| route.kind == way.kind) else {
        return (Ok(moving), moving.unsure.clone());
    };
    let judged = route.healths(evidence);
    let mut assumed = moving.unsure.clone();
    let mut healths = Vec::new();
    for (index, judged) in judged.iter().enumerate() {
        let is_dying = way.dying.contains(&index);
        let name = route.entries[index].name();
        if is_dying && judged.health == Health::Unhealthy {
            assumed.push(format!("{name} is unhealthy now; it is taken for healthy before it dies"));
        }
        if !is_dying && judged.health == Health::Unknown {
            assumed.push(format!(
                "whether {name} is healthy is not known ({}); it is taken for healthy",
                judged.why
            ));
        }
        healths.push(match judged.health {
            _ if is_dying || way.falling.contains(&index) => Health::Unhealthy,
            Health::Unhealthy => Health::Unhealthy,
            Health::Healthy | Health::Unknown => Health::Healthy,
        });
    }
    let after = route.answering(&healths);
    if way.dying.iter().any(|index| after.has(*index)) {
        let others = (0..route.entries.len()).filter(|index| !way.dying.contains(index));
        let why: Vec<String> = others
            .map(|index| format!("{} is unhealthy now: {}", route.entries[index].name(), judged[index].why))
            .collect();
        let why = format!(
            "{}. With every record unhealthy Route 53 answers as if all were healthy",
            why.join("; ")
        );
        return (Err(why), assumed);
    }
    (Ok(moving), assumed)
}

/// The mean time without service of clients whose caches expire evenly spread over the TTL, in milliseconds.
fn mean(outage_ms: u64, noticed_ms: u64, ttl_ms: u64) -> f64 {
    let ms = |ms: u64| in_seconds(ms) * 1000.0;
    let (left, ttl) = (ms(outage_ms.saturating_sub(noticed_ms)), ms(ttl_ms));
    let waiting = if left >= ttl { ttl / 2.0 } else { left - left * left / (2.0 * ttl) };
    ms(noticed_ms) + waiting
}
