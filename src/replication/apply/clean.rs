//! Deletes the markers of one direction: where they were written, and where they arrived and their deletion did not.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::region::{Region, at};
use super::way::{Sent, Way, Written, is_final};
use crate::aws::Failure;
use crate::dynamodb::apply::{MOST_TRIES, Marker};
use crate::observe::Context;

/// How long cleaning up may take, whatever the deadline was and whoever wants to stop.
const LIMIT: Duration = Duration::from_secs(15);
/// How long the other Region is given until a deletion has arrived there.
const ARRIVES: Duration = Duration::from_secs(5);
/// How often it is looked.
const EVERY: Duration = Duration::from_millis(250);
/// How often it is looked for one marker at most.
pub(super) const LOOKS: u32 = 22;
/// The pause after the first deletion that was throttled; each is three times as long as the one before.
const PAUSE: Duration = Duration::from_millis(150);

/// Deletes them all, and writes down what could not be deleted.
pub(super) async fn clean(way: &Way<'_>, written: Vec<Written>, sent: &mut Sent) {
    let context = way.context.afresh(LIMIT);
    context.stage(format!("deleting the markers of {} and {}", way.from.name, way.to.name));
    for one in written.iter().filter(|one| !one.is_deleted) {
        if let Err(failure) = delete(&one.marker, way.from, way.table, sent, &context).await {
            left(sent, way, way.from, &one.key, failure);
        }
    }
    let patience = Instant::now() + ARRIVES;
    for one in &written {
        let gone = gone(&one.marker, way, patience, sent, &context).await;
        if gone {
            continue;
        }
        if let Err(failure) = delete(&one.marker, way.to, way.table, sent, &context).await {
            left(sent, way, way.to, &one.key, failure);
        }
    }
}

/// Whether the marker is not in the other Region, or no more after a while.
async fn gone(marker: &Marker, way: &Way<'_>, patience: Instant, sent: &mut Sent, context: &Context) -> bool {
    for _ in 0..LOOKS {
        match context.within(marker.get(&way.to.client, way.table, false)).await {
            Ok(Ok((is_there, units))) => {
                sent.read_units += units;
                if !is_there {
                    return true;
                }
            }
            Ok(Err(failure)) if is_final(&failure) => return false,
            Ok(Err(_)) => {}
            Err(_) => return false,
        }
        if Instant::now() >= patience || context.within(sleep(EVERY)).await.is_err() {
            return false;
        }
    }
    false
}

async fn delete(
    marker: &Marker,
    region: &Region,
    table: &str,
    sent: &mut Sent,
    context: &Context,
) -> Result<(), Failure> {
    let mut pause = PAUSE;
    let mut tries = 1;
    loop {
        let failure = match context.within(marker.delete(&region.client, table)).await {
            Ok(Ok(units)) => {
                sent.write_units += units;
                return Ok(());
            }
            Ok(Err(failure)) => failure,
            Err(late) => return Err(Failure::timeout("DynamoDB did not answer", late.after)),
        };
        if is_final(&failure) || tries == MOST_TRIES || context.within(sleep(pause)).await.is_err() {
            return Err(failure);
        }
        tries += 1;
        pause *= 3;
    }
}

/// Takes down what is left, and whether time removes it.
fn left(sent: &mut Sent, way: &Way<'_>, region: &Region, key: &str, failure: Failure) {
    sent.left_over.push(format!("{}: {key}", region.name));
    // The marker has the attribute by which items expire where it was written.
    let expires = way.from.ttl.is_some() && region.ttl == way.from.ttl;
    sent.left_for_ever |= !expires;
    if sent.delete_failure.is_none() {
        let expiry = if expires {
            "it expires in a day"
        } else {
            "no time to live of the table is known, so that it stays until somebody deletes it"
        };
        let failure = at(&format!("deleting in {}", region.name), failure);
        sent.delete_failure = Some(Failure { message: format!("{} ({expiry})", failure.message), ..failure });
    }
}
