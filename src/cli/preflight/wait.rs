//! Looks again and again until all is well, and reports the last look once.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::time::Duration;

use tokio::time::Instant;

use crate::cli::run::Run;
use crate::preflight::Plan;
use crate::preflight::observe::{AT_ONCE, Shared, jobs};
use crate::probe::{self, Recorded};
use crate::report::{Exit, Section, Status};

/// Between two looks at first; each next wait is longer, up to the last.
const FIRST: Duration = Duration::from_secs(1);
const LAST: Duration = Duration::from_secs(15);

/// What is waited for, by environment: a problem, as it is told.
type Waiting = BTreeMap<String, BTreeMap<String, String>>;

/// Looks at environments until each is green, or until `limit` is over: no look begins after that. Those that are green
/// are left alone. Says which signal came, if one did: what was known then is reported.
pub(super) async fn wait(
    plans: &[Plan],
    shared: &Shared,
    limit: Duration,
    run: &mut Run,
    mut signal: Pin<&mut impl Future<Output = Exit>>,
) -> Option<Exit> {
    let end = Instant::now() + limit;
    let mut last: BTreeMap<String, Recorded> = BTreeMap::new();
    let mut open: Vec<Plan> = plans.to_vec();
    let mut waiting = Waiting::new();
    let mut pause = FIRST;
    let stopped = loop {
        // Credentials expire, and a service may have come back: each round looks for itself.
        let fresh = Shared { session: <_>::default(), ..shared.clone() };
        let mut seen = Vec::new();
        let (jobs, longest) = jobs(&open, &fresh);
        let stopped =
            probe::run(jobs, AT_ONCE, longest, signal.as_mut(), |recorded| seen.push(recorded)).await;
        for recorded in seen {
            let name = recorded.name.clone().unwrap_or_default();
            // Half a look says less than a whole one before it.
            if stopped.is_none() || !recorded.is_interrupted() || !last.contains_key(&name) {
                last.insert(name, recorded);
            }
        }
        if stopped.is_some() {
            break stopped;
        }
        let sections = || last.iter().map(|(name, recorded)| (name, run.judge(recorded)));
        open.retain(|plan| sections().any(|(name, section)| *name == plan.name && waits(run, &section)));
        let now: Waiting = sections().map(|(name, section)| (name.clone(), problems(&section))).collect();
        tell(&waiting, &now, run);
        waiting = now;
        if open.is_empty() || Instant::now() + pause >= end {
            break None;
        }
        tokio::select! {
            exit = signal.as_mut() => break Some(exit),
            () = tokio::time::sleep(pause) => {}
        }
        pause = (pause * 2).min(LAST);
    };
    for plan in plans {
        if let Some(recorded) = last.remove(&plan.name) {
            run.report(recorded);
        }
    }
    stopped
}

/// Whether looking again may help. Where nothing was checked, it does not.
fn waits(run: &Run, section: &Section) -> bool {
    section.counts.total() > section.counts.skip && !run.is_green(section)
}

/// What did not pass, by check and what it is about.
fn problems(section: &Section) -> BTreeMap<String, String> {
    let findings = section.assessment.findings.iter();
    let problems =
        findings.filter(|finding| matches!(finding.status, Status::Fail | Status::Unknown | Status::Warn));
    let named = problems.map(|finding| {
        let key = format!("{} {}", finding.check.code, finding.subject(""));
        (key, format!("{}[{}]: {}", finding.status.as_str(), finding.check.code, finding.message()))
    });
    named.collect()
}

/// Tells what is waited for that was not, and what has come.
fn tell(before: &Waiting, now: &Waiting, run: &Run) {
    for (environment, problems) in now {
        let known = before.get(environment);
        // Words hold numbers that move; what is told again is what was not a problem, or another kind of one.
        let kind = |text: &str| text.split(':').next().unwrap_or_default().to_owned();
        for (key, text) in problems {
            let is_new = known.and_then(|known| known.get(key)).is_none_or(|old| kind(old) != kind(text));
            if is_new {
                run.remark(&format!("{environment}: waiting for {text}"));
            }
        }
        for key in known.into_iter().flat_map(BTreeMap::keys).filter(|key| !problems.contains_key(*key)) {
            run.remark(&format!("{environment}: {} is well now", key.trim_end()));
        }
    }
}
