//! Two tables of the same name in two Regions, and what copies new items from one to the other after a known time.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::TABLE;
use crate::support::RunningEmulator;

/// Asks the emulator itself, in a Region.
#[track_caller]
pub(super) fn call(aws: &RunningEmulator, region: &str, action: &str, body: &Value) -> Value {
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/{region}/dynamodb/aws4_request, SignedHeaders=host, Signature=00"
    );
    let headers = [
        ("X-Amz-Target", &*format!("DynamoDB_20120810.{action}")),
        ("Content-Type", "application/x-amz-json-1.0"),
        ("X-Amz-Date", "20260101T000000Z"),
        ("Authorization", &authorization),
    ];
    let (status, answer) = aws.request("POST", "/", &headers, &body.to_string()).expect("it answers");
    assert_eq!(status, 200, "{action}: {answer}");
    serde_json::from_str(&answer).expect("it is JSON")
}

/// Makes a table on demand with these key attributes: names and types, the partition key first.
pub(super) fn create(aws: &RunningEmulator, region: &str, keys: &[(&str, &str)]) {
    let attributes: Vec<Value> =
        keys.iter().map(|(name, kind)| json!({"AttributeName": name, "AttributeType": kind})).collect();
    let schema = keys.iter().zip(["HASH", "RANGE"]);
    let schema: Vec<Value> =
        schema.map(|((name, _), role)| json!({"AttributeName": name, "KeyType": role})).collect();
    let body = json!({
        "TableName": TABLE,
        "AttributeDefinitions": attributes,
        "KeySchema": schema,
        "BillingMode": "PAY_PER_REQUEST",
    });
    call(aws, region, "CreateTable", &body);
}

/// All items of a Region's table.
pub(super) fn items(aws: &RunningEmulator, region: &str) -> Vec<Value> {
    let body = json!({"TableName": TABLE, "ConsistentRead": true});
    call(aws, region, "Scan", &body)["Items"].as_array().cloned().expect("items are a list")
}

pub(super) fn put(aws: &RunningEmulator, region: &str, item: &Value) {
    call(aws, region, "PutItem", &json!({"TableName": TABLE, "Item": item}));
}

/// When each marker of a direction is copied, by its number; one without a time never is.
pub(super) type Delay = fn(usize) -> Option<Duration>;

/// How long an item was on its way, by the copier's own readings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Copied {
    pub(super) at_least: Duration,
    pub(super) at_most: Duration,
}

/// Copies in one direction until it is stopped.
pub(super) struct Copier {
    stop: Arc<AtomicBool>,
    copied: Arc<Mutex<BTreeMap<String, Copied>>>,
    thread: Option<JoinHandle<()>>,
}

/// An item that waits to be copied.
struct Waiting {
    item: Value,
    /// It was not there yet.
    after: Instant,
    /// It was there.
    before: Instant,
    due: Option<Instant>,
    is_copied: bool,
}

impl Copier {
    /// Begins. `partition` is the name of the partition key; deletions are copied if that is wanted.
    pub(super) fn start(
        aws: &'static RunningEmulator,
        (from, to): (&'static str, &'static str),
        partition: &'static str,
        delay: Delay,
        copies_deletions: bool,
    ) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let copied = Arc::new(Mutex::new(BTreeMap::new()));
        let (stopped, log) = (Arc::clone(&stop), Arc::clone(&copied));
        let thread = thread::spawn(move || {
            let way = format!("#{from}>{to}#");
            let mut known: BTreeMap<String, Waiting> = BTreeMap::new();
            let mut before_last = Instant::now();
            while !stopped.load(Ordering::SeqCst) {
                let begun = Instant::now();
                let items = items(aws, from);
                let answered = Instant::now();
                let mut standing = Vec::new();
                for item in items {
                    let Some(key) = item[partition]["S"].as_str().map(str::to_owned) else { continue };
                    let Some(number) = key.rsplit('#').next().and_then(|number| number.parse().ok()) else {
                        continue;
                    };
                    standing.push(key.clone());
                    if key.contains(&way) && !known.contains_key(&key) {
                        let due = delay(number).map(|delay| answered + delay);
                        let (after, before) = (before_last, answered);
                        known.insert(key, Waiting { item, after, before, due, is_copied: false });
                    }
                }
                before_last = begun;
                for (key, waiting) in &mut known {
                    let is_due = waiting.due.is_some_and(|due| due <= Instant::now());
                    if !waiting.is_copied && is_due {
                        let began = Instant::now();
                        put(aws, to, &waiting.item);
                        let done = Instant::now();
                        waiting.is_copied = true;
                        let way = Copied {
                            at_least: began.saturating_duration_since(waiting.before),
                            at_most: done - waiting.after,
                        };
                        log.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone(), way);
                    }
                    if copies_deletions
                        && waiting.is_copied
                        && !standing.contains(key)
                        && waiting.due.is_some()
                    {
                        let key_attributes: serde_json::Map<String, Value> = waiting
                            .item
                            .as_object()
                            .into_iter()
                            .flatten()
                            .filter(|(name, _)| *name == partition || *name == "sk")
                            .map(|(name, value)| (name.clone(), value.clone()))
                            .collect();
                        call(aws, to, "DeleteItem", &json!({"TableName": TABLE, "Key": key_attributes}));
                        // Once.
                        waiting.due = None;
                    }
                }
            }
        });
        Self { stop, copied, thread: Some(thread) }
    }

    /// Ends it, and says what it copied, by the number of the marker.
    pub(super) fn end(mut self) -> BTreeMap<usize, Copied> {
        self.stop.store(true, Ordering::SeqCst);
        self.thread.take().expect("it runs").join().expect("the copier did not panic");
        let copied = self.copied.lock().unwrap_or_else(PoisonError::into_inner);
        let number = |key: &String| key.rsplit('#').next().and_then(|number| number.parse().ok());
        copied.iter().map(|(key, copied)| (number(key).expect("a marker has a number"), *copied)).collect()
    }
}

impl Drop for Copier {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
    }
}
