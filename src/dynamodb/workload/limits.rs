//! What a demand comes to against the service's limits. Plain data: checks judge it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::demand::{Demand, RegionDemand};
use super::domain::Workload;
use super::step::{Step, number};
use super::zipf::Zipf;
use crate::dynamodb::autoscaling::{BURST_S, NEW_TABLE_READ_UNITS, NEW_TABLE_WRITE_UNITS};

/// Read units per second of one partition, and so of one key (developer guide, *Designing partition keys*).
pub const PARTITION_RCU: f64 = 3000.0;
/// Write units per second of one partition, and so of one key (the same).
pub const PARTITION_WCU: f64 = 1000.0;
/// Bytes of one partition: 10 GB (developer guide, *Constraints*).
pub const PARTITION_BYTES: f64 = 10_737_418_240.0;
/// Default quota of one table, of reads and of writes, in either mode (developer guide, *Service quotas*).
pub const TABLE_QUOTA: f64 = 40_000.0;
/// Default quota of an account in a Region for provisioned tables, of reads and of writes (the same).
pub const ACCOUNT_QUOTA: f64 = 80_000.0;
/// From which share of a limit on somebody should look at it.
pub const CLOSE: f64 = 0.8;
/// What a Region's demand comes to against the limits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Limits {
    /// Such as `us-east-1`.
    pub region: String,
    /// Partitions that it takes. An estimate: the service does not tell, and its documents no longer give a formula.
    pub partitions: f64,
    /// The most popular entity, where entities and skew are known.
    pub hottest_key: Option<HotKey>,
    /// Read units saved up after 300 s at the average, if the peak is provisioned.
    pub burst_rcu: f64,
    /// Write units saved up likewise.
    pub burst_wcu: f64,
    /// How often a new on-demand table must double to bear the reads of the peak; 0 where it bears them at once.
    pub read_doublings: u32,
    /// The same for writes.
    pub write_doublings: u32,
    /// Whether the reads of the peak exceed the default quota of a table.
    pub reads_over_table_quota: bool,
    /// Whether the writes of the peak do.
    pub writes_over_table_quota: bool,
    /// Whether reads or writes of the peak exceed the default quota of an account, for provisioned tables.
    pub over_account_quota: bool,
    /// The arithmetic.
    pub steps: Vec<Step>,
}

/// The load of the most popular entity, in units per second at the peak, against one partition's limits.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HotKey {
    /// The share of all traffic that is its own: 1 / H(n, s).
    pub share: f64,
    /// Read units behind the cache, where the cache was reckoned; else as without one.
    pub rcu: f64,
    /// Read units while the cache is empty.
    pub cold_rcu: f64,
    /// Write units, if writes are as skewed as reads.
    pub wcu: f64,
    /// Whether its reads fit one partition.
    pub reads_fit: bool,
    /// Whether its writes do.
    pub writes_fit: bool,
}

/// What each Region's demand comes to against the limits.
#[must_use]
pub fn limits(workload: &Workload, demand: &Demand) -> Vec<Limits> {
    demand.regions.iter().map(|region| of_region(workload, demand, region)).collect()
}

fn of_region(workload: &Workload, demand: &Demand, region: &RegionDemand) -> Limits {
    let mut steps = Vec::new();
    let writes = region.write_units();
    let partitions = partitions(region.rcu, writes, demand.storage_bytes.unwrap_or(0.0));
    steps.push(Step::new(
        "partitions",
        partitions,
        "partitions",
        format!(
            "the greater of {}/3000 + {}/1000 and {} bytes / 10 GB, rounded up",
            number(region.rcu),
            number(writes),
            number(demand.storage_bytes.unwrap_or(0.0))
        ),
        "an estimate by an older formula of the developer guide, which its pages no longer give",
    ));
    let hottest_key = hottest_key(workload, region, &mut steps);
    let burst = |name: &str, unit: &str, peak: f64, mean: f64, steps: &mut Vec<Step>| {
        let value = BURST_S * (peak.ceil() - mean).max(0.0);
        let formula = format!("300 s × ({} provisioned − {} on average)", number(peak.ceil()), number(mean));
        steps.push(Step::new(name, value, unit, formula, "AWS developer guide, burst capacity; best effort"));
        value
    };
    let (mean_reads, mean_writes) = (region.mean_rcu, region.mean_write_units());
    Limits {
        region: region.region.clone(),
        partitions,
        hottest_key,
        burst_rcu: burst("reads saved up", "RCU·s", region.rcu, mean_reads, &mut steps),
        burst_wcu: burst("writes saved up", "WCU·s", writes, mean_writes, &mut steps),
        read_doublings: doublings(NEW_TABLE_READ_UNITS, region.rcu),
        write_doublings: doublings(NEW_TABLE_WRITE_UNITS, writes),
        reads_over_table_quota: region.rcu > TABLE_QUOTA,
        writes_over_table_quota: writes > TABLE_QUOTA,
        over_account_quota: region.rcu > ACCOUNT_QUOTA || writes > ACCOUNT_QUOTA,
        steps,
    }
}

