//! An item that is written, read in every Region, and deleted: the proof that the table works, for one write and a few
//! reads.

use std::collections::HashMap;
use std::time::Duration;

use aws_sdk_dynamodb::types::AttributeValue;
use futures_util::future::join_all;
use jiff::Timestamp;
use tokio::time::{Instant, sleep};

use super::clients::Clients;
use super::marker::Marker;
use crate::aws::{Failure, Options};
use crate::dynamodb::spec::TableSpec;
use crate::dynamodb::table::{CanaryRead, CanarySeen};
use crate::observe::Context;

/// How long another Region is waited for: replication takes a second or two.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often it is looked.
const EVERY: Duration = Duration::from_millis(250);
/// How long the item lives where items expire, should deleting it fail.
const LIFETIME_S: i64 = 3600;

/// Writes, reads and deletes an item whose key no entity has.
pub async fn canary(spec: &TableSpec, options: &Options, timeout: Duration, context: &Context) -> CanarySeen {
    let clients = Clients::load(options, timeout).await;
    let now = Timestamp::now();
    let name = format!("chalkstore-canary:{}", now.as_nanosecond());
    let text = |text: &str| AttributeValue::S(text.to_owned());
    let marker = Marker::new(HashMap::from([
        (spec.layout.hash_key.clone(), text(&name)),
        (spec.layout.range_key.clone(), text("chalkstore-canary")),
    ]));
    let marker = marker.expiring(spec.layout.ttl_attribute.as_deref(), now.as_second() + LIFETIME_S);
    let mut seen = CanarySeen { key: name, write_failure: None, reads: Vec::new(), delete_failure: None };
    context.stage("writing the canary item");
    let once = clients.dynamodb_once(&spec.region);
    // An apply takes longer than the observation's own deadline; whoever wants to stop is heard.
    if let Err(failure) = marker.put(&once, &spec.name, None, &context.longer(timeout)).await {
        let may_stand = failure.may_have_been_made();
        seen.write_failure = Some(failure);
        // A write without an answer may have been made: it is deleted all the same.
        if !may_stand {
            return seen;
        }
    } else {
        context.stage("reading the canary item in every Region");
        let begun = Instant::now();
        let reads = spec.regions().map(|region| read(spec, region, &marker, &clients, begun, context));
        seen.reads = join_all(reads).await;
    }
    seen.delete_failure = marker.delete(&clients.dynamodb(&spec.region), &spec.name).await.err();
    seen
}

async fn read(
    spec: &TableSpec,
    region: &str,
    marker: &Marker,
    clients: &Clients,
    begun: Instant,
    context: &Context,
) -> CanaryRead {
    let client = clients.dynamodb(region);
    // A strong read is right only where the item was written.
    let is_strong = region == spec.region;
    loop {
        let failure: Option<Failure> = match marker.get(&client, &spec.name, is_strong).await {
            Ok((true, _)) => {
                let after_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
                return CanaryRead { region: region.to_owned(), after_ms: Some(after_ms), failure: None };
            }
            Ok((false, _)) => None,
            Err(failure) => Some(failure),
        };
        let is_over =
            begun.elapsed() >= PATIENCE || failure.as_ref().is_some_and(|failure| failure.kind.is_final());
        if is_over || context.at_most(EVERY, sleep(EVERY)).await.is_err() && context.is_stopped() {
            return CanaryRead { region: region.to_owned(), after_ms: None, failure };
        }
    }
}
