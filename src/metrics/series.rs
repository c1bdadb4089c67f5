//! Values at even distances in time, with gaps.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::window::is_time;

/// The finest period of a table's metrics, in seconds.
const LEAST_PERIOD_S: u32 = 60;

/// Values at even distances in time. A gap is a gap: whether it stands for zero is for the reader to decide.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Series {
    /// When the first value's period begins, in seconds since 1970 (UTC).
    pub start_epoch_s: i64,
    /// The length of a period, in seconds; never 0 in what is observed.
    pub period_s: u32,
    /// A value for each period, null where there is none. Begins and ends with a value, to be short.
    pub values: Vec<Option<f64>>,
}

impl Series {
    /// A series of a window (end not included) from points in any order. A point is taken for the period that it
    /// lies in; one outside of the window, or that is no number, is left out; of two in one period the later in
    /// `points` stands.
    pub fn from_points(
        start_epoch_s: i64,
        end_epoch_s: i64,
        period_s: u32,
        points: impl IntoIterator<Item = (i64, f64)>,
    ) -> Self {
        let period = i64::from(period_s.max(1));
        let mut values = vec![None; count(start_epoch_s, end_epoch_s, period)];
        for (epoch_s, value) in points {
            let index = epoch_s.saturating_sub(start_epoch_s).div_euclid(period);
            let slot = usize::try_from(index).ok().and_then(|index| values.get_mut(index));
            if let Some(slot) = slot
                && value.is_finite()
            {
                *slot = Some(value);
            }
        }
        let first = values.iter().position(Option::is_some).unwrap_or(values.len());
        let last = values.iter().rposition(Option::is_some).map_or(first, |last| last + 1);
        values.truncate(last);
        values.drain(..first);
        let skipped = i64::try_from(first).unwrap_or(i64::MAX).saturating_mul(period);
        let start_epoch_s = if values.is_empty() { start_epoch_s } else { start_epoch_s + skipped };
        Self { start_epoch_s, period_s, values }
    }

    /// Whether there is no value at all.
    pub const fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// How many periods have a value.
    pub fn count(&self) -> usize {
        self.values.iter().flatten().count()
    }

    /// When the last value's period ends, in seconds since 1970 (UTC).
    pub fn end_epoch_s(&self) -> i64 {
        let periods = i64::try_from(self.values.len()).unwrap_or(i64::MAX);
        self.start_epoch_s.saturating_add(periods.saturating_mul(i64::from(self.period_s)))
    }

    /// Every period from the first value to the last: when it begins, and its value.
    pub fn points(&self) -> impl Iterator<Item = (i64, Option<f64>)> + '_ {
        let times = (0_i64..).map(|index| self.start_epoch_s + index * i64::from(self.period_s));
        times.zip(self.values.iter().copied())
    }

    /// The values of a window (end not included) that begins on a period's edge: with the gaps at both ends, which
    /// the stored series leaves out.
    pub fn within(&self, start_epoch_s: i64, end_epoch_s: i64) -> Vec<Option<f64>> {
        let period = i64::from(self.period_s.max(1));
        let offset = start_epoch_s.saturating_sub(self.start_epoch_s).div_euclid(period);
        (0..count(start_epoch_s, end_epoch_s, period))
            .map(|index| {
                let index = i64::try_from(index).ok()?.saturating_add(offset);
                self.values.get(usize::try_from(index).ok()?).copied().flatten()
            })
            .collect()
    }

    /// Whether its times can be reckoned with, as those of whatever `CloudWatch` tells of a table can: a file may say
    /// anything.
    pub(crate) fn is_sound(&self) -> bool {
        is_time(self.start_epoch_s) && self.period_s >= LEAST_PERIOD_S
    }

    /// The sum of all values.
    pub fn sum(&self) -> f64 {
        self.values.iter().flatten().sum()
    }

    /// The largest value.
    pub fn max(&self) -> Option<f64> {
        self.values.iter().flatten().copied().reduce(f64::max)
    }
}

/// AWS publishes every minute, or every five, in seconds.
const FIVE_MINUTES_S: u32 = 300;

/// The period that points show by their times, which are sorted: five minutes where all of them, two or more, lie on that
/// measure, and else the one that was asked for. A longer distance shows no longer period: nothing was there to publish.
pub fn spacing(times: &[i64], asked_s: u32) -> u32 {
    let five = i64::from(FIVE_MINUTES_S);
    let is_on_five = |pair: &[i64]| pair[1].saturating_sub(pair[0]).rem_euclid(five) == 0;
    let shown = times.len() >= 2 && times.windows(2).all(is_on_five);
    if shown { asked_s.max(FIVE_MINUTES_S) } else { asked_s }
}

/// How many whole periods a window has.
fn count(start_epoch_s: i64, end_epoch_s: i64, period: i64) -> usize {
    usize::try_from(end_epoch_s.saturating_sub(start_epoch_s).max(0) / period).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_find_their_periods_whatever_their_order() {
        let points = [(660, 3.0), (360, 1.0), (421, 2.0), (60, 9.0), (900, 9.0), (480, f64::NAN)];
        let series = Series::from_points(300, 900, 60, points);
        assert_eq!(series.start_epoch_s, 360);
        assert_eq!(series.values, [Some(1.0), Some(2.0), None, None, None, Some(3.0)]);
        assert_eq!((series.count(), series.sum(), series.max()), (3, 6.0, Some(3.0)));
        assert_eq!(series.end_epoch_s(), 720);
        assert_eq!(series.points().nth(1), Some((420, Some(2.0))));
    }

    #[test]
    fn gaps_are_those_of_the_window() {
        let series = Series::from_points(300, 900, 60, [(360, 1.0), (540, 0.0)]);
        assert_eq!(series.values, [Some(1.0), None, None, Some(0.0)]);
        let window = series.within(300, 900);
        assert_eq!(window.len(), 10);
        assert_eq!((window[0], window[1], window[4], window[9]), (None, Some(1.0), Some(0.0), None));
    }

    #[test]
    fn nothing_and_nonsense_are_no_panic() {
        let empty = Series::from_points(300, 900, 60, []);
        assert!(empty.is_empty());
        assert_eq!(empty.within(300, 900), [None; 10]);
        assert!(Series::from_points(900, 300, 0, [(i64::MIN, 1.0)]).is_empty());
    }
}
