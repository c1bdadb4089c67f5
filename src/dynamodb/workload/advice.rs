//! Which store fits: `DynamoDB` or Valkey.
//!
//! The documents tell what each is for and give no formula: `DynamoDB` for a large working set with modest storage for
//! each query (billions of entities, on disk, milliseconds), Valkey for ultra-low latency and a working set that fits
//! in memory, and cheaper when small; `DynamoDB` behind an LRU cache and/or a Bloom filter is common. Every number here
//! that is not the user's own is this program's yardstick, and is called so.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::demand::Demand;
use super::domain::Workload;
use super::step::{number, size};
use crate::dynamodb::units::GB;

/// Entities from which the documents' "billions of entities" is taken to hold. This program's yardstick.
const MANY_ENTITIES: f64 = 1e9;
/// A working set that any Valkey node has memory for. This program's yardstick.
const SMALL_GB: f64 = 10.0;
/// Memory beyond which a Valkey cluster is no longer small, where none was told. This program's yardstick.
const LARGE_GB: f64 = 500.0;
/// A lookup of `DynamoDB` takes milliseconds, one of Valkey less than one.
const VALKEY_MS: f64 = 1.0;

/// A store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Store {
    /// `DynamoDB` alone.
    Dynamodb,
    /// `DynamoDB` behind an LRU cache, a Bloom filter, or both.
    DynamodbBehindCache,
    /// Valkey.
    Valkey,
    /// What was told does not decide it.
    Either,
}

/// The store that fits, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Advice {
    /// The store.
    pub store: Store,
    /// In one sentence.
    pub summary: String,
    /// What speaks for and against, each with its number.
    pub reasons: Vec<String>,
    /// What to tell, so that the advice rests on more.
    pub missing: Vec<String>,
}

/// Which store fits the workload.
#[must_use]
pub fn advice(workload: &Workload, demand: &Demand) -> Advice {
    let mut reasons = Vec::new();
    let mut missing = Vec::new();
    // Nothing stored is nothing counted: `DescribeTable` is up to six hours late.
    let set_gb = demand.storage_bytes.filter(|bytes| *bytes > 0.0).map(|bytes| bytes / GB);
    let fast = workload.latency_ms.map(|ms| ms < VALKEY_MS);
    match (workload.latency_ms, fast) {
        (Some(ms), Some(true)) => reasons.push(format!(
            "a lookup may take {} ms: Valkey answers from memory within microseconds, DynamoDB within milliseconds",
            number(ms)
        )),
        (Some(ms), _) => {
            reasons.push(format!("a lookup may take {} ms, which DynamoDB's milliseconds may meet", number(ms)));
        }
        _ => missing.push("--latency: how long one lookup may take".to_owned()),
    }
    if workload.valkey_memory.is_none() {
        missing.push("--valkey-memory: what a Valkey cluster would have".to_owned());
    }
    let fits = match (set_gb, workload.valkey_memory.map(|bytes| bytes / GB)) {
        (None, _) => {
            missing.push("--entities: how large the working set is".to_owned());
            None
        }
        (Some(set), Some(memory)) => {
            let words = if set <= memory { "fits" } else { "does not fit" };
            reasons.push(format!(
                "the working set of {} {words} the {} of memory",
                size(set * GB),
                size(memory * GB)
            ));
            Some(set <= memory)
        }
        (Some(set), None) if set <= SMALL_GB => {
            let yardstick = "this program's yardstick for what any node holds";
            reasons
                .push(format!("the working set of {} is small ({yardstick}: {SMALL_GB} GB)", size(set * GB)));
            Some(true)
        }
        (Some(set), None) if set > LARGE_GB => {
            let yardstick = "this program's yardstick for what is large";
            reasons
                .push(format!("the working set of {} is large ({yardstick}: {LARGE_GB} GB)", size(set * GB)));
            Some(false)
        }
        (Some(set), None) => {
            reasons.push(format!(
                "the working set is {}: whether that fits in memory is yours to say",
                size(set * GB)
            ));
            None
        }
    };
    if let Some(entities) = workload.entities.filter(|entities| *entities >= MANY_ENTITIES) {
        reasons.push(format!(
            "{} entities are what the documents recommend DynamoDB for: billions",
            number(entities)
        ));
    }
    let store = decide(workload, fits, fast);
    if workload.is_global() {
        reasons.push("replicas in other Regions: DynamoDB global tables replicate by themselves".to_owned());
    }
    Advice { store, summary: summary(store).to_owned(), reasons, missing }
}

