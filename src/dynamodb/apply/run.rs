//! From plan to table: make the calls, look again, and go on until nothing differs.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::clients::Clients;
use super::one::{LONGEST_PAUSE, Outcome, one};
use crate::aws::{Failure, FailureKind, Options};
use crate::dynamodb::evidence::TableSeen;
use crate::dynamodb::observe::{Wanted, table};
use crate::dynamodb::plan::{Action, Call, make};
use crate::dynamodb::spec::TableSpec;
use crate::dynamodb::table::{Applied, Ended};
use crate::observe::Context;
use crate::words::milliseconds;

/// How often one and the same call may be refused, or one and the same plan be made, before it is given up.
const SAME: u32 = 4;
/// The pause before something is tried again that was just refused; each is twice as long as the one before.
const PAUSE: Duration = Duration::from_millis(500);

/// How long things may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// One observation, and one call.
    pub timeout: Duration,
    /// One wait, such as for a replica.
    pub wait: Duration,
}

/// Makes the calls that lead from what was seen to what is wanted, and looks at what came of it.
///
/// It plans again after each round, from what stands then: what somebody else has done in the meantime needs no call,
/// and what AWS took without doing it is called again. `context` is stopped by a signal; its deadline does not matter.
pub async fn apply(
    spec: &TableSpec,
    before: &TableSeen,
    options: &Options,
    limits: Limits,
    context: &Context,
) -> (Applied, TableSeen) {
    let clients = Clients::load(options, limits.timeout).await;
    let mut work = Work {
        spec,
        options,
        limits,
        context,
        clients,
        applied: Applied { calls: Vec::new(), ended: Ended::Finished },
    };
    let mut seen = before.clone();
    work.applied.ended = work.rounds(&mut seen).await;
    if work.applied.ended != Ended::Finished {
        seen = work.look().await;
    }
    (work.applied, seen)
}

/// How long somebody else has been changing the table, and how often that was met.
#[derive(Default)]
struct Busy {
    since: Option<Instant>,
    times: u32,
}

impl Busy {
    const fn is_on(&self) -> bool {
        self.since.is_some()
    }

    /// Meets it once more.
    fn since(&mut self) -> Instant {
        self.times += 1;
        *self.since.get_or_insert_with(Instant::now)
    }

    /// How long to leave it alone.
    fn pause(&self) -> Duration {
        if self.times == 0 {
            return Duration::ZERO;
        }
        (PAUSE * 2_u32.pow(self.times.min(10) - 1)).min(LONGEST_PAUSE)
    }
}

struct Work<'a> {
    spec: &'a TableSpec,
    options: &'a Options,
    limits: Limits,
    context: &'a Context,
    clients: Clients,
    applied: Applied,
}

impl Work<'_> {
    /// Plans and calls until nothing is left to call.
    async fn rounds(&mut self, seen: &mut TableSeen) -> Ended {
        let mut last: Vec<Call> = Vec::new();
        let (mut same, mut busy) = (0, Busy::default());
        loop {
            if let Some(failure) = unread(seen) {
                return Ended::Lost { failure };
            }
            let plan = make(self.spec, seen);
            if let Some(reason) = plan.stopped {
                return Ended::Lost { failure: Failure::new(FailureKind::Unusable, reason) };
            }
            if plan.calls.is_empty() {
                return Ended::Finished;
            }
            // Autoscaling takes its time to lift capacity to new bounds.
            let is_lifting = plan.calls.iter().all(|call| matches!(call.action, Action::SetBounds { .. }));
            if plan.calls == last && is_lifting && busy.since().elapsed() >= self.limits.wait {
                let what = "the capacity, which autoscaling has to lift to its bounds,".to_owned();
                return Ended::WaitedTooLong { what, seconds: self.limits.wait.as_secs() };
            }
            // What waits for somebody else is not tried in vain.
            same = if plan.calls == last && !busy.is_on() { same + 1 } else { 0 };
            if same >= SAME {
                return self.unsettled();
            }
            let pause = if same > 0 { PAUSE * 2_u32.pow(same) } else { busy.pause() };
            if self.context.at_most(Duration::MAX, sleep(pause)).await.is_err() {
                return Ended::Interrupted;
            }
            let mut is_busy = plan.calls == last && is_lifting;
            last.clone_from(&plan.calls);
            for call in &plan.calls {
                if self.context.is_stopped() {
                    return Ended::Interrupted;
                }
                match self.one(call).await {
                    Outcome::Done => {}
                    Outcome::LookAgain => break,
                    Outcome::Busy if busy.since().elapsed() < self.limits.wait => {
                        is_busy = true;
                        break;
                    }
                    Outcome::Busy => {
                        let what = format!("the table in {}, which somebody else is changing,", call.region);
                        return Ended::WaitedTooLong { what, seconds: self.limits.wait.as_secs() };
                    }
                    Outcome::Failed => return Ended::Failed,
                    Outcome::WaitedTooLong(what) => {
                        return Ended::WaitedTooLong { what, seconds: self.limits.wait.as_secs() };
                    }
                    Outcome::Interrupted => return Ended::Interrupted,
                }
            }
            // Only a round without it ends it: calls before the one that waits are made again and again.
            if !is_busy {
                busy = Busy::default();
            }
            *seen = self.look().await;
        }
    }

    /// A call that was refused to the end has failed; else the table does not become what was called.
    fn unsettled(&self) -> Ended {
        match self.applied.calls.last() {
            Some(done) if done.failure.is_some() => Ended::Failed,
            _ => Ended::Unsettled,
        }
    }

    async fn one(&mut self, call: &Call) -> Outcome {
        let (done, outcome) = one(call, &self.spec.name, &self.clients, self.limits.wait, self.context).await;
        if matches!(outcome, Outcome::Done) {
            let took = milliseconds(done.took_ms);
            let line = format!("  {}: {} ({}, {took})", call.region, call.summary(), call.operation());
            self.context.told(line);
        }
        self.applied.calls.push(done);
        outcome
    }

    /// Looks at the table, also after a signal: what was done is to be reported. A look that brings nothing is taken
    /// again.
    async fn look(&self) -> TableSeen {
        let regions = self.spec.replicas.iter().map(|replica| replica.region.clone()).collect();
        let options = Options { region: Some(self.spec.region.clone()), ..self.options.clone() };
        let wanted = Wanted::for_plan(regions);
        for pause in [PAUSE, PAUSE * 4] {
            let context = self.context.afresh(self.limits.timeout);
            let seen = table(&self.spec.name, &options, &wanted, &context).await;
            let is_passing = unread(&seen).is_some_and(|failure| is_passing(failure.kind));
            if !is_passing || self.context.at_most(Duration::MAX, sleep(pause)).await.is_err() {
                return seen;
            }
        }
        table(&self.spec.name, &options, &wanted, &self.context.afresh(self.limits.timeout)).await
    }
}

/// Whether something may be otherwise a moment later.
const fn is_passing(kind: FailureKind) -> bool {
    matches!(
        kind,
        FailureKind::Throttled | FailureKind::ServerFault | FailureKind::Timeout | FailureKind::Unreachable
    )
}

/// Why nothing can be planned from what was seen.
fn unread(seen: &TableSeen) -> Option<Failure> {
    let Some(own) = seen.own() else {
        let failure = Failure::new(FailureKind::NoCredentials, "no Region could be asked");
        return Some(failure);
    };
    own.described.failure().filter(|failure| failure.kind != FailureKind::NotFound).cloned()
}
