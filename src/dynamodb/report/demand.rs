//! What is asked of each Region, against what the service gives.

use serde_json::json;

use crate::dynamodb::assess::percent;
use crate::dynamodb::sizing::Sizing;
use crate::dynamodb::workload::{number, size};
use crate::numbers::{as_f64, count};
use crate::report::{Cell, Row, Table, Tone};

/// A row for every Region.
pub(super) fn rows(sizing: &Sizing) -> Vec<Row> {
    let regions = sizing.demand.regions.iter().zip(&sizing.limits);
    regions
        .map(|(demand, limits)| Row {
            table: "per_region",
            value: json!({
                "scenario": sizing.name,
                "region": demand.region,
                "rcu": demand.rcu,
                "wcu": demand.wcu,
                "rwcu": demand.rwcu,
                "mean_rcu": demand.mean_rcu,
                "mean_wcu": demand.mean_wcu,
                "mean_rwcu": demand.mean_rwcu,
                "storage_bytes": sizing.demand.storage_bytes,
                "partitions": limits.partitions,
                "hottest_key": limits.hottest_key,
                "burst_rcu": limits.burst_rcu,
                "burst_wcu": limits.burst_wcu,
                "on_demand_read_doublings": limits.read_doublings,
                "on_demand_write_doublings": limits.write_doublings,
            }),
        })
        .collect()
}

/// What stands before the table, where something does.
pub(super) fn caches(sizing: &Sizing) -> Option<Table> {
    let before = &sizing.workload.before;
    let mut rows = Vec::new();
    let mut row = |name: &str, value: String| rows.push(vec![Cell::from(name), Cell::from(value)]);
    if before.hit_rate > 0.0 {
        let how = match (&before.lru, before.cache_entries) {
            (Some(lru), Some(entries)) => {
                format!(
                    ", reckoned for {} LRU entries, give or take {}",
                    count(as_f64(entries)),
                    percent(lru.error)
                )
            }
            _ => ", as told".to_owned(),
        };
        row("lookups of stored keys that a cache answers", format!("{}{how}", percent(before.hit_rate)));
    }
    if before.absent_share > 0.0 {
        row("lookups of keys that are not there", percent(before.absent_share));
    }
    if let Some(bloom) = &before.bloom {
        let saved = before.absent_share * (1.0 - bloom.false_positive_rate);
        row("reads that the Bloom filter saves", format!("{} of all lookups", percent(saved)));
        if let Some(estimate) = &bloom.estimate {
            let text = format!(
                "{}: {} bits a key, {} hash functions",
                size(estimate.bytes),
                number(estimate.bits_per_key),
                estimate.hashes
            );
            row("its memory, in each query server", text);
        }
    }
    (!rows.is_empty()).then(|| Table { title: "Before the table".to_owned(), columns: Vec::new(), rows })
}

/// The capacity of every Region, for a person.
pub(super) fn table(sizing: &Sizing) -> Table {
    let is_global = sizing.workload.is_global();
    let is_clipped = sizing.replay.as_ref().is_some_and(|replay| !replay.throttled.is_empty());
    let knows_key = sizing.limits.iter().any(|limits| limits.hottest_key.is_some());
    let writes = if is_global { "rWCU" } else { "WCU" };
    let mut columns = vec!["Region", "RCU at the peak", "on average"];
    let write_peak = format!("{writes} at the peak");
    columns.extend([write_peak.as_str(), "on average", "partitions (estimate)"]);
    if knows_key {
        columns.push("busiest key");
    }
    let rows = sizing.demand.regions.iter().zip(&sizing.limits).map(|(demand, limits)| {
        let mut row = vec![
            Cell::from(demand.region.as_str()),
            Cell::from(count(demand.rcu)),
            Cell::toned(count(demand.mean_rcu), Tone::Faint),
            Cell::from(count(demand.write_units())),
            Cell::toned(count(demand.mean_write_units()), Tone::Faint),
            Cell::from(count(limits.partitions)),
        ];
        if knows_key {
            row.push(limits.hottest_key.as_ref().map_or_else(Cell::default, |key| {
                let text = format!("{} RCU, {} WCU", count(key.rcu), count(key.wcu));
                Cell::toned(text, if key.reads_fit && key.writes_fit { Tone::Plain } else { Tone::Bad })
            }));
        }
        row
    });
    Table {
        title: if is_clipped {
            "Capacity by Region, at least: requests were throttled"
        } else {
            "Capacity by Region"
        }
        .to_owned(),
        rows: rows.collect(),
        columns: columns.into_iter().map(str::to_owned).collect(),
    }
}
