//! How far every node of a Valkey or Redis store is in the replication stream, several times.

use std::time::Duration;

use futures_util::future::join_all;
use jiff::Timestamp;
use tokio::time::{Instant, sleep_until};

use crate::connect::text::{Scrubber, escape};
use crate::observe::Context;
use crate::replication::evidence::{OffsetSample, Offsets, ValkeyStore};
use crate::valkey::evidence::Unreached;
use crate::valkey::reply::Replication;
use crate::valkey::{self, Address, Asking, Target};
use crate::words::milliseconds;

/// The offsets are asked for so many times, so far apart.
#[derive(Clone, Copy, Debug)]
struct Rounds {
    samples: u32,
    every: Duration,
}

impl Rounds {
    /// How long they take where every node answers at once.
    fn duration(self) -> Duration {
        self.every.saturating_mul(self.samples.saturating_sub(1))
    }
}

/// Looks at the store's topology, and then asks every node that answered for `INFO replication`, all at once, `samples`
/// times, `every` apart. Each node has a connection of its own that is kept.
///
/// It ends by the context's deadline. A node that hangs, dies or changes its role costs its own samples alone.
pub async fn valkey(
    target: &Target,
    name: String,
    samples: u32,
    every: Duration,
    context: &Context,
) -> ValkeyStore {
    let rounds = Rounds { samples, every };
    // A node that hangs must not use up the time in which the others are asked again and again.
    let looking = context.remaining().saturating_sub(rounds.duration());
    let topology = valkey::observe(target, &context.limited(looking.max(context.remaining() / 2))).await;
    let now = Timestamp::now().to_string();
    let scrub = &Scrubber::new(target.uri.credentials.as_ref());
    let nodes: Vec<Address> = topology.answered().map(|(address, _)| address.clone()).collect();
    context.stage("replication offsets");

    let spare = context.remaining().saturating_sub(rounds.duration());
    let opening = context.limited(target.node_timeout.min(spare / 2));
    let opened = nodes.iter().map(|node| Asking::open(node, target, &now, &opening));
    let opened = join_all(opened).await;
    let begin = Instant::now();
    let asked = nodes.into_iter().zip(opened).map(|(node, opened)| async move {
        let mut offsets = Offsets { node, primary: None, samples: Vec::new(), failure: None };
        match opened {
            Err(unreached) => offsets.failure = Some(why(&unreached)),
            Ok(asking) => {
                let asking = asking.within(context);
                Box::pin(ask(asking, &mut offsets, rounds, begin, (target, scrub), context)).await;
            }
        }
        offsets
    });
    let offsets = join_all(asked).await;
    context.done();
    ValkeyStore { name, topology, offsets }
}

/// Asks one node, again and again.
async fn ask(
    mut asking: Asking<'_>,
    offsets: &mut Offsets,
    rounds: Rounds,
    begin: Instant,
    (target, scrub): (&Target, &Scrubber),
    context: &Context,
) {
    let mut role = None;
    let mut late = 0;
    for round in 0..rounds.samples {
        let due = begin + rounds.every * round;
        // What is late is left out, instead of being asked for twice in a row.
        if round > 0 && due + rounds.every <= Instant::now() {
            late += 1;
            continue;
        }
        if context.within(sleep_until(due)).await.is_err() {
            offsets.failure = Some(ended(context, offsets.samples.len(), rounds.samples));
            return;
        }
        let asked_us = context.elapsed_us();
        let answer = asking.replication(target.node_timeout, scrub).await;
        let answered_us = context.elapsed_us();
        let seen = match answer {
            Ok(seen) => seen,
            Err(unreached) => {
                let is_over = context.is_stopped() || context.remaining().is_zero();
                let waited_ms = (answered_us - asked_us) / 1000;
                offsets.failure = Some(if !is_over {
                    why(&unreached)
                } else if Duration::from_millis(waited_ms) < rounds.every {
                    ended(context, offsets.samples.len(), rounds.samples)
                } else {
                    let ended = ended(context, offsets.samples.len(), rounds.samples);
                    format!("{ended}, and it had not answered for {}", milliseconds(waited_ms))
                });
                return;
            }
        };
        let own = (seen.role.clone(), seen.primary.clone());
        if role.as_ref().is_some_and(|before| *before != own) {
            offsets.failure = Some(turned(&seen));
            return;
        }
        offsets.primary.clone_from(&seen.primary);
        role = Some(own);
        offsets.samples.push(OffsetSample {
            asked_us,
            answered_us,
            offset: offset(&seen),
            link: seen.link_status,
            last_io_s: seen.last_io_s,
            link_down_s: seen.link_down_since_s,
        });
    }
    // A moment's delay is none to speak of.
    if late > rounds.samples / 2 {
        offsets.failure =
            Some(format!("{late} of {} samples were left out: it answered too slowly", rounds.samples));
    }
}

/// How far the node is. A replica that has lost its primary, and what it would resume from, tells the offset 1 (0 in some
/// versions): the place from which its variable starts, not how much it has.
fn offset(seen: &Replication) -> Option<u64> {
    let is_linked = seen.primary.is_none() || seen.link_status.as_deref() == Some("up");
    seen.offset.filter(|offset| is_linked || *offset > 1)
}

fn why(unreached: &Unreached) -> String {
    format!("{}: {}", unreached.stage.as_str(), unreached.reason)
}

/// Offsets of a primary and those of a replica are no series.
fn turned(seen: &Replication) -> String {
    match &seen.primary {
        Some(primary) => format!("it began to follow {} meanwhile", escape(&primary.to_string())),
        None => "it became a primary meanwhile".to_owned(),
    }
}

fn ended(context: &Context, read: usize, wanted: u32) -> String {
    let why = if context.is_stopped() { "it was stopped" } else { "the time was up" };
    format!("{why} after {read} of {wanted} samples")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::valkey::reply::replication;

    #[test]
    fn a_replica_that_forgot_where_it_was_has_no_offset() {
        let told = |link: &str, offset: u64| {
            offset_of(&format!(
                "role:slave\r\nmaster_host:10.0.0.1\r\nmaster_port:6379\r\nmaster_link_status:{link}\r\nslave_repl_offset:{offset}\r\n"
            ))
        };
        assert_eq!((told("up", 90), told("down", 90)), (Some(90), Some(90)));
        assert_eq!((told("down", 1), told("down", 0), told("up", 1)), (None, None, Some(1)));
        assert_eq!(offset_of("role:master\r\nmaster_repl_offset:0\r\n"), Some(0));
    }

    fn offset_of(text: &str) -> Option<u64> {
        offset(&replication(text))
    }
}
