//! From a workload to capacity units, per Region.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::domain::Workload;
use super::step::{Step, counted, number, per_second};
use super::values::ReadPattern;
use crate::dynamodb::units::{
    Consistency, REPLICA_OVERHEAD_BYTES, STORAGE_OVERHEAD_BYTES, batch_get_items, query_units, read_units,
    transactional_write_units, write_units,
};
use crate::numbers::as_f64;
use crate::words::count;

const BATCH_RULES: &str = "AWS API reference, BatchGetItem: docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html";
const READ_RULES: &str = "AWS developer guide, read and write operations: docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html";
const GLOBAL_RULES: &str = "AWS developer guide, best practices for global tables: docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_reqs_bestpractices.html";
const TTL_RULES: &str = "AWS developer guide, how global tables work: docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html";
const STORAGE_RULES: &str = "AWS developer guide, capacity unit consumption: docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html";
const INPUT: &str = "the inputs";
const SINE: &str = "an assumption: over a day the load swings as a sine between trough and peak, so its mean is half their sum";

/// What a workload asks of the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Demand {
    /// Read units of one query, after what stands before the table.
    pub rcu_per_query: f64,
    /// The same while the cache is empty.
    pub cold_rcu_per_query: f64,
    /// Write units of one item written.
    pub wcu_per_write: f64,
    /// Bytes that storage is charged for, in each Region; none where the number of items is not known.
    pub storage_bytes: Option<f64>,
    /// Each Region, the main one first.
    pub regions: Vec<RegionDemand>,
    /// The arithmetic that all Regions share.
    pub steps: Vec<Step>,
}

/// What a workload asks of one Region, in units per second.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RegionDemand {
    /// Such as `us-east-1`.
    pub region: String,
    /// Read units at the peak.
    pub rcu: f64,
    /// Write units at the peak; none in a global table, whose writes are replicated ones.
    pub wcu: f64,
    /// Replicated write units at the peak: the writes of all Regions, and expiries of other ones. None outside a global
    /// table.
    pub rwcu: f64,
    /// Read units on average over the day.
    pub mean_rcu: f64,
    /// Write units on average over the day.
    pub mean_wcu: f64,
    /// Replicated write units on average over the day.
    pub mean_rwcu: f64,
    /// Read units at the peak as they would be without a cache: what the busiest key has its share of.
    pub uncached_rcu: f64,
    /// Of the writes at the peak, the units that this Region's own writers send.
    pub own_write_units: f64,
    /// The arithmetic of these.
    pub steps: Vec<Step>,
}

impl RegionDemand {
    /// Write units at the peak, of whichever kind the table has: what its write capacity must bear.
    pub fn write_units(&self) -> f64 {
        self.wcu + self.rwcu
    }

    /// The same on average over the day.
    pub fn mean_write_units(&self) -> f64 {
        self.mean_wcu + self.mean_rwcu
    }
}

/// What a workload asks of the table in each Region. Reads are local; every write is replicated to every Region.
#[must_use]
pub fn demand(workload: &Workload) -> Demand {
    let mut steps = vec![Step::new(
        "item",
        as_f64(workload.item.bytes),
        "bytes",
        workload.item.formula.clone(),
        if workload.item.schema.is_some() { STORAGE_RULES } else { INPUT },
    )];
    let (rcu_per_query, cold_rcu_per_query) = query(workload, &mut steps);
    let wcu_per_write = write(workload, &mut steps);
    let storage_bytes = storage(workload, &mut steps);
    let expiries = expiries(workload, wcu_per_write, &mut steps);
    let regions = (0..workload.regions.len())
        .map(|at| RegionDemand {
            uncached_rcu: workload.regions[at].read_qps * cold_rcu_per_query,
            ..region(workload, at, rcu_per_query, wcu_per_write, expiries)
        })
        .collect();
    Demand { rcu_per_query, cold_rcu_per_query, wcu_per_write, storage_bytes, regions, steps }
}

/// Items of one entity together; what does not fit a number is the largest, which every limit refuses.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of a float saturates")]
fn entity_bytes(workload: &Workload) -> u64 {
    (as_f64(workload.item.bytes) * workload.items_per_entity).ceil() as u64
}

