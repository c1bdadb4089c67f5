//! A workload's traffic over time, where no trace tells it.

use std::f64::consts::TAU;

use crate::dynamodb::trace::Trace;
use crate::dynamodb::workload::RegionDemand;

const MINUTES_A_DAY: u32 = 24 * 60;
/// A week: decreases are counted by the day, and the first day begins with capacity that nothing has chosen.
const DAYS: u32 = 7;

/// A week in which the load swings as a sine between trough and peak, once a day, the least at midnight: the same
/// assumption by which the mean is reckoned.
pub(super) fn week(demand: &RegionDemand, peak_to_trough: f64) -> Trace {
    let swing = |peak: f64, minute: u32| {
        let trough = peak / peak_to_trough;
        let phase = f64::from(minute % MINUTES_A_DAY) / f64::from(MINUTES_A_DAY) * TAU;
        60.0 * (trough + (peak - trough) * (1.0 - phase.cos()) / 2.0)
    };
    let minutes = || 0..MINUTES_A_DAY * DAYS;
    Trace {
        start_s: 0,
        period_s: 60,
        reads: minutes().map(|minute| swing(demand.rcu, minute)).collect(),
        writes: minutes().map(|minute| swing(demand.write_units(), minute)).collect(),
    }
}
