//! CAP003 to CAP007: what the service allows.

use super::case::Case;
use crate::dynamodb::autoscaling::{NEW_TABLE_READ_UNITS, NEW_TABLE_WRITE_UNITS};
use crate::dynamodb::cost::Mode;
use crate::dynamodb::sizing::{RegionRun, Sizing};
use crate::dynamodb::units::MAX_ITEM_BYTES;
use crate::dynamodb::workload::limits::{
    ACCOUNT_QUOTA, CLOSE, PARTITION_RCU, PARTITION_WCU, TABLE_QUOTA, doublings,
};
use crate::numbers::{as_f64, count, trimmed};
use crate::report::catalogue::{
    CAP_ACCOUNT_QUOTA, CAP_HOTTEST_KEY, CAP_ITEM, CAP_ON_DEMAND_START, CAP_TABLE_QUOTA,
};
use crate::report::{Check, Finding};

/// Whether the busiest key fits one partition.
pub(super) fn hottest_key(_: &Case<'_>, sizing: &Sizing) -> Vec<Finding> {
    let mut findings = Vec::new();
    for limits in &sizing.limits {
        let Some(key) = &limits.hottest_key else {
            let reason = "how skewed the traffic is was not told: --entities and --zipf";
            return vec![Finding::skip(&CAP_HOTTEST_KEY, reason)];
        };
        for (what, units, most) in [("read", key.rcu, PARTITION_RCU), ("write", key.wcu, PARTITION_WCU)] {
            let message = format!(
                "{}: the busiest key takes {} of all lookups, {} {what} units a second at the peak; one key gets {}",
                limits.region,
                percent(key.share),
                count(units),
                count(most),
            );
            let help = if what == "read" {
                "cache it before the table, read it with eventual consistency, or store it several times under keys with a suffix"
            } else {
                "write it less often, or spread its writes over keys with a suffix"
            };
            if units > most {
                findings.push(Finding::fail(&CAP_HOTTEST_KEY, message).help(help));
            } else if units > CLOSE * most {
                findings.push(Finding::warn(&CAP_HOTTEST_KEY, message).help(help));
            }
        }
        if key.cold_rcu > PARTITION_RCU && key.rcu <= PARTITION_RCU {
            let note = format!(
                "{}: while the cache is empty the busiest key takes {} read units a second: over what one key gets",
                limits.region,
                count(key.cold_rcu)
            );
            findings.push(
                Finding::warn(&CAP_HOTTEST_KEY, note)
                    .help("warm the cache before traffic is turned to new query servers"),
            );
        }
    }
    findings
}

