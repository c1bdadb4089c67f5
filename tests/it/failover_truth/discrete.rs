//! The same rules in thought: no sockets, no clock, a thousand random settings.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::predicted::{Watch, is_telling, predict};
use crate::support::random::Random;

/// When the endpoint dies, in milliseconds: every checker has long been at work.
const DEATH: u64 = 1_000_000;

/// How an endpoint fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// Connections are refused, and open ones reset.
    Refused,
    /// It answers 500.
    Error,
    /// It takes connections and never answers.
    Hang,
    /// Packets vanish.
    Hole,
}

/// Random numbers that a seed decides.
struct Dice(Random);

impl Dice {
    /// From 0 to below `end`.
    const fn below(&mut self, end: u64) -> u64 {
        self.0.next() % if end == 0 { 1 } else { end }
    }

    /// A request's step: quick in most cases, at times nearly as slow as it may be.
    fn step(&mut self, limit: u64) -> u64 {
        if self.below(10) == 0 { self.below(limit) } else { self.below(150.min(limit)) }
    }
}

/// The endpoint's life.
#[derive(Clone, Copy, Debug)]
struct Life {
    mode: Mode,
    back: u64,
}

impl Life {
    fn is_dead(&self, at: u64) -> bool {
        (DEATH..self.back).contains(&at)
    }

    /// When a request that begins at `start` is over, and whether it passed: so long to connect, so long for the status
    /// at most.
    fn request(&self, start: u64, connect_limit: u64, status_limit: u64, dice: &mut Dice) -> (u64, bool) {
        let connect = dice.step(connect_limit);
        let status = dice.step(status_limit);
        let end = start + connect + status;
        if self.is_dead(start) {
            let revives = dice.below(2) == 0;
            return match self.mode {
                Mode::Refused => (start + connect.min(150), false),
                Mode::Error => (end, false),
                // It may come to life while one waits.
                Mode::Hang if revives && self.back < start + connect + status_limit => {
                    (self.back.max(start + connect), true)
                }
                Mode::Hang => (start + connect + status_limit, false),
                Mode::Hole => (start + connect_limit, false),
            };
        }
        let dies_meanwhile = start < DEATH && DEATH <= end;
        match self.mode {
            Mode::Refused if dies_meanwhile => (DEATH, false),
            Mode::Hang | Mode::Hole if dies_meanwhile => (start + connect + status_limit, false),
            _ => (end, true),
        }
    }
}

/// Times at which somebody changes his mind; everybody begins content.
type Changes = Vec<(u64, bool)>;

fn is_content(changes: &Changes, at: u64) -> bool {
    changes.iter().take_while(|(time, _)| *time <= at).last().is_none_or(|(_, content)| *content)
}

/// A checker asks, waits for the answer, and then waits an interval.
fn checker(interval_s: u32, threshold: u32, life: Life, end: u64, dice: &mut Dice) -> Changes {
    let interval = u64::from(interval_s) * 1000;
    let mut now = DEATH - 400_000 + dice.below(interval);
    let results = std::iter::from_fn(|| {
        let (over, passed) = life.request(now, 4_000, 2_000, dice);
        now = over + interval;
        (over < end).then_some((over, passed))
    });
    minds(results, threshold, threshold)
}

/// A load balancer probes at every interval, however long an answer takes.
fn prober((interval_s, fails, passes): (u32, u32, u32), life: Life, end: u64, dice: &mut Dice) -> Changes {
    let interval = u64::from(interval_s) * 1000;
    let mut next = DEATH - 400_000 + dice.below(interval);
    let results = std::iter::from_fn(|| {
        let start = next;
        next += interval;
        let limit = 6_000.min(interval);
        let (over, passed) = life.request(start, limit / 2, limit - limit / 2, dice);
        // The timeout counts from the beginning.
        let over = if passed || !matches!(life.mode, Mode::Hang | Mode::Hole) { over } else { start + limit };
        // What was asked before the death and reset by it is taken for an answer.
        let passed = passed || start < DEATH && life.mode == Mode::Refused;
        (over < end).then_some((over, passed))
    });
    minds(results, fails, passes)
}

/// So many equal results in a row change a mind.
fn minds(results: impl Iterator<Item = (u64, bool)>, fails: u32, passes: u32) -> Changes {
    let (mut content, mut in_a_row, mut changes) = (true, 0, Changes::new());
    for (at, passed) in results {
        in_a_row = if passed == content { 0 } else { in_a_row + 1 };
        if in_a_row == if content { fails } else { passes } {
            (content, in_a_row) = (!content, 0);
            changes.push((at, content));
        }
    }
    changes
}

