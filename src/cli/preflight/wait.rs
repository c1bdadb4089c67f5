//! Looks again and again until all is well, and reports the last look once.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::mem;
use std::pin::Pin;
use std::time::Duration;

use futures_util::FutureExt as _;
use tokio::time::Instant;

use super::waiting::Waiting;
use crate::cli::run::Run;
use crate::preflight::observe::{AT_ONCE, Shared, jobs};
use crate::preflight::{Plan, lasting};
use crate::probe::{self, GaveUp, Job, Recorded};
use crate::report::{Exit, Finding, Section};

/// Between two looks at first; each next pause is longer, up to the last.
const FIRST: Duration = Duration::from_secs(1);
const LAST: Duration = Duration::from_secs(15);
/// Less than this is no time for a look; the last one gets so much more than the one before it took, for machines stumble.
const LEAST: Duration = Duration::from_millis(500);
/// What was still looked at so shortly before the end was cut off by it: what waits for a service gives up a little earlier
/// than it has to.
const CUT: Duration = Duration::from_millis(250);

/// Looks at environments until each is green, or until `limit` is over: whatever is under way is cut off then. Those that are
/// green are left alone until nothing else is waited for, and are looked at once more then: what was well an hour ago is not
/// known to be. Left alone are also those in which only what no waiting mends is left. Says which signal came, if one did: what
/// was known then is reported.
pub(super) async fn wait(
    plans: &[Plan],
    shared: &Shared,
    limit: Duration,
    run: &mut Run,
    mut signal: Pin<&mut impl Future<Output = Exit>>,
) -> Option<Exit> {
    let begun = Instant::now();
    let end = begun + limit;
    let mut last: BTreeMap<String, Recorded> = BTreeMap::new();
    let mut open: Vec<Plan> = plans.to_vec();
    let mut waiting = Waiting::default();
    let mut pause = FIRST;
    // Those that were green at a look before the last one, and whether that one was made to see them again.
    let mut green: Vec<Plan> = Vec::new();
    let mut was_again = false;
    let stopped = loop {
        let look = Instant::now();
        // Credentials expire, and a service may have come back: each round looks for itself.
        let fresh = Shared { session: <_>::default(), end: Some(end), ..shared.clone() };
        let mut seen = Vec::new();
        let ended: Vec<Cell<Option<Instant>>> = open.iter().map(|_| Cell::new(None)).collect();
        let (jobs, longest) = jobs(&open, &fresh);
        let jobs = jobs.zip(&ended).map(|(Job { watch, work }, ended)| {
            let work = async move {
                work.await;
                ended.set(Some(Instant::now()));
            };
            Job { watch, work: work.boxed_local() }
        });
        let stopped =
            probe::run(jobs, AT_ONCE, longest, signal.as_mut(), |recorded| seen.push(recorded)).await;
        for (recorded, ended) in seen.into_iter().zip(&ended) {
            let name = recorded.name.clone().unwrap_or_default();
            let is_cut = ended.get().is_none_or(|ended| ended + CUT >= end);
            // Half a look says less than a whole one before it, but for what it has found.
            let is_half = stopped.is_some() && recorded.is_interrupted();
            let recorded = match last.remove(&name) {
                Some(before) if is_cut || is_half => recorded.cut_off(before),
                _ => recorded,
            };
            last.insert(name, recorded);
        }
        if stopped.is_some() {
            break stopped;
        }
        let sections: BTreeMap<&str, Section> =
            last.iter().map(|(name, recorded)| (name.as_str(), run.judge(recorded))).collect();
        let mut told = Vec::new();
        let mut green_now = Vec::new();
        open.retain(|plan| {
            let seen = sections.get(&*plan.name).zip(last.get(&plan.name));
            seen.is_some_and(|(section, recorded)| {
                let lasts = |finding: &Finding| lasting(plan, recorded, finding);
                let turn = waiting.turn(&plan.name, section, |status| run.counts(status), lasts);
                told.extend(turn.told);
                green_now.extend(run.is_green(section).then(|| plan.clone()));
                turn.waits && waits(run, section)
            })
        });
        for told in &told {
            run.remark(told);
        }
        let now = Instant::now();
        if open.is_empty() && !was_again && !green.is_empty() && now + LEAST < end {
            open = mem::replace(&mut green, green_now);
            was_again = true;
            continue;
        }
        was_again = false;
        green.append(&mut green_now);
        let next = next(now, pause, now - look, end).filter(|_| !open.is_empty());
        let Some(next) = next else { break None };
        tokio::select! {
            exit = signal.as_mut() => break Some(exit),
            () = tokio::time::sleep_until(next) => {}
        }
        pause = (pause * 2).min(LAST);
    };
    for plan in plans {
        if let Some(mut recorded) = last.remove(&plan.name) {
            let is_open = stopped.is_none() && open.iter().any(|open| open.name == plan.name);
            let checks = if is_open { waiting.left(&plan.name) } else { Vec::new() };
            if !checks.is_empty() {
                let gave_up = GaveUp { waited_s: begun.elapsed().as_secs(), checks };
                run.remark(&format!("{}: {}", plan.name, gave_up.words()));
                recorded.gave_up = Some(gave_up);
            }
            run.report(recorded);
        }
    }
    stopped
}

/// When the next look begins: after the pause, or so much before the end that a look as long as the last one, which `took`
/// so long, comes to its own end. Where there is no time left for such a one, a shorter look may still find all well. Nothing
/// when it is over.
fn next(now: Instant, pause: Duration, took: Duration, end: Instant) -> Option<Instant> {
    let left = end.saturating_duration_since(now);
    let spare = left.saturating_sub(took + LEAST);
    if spare > Duration::ZERO {
        Some(now + pause.min(spare))
    } else {
        (left >= LEAST * 2).then(|| now + pause.min(left / 2))
    }
}

/// Whether looking again may help. Where nothing was checked, it does not.
fn waits(run: &Run, section: &Section) -> bool {
    section.counts.total() > section.counts.skip && !run.is_green(section)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When looks begin, in milliseconds, where each takes so long as is left to it of `took`.
    fn looks(limit_ms: u64, took_ms: u64) -> Vec<u64> {
        let start = Instant::now();
        let end = start + Duration::from_millis(limit_ms);
        let (mut now, mut pause, mut begun) = (start, FIRST, Vec::new());
        loop {
            begun.push(u64::try_from((now - start).as_millis()).expect("is short"));
            assert!(begun.len() < 100, "{begun:?}");
            let took = Duration::from_millis(took_ms).min(end - now);
            now += took;
            let Some(next) = next(now, pause, took, end) else { return begun };
            now = next;
            pause = (pause * 2).min(LAST);
        }
    }

    #[test]
    fn the_last_look_is_at_the_end() {
        assert_eq!(looks(14_000, 100), [0, 1_100, 3_200, 7_300, 13_400]);
        assert_eq!(looks(60_000, 100), [0, 1_100, 3_200, 7_300, 15_400, 30_500, 45_600, 59_400]);
        // One that takes long begins in time, and what is left at last is used.
        assert_eq!(looks(12_000, 5_000), [0, 6_000, 11_500]);
        assert_eq!(looks(3_000, 10_000), [0]);
        assert_eq!(looks(500, 100), [0]);
        // One that takes all that it may has it once more, where there is time.
        assert_eq!(looks(5_000, 3_000), [0, 4_000]);
        assert_eq!(looks(8_000, 3_000), [0, 4_000, 7_500]);
    }
}
