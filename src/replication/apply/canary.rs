//! Markers between every pair of Regions, in both directions at once.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::future::join_all;
use futures_util::stream::{self, StreamExt as _};
use jiff::Timestamp;

use super::plan::CanaryPlan;
use super::region::{Region, fit};
use super::way::{Sent, Way};
use crate::aws::{Failure, FailureKind, Options};
use crate::dynamodb::apply::Clients;
use crate::observe::Context;
use crate::replication::evidence::Canary;

/// What every marker's partition key begins with, of every run.
const PREFIX: &str = "__chalkstore_canary__#";
/// How long one call may take.
const CALL: Duration = Duration::from_secs(5);
/// In how many directions markers are on their way at once.
const AT_ONCE: usize = 16;

/// Sends markers from each Region to each other one, and measures how long they take; by no clock but this machine's.
///
/// Nothing is written in a direction of whose two tables one is missing, cannot be described, is not active, or has a
/// key that no marker can have. Every marker is deleted again, also after a failure, a stop, or the context's deadline:
/// that takes up to a call's 5 s and 15 s more.
pub async fn canary(
    table: &str,
    regions: &[String],
    plan: &CanaryPlan,
    options: &Options,
    context: &Context,
) -> Canary {
    let key_prefix = format!("{PREFIX}{}#", Timestamp::now().as_nanosecond());
    let mut canary = Canary {
        key_prefix,
        rounds: plan.rounds,
        poll_ms: ms(plan.poll),
        limit_ms: ms(plan.limit),
        directions: Vec::new(),
        write_units: 0.0,
        read_units: 0.0,
        left_over: Vec::new(),
        left_for_ever: false,
        delete_failure: None,
    };
    let mut named = BTreeSet::new();
    let regions: Vec<&String> = regions.iter().filter(|region| named.insert(*region)).collect();
    let known = Box::pin(look(table, &regions, options, context)).await;
    let pairs = (0..regions.len()).flat_map(|from| (0..regions.len()).map(move |to| (from, to)));
    let ways = pairs.filter(|(from, to)| from != to).map(|(from, to)| {
        let (prefix, known, regions) = (&canary.key_prefix, &known, &regions);
        Box::pin(async move {
            let (from, to) = match (&known[from], &known[to]) {
                (Ok(from), Ok(to)) => (from, to),
                (Err(failure), _) | (_, Err(failure)) => {
                    return Sent::nothing(regions[from], regions[to], failure.clone());
                }
            };
            if let Err(failure) = fit(from, to) {
                return Sent::nothing(&from.name, &to.name, failure);
            }
            context.stage(format!("markers from {} to {}", from.name, to.name));
            Way { table, from, to, prefix, plan, context }.send().await
        })
    });
    let sent: Vec<Sent> = stream::iter(ways).buffered(AT_ONCE).collect().await;
    for sent in sent {
        canary.directions.push(sent.direction);
        canary.write_units += sent.write_units;
        canary.read_units += sent.read_units;
        canary.left_over.extend(sent.left_over);
        canary.left_for_ever |= sent.left_for_ever;
        canary.delete_failure = canary.delete_failure.or(sent.delete_failure);
    }
    context.done();
    canary
}

/// The table in every Region, all at once; in the order of the Regions.
async fn look(
    table: &str,
    regions: &[&String],
    options: &Options,
    context: &Context,
) -> Vec<Result<Region, Failure>> {
    context.stage("the table in every Region");
    let all = |failure: &Failure| regions.iter().map(|_| Err(failure.clone())).collect();
    let Some(first) = regions.first() else { return Vec::new() };
    let options = Options { region: Some((*first).clone()), ..options.clone() };
    let limit = CALL.min(context.remaining()).max(Duration::from_millis(1));
    let loading = async {
        let clients = Clients::load(&options, limit).await;
        clients.has_credentials(limit).await.map(|()| clients)
    };
    let clients = match context.within(Box::pin(loading)).await {
        Ok(Ok(clients)) => clients,
        Ok(Err(failure)) => return all(&failure),
        Err(_) if context.is_stopped() => {
            return all(&Failure::new(FailureKind::Other, "it was stopped before a marker was written"));
        }
        Err(late) => return all(&Failure::timeout("no provider of credentials answered", late.after)),
    };
    let looks = regions.iter().map(|region| {
        let client = clients.dynamodb_once(region);
        Box::pin(Region::look(region, client, table, context))
    });
    join_all(looks).await
}

fn ms(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