/// Read units of one query: all it looks up, the share that reaches the table, and what absent keys cost. And the same
/// while the cache is empty.
fn query(workload: &Workload, steps: &mut Vec<Step>) -> (f64, f64) {
    let (entities, items) = (workload.entities_per_query, workload.items_per_entity);
    let block = match workload.consistency {
        Consistency::Eventual => "0.5 for 4 KB",
        Consistency::Strong => "1 for 4 KB",
        Consistency::Transactional => "2 for 4 KB",
    };
    let (present, absent, formula) = match workload.read_pattern {
        ReadPattern::Get | ReadPattern::BatchGet => {
            let one = read_units(workload.item.bytes, workload.consistency);
            let formula = format!(
                "{} × {} × {} (each item of {} rounded up to 4 KB, {block})",
                counted(entities, "entity"),
                counted(items, "item"),
                number(one),
                count(workload.item.bytes, "byte"),
            );
            (entities * items * one, entities * items * read_units(0, workload.consistency), formula)
        }
        ReadPattern::Query => {
            let bytes = entity_bytes(workload);
            let one = query_units(bytes, workload.consistency);
            let formula = format!(
                "{} × {} ({} of {} added up to {bytes}, then rounded up to 4 KB, {block})",
                counted(entities, "entity"),
                number(one),
                counted(items, "item"),
                count(workload.item.bytes, "byte"),
            );
            (entities * one, entities * query_units(0, workload.consistency), formula)
        }
    };
    steps.push(Step::new("a query whose keys are all there", present, "RCU", formula, READ_RULES));
    if workload.read_pattern == ReadPattern::BatchGet {
        steps.extend(more_calls(entities * items, workload.item.bytes));
    }
    let before = &workload.before;
    let reached = (1.0 - before.absent_share) * (1.0 - before.hit_rate);
    let passed = before.bloom.map_or(1.0, |bloom| bloom.false_positive_rate);
    let absent_reached = before.absent_share * passed;
    if before.hit_rate > 0.0 || before.absent_share > 0.0 {
        steps.push(Step::new(
            "lookups of stored keys that reach the table",
            reached,
            "share",
            format!(
                "(1 − {} absent) × (1 − {} answered by the cache)",
                number(before.absent_share),
                number(before.hit_rate)
            ),
            if before.lru.is_some() {
                "Che's approximation of an LRU cache under Zipf's law, within 0.01"
            } else {
                INPUT
            },
        ));
        steps.push(Step::new(
            "lookups of absent keys that reach the table",
            absent_reached,
            "share",
            format!(
                "{} absent × {} that the Bloom filter lets pass",
                number(before.absent_share),
                number(passed)
            ),
            "Bloom 1970; absent keys are taken to be in no cache",
        ));
    }
    let units = present * reached + absent * absent_reached;
    steps.push(Step::new(
        "a query",
        units,
        "RCU",
        format!(
            "{} × {} + {} (absent keys cost as the smallest item) × {}",
            number(present),
            number(reached),
            number(absent),
            number(absent_reached)
        ),
        READ_RULES,
    ));
    (units, present * (1.0 - before.absent_share) + absent * absent_reached)
}

/// Where one `BatchGetItem` does not return all items of a query: how many calls it takes.
fn more_calls(items: f64, item_bytes: u64) -> Option<Step> {
    let returned = as_f64(batch_get_items(item_bytes));
    let calls = (items / returned).ceil();
    let formula = format!(
        "{} / {} that one call returns (100 at most, of 16 MB), rounded up",
        counted(items, "item"),
        number(returned)
    );
    (calls > 1.0).then(|| Step::new("BatchGetItem calls of a query", calls, "calls", formula, BATCH_RULES))
}

fn write(workload: &Workload, steps: &mut Vec<Step>) -> f64 {
    let bytes = workload.item.bytes;
    let (units, formula) = if workload.transactional_writes {
        (
            transactional_write_units(0, bytes),
            format!("2 × {} rounded up to 1 KB (a transaction)", count(bytes, "byte")),
        )
    } else {
        (write_units(0, bytes), format!("{} rounded up to 1 KB", count(bytes, "byte")))
    };
    steps.push(Step::new("an item written", units, "WCU", formula, READ_RULES));
    units
}

