//! The markers of one direction: one after another is written, looked for, and deleted.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::clean::clean;
use super::plan::CanaryPlan;
use super::region::{Region, at};
use crate::aws::{Failure, FailureKind};
use crate::dynamodb::apply::{Marker, Put};
use crate::observe::Context;
use crate::replication::evidence::{CanaryDirection, Mark};
use crate::words::{count, lasting};

/// How many markers in a row may not arrive until no more are sent.
const LOST_IN_A_ROW: u32 = 3;

/// From where to where, and how.
pub(super) struct Way<'a> {
    pub(super) table: &'a str,
    pub(super) from: &'a Region,
    pub(super) to: &'a Region,
    /// What every partition key begins with.
    pub(super) prefix: &'a str,
    pub(super) plan: &'a CanaryPlan,
    pub(super) context: &'a Context,
}

/// What came of one direction.
pub(super) struct Sent {
    pub(super) direction: CanaryDirection,
    pub(super) write_units: f64,
    pub(super) read_units: f64,
    pub(super) left_over: Vec<String>,
    /// Whether one of them does not expire.
    pub(super) left_for_ever: bool,
    pub(super) delete_failure: Option<Failure>,
}

/// A marker that was written, or may have been.
pub(super) struct Written {
    pub(super) key: String,
    pub(super) marker: Marker,
    /// Whether it was deleted where it was written.
    pub(super) is_deleted: bool,
}

/// What looking for a marker came to.
enum Looked {
    Found {
        at_least: Duration,
        at_most: Duration,
    },
    Missing,
    Failed(Failure),
    /// The time was up, or somebody wants it to end.
    Ended,
}

impl Sent {
    /// Nothing was sent.
    pub(super) fn nothing(from: &str, to: &str, failure: Failure) -> Self {
        Self {
            direction: CanaryDirection { failure: Some(failure), ..direction(from, to) },
            ..Self::new(from, to)
        }
    }

    fn new(from: &str, to: &str) -> Self {
        Self {
            direction: direction(from, to),
            write_units: 0.0,
            read_units: 0.0,
            left_over: Vec::new(),
            left_for_ever: false,
            delete_failure: None,
        }
    }
}

fn direction(from: &str, to: &str) -> CanaryDirection {
    CanaryDirection { from: from.to_owned(), to: to.to_owned(), marks: Vec::new(), failure: None }
}

impl Way<'_> {
    /// Sends all markers, and leaves none behind if that can be helped: not after a failure, a stop or the deadline.
    pub(super) async fn send(&self) -> Sent {
        let mut sent = Sent::new(&self.from.name, &self.to.name);
        let mut written = Vec::new();
        sent.direction.failure = Box::pin(self.rounds(&mut sent, &mut written)).await.err();
        if !written.is_empty() {
            Box::pin(clean(self, written, &mut sent)).await;
        }
        sent
    }

    async fn rounds(&self, sent: &mut Sent, written: &mut Vec<Written>) -> Result<(), Failure> {
        let mut lost = 0;
        for round in 0..self.plan.rounds {
            if self.context.is_stopped() || self.context.remaining().is_zero() {
                return Err(self.ended(round));
            }
            let key = format!("{}{}>{}#{round}", self.prefix, self.from.name, self.to.name);
            let marker = self.from.marker(&key);
            written.push(Written { key, marker: marker.clone(), is_deleted: false });
            let put =
                marker.put(&self.from.client, self.table, Some(self.from.hash_key()), self.context).await;
            let (begun, answered) = match put {
                Ok(Put { units, begun, answered }) => {
                    sent.write_units += units;
                    (begun, answered)
                }
                Err(failure) => {
                    if !failure.may_have_been_made() {
                        written.pop();
                    }
                    return Err(at(&format!("writing in {}", self.from.name), failure));
                }
            };
            let mut reads = 0;
            let looked = self.read(&marker, (begun, answered), &mut reads, sent).await;
            let mut mark =
                Mark { wrote_us: us(answered - begun), at_least_us: None, at_most_us: None, reads };
            match looked {
                Looked::Found { at_least, at_most } => {
                    (mark.at_least_us, mark.at_most_us) = (Some(us(at_least)), Some(us(at_most)));
                    lost = 0;
                }
                Looked::Missing => lost += 1,
                Looked::Failed(failure) => {
                    return Err(at(&format!("reading in {}", self.to.name), failure));
                }
                Looked::Ended => return Err(self.ended(round)),
            }
            sent.direction.marks.push(mark);
            // Should this one end otherwise, it is tried again at the end.
            let deleting = marker.delete(&self.from.client, self.table);
            let goes_on = round + 1 < self.plan.rounds;
            match self.context.within(deleting).await {
                Ok(Ok(units)) => {
                    sent.write_units += units;
                    written.last_mut().into_iter().for_each(|written| written.is_deleted = true);
                }
                // What cannot be deleted is not written.
                Ok(Err(failure)) if is_final(&failure) && goes_on => {
                    return Err(at(&format!("deleting in {}", self.from.name), failure));
                }
                _ => {}
            }
            if lost == LOST_IN_A_ROW && goes_on {
                let limit = lasting(self.plan.limit);
                let message = format!("{lost} markers in a row did not arrive within {limit}");
                return Err(Failure::new(FailureKind::Timeout, message));
            }
        }
        Ok(())
    }

    /// Looks for a marker until it is there or the limit is reached. A read that failed shows nothing.
    async fn read(
        &self,
        marker: &Marker,
        (begun, written): (Instant, Instant),
        reads: &mut u32,
        sent: &mut Sent,
    ) -> Looked {
        let mut missed = None;
        loop {
            let asked = Instant::now();
            *reads += 1;
            let reading = marker.get(&self.to.client, self.table, false);
            let failure = match self.context.within(reading).await {
                Err(_) => return Looked::Ended,
                Ok(Ok((is_there, units))) => {
                    let answered = Instant::now();
                    sent.read_units += units;
                    if is_there {
                        let at_least =
                            missed.map_or(Duration::ZERO, |missed: Instant| missed.duration_since(written));
                        return Looked::Found { at_least, at_most: answered - begun };
                    }
                    missed = Some(asked);
                    None
                }
                Ok(Err(failure)) if is_final(&failure) => return Looked::Failed(failure),
                Ok(Err(failure)) => Some(failure),
            };
            let waited = written.elapsed();
            if waited >= self.plan.limit {
                return failure.map_or(Looked::Missing, Looked::Failed);
            }
            let pause = self.plan.poll.min(self.plan.limit.saturating_sub(waited));
            if self.context.within(sleep(pause)).await.is_err() {
                return Looked::Ended;
            }
        }
    }

    fn ended(&self, round: u32) -> Failure {
        let rounds = self.plan.rounds;
        if self.context.is_stopped() {
            return Failure::new(
                FailureKind::Other,
                format!("it was stopped after {round} of {}", count(rounds, "marker")),
            );
        }
        Failure::new(
            FailureKind::Timeout,
            format!("the time was up after {round} of {}", count(rounds, "marker")),
        )
    }
}

/// Whether asking again is no use.
pub(super) const fn is_final(failure: &Failure) -> bool {
    failure.kind.is_final() || matches!(failure.kind, FailureKind::NotFound)
}

pub(super) fn us(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}
