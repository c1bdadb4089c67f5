//! One call with its tries and its wait.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::call;
use super::clients::Clients;
use super::wait::{Waited, wait};
use crate::aws::{Failure, FailureKind};
use crate::dynamodb::plan::{Action, Await, Call};
use crate::dynamodb::table::Done;
use crate::observe::Context;
use crate::words::lasting;

/// How often a call is tried where AWS is busy or fails by itself.
const TRIES: u32 = 8;
/// The pause before the second try; each is twice as long as the one before.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// How often it is told that something is still tried.
const TELL_EVERY: Duration = Duration::from_mins(1);
/// The longest pause between two tries, and while somebody else is at the table.
pub(super) const LONGEST_PAUSE: Duration = Duration::from_secs(20);

/// What one call came to.
pub(super) enum Outcome {
    /// It was made, and what it needs to be waited for is there.
    Done,
    /// What stands is no longer what was planned from: look, and plan again.
    LookAgain,
    /// The same, because somebody else is changing it: this can take as long as a wait.
    Busy,
    /// It failed, for reasons that trying again does not mend.
    Failed,
    /// What follows it took longer than is allowed.
    WaitedTooLong(String),
    /// A signal came.
    Interrupted,
}

/// Makes a call until it is taken, and waits for what follows.
pub(super) async fn one(
    call: &Call,
    table: &str,
    clients: &Clients,
    wait_limit: Duration,
    context: &Context,
) -> (Done, Outcome) {
    let begun = Instant::now();
    let mut done = Done { call: call.clone(), tries: 0, took_ms: 0, failure: None };
    let outcome = tried(call, table, clients, wait_limit, context, &mut done).await;
    done.took_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    (done, outcome)
}

async fn tried(
    call: &Call,
    table: &str,
    clients: &Clients,
    wait_limit: Duration,
    context: &Context,
    done: &mut Done,
) -> Outcome {
    let (begun, mut told_at) = (Instant::now(), None);
    let mut pause = FIRST_PAUSE;
    loop {
        done.tries += 1;
        context.stage(format!("{}: {} ({})", call.region, call.summary(), call.operation()));
        // A call that was sent may take effect: it is never cut off, not even by a signal.
        let Err(failure) = call::make(call, table, clients).await else { break };
        let told = format!("  {}: {} was not taken: {failure}", call.region, call.operation());
        done.failure = Some(failure.clone());
        match after(call, &failure) {
            After::Again if done.tries < TRIES => {
                context.told(format!(
                    "{told}; trying again in {} ({} of {TRIES})",
                    lasting(pause),
                    done.tries + 1
                ));
                if context.at_most(Duration::MAX, sleep(pause)).await.is_err() {
                    return Outcome::Interrupted;
                }
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
            After::AgainForLong if begun.elapsed() < wait_limit => {
                if told_at.is_none_or(|at: Instant| at.elapsed() >= TELL_EVERY) {
                    context.told(format!("{told}; trying again for up to {}", lasting(wait_limit)));
                    told_at = Some(Instant::now());
                }
                if context.at_most(Duration::MAX, sleep(pause)).await.is_err() {
                    return Outcome::Interrupted;
                }
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
            After::Again | After::AgainForLong | After::Fail => return Outcome::Failed,
            After::LookAgain => {
                context.told(format!("{told}; looking at the table again"));
                return Outcome::LookAgain;
            }
            After::WaitAndLook => {
                context.told(format!("{told}; somebody else is changing the table: waiting for it"));
                return waited(call, &Await::Table, table, clients, wait_limit, context, done)
                    .await
                    .map_or_else(|outcome| outcome, |()| Outcome::Busy);
            }
        }
    }
    done.failure = None;
    let Some(awaited) = call.awaits() else { return Outcome::Done };
    match waited(call, &awaited, table, clients, wait_limit, context, done).await {
        Ok(()) => Outcome::Done,
        Err(outcome) => outcome,
    }
}

async fn waited(
    call: &Call,
    awaited: &Await,
    table: &str,
    clients: &Clients,
    limit: Duration,
    context: &Context,
    done: &mut Done,
) -> Result<(), Outcome> {
    match wait(call, awaited, table, clients, limit, context).await {
        Waited::Ready => Ok(()),
        Waited::Vanished => {
            context.told(format!("  {}: AWS took {}, and nothing came of it", call.region, call.operation()));
            Err(Outcome::LookAgain)
        }
        Waited::Failed(failure) => {
            done.failure = Some(failure);
            Err(Outcome::Failed)
        }
        Waited::TooLong => Err(Outcome::WaitedTooLong(match awaited {
            Await::Table => format!("the table in {}", call.region),
            Await::Replica(region) => format!("the replica in {region}"),
        })),
        Waited::Interrupted => Err(Outcome::Interrupted),
    }
}

enum After {
    /// AWS is busy, or has failed by itself.
    Again,
    /// AWS prepares something, which takes minutes.
    AgainForLong,
    /// What stands may be other than what was planned from.
    LookAgain,
    /// The same, and somebody is at it.
    WaitAndLook,
    /// Trying again mends nothing.
    Fail,
}

/// What to do about a failure.
fn after(call: &Call, failure: &Failure) -> After {
    let says = |text: &str| failure.message.to_lowercase().contains(text);
    let code = failure.code.as_deref().unwrap_or_default();
    match failure.kind {
        FailureKind::Throttled
        | FailureKind::ServerFault
        | FailureKind::Timeout
        | FailureKind::Unreachable => After::Again,
        // Backups become available after the table does: mostly soon, at times after ten minutes.
        FailureKind::InUse if code.starts_with("ContinuousBackups") => After::AgainForLong,
        // Two changes of one policy follow each other.
        FailureKind::InUse if code.starts_with("Concurrent") => After::Again,
        FailureKind::Limit if says("simultaneous") || says("concurrent") || says("too many operations") => {
            After::Again
        }
        // Just created: Application Auto Scaling does not know it yet.
        FailureKind::NotFound if !matches!(call.action, Action::CreateTable(_)) => After::Again,
        // Somebody else changes the table, or has created it.
        FailureKind::InUse => After::WaitAndLook,
        // What is wanted may be there by now, or what it needs may not be known everywhere yet. A table that is not
        // there yet has nothing of the kind.
        FailureKind::Refused if !matches!(call.action, Action::CreateTable(_)) => After::LookAgain,
        _ => After::Fail,
    }
}