fn storage(workload: &Workload, steps: &mut Vec<Step>) -> Option<f64> {
    let items = workload.items()?;
    let replica = if workload.is_global() { as_f64(REPLICA_OVERHEAD_BYTES) } else { 0.0 };
    let each = as_f64(workload.item.bytes) + as_f64(STORAGE_OVERHEAD_BYTES) + replica;
    let formula = format!(
        "{} × {} × ({} + 100 + {} bytes)",
        counted(workload.entities.unwrap_or_default(), "entity"),
        counted(workload.items_per_entity, "item"),
        workload.item.bytes,
        number(replica),
    );
    steps.push(Step::new("storage in each Region", items * each, "bytes", formula, STORAGE_RULES));
    Some(items * each)
}

/// Units per second on average with which expired items are deleted in Regions other than the one where TTL fires. An
/// item expires at most once for each write of it, and at most once a lifetime.
fn expiries(workload: &Workload, wcu_per_write: f64, steps: &mut Vec<Step>) -> f64 {
    let Some(ttl_s) = workload.ttl_s else { return 0.0 };
    let writes: f64 =
        workload.regions.iter().map(|region| region.write_qps).sum::<f64>() * workload.mean_share();
    let by_age = workload.items().map(|items| items / as_f64(ttl_s.max(1)));
    let rate = by_age.map_or(writes, |by_age| by_age.min(writes));
    let each = if workload.transactional_writes { wcu_per_write / 2.0 } else { wcu_per_write };
    let units = if workload.is_global() { rate * each } else { 0.0 };
    let formula = match by_age {
        Some(by_age) => format!(
            "the lesser of {} on average and {} / {ttl_s} s = {}, × {} units; free in the Region where \
             TTL fires",
            per_second(writes, "write"),
            counted(workload.items().unwrap_or_default(), "item"),
            number(by_age),
            number(each)
        ),
        None => format!(
            "at most {} on average × {} units; free in the Region where TTL fires",
            per_second(writes, "write"),
            number(each)
        ),
    };
    steps.push(Step::new("expiries replicated to other Regions", units, "rWCU", formula, TTL_RULES));
    units
}

