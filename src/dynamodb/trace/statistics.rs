//! What traffic is like, in a few numbers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One dimension of a trace. Rates are units per second, averaged over a minute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Statistics {
    /// All units.
    pub total_units: f64,
    /// The mean rate.
    pub mean: f64,
    /// The rate that half of the minutes do not exceed.
    pub p50: f64,
    /// The rate that 99 % of the minutes do not exceed.
    pub p99: f64,
    /// The rate of the highest minute.
    pub peak: f64,
    /// Which minute that is: the first such, counted from 0.
    pub peak_minute: usize,
    /// How much more busy hours ask for than quiet ones: the 99th percentile of the hours' means by the 1st. Hours are
    /// counted from the start of the trace; the last may be shorter. Nothing when the quiet hours ask for nothing.
    pub peak_to_trough: Option<f64>,
}

impl Statistics {
    /// Of units per minute. All zeros when there are none.
    #[must_use]
    pub fn of(units: &[f64]) -> Self {
        if units.is_empty() {
            return Self::default();
        }
        let total_units: f64 = units.iter().sum();
        let mut sorted = units.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let peak = sorted.last().copied().unwrap_or_default();
        let mut hours: Vec<f64> =
            units.chunks(60).map(|hour| hour.iter().sum::<f64>() / count(hour)).collect();
        hours.sort_unstable_by(f64::total_cmp);
        let trough = quantile(&hours, 0.01);
        Self {
            total_units,
            mean: total_units / count(units) / 60.0,
            p50: quantile(&sorted, 0.5) / 60.0,
            p99: quantile(&sorted, 0.99) / 60.0,
            peak: peak / 60.0,
            peak_minute: units.iter().position(|value| *value >= peak).unwrap_or_default(),
            peak_to_trough: (trough > 0.0).then(|| quantile(&hours, 0.99) / trough),
        }
    }
}

/// The value that a share (0 to 1) of sorted values does not exceed, by nearest rank; 0 of none.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a length is an index"
)]
pub fn quantile(sorted: &[f64], share: f64) -> f64 {
    let rank = (share.clamp(0.0, 1.0) * count(sorted)).ceil() as usize;
    sorted.get(rank.max(1) - 1).or(sorted.last()).copied().unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "no trace has 2^53 minutes")]
const fn count(values: &[f64]) -> f64 {
    values.len() as f64
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "small whole numbers are exact")]
mod tests {
    use super::*;

    #[test]
    fn a_small_trace_by_hand() {
        // Two hours: one of 60 units a minute, one of 240 but for a minute of 6,000.
        let mut units = vec![60.0; 60];
        units.extend([240.0; 59]);
        units.push(6000.0);
        let statistics = Statistics::of(&units);
        assert_eq!(statistics.total_units, 3600.0 + 59.0 * 240.0 + 6000.0);
        assert_eq!((statistics.p50, statistics.p99, statistics.peak), (1.0, 4.0, 100.0));
        assert_eq!(statistics.peak_minute, 119);
        assert_eq!(statistics.peak_to_trough, Some((59.0 * 240.0 + 6000.0) / 3600.0));
        assert_eq!(statistics.mean, statistics.total_units / 7200.0);
    }

    #[test]
    fn nothing_is_zero() {
        assert_eq!(Statistics::of(&[]), Statistics::default());
        let idle = Statistics::of(&[0.0; 100]);
        assert_eq!((idle.peak, idle.peak_to_trough), (0.0, None));
        assert_eq!(quantile(&[], 0.5), 0.0);
        assert_eq!(
            [0.0, 0.5, 0.51, 1.0, 7.0].map(|share| quantile(&[1.0, 2.0], share)),
            [1.0, 1.0, 2.0, 2.0, 2.0]
        );
    }
}
