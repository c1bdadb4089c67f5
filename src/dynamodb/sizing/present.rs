//! What a table that exists costs and does now.

use crate::aws::Asked;
use crate::dynamodb::autoscaling::Policy;
use crate::dynamodb::cost::{Load, Mode, ModeCost, RegionUsage, mode_costs};
use crate::dynamodb::evidence::{Dimension, Facts, Measure, RegionSeen, TableSeen};
use crate::dynamodb::prices::Prices;
use crate::dynamodb::spec::TableClass;
use crate::numbers::as_f64;

/// What a table that exists is now.
#[derive(Clone, Debug)]
pub struct Present {
    /// Its capacity mode.
    pub mode: Mode,
    /// Its table class.
    pub table_class: TableClass,
    /// What it costs a month at present, in its own mode and class; none where a price or its capacity is not known.
    pub monthly_usd: Option<f64>,
    /// What the same would cost in the other table class.
    pub other_class_monthly_usd: Option<f64>,
    /// Each Region that answered.
    pub regions: Vec<PresentRegion>,
}

/// What a table is in one Region.
#[derive(Clone, Debug)]
pub struct PresentRegion {
    /// The Region.
    pub region: String,
    /// Provisioned read and write units; none on demand.
    pub provisioned: Option<(f64, f64)>,
    /// The policy of its reads; none where they are not scaled, or where that is not known.
    pub read: Option<Policy>,
    /// The policy of its writes; likewise.
    pub write: Option<Policy>,
    /// Whether policies are known.
    pub scaling_known: bool,
}

/// What the table is now; nothing where it was not described in its own Region.
pub(super) fn present(seen: &TableSeen, usages: &[RegionUsage], prices: &Prices) -> Option<Present> {
    let mode = mode(seen)?;
    let regions =
        seen.regions.iter().filter_map(|region| Some(of_region(region, region.described.answer()?)));
    let regions: Vec<PresentRegion> = regions.collect();
    let paid =
        usages.iter().map(|usage| paid(usage, seen.region(&usage.region)?, mode)).collect::<Option<Vec<_>>>();
    let cost = paid.and_then(|usages| {
        let costs: Vec<ModeCost> = mode_costs(&usages, prices);
        // Capacity that is measured is a number of units, however it came to be.
        let priced = if mode == Mode::OnDemand { Mode::OnDemand } else { Mode::Provisioned };
        costs.into_iter().find(|cost| cost.mode == priced)
    });
    let is_ia = seen.facts().is_some_and(|facts| facts.table_class == TableClass::InfrequentAccess.as_str());
    let (table_class, other_class) = if is_ia {
        (TableClass::InfrequentAccess, TableClass::Standard)
    } else {
        (TableClass::Standard, TableClass::InfrequentAccess)
    };
    let in_class = |class| cost.as_ref().and_then(|cost| class_usd(cost, class));
    let (monthly_usd, other_class_monthly_usd) = (in_class(table_class), in_class(other_class));
    Some(Present { mode, table_class, monthly_usd, other_class_monthly_usd, regions })
}

/// What a mode costs a month in a table class.
pub(in crate::dynamodb) const fn class_usd(cost: &ModeCost, class: TableClass) -> Option<f64> {
    match class {
        TableClass::Standard => cost.monthly_usd,
        TableClass::InfrequentAccess => cost.standard_ia_monthly_usd,
    }
}

/// The capacity mode of a table.
pub(super) fn mode(seen: &TableSeen) -> Option<Mode> {
    if seen.facts()?.is_on_demand() {
        return Some(Mode::OnDemand);
    }
    let scaling = seen.own()?.scaling.as_ref();
    let is_scaled = scaling.is_some_and(|scaling| {
        scaling.policy(Dimension::Read).is_some() || scaling.policy(Dimension::Write).is_some()
    });
    Some(if is_scaled { Mode::Autoscaling } else { Mode::Provisioned })
}

fn of_region(region: &RegionSeen, facts: &Facts) -> PresentRegion {
    let scaling = region.scaling.as_ref();
    let policy = |dimension| scaling.and_then(|scaling| scaling.policy(dimension));
    let provisioned = facts.provisioned.as_ref().filter(|_| !facts.is_on_demand());
    PresentRegion {
        region: region.region.clone(),
        provisioned: provisioned.map(|units| (as_f64(units.read_units), as_f64(units.write_units))),
        read: policy(Dimension::Read),
        write: policy(Dimension::Write),
        scaling_known: scaling.is_some_and(crate::dynamodb::evidence::Scaling::is_known),
    }
}

/// What is paid in a Region: on demand what is consumed, else the capacity as it was measured, or as it is now where it
/// was not.
fn paid(usage: &RegionUsage, region: &RegionSeen, mode: Mode) -> Option<RegionUsage> {
    if mode == Mode::OnDemand {
        return Some(usage.clone());
    }
    let units = region.described.answer()?.provisioned.as_ref()?;
    let of = |dimension, now: i64, load: &Load| {
        let units = measured_units(region, dimension).unwrap_or_else(|| as_f64(now));
        Load { peak: units, autoscaled: None, ..*load }
    };
    Some(RegionUsage {
        reads: of(Dimension::Read, units.read_units, &usage.reads),
        writes: of(Dimension::Write, units.write_units, &usage.writes),
        ..usage.clone()
    })
}

/// The mean of the provisioned capacity over the window.
fn measured_units(region: &RegionSeen, dimension: Dimension) -> Option<f64> {
    let Some(Asked::Answered(metrics)) = &region.metrics else { return None };
    let series = metrics.series(Measure::Provisioned(dimension))?;
    #[expect(clippy::cast_precision_loss, reason = "no window has 2^53 points")]
    let count = series.count() as f64;
    (count > 0.0).then(|| series.sum() / count)
}