fn region(
    workload: &Workload,
    at: usize,
    rcu_per_query: f64,
    wcu_per_write: f64,
    expiries: f64,
) -> RegionDemand {
    let own = &workload.regions[at];
    let share = workload.mean_share();
    let mut steps = Vec::new();
    let rcu = own.read_qps * rcu_per_query;
    steps.push(Step::new(
        "reads at the peak",
        rcu,
        "RCU",
        format!("{} × {} RCU", per_second(own.read_qps, "query"), number(rcu_per_query)),
        READ_RULES,
    ));
    let all: f64 = workload.regions.iter().map(|region| region.write_qps).sum();
    let own_write_units = own.write_qps * wcu_per_write;
    let (mut wcu, mut rwcu) = (own_write_units, 0.0);
    if workload.is_global() {
        let each: Vec<String> = workload.regions.iter().map(|region| number(region.write_qps)).collect();
        // TTL is taken to fire in the main Region; deletes follow the writes, so their peak is as high over their mean.
        let deletes = if at == 0 { 0.0 } else { expiries / share };
        (wcu, rwcu) = (0.0, all * wcu_per_write + deletes);
        let expired =
            if deletes > 0.0 { format!(" + {} for expiries", number(deletes)) } else { String::new() };
        let formula = format!("({}) writes/s × {} units{expired}", each.join(" + "), number(wcu_per_write));
        steps.push(Step::new("replicated writes at the peak", rwcu, "rWCU", formula, GLOBAL_RULES));
    } else {
        let formula = format!("{} × {} WCU", per_second(own.write_qps, "write"), number(wcu_per_write));
        steps.push(Step::new("writes at the peak", wcu, "WCU", formula, READ_RULES));
    }
    for (name, peak, unit) in [("reads on average", rcu, "RCU"), ("writes on average", wcu + rwcu, "units")] {
        let formula = format!("{} × (1 + 1/{}) / 2", number(peak), number(workload.peak_to_trough));
        steps.push(Step::new(name, peak * share, unit, formula, SINE));
    }
    RegionDemand {
        region: own.region.clone(),
        rcu,
        wcu,
        rwcu,
        mean_rcu: rcu * share,
        mean_wcu: wcu * share,
        mean_rwcu: rwcu * share,
        uncached_rcu: rcu,
        own_write_units,
        steps,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dynamodb::workload::{ByteSize, Inputs, ReadConsistency, ReplicaInput, Transactions};

    #[expect(clippy::needless_pass_by_value, reason = "every test builds its own")]
    fn of(inputs: Inputs) -> Demand {
        demand(&inputs.check().expect("is right"))
    }

    fn inputs(bytes: f64) -> Inputs {
        Inputs {
            read_qps: Some(100.0),
            write_qps: Some(10.0),
            item_bytes: Some(ByteSize(bytes)),
            ..Inputs::default()
        }
    }

    fn close(left: f64, right: f64) {
        assert!((left - right).abs() < 1e-9 * right.abs().max(1.0), "{left} {right}");
    }

    #[test]
    fn patterns_round_as_the_service_does() {
        let many = |pattern| Inputs {
            entities_per_query: Some(2.0),
            items_per_entity: Some(50.0),
            read_pattern: Some(pattern),
            ..inputs(1900.0)
        };
        // 50 items of 1,900 B: one by one 25 eventual units, as one Query 95,000 B = 24 blocks = 12.
        close(of(many(ReadPattern::BatchGet)).rcu_per_query, 50.0);
        close(of(many(ReadPattern::Get)).rcu_per_query, 50.0);
        close(of(many(ReadPattern::Query)).rcu_per_query, 24.0);
    }

    #[test]
    fn consistency_and_transactions_multiply() {
        close(of(inputs(5000.0)).regions[0].rcu, 100.0);
        close(
            of(Inputs { consistency: Some(ReadConsistency::Strong), ..inputs(5000.0) }).regions[0].rcu,
            200.0,
        );
        let all = of(Inputs { transactions: Some(Transactions::All), ..inputs(5000.0) });
        close(all.regions[0].rcu, 400.0);
        close(all.regions[0].wcu, 100.0);
    }

    #[test]
    fn caches_and_filters_keep_reads_away() {
        let cached = Inputs {
            cache_hit_rate: Some(0.75),
            absent_share: Some(0.2),
            bloom_fpr: Some(0.01),
            ..inputs(8192.0)
        };
        // 0.8 present × 0.25 missed × 1 RCU + 0.2 absent × 0.01 × 0.5 RCU.
        close(of(cached.clone()).rcu_per_query, 0.201);
        close(of(Inputs { bloom_fpr: None, ..cached }).rcu_per_query, 0.3);
    }

    #[test]
    fn expiry_is_free_at_home_and_costs_elsewhere() {
        let global = Inputs {
            replicas: vec![ReplicaInput { region: "us-west-2".into(), read_qps: None, write_qps: None }],
            ttl: "30d".parse().ok(),
            ..inputs(500.0)
        };
        let demand = of(global.clone());
        close(demand.regions[0].rwcu, 10.0);
        close(demand.regions[1].rwcu, 20.0);
        // Fewer items than writes in a lifetime: at most all of them expire in it.
        let few = of(Inputs { entities: Some(2_592_000.0), ..global.clone() });
        close(few.regions[1].rwcu, 11.0);
        let single = of(Inputs { replicas: Vec::new(), ..global });
        close(single.regions[0].wcu, 10.0);
    }

    #[test]
    fn the_mean_is_half_of_peak_and_trough() {
        let demand = of(Inputs { peak_to_trough: Some(4.0), ..inputs(500.0) });
        close(demand.regions[0].rcu, 50.0);
        close(demand.regions[0].mean_rcu, 31.25);
        close(demand.regions[0].mean_wcu, 6.25);
    }

    #[test]
    fn storage_has_its_overheads() {
        let single = Inputs { entities: Some(1e6), items_per_entity: Some(2.0), ..inputs(1900.0) };
        assert_eq!(of(single.clone()).storage_bytes, Some(4e9));
        let replicas = vec![ReplicaInput { region: "us-west-2".into(), read_qps: None, write_qps: None }];
        assert_eq!(of(Inputs { replicas, ..single }).storage_bytes, Some(4.096e9));
    }

    #[test]
    fn every_number_comes_with_its_arithmetic() {
        let demand = of(inputs(1500.0));
        let all: Vec<&Step> = demand.steps.iter().chain(&demand.regions[0].steps).collect();
        assert!(all.iter().all(|step| !step.formula.is_empty() && step.source.len() > 5), "{all:?}");
        let write = demand.steps.iter().find(|step| step.name == "an item written").expect("is there");
        assert_eq!((write.value, write.formula.as_str()), (2.0, "1500 bytes rounded up to 1 KB"));
    }
}