fn decide(workload: &Workload, fits: Option<bool>, fast: Option<bool>) -> Store {
    let before = &workload.before;
    let is_cached = before.hit_rate > 0.0 || before.bloom.is_some();
    let is_many = workload.entities.is_some_and(|entities| entities >= MANY_ENTITIES);
    match (fits, fast) {
        // Memory decides where milliseconds are too slow.
        (Some(false), Some(true)) => Store::DynamodbBehindCache,
        (Some(true), Some(true)) => Store::Valkey,
        (Some(true) | None, _) if is_many || is_cached => behind(is_cached),
        (Some(true), None) | (None, Some(true)) => Store::Valkey,
        (Some(true) | None, _) => Store::Either,
        (Some(false), _) => behind(is_cached),
    }
}

const fn behind(is_cached: bool) -> Store {
    if is_cached { Store::DynamodbBehindCache } else { Store::Dynamodb }
}

const fn summary(store: Store) -> &'static str {
    match store {
        Store::Dynamodb => "DynamoDB: the working set is large, and it lies on disk",
        Store::DynamodbBehindCache => {
            "DynamoDB behind an LRU cache and/or a Bloom filter, which the documents call a common pattern"
        }
        Store::Valkey => {
            "Valkey: the working set fits in memory, where lookups are fastest and a small one is cheaper"
        }
        Store::Either => {
            "either: both meet what was told; Valkey is cheaper when small, DynamoDB when the set is large"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    use crate::dynamodb::workload::{ByteSize, Inputs, Latency, demand};

    fn of(change: impl FnOnce(&mut Inputs)) -> Advice {
        let mut inputs = Inputs { read_qps: Some(1000.0), ..Inputs::default() };
        change(&mut inputs);
        let workload = inputs.check().expect("is right");
        advice(&workload, &demand(&workload))
    }

    #[test]
    fn size_and_latency_decide() {
        let store = |entities: f64, latency: Option<f64>, memory: Option<f64>| {
            of(|inputs| {
                inputs.entities = Some(entities);
                inputs.latency = latency.map(|ms| Latency(Duration::from_secs_f64(ms / 1000.0)));
                inputs.valkey_memory = memory.map(ByteSize);
            })
            .store
        };
        assert_eq!(store(1e6, Some(0.5), None), Store::Valkey);
        assert_eq!(store(1e6, Some(10.0), None), Store::Either);
        assert_eq!(store(5e9, Some(10.0), None), Store::Dynamodb);
        assert_eq!(store(5e9, Some(0.5), None), Store::DynamodbBehindCache);
        assert_eq!(store(5e9, Some(0.5), Some(1e13)), Store::Valkey);
        assert_eq!(store(1e8, Some(10.0), Some(1e9)), Store::Dynamodb);
    }

    #[test]
    fn what_was_not_told_is_asked_for() {
        let advice = of(|_| {});
        assert_eq!((advice.store, advice.missing.len()), (Store::Either, 3));
    }

    #[test]
    fn what_was_not_counted_is_no_small_set() {
        let workload = Inputs { read_qps: Some(1000.0), ..Inputs::default() }.check().expect("is right");
        let mut demand = demand(&workload);
        demand.storage_bytes = Some(0.0);
        let advice = advice(&workload, &demand);
        assert_eq!(advice.store, Store::Either);
        assert!(advice.missing.iter().any(|missing| missing.contains("--entities")), "{advice:?}");
        assert!(!advice.reasons.iter().any(|reason| reason.contains("working set")), "{advice:?}");
    }

    #[test]
    fn a_large_set_behind_a_cache_is_the_common_pattern() {
        let advice = of(|inputs| {
            inputs.entities = Some(3e9);
            inputs.cache_hit_rate = Some(0.8);
        });
        assert_eq!(advice.store, Store::DynamodbBehindCache);
        assert!(advice.reasons.iter().any(|reason| reason.contains("yardstick")), "{advice:?}");
    }
}
