//! The lines of a bill.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::reserved::{Term, reserved_monthly_usd, reserved_units};
use super::usage::{HOURS_PER_MONTH, Load, RegionUsage, SECONDS_PER_MONTH};
use crate::dynamodb::prices::{Item, Prices};
use crate::dynamodb::units::GB;
use crate::dynamodb::workload::number;

/// One line of a bill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// What for, such as `replicated writes`.
    pub name: String,
    /// In which Region.
    pub region: String,
    /// How many units of the price.
    pub quantity: f64,
    /// What the price is for one of, such as `GB-month`.
    pub unit: String,
    /// The price, in US dollars.
    pub unit_usd: f64,
    /// A month of it, in US dollars.
    #[serde(rename = "monthly_usd")]
    pub usd: f64,
    /// The arithmetic, with the numbers in it.
    pub formula: String,
    /// Who says what it costs.
    pub source: String,
    /// The price's date, where it has one.
    pub as_of: Option<String>,
    /// Whether the price was concluded from others or is not verified.
    pub is_inferred: bool,
}

/// A price that would be needed and is not known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Missing {
    /// Of which Region.
    pub region: String,
    /// Of what; its key in a prices file.
    pub item: Item,
}

/// Which prices apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Standard,
    InfrequentAccess,
    /// Standard, with capacity reserved for a term.
    Reserved(Term),
}

/// Lines, and the prices that were missing for them.
pub(super) struct Bill<'a> {
    prices: &'a Prices,
    class: Class,
    pub(super) parts: Vec<Part>,
    pub(super) missing: Vec<Missing>,
    /// Units that were reserved, of all Regions.
    pub(super) reserved: f64,
}

impl<'a> Bill<'a> {
    pub(super) const fn new(prices: &'a Prices, class: Class) -> Self {
        Self { prices, class, parts: Vec::new(), missing: Vec::new(), reserved: 0.0 }
    }

    /// The sum; nothing where a price is missing, for a part of a sum misleads.
    pub(super) fn total(&self) -> Option<f64> {
        // A sum of nothing is -0.0.
        self.missing.is_empty().then(|| self.parts.iter().fold(0.0, |sum, part| sum + part.usd))
    }

    /// A line; none where nothing was used.
    pub(super) fn add(&mut self, name: &str, region: &str, item: Item, quantity: f64, how: &str) {
        if quantity <= 0.0 {
            return;
        }
        let Some(price) = self.prices.get(region, item) else {
            self.miss(region, item);
            return;
        };
        let usd = quantity * price.usd;
        self.parts.push(Part {
            name: name.to_owned(),
            region: region.to_owned(),
            quantity,
            unit: item.unit().to_owned(),
            unit_usd: price.usd,
            usd,
            formula: format!(
                "{how} = {} × {} USD for one {} = {usd:.2}",
                number(quantity),
                number(price.usd),
                item.unit()
            ),
            source: price.source.clone(),
            as_of: price.as_of.clone(),
            is_inferred: price.inferred,
        });
    }

    fn miss(&mut self, region: &str, item: Item) {
        let missing = Missing { region: region.to_owned(), item };
        if !self.missing.contains(&missing) {
            self.missing.push(missing);
        }
    }

    /// Requests a month at the mean rate.
    pub(super) fn requests(&mut self, usage: &RegionUsage) {
        let ia = self.class == Class::InfrequentAccess;
        let read = if ia { Item::IaOnDemandRead } else { Item::OnDemandRead };
        let (name, write) = match (usage.is_global, ia) {
            (false, false) => ("writes", Item::OnDemandWrite),
            (false, true) => ("writes", Item::IaOnDemandWrite),
            (true, false) => ("replicated writes", Item::OnDemandReplicatedWrite),
            (true, true) => ("replicated writes", Item::IaOnDemandReplicatedWrite),
        };
        for (name, item, load) in [("reads", read, &usage.reads), (name, write, &usage.writes)] {
            let how = format!("{} units/s on average × 730 h × 3600 s / 1,000,000", number(load.mean));
            self.add(name, &usage.region, item, load.mean * SECONDS_PER_MONTH / 1e6, &how);
        }
    }