/// The most that a Region may come to ask for.
fn most(sizing: &Sizing, run: &RegionRun) -> [(&'static str, f64); 2] {
    let demand = sizing.demand.regions.iter().find(|demand| demand.region == run.region);
    let (reads, writes) = demand.map_or((0.0, 0.0), |demand| (demand.rcu, demand.write_units()));
    match sizing.recommendation.mode {
        Mode::Autoscaling => [
            ("read", as_f64(run.policies.read.max).max(reads)),
            ("write", as_f64(run.policies.write.max).max(writes)),
        ],
        _ => [("read", reads.ceil()), ("write", writes.ceil())],
    }
}

/// Whether a table may have so much by default.
pub(super) fn table_quota(_: &Case<'_>, sizing: &Sizing) -> Vec<Finding> {
    over(sizing, &CAP_TABLE_QUOTA, TABLE_QUOTA, |region, what, units| {
        format!(
            "{region}: up to {} {what} units; a table may have {} by default",
            count(units),
            count(TABLE_QUOTA)
        )
    })
}

/// Whether an account may have so much by default.
pub(super) fn account_quota(_: &Case<'_>, sizing: &Sizing) -> Vec<Finding> {
    if sizing.recommendation.mode == Mode::OnDemand {
        return vec![Finding::pass(&CAP_ACCOUNT_QUOTA).note("requests on demand do not count against it")];
    }
    over(sizing, &CAP_ACCOUNT_QUOTA, ACCOUNT_QUOTA / 2.0, |region, what, units| {
        format!(
            "{region}: up to {} {what} units in this table alone; that is more than half of the {} that all provisioned tables of the account together may have by default",
            count(units),
            count(ACCOUNT_QUOTA)
        )
    })
}

fn over(
    sizing: &Sizing,
    check: &'static Check,
    quota: f64,
    message: impl Fn(&str, &str, f64) -> String,
) -> Vec<Finding> {
    let each =
        sizing.regions.iter().flat_map(|run| most(sizing, run).map(|(what, units)| (run, what, units)));
    let over = each.filter(|(.., units)| *units > quota);
    over.map(|(run, what, units)| {
        Finding::warn(check, message(&run.region, what, units)).help(
            "ask for more in Service Quotas before the rollout, in every Region; it takes hours to days",
        )
    })
    .collect()
}

/// Whether an item can be stored.
pub(super) fn item(case: &Case<'_>, sizing: &Sizing) -> Vec<Finding> {
    let sizes = case.table().and_then(|seen| seen.sampled.taken()).and_then(|sample| sample.sizes.as_ref());
    let (bytes, what) = match (sizes, case.evidence.basis.told_item()) {
        (Some(sizes), _) => {
            let what = format!("the largest of {} sampled items has", count(as_f64(sizes.count)));
            (sizes.max, what)
        }
        (None, false) if case.table().is_some() => {
            let reason = "no item was sampled, and a mean says nothing of the largest: --sample-items";
            return vec![Finding::skip(&CAP_ITEM, reason)];
        }
        (None, _) if sizing.workload.item.is_assumed => {
            let reason = "no item was described: --item-bytes or --schema";
            return vec![Finding::skip(&CAP_ITEM, reason)];
        }
        (None, _) => (sizing.workload.item.bytes, "an item of".to_owned()),
    };
    let message = format!(
        "{what} {} bytes; DynamoDB stores at most {}",
        count(as_f64(bytes)),
        count(as_f64(MAX_ITEM_BYTES))
    );
    let help =
        "spread the features over several items (--items-per-entity), or keep embeddings as one binary value";
    if bytes > MAX_ITEM_BYTES {
        vec![Finding::fail(&CAP_ITEM, message).help(help)]
    } else if as_f64(bytes) > CLOSE * as_f64(MAX_ITEM_BYTES) {
        vec![Finding::warn(&CAP_ITEM, message).help(help)]
    } else {
        Vec::new()
    }
}

/// Whether a new table on demand takes the peak at once.
pub(super) fn on_demand_start(_: &Case<'_>, sizing: &Sizing) -> Vec<Finding> {
    if sizing.recommendation.mode != Mode::OnDemand {
        let reason = "not asked: another mode is recommended";
        return vec![Finding::skip(&CAP_ON_DEMAND_START, reason)];
    }
    let mut findings = Vec::new();
    for (demand, run) in sizing.demand.regions.iter().zip(&sizing.regions) {
        let start = run.on_demand_start;
        for (what, peak, start, new) in [
            ("read", demand.rcu, start.read, NEW_TABLE_READ_UNITS),
            ("write", demand.write_units(), start.write, NEW_TABLE_WRITE_UNITS),
        ] {
            let times = doublings(start, peak);
            if times == 0 {
                continue;
            }
            let takes = if start > new { "the table is warm for" } else { "a new table on demand takes" };
            let message = format!(
                "{}: a peak of {} {what} units a second; {takes} {}, and doubles at best every 30 minutes: {times} times",
                demand.region,
                count(peak),
                count(start)
            );
            findings.push(Finding::warn(&CAP_ON_DEMAND_START, message).help(format!(
                "raise its warm throughput to {} {what} units before the rollout (aws dynamodb update-table --warm-throughput), or turn the traffic over in steps",
                count(peak)
            )));
        }
    }
    findings
}

/// A share as a person reads it.
pub(in crate::dynamodb) fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    if percent > 0.0 && percent < 0.01 {
        "under 0.01 %".to_owned()
    } else {
        format!("{} %", trimmed(percent))
    }
}