fn hottest_key(workload: &Workload, region: &RegionDemand, steps: &mut Vec<Step>) -> Option<HotKey> {
    let (entities, skew) = (workload.entities?, workload.skew?);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be from 1 to 1e13"
    )]
    let share = Zipf::new(entities as u64, skew).share(1);
    let before = &workload.before;
    // A hit rate that was merely told says nothing of one key: then it counts as without a cache.
    let uncached = region.uncached_rcu;
    let cold_rcu = share * uncached;
    let kept = before.lru.map_or(0.0, |lru| lru.top_key_hit_rate);
    let hottest = HotKey {
        share,
        rcu: cold_rcu * (1.0 - kept),
        cold_rcu,
        wcu: share * region.write_units(),
        reads_fit: cold_rcu * (1.0 - kept) <= PARTITION_RCU,
        writes_fit: share * region.write_units() <= PARTITION_WCU,
    };
    let law = format!("Zipf's law: 1 / H({}, {})", number(entities), number(skew));
    steps.push(Step::new("traffic of the most popular entity", share, "share", law.clone(), law));
    steps.push(Step::new(
        "reads of the most popular entity",
        hottest.rcu,
        "RCU",
        format!(
            "{} × {} RCU × (1 − {} kept in the cache); one key bears 3000",
            number(share),
            number(uncached),
            number(kept)
        ),
        "AWS developer guide, designing partition keys",
    ));
    steps.push(Step::new(
        "writes of the most popular entity",
        hottest.wcu,
        "WCU",
        format!("{} × {} WCU; one key bears 1000", number(share), number(region.write_units())),
        "AWS developer guide, designing partition keys; writes are taken to be as skewed as reads",
    ));
    Some(hottest)
}

/// Partitions that so much takes, at least one. An estimate, by a formula that AWS's documents no longer give.
#[must_use]
pub fn partitions(rcu: f64, wcu: f64, bytes: f64) -> f64 {
    (rcu / PARTITION_RCU + wcu / PARTITION_WCU).max(bytes / PARTITION_BYTES).ceil().max(1.0)
}

/// How often an on-demand table that bears `start` units a second must double to bear `peak`.
#[must_use]
pub fn doublings(start: f64, peak: f64) -> u32 {
    let mut bears = start.max(1.0);
    let mut count = 0;
    while bears < peak && count < 64 {
        bears *= 2.0;
        count += 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dynamodb::workload::{Inputs, demand};

    #[expect(clippy::needless_pass_by_value, reason = "every test builds its own")]
    fn of(inputs: Inputs) -> Limits {
        let workload = inputs.check().expect("is right");
        limits(&workload, &demand(&workload)).remove(0)
    }

    #[test]
    fn a_skewed_key_is_too_hot_unless_the_cache_keeps_it() {
        let hot = Inputs {
            read_qps: Some(100_000.0),
            write_qps: Some(20_000.0),
            entities: Some(1e6),
            zipf: Some(1.0),
            ..Inputs::default()
        };
        let key = of(hot.clone()).hottest_key.expect("is known");
        // H(1e6, 1) = 14.3927: 6.95 % of 50,000 RCU and of 20,000 WCU.
        assert!((key.share - 1.0 / 14.392_726_7).abs() < 1e-6, "{key:?}");
        assert!((key.rcu - 3473.97).abs() < 0.1 && !key.reads_fit && !key.writes_fit, "{key:?}");
        let cached =
            of(Inputs { cache_entries: Some(10_000.0), ..hot.clone() }).hottest_key.expect("is known");
        assert!(
            cached.reads_fit && cached.rcu < 1.0 && (cached.cold_rcu - key.rcu).abs() < 1.0,
            "{cached:?}"
        );
        // A hit rate that was only told may be that of all keys but this.
        let told = of(Inputs { cache_hit_rate: Some(0.9), ..hot.clone() }).hottest_key.expect("is known");
        assert!((told.rcu - key.rcu).abs() < 1e-6, "{told:?}");
        assert_eq!(of(Inputs { zipf: None, ..hot }).hottest_key, None);
    }

    #[test]
    fn quotas_partitions_and_doublings() {
        let large = of(Inputs { read_qps: Some(100_000.0), write_qps: Some(90_000.0), ..Inputs::default() });
        assert!(large.reads_over_table_quota && large.writes_over_table_quota && large.over_account_quota);
        assert_eq!((large.read_doublings, large.write_doublings), (3, 5));
        assert!((large.partitions - 107.0).abs() < f64::EPSILON, "{}", large.partitions);
        assert!((partitions(1.0, 1.0, 107_374_182_401.0) - 11.0).abs() < f64::EPSILON);
        assert_eq!(doublings(12_000.0, f64::INFINITY), 64);
    }
}