    /// Capacity a month: unit-hours, and of them what is reserved.
    pub(super) fn capacity(&mut self, usage: &RegionUsage, of: impl Fn(&Load) -> (f64, f64, String)) {
        let ia = self.class == Class::InfrequentAccess;
        let read = if ia { Item::IaProvisionedRead } else { Item::ProvisionedRead };
        let (name, write) = match (usage.is_global, ia) {
            (false, false) => ("writes", Item::ProvisionedWrite),
            (false, true) => ("writes", Item::IaProvisionedWrite),
            (true, false) => ("replicated writes", Item::ProvisionedReplicatedWrite),
            (true, true) => ("replicated writes", Item::IaProvisionedReplicatedWrite),
        };
        for (name, item, load) in [("reads", read, &usage.reads), (name, write, &usage.writes)] {
            let (unit_hours, always, how) = of(load);
            let reserved = match self.class {
                // Replicated write capacity cannot be reserved.
                Class::Reserved(term) if item != Item::ProvisionedReplicatedWrite => {
                    self.reserve(name, usage, item == Item::ProvisionedWrite, term, reserved_units(always))
                }
                _ => 0.0,
            };
            let how = if reserved > 0.0 {
                format!("{how} − {} reserved units × 730 h", number(reserved))
            } else {
                how
            };
            self.add(name, &usage.region, item, unit_hours - reserved * HOURS_PER_MONTH, &how);
        }
    }

    /// A line for reserved units; returns how many there are.
    fn reserve(&mut self, name: &str, usage: &RegionUsage, is_write: bool, term: Term, units: f64) -> f64 {
        if units <= 0.0 {
            return 0.0;
        }
        let (upfront, hour) = term.items(is_write);
        let region = usage.region.as_str();
        match reserved_monthly_usd(self.prices, region, is_write, term, units) {
            Some(usd) => {
                let price = self.prices.get(region, hour);
                self.parts.push(Part {
                    name: format!("{name}, reserved"),
                    region: region.to_owned(),
                    quantity: units / 100.0,
                    unit: "100 units for a month".to_owned(),
                    unit_usd: usd * 100.0 / units,
                    usd,
                    formula: format!(
                        "{} units / 100 × (upfront / {} months + hourly × 730 h) = {usd:.2}",
                        number(units),
                        number(term.months())
                    ),
                    source: price.map(|price| price.source.clone()).unwrap_or_default(),
                    as_of: price.and_then(|price| price.as_of.clone()),
                    is_inferred: price.is_some_and(|price| price.inferred),
                });
            }
            None => {
                for item in [upfront, hour] {
                    if self.prices.get(region, item).is_none() {
                        self.miss(region, item);
                    }
                }
            }
        }
        self.reserved += units;
        units
    }

    /// What every mode costs: storage, recovery, backups, readers of the stream.
    pub(super) fn kept(&mut self, usage: &RegionUsage) {
        let ia = self.class == Class::InfrequentAccess;
        let region = usage.region.as_str();
        let gb = usage.storage_bytes.unwrap_or(0.0) / GB;
        let how = format!("{} bytes / 1,073,741,824", number(usage.storage_bytes.unwrap_or(0.0)));
        self.add("storage", region, if ia { Item::IaStorage } else { Item::Storage }, gb, &how);
        if usage.point_in_time_recovery {
            self.add("point-in-time recovery", region, Item::PointInTimeRecovery, gb, &how);
        }
        let backups = format!("{} full backups × {how}", number(usage.backups));
        self.add("backups", region, Item::Backup, gb * usage.backups, &backups);
        let calls = format!("{} calls/s × 730 h × 3600 s / 100,000", number(usage.stream_reads));
        self.add(
            "stream reads",
            region,
            Item::StreamRead,
            usage.stream_reads * SECONDS_PER_MONTH / 1e5,
            &calls,
        );
    }

    /// What replication sends between Regions, which is not on `DynamoDB`'s bill.
    pub(super) fn transfer(&mut self, usage: &RegionUsage) {
        let gb = usage.transfer_bytes * SECONDS_PER_MONTH / GB;
        let how = format!("{} bytes/s × 730 h × 3600 s / 1,073,741,824", number(usage.transfer_bytes));
        self.add("transfer to other Regions", &usage.region, Item::CrossRegionTransfer, gb, &how);
    }
}
