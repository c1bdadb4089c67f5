//! The capacity modes, priced side by side.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::bill::{Bill, Class, Missing, Part};
use super::reserved::Term;
use super::usage::{HOURS_PER_MONTH, Load, RegionUsage};
use crate::dynamodb::prices::Prices;
use crate::dynamodb::workload::number;

/// How capacity is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// By the request.
    OnDemand,
    /// By the hour, fixed at the peak.
    Provisioned,
    /// By the hour, following the load.
    Autoscaling,
}

impl Mode {
    /// As it is written in reports and files, and as `create-table --billing` takes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OnDemand => "on-demand",
            Self::Provisioned => "provisioned",
            Self::Autoscaling => "autoscaling",
        }
    }
}

/// What a mode costs a month, in all Regions together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ModeCost {
    /// The mode.
    pub mode: Mode,
    /// US dollars a month in the Standard class; none where a price is missing.
    pub monthly_usd: Option<f64>,
    /// Its lines.
    pub parts: Vec<Part>,
    /// The prices that are missing.
    pub missing: Vec<Missing>,
    /// The same with the always provisioned part reserved for a year, the upfront fee spread over it.
    pub reserved_1y_monthly_usd: Option<f64>,
    /// The same for three years.
    pub reserved_3y_monthly_usd: Option<f64>,
    /// The same in the Standard-IA class, without reservations, which that class does not have.
    pub standard_ia_monthly_usd: Option<f64>,
    /// What replication sends to other Regions: charged beside `DynamoDB`, the same in every mode, in no sum here.
    pub transfer: Vec<Part>,
    /// Why a figure is not there, and what is in none.
    pub notes: Vec<String>,
}

/// Every mode for what is used. Autoscaling is among them where every load says what it provisions.
#[must_use]
pub fn mode_costs(usages: &[RegionUsage], prices: &Prices) -> Vec<ModeCost> {
    let is_simulated =
        usages.iter().all(|usage| usage.reads.autoscaled.is_some() && usage.writes.autoscaled.is_some());
    [Mode::OnDemand, Mode::Provisioned, Mode::Autoscaling]
        .into_iter()
        .filter(|mode| *mode != Mode::Autoscaling || is_simulated && !usages.is_empty())
        .map(|mode| cost(mode, usages, prices))
        .collect()
}

fn cost(mode: Mode, usages: &[RegionUsage], prices: &Prices) -> ModeCost {
    let standard = bill(mode, usages, prices, Class::Standard);
    let mut notes = Vec::new();
    let reserved = |term: Term, notes: &mut Vec<String>| {
        if mode == Mode::OnDemand {
            return None;
        }
        let bill = bill(mode, usages, prices, Class::Reserved(term));
        let years = number(term.months() / 12.0);
        if bill.reserved <= 0.0 {
            notes.push(format!(
                "nothing to reserve for {years} y: no Region always provisions the 100 units of a block (replicated \
                 write capacity cannot be reserved)"
            ));
            return None;
        }
        note_missing(&bill.missing, &format!("reserved for {years} y"), notes);
        bill.total()
    };
    note_missing(&standard.missing, mode.as_str(), &mut notes);
    let reserved_1y_monthly_usd = reserved(Term::OneYear, &mut notes);
    let reserved_3y_monthly_usd = reserved(Term::ThreeYears, &mut notes);
    let ia = bill(mode, usages, prices, Class::InfrequentAccess);
    note_missing(&ia.missing, "Standard-IA", &mut notes);
    if usages.iter().any(|usage| usage.storage_bytes.is_none()) {
        notes.push(
            "storage, recovery and backups are in no figure: the number of items is not known".to_owned(),
        );
    }
    if mode == Mode::Provisioned && usages.iter().any(|usage| usage.is_global) {
        notes.push(
            "DynamoDB takes a fixed write capacity for a global table only as a scaling policy whose min is its max"
                .to_owned(),
        );
    }
    let mut transfer = Bill::new(prices, Class::Standard);
    for usage in usages {
        transfer.transfer(usage);
    }
    note_missing(&transfer.missing, "transfer between Regions", &mut notes);
    ModeCost {
        mode,
        monthly_usd: standard.total(),
        parts: standard.parts,
        missing: standard.missing,
        reserved_1y_monthly_usd,
        reserved_3y_monthly_usd,
        standard_ia_monthly_usd: ia.total(),
        transfer: transfer.parts,
        notes,
    }
}

fn note_missing(missing: &[Missing], what: &str, notes: &mut Vec<String>) {
    if !missing.is_empty() {
        let keys: Vec<String> =
            missing.iter().map(|missing| format!("{} in {}", missing.item.key(), missing.region)).collect();
        notes.push(format!(
            "{what} is not priced: no price is known of {}; give them with --prices",
            keys.join(", ")
        ));
    }
}

fn bill<'a>(mode: Mode, usages: &[RegionUsage], prices: &'a Prices, class: Class) -> Bill<'a> {
    let mut bill = Bill::new(prices, class);
    for usage in usages {
        match mode {
            Mode::OnDemand => bill.requests(usage),
            Mode::Provisioned => bill.capacity(usage, fixed),
            Mode::Autoscaling => bill.capacity(usage, scaled),
        }
        bill.kept(usage);
    }
    bill
}