/// Many minds as one, by a rule over how many are content.
fn joined(all: &[Changes], rule: impl Fn(usize) -> bool) -> Changes {
    let mut times: Vec<u64> = all.iter().flatten().map(|(at, _)| *at).collect();
    times.sort_unstable();
    let mut last = true;
    let mut changes = Changes::new();
    for at in times {
        let now = rule(all.iter().filter(|one| is_content(one, at)).count());
        if now != last {
            changes.push((at, now));
            last = now;
        }
    }
    changes
}

/// When the record is healthy.
fn record(watch: &Watch, probers: usize, life: Life, end: u64, dice: &mut Dice) -> Changes {
    let mut signals = Vec::new();
    let checks: Vec<Changes> = watch
        .checks
        .iter()
        .map(|(interval_s, threshold)| {
            let each: Vec<Changes> =
                (0..probers).map(|_| checker(*interval_s, *threshold, life, end, dice)).collect();
            joined(&each, |content| content * 100 > probers * 18)
        })
        .collect();
    if let Some(needed) = watch.needed {
        signals.push(joined(&checks, |healthy| healthy >= needed as usize));
    } else {
        signals.extend(checks.into_iter().take(1));
    }
    signals.extend(watch.group.map(|group| prober(group, life, end, dice)));
    let all = signals.len();
    joined(&signals, |healthy| healthy == all)
}

/// When a client whose cache expires at this phase first sees an answer that stands from `change` on.
fn seen(change: u64, ttl: u64, phase: u64) -> u64 {
    if ttl == 0 { change } else { change + (phase + ttl - change % ttl) % ttl }
}

fn watches() -> impl Strategy<Value = Watch> {
    let settings = || (prop_oneof![Just(10_u32), Just(30)], 1..=10_u32);
    let group = || (5..=60_u32, 2..=10_u32, 2..=10_u32);
    prop_oneof![
        4 => settings().prop_map(|one| Watch { checks: vec![one], ..Watch::default() }),
        2 => (prop::collection::vec(settings(), 1..=4), 1..=4_u32).prop_map(|(checks, needed)| {
            let needed = needed.min(u32::try_from(checks.len()).expect("a few"));
            Watch { checks, needed: Some(needed), group: None }
        }),
        1 => group().prop_map(|group| Watch { group: Some(group), ..Watch::default() }),
        2 => (settings(), group())
            .prop_map(|(one, group)| Watch { checks: vec![one], needed: None, group: Some(group) }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1_000,
        rng_seed: RngSeed::Fixed(6),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn measured_times_lie_within_the_predicted_bounds(
        watch in watches(),
        ttl_s in prop_oneof![Just(0_u32), 1..=300_u32],
        mode in prop_oneof![Just(Mode::Refused), Just(Mode::Error), Just(Mode::Hang), Just(Mode::Hole)],
        probers in 3..=16_usize,
        seed in 1..u64::MAX,
    ) {
        // An alias to a load balancer has its own.
        let ttl_s = if watch.group.is_some() { 60 } else { ttl_s };
        let predicted = predict(&watch, ttl_s);
        let (failover, failback) = (predicted.failover(), predicted.failback());
        prop_assert!(is_telling(&failover), "{failover:?}");
        prop_assert!(is_telling(&failback), "{failback:?}");
        let mut dice = Dice(Random::new(seed));
        let back = DEATH + failover.max_ms + dice.below(600_000);
        let end = back + 3 * failback.max_ms;
        let changes = record(&watch, probers, Life { mode, back }, end, &mut dice);
        let flips: Vec<bool> = changes.iter().map(|(_, healthy)| *healthy).collect();
        // A slow check may still turn just after a quick one is back.
        prop_assert!(flips.len().is_multiple_of(2) && flips[..2] == [false, true], "{:?}", changes);
        let ttl = u64::from(ttl_s) * 1000;
        let phase = dice.below(ttl);
        let measured = seen(changes[0].0, ttl, phase) - DEATH;
        prop_assert!(failover.contains(measured), "failover after {measured} ms, {failover:?}");
        let measured = seen(changes[changes.len() - 1].0, ttl, phase) - back;
        prop_assert!(failback.contains(measured), "failback after {measured} ms, {failback:?}");
    }
}
