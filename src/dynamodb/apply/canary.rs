//! An item that is written, read in every Region, and deleted: the proof that the table works, for one write and a few
//! reads.

use std::collections::HashMap;
use std::time::Duration;

use aws_sdk_dynamodb::types::AttributeValue;
use futures_util::future::join_all;
use jiff::Timestamp;
use tokio::time::{Instant, sleep};

use super::clients::Clients;
use crate::aws::{self, Failure, Options};
use crate::dynamodb::spec::TableSpec;
use crate::dynamodb::table::{CanaryRead, CanarySeen};
use crate::observe::Context;

/// How long another Region is waited for: replication takes a second or two.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often it is looked.
const EVERY: Duration = Duration::from_millis(250);
/// How long the item lives where items expire, should deleting it fail.
const LIFETIME_S: i64 = 3600;

type Key = HashMap<String, AttributeValue>;

/// Writes, reads and deletes an item whose key no entity has.
pub async fn canary(spec: &TableSpec, options: &Options, timeout: Duration, context: &Context) -> CanarySeen {
    let clients = Clients::load(options, timeout).await;
    let now = Timestamp::now();
    let name = format!("chalkstore-canary:{}", now.as_nanosecond());
    let text = |text: &str| AttributeValue::S(text.to_owned());
    let key: Key = HashMap::from([
        (spec.layout.hash_key.clone(), text(&name)),
        (spec.layout.range_key.clone(), text("chalkstore-canary")),
    ]);
    let mut item = key.clone();
    if let Some(attribute) = &spec.layout.ttl_attribute {
        item.insert(attribute.clone(), AttributeValue::N((now.as_second() + LIFETIME_S).to_string()));
    }
    let mut seen = CanarySeen { key: name, write_failure: None, reads: Vec::new(), delete_failure: None };
    context.stage("writing the canary item");
    let own = clients.dynamodb(&spec.region);
    let written = own.put_item().table_name(&spec.name).set_item(Some(item)).send().await;
    if let Err(error) = written {
        seen.write_failure = Some(aws::failure(&error));
        // A write without an answer may have been made: it is deleted all the same.
    } else {
        context.stage("reading the canary item in every Region");
        let begun = Instant::now();
        let reads = spec.regions().map(|region| read(spec, region, &key, &clients, begun, context));
        seen.reads = join_all(reads).await;
    }
    let deleted = own.delete_item().table_name(&spec.name).set_key(Some(key)).send().await;
    seen.delete_failure =
        deleted.err().map(|error| aws::failure(&error)).filter(|_| seen.write_failure.is_none());
    seen
}

async fn read(
    spec: &TableSpec,
    region: &str,
    key: &Key,
    clients: &Clients,
    begun: Instant,
    context: &Context,
) -> CanaryRead {
    let client = clients.dynamodb(region);
    // A strong read is right only where the item was written.
    let is_strong = region == spec.region;
    loop {
        let request = client.get_item().table_name(&spec.name).set_key(Some(key.clone()));
        let failure: Option<Failure> = match request.consistent_read(is_strong).send().await {
            Ok(answer) if answer.item.is_some() => {
                let after_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
                return CanaryRead { region: region.to_owned(), after_ms: Some(after_ms), failure: None };
            }
            Ok(_) => None,
            Err(error) => Some(aws::failure(&error)),
        };
        let is_over = begun.elapsed() >= PATIENCE || failure.as_ref().is_some_and(is_final);
        if is_over || context.at_most(EVERY, sleep(EVERY)).await.is_err() && context.is_stopped() {
            return CanaryRead { region: region.to_owned(), after_ms: None, failure };
        }
    }
}

const fn is_final(failure: &Failure) -> bool {
    matches!(failure.kind, aws::FailureKind::AccessDenied | aws::FailureKind::Refused)
}