/// Unit-hours of fixed capacity, what of it is always there, and how it is reckoned.
fn fixed(load: &Load) -> (f64, f64, String) {
    let units = load.provisioned();
    (units * HOURS_PER_MONTH, units, format!("{} units for the peak × 730 h", number(units)))
}

/// The same of capacity that follows the load.
fn scaled(load: &Load) -> (f64, f64, String) {
    let Some(scaled) = load.autoscaled else { return fixed(load) };
    (scaled.unit_hours, scaled.min, format!("{} unit-hours as provisioned", number(scaled.unit_hours)))
}

#[cfg(test)]
mod tests {
    use super::super::usage::Autoscaled;
    use super::*;

    fn usage(region: &str) -> RegionUsage {
        RegionUsage {
            region: region.to_owned(),
            reads: Load { peak: 1000.0, mean: 500.0, autoscaled: None },
            writes: Load { peak: 250.0, mean: 100.0, autoscaled: None },
            storage_bytes: Some(100.0 * 1_073_741_824.0),
            ..RegionUsage::default()
        }
    }

    fn of(usages: &[RegionUsage], mode: Mode) -> ModeCost {
        let costs = mode_costs(usages, &Prices::builtin());
        costs.into_iter().find(|cost| cost.mode == mode).expect("is there")
    }

    fn close(usd: Option<f64>, expected: f64) {
        assert!(usd.is_some_and(|usd| (usd - expected).abs() < 0.005), "{usd:?} {expected}");
    }

    #[test]
    fn each_mode_is_its_arithmetic() {
        let on_demand = of(&[usage("us-east-1")], Mode::OnDemand);
        // 500 × 2,628,000 s × 0.125 / 1e6 + 100 × 2,628,000 × 0.625 / 1e6 + 100 GB × 0.25.
        close(on_demand.monthly_usd, 164.25 + 164.25 + 25.0);
        close(on_demand.standard_ia_monthly_usd, 203.67 + 204.984 + 10.0);
        assert_eq!(on_demand.reserved_1y_monthly_usd, None);
        let fixed = of(&[usage("us-east-1")], Mode::Provisioned);
        close(fixed.monthly_usd, 94.9 + 118.625 + 25.0);
        // Reserved: 1,000 RCU at (30/12 + 0.0025 × 730) per 100; 200 WCU at (150/12 + 0.0128 × 730), 50 at full price.
        close(fixed.reserved_1y_monthly_usd, 43.25 + 43.688 + 23.725 + 25.0);
    }

    #[test]
    fn autoscaling_reserves_its_floor_alone() {
        let mut usage = usage("us-east-1");
        usage.reads.autoscaled = Some(Autoscaled { unit_hours: 500_000.0, min: 350.0 });
        usage.writes.autoscaled = Some(Autoscaled { unit_hours: 100_000.0, min: 50.0 });
        let cost = of(&[usage], Mode::Autoscaling);
        close(cost.monthly_usd, 65.0 + 65.0 + 25.0);
        // 300 RCU reserved: (500,000 − 219,000) × 0.00013 + 3 × 4.325.
        close(cost.reserved_1y_monthly_usd, 36.53 + 12.975 + 65.0 + 25.0);
    }

    #[test]
    fn a_missing_price_is_named_and_no_part_of_a_sum_is_told() {
        let far = of(&[usage("us-east-1"), usage("sa-east-1")], Mode::OnDemand);
        assert_eq!(far.monthly_usd, None);
        assert!(far.missing.iter().all(|missing| missing.region == "sa-east-1") && far.missing.len() == 3);
        assert!(far.notes.iter().any(|note| note.contains("on_demand_read in sa-east-1")), "{:?}", far.notes);
        let mut kept = usage("eu-central-1");
        kept.backups = 1.0;
        assert_eq!(of(&[kept], Mode::OnDemand).monthly_usd, None);
        // What is not used needs no price.
        close(of(&[usage("eu-central-1")], Mode::OnDemand).monthly_usd, 200.385 + 200.385 + 30.6);
    }

    #[test]
    fn replicated_writes_are_not_reserved_and_transfer_stands_beside() {
        let mut usages = [usage("us-east-1"), usage("us-west-2")];
        for usage in &mut usages {
            usage.is_global = true;
            usage.transfer_bytes = 1000.0;
        }
        let cost = of(&usages, Mode::Provisioned);
        let reserved: Vec<&str> = cost.parts.iter().map(|part| part.name.as_str()).collect();
        assert_eq!(
            reserved,
            ["reads", "replicated writes", "storage", "reads", "replicated writes", "storage"]
        );
        close(cost.reserved_1y_monthly_usd, 2.0 * (43.25 + 118.625 + 25.0));
        assert!(cost.transfer.iter().all(|part| part.is_inferred));
        for usage in &mut usages {
            usage.reads.peak = 50.0;
        }
        let small = of(&usages, Mode::Provisioned);
        assert_eq!(small.reserved_1y_monthly_usd, None);
        assert!(small.notes.iter().any(|note| note.contains("nothing to reserve")));
    }

    #[test]
    fn autoscaling_is_priced_where_it_is_known() {
        assert_eq!(mode_costs(&[usage("us-east-1")], &Prices::builtin()).len(), 2);
        assert_eq!(mode_costs(&[], &Prices::builtin()).len(), 2);
    }
}
