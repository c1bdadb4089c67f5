//! What a plan costs: what AWS charges for whether or not anybody reads or writes, and what it charges by use.

use serde::Serialize;

use super::{Action, Call};
use crate::dynamodb::cost::HOURS_PER_MONTH;
use crate::dynamodb::prices::{Item, Prices};
use crate::dynamodb::spec::{Billing, TableClass, TableSpec};

/// Something that costs money, in one Region.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CostLine {
    /// The Region.
    pub region: String,
    /// What is charged for.
    pub what: String,
    /// The least a month, in USD; null where a price is not known, or use decides.
    pub monthly_usd_min: Option<f64>,
    /// The most a month, in USD; null where a price is not known, or use decides.
    pub monthly_usd_max: Option<f64>,
    /// How it is reckoned, or what decides.
    pub how: String,
}

/// The costs of a table as it is wanted, and of calls that are charged for once.
pub fn costs(spec: &TableSpec, calls: &[Call], prices: &Prices) -> Vec<CostLine> {
    let mut lines = Vec::new();
    for region in spec.regions() {
        lines.extend(capacity(spec, region, prices));
        let gb = |item| prices.usd(region, item);
        let is_ia = spec.table_class == TableClass::InfrequentAccess;
        lines.push(by_use(region, "storage", "GB", gb(if is_ia { Item::IaStorage } else { Item::Storage })));
        if spec.point_in_time_recovery {
            lines.push(by_use(region, "point-in-time recovery", "GB", gb(Item::PointInTimeRecovery)));
        }
    }
    for call in calls {
        let raises = match &call.action {
            Action::SetWarmThroughput { .. } => true,
            Action::CreateTable(spec) => spec.warm_throughput.is_some(),
            _ => false,
        };
        if let Action::AddReplica { replica, .. } = &call.action {
            lines.push(CostLine {
                region: replica.clone(),
                what: "the first copy of the items".to_owned(),
                monthly_usd_min: None,
                monthly_usd_max: None,
                how: "charged once by the GB, with the transfer between Regions; nothing for an empty table; see AWS's pricing page".to_owned(),
            });
        }
        if raises {
            lines.push(CostLine {
                region: call.region.clone(),
                what: "warm throughput".to_owned(),
                monthly_usd_min: None,
                monthly_usd_max: None,
                how: "raising it is charged once, in every Region of the table; see AWS's pricing page"
                    .to_owned(),
            });
        }
    }
    lines
}

fn by_use(region: &str, what: &str, unit: &str, price: Option<f64>) -> CostLine {
    let how = match price {
        Some(usd) => format!("{usd} USD a {unit} and month"),
        None => format!("by the {unit}; the price in {region} is not known"),
    };
    CostLine {
        region: region.to_owned(),
        what: what.to_owned(),
        monthly_usd_min: None,
        monthly_usd_max: None,
        how,
    }
}

fn capacity(spec: &TableSpec, region: &str, prices: &Prices) -> Vec<CostLine> {
    let is_ia = spec.table_class == TableClass::InfrequentAccess;
    let of = |standard, ia| prices.usd(region, if is_ia { ia } else { standard });
    match &spec.billing {
        Billing::OnDemand => {
            let read = of(Item::OnDemandRead, Item::IaOnDemandRead);
            let write = if spec.is_global() {
                of(Item::OnDemandReplicatedWrite, Item::IaOnDemandReplicatedWrite)
            } else {
                of(Item::OnDemandWrite, Item::IaOnDemandWrite)
            };
            let line = |what: &str, price: Option<f64>| CostLine {
                region: region.to_owned(),
                what: format!("{what} on demand"),
                monthly_usd_min: price.map(|_| 0.0),
                monthly_usd_max: None,
                how: price.map_or_else(
                    || format!("by the million; the price in {region} is not known"),
                    |usd| format!("{usd} USD a million request units"),
                ),
            };
            vec![line("reads", read), line("writes", write)]
        }
        Billing::Provisioned { read, write } => {
            vec![
                units(spec, region, "reads", *read, *read, prices),
                units(spec, region, "writes", *write, *write, prices),
            ]
        }
        Billing::Autoscaling { policies, .. } => {
            let read = spec.read_policy(region).unwrap_or(policies.read);
            let write = policies.write;
            vec![
                units(spec, region, "reads", read.min, read.max, prices),
                units(spec, region, "writes", write.min, write.max, prices),
            ]
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "capacity is far below 2^53")]
fn units(spec: &TableSpec, region: &str, what: &str, min: u64, max: u64, prices: &Prices) -> CostLine {
    let is_ia = spec.table_class == TableClass::InfrequentAccess;
    let item = match (what, spec.is_global(), is_ia) {
        ("reads", _, false) => Item::ProvisionedRead,
        ("reads", _, true) => Item::IaProvisionedRead,
        (_, false, false) => Item::ProvisionedWrite,
        (_, false, true) => Item::IaProvisionedWrite,
        (_, true, false) => Item::ProvisionedReplicatedWrite,
        (_, true, true) => Item::IaProvisionedReplicatedWrite,
    };
    let price = prices.usd(region, item);
    let month = |units: u64| price.map(|usd| units as f64 * usd * HOURS_PER_MONTH);
    let amount = if min == max { format!("{min} units") } else { format!("{min} to {max} units") };
    CostLine {
        region: region.to_owned(),
        what: format!("provisioned {what}"),
        monthly_usd_min: month(min),
        monthly_usd_max: month(max),
        how: price.map_or_else(
            || format!("{amount}; the price in {region} is not known"),
            |usd| format!("{amount} x {usd} USD x {HOURS_PER_MONTH} hours"),
        ),
    }
}
