//! What is asked for, and what came.

use std::collections::BTreeMap;

use crate::aws::Failure;
use crate::metrics::{Completeness, MissingSpan, Series, WindowSeen, spacing};

/// One metric that is asked for. There is no unit: a wrong one finds nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// Its namespace, such as `AWS/DynamoDB`.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its dimensions, all of them: another set is another metric.
    pub dimensions: BTreeMap<String, String>,
    /// The statistic, such as `Maximum`.
    pub statistic: &'static str,
    /// The period that is asked for, in seconds: 60, or a multiple. Of a metric that is published less often come the
    /// points that there are.
    pub period_s: u32,
}

impl Query {
    /// A metric by its namespace, name and dimensions.
    pub fn new<'a>(
        namespace: &str,
        name: &str,
        dimensions: impl IntoIterator<Item = (&'a str, &'a str)>,
        statistic: &'static str,
        period_s: u32,
    ) -> Self {
        let dimensions = dimensions.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self {
            namespace: namespace.to_owned(),
            name: name.to_owned(),
            dimensions: dimensions.collect(),
            statistic,
            period_s,
        }
    }
}

/// What came of several questions.
#[derive(Debug)]
pub struct Read {
    /// What came of each, in their order.
    pub came: Vec<Came>,
    /// How many metrics were requested, which is what `CloudWatch` charges for.
    pub requested: u64,
}

/// What came of one question.
#[derive(Debug)]
pub struct Came {
    /// When a point's period begins, in seconds since 1970 (UTC), and its value; in no order.
    pub points: Vec<(i64, f64)>,
    /// Whether these are all.
    pub completeness: Completeness,
    /// The parts of the window for which nothing, or not everything, came.
    pub missing: Vec<MissingSpan>,
    /// Whether any answer was about it at all.
    pub is_told: bool,
}

impl Came {
    /// Why there is no answer at all; null where there is one, or a part of one.
    pub fn failure(&self) -> Option<&Failure> {
        self.missing.first().map(|span| &span.failure).filter(|_| !self.is_told)
    }

    /// The points as a series, whose period is what the points show ([`spacing`]), and at least `asked_s`.
    pub fn series(&self, window: &WindowSeen, asked_s: u32) -> Series {
        let period_s = period_of(&self.points, asked_s);
        // A last period that is not over yet has a value, too.
        let length = window.end_epoch_s.saturating_sub(window.start_epoch_s).max(0);
        let period = i64::from(period_s.max(1));
        let whole = length.saturating_add(period - 1) / period * period;
        let end_epoch_s = window.start_epoch_s.saturating_add(whole);
        let points = self.points.iter().copied();
        let points = points.filter(|(epoch_s, _)| *epoch_s < window.end_epoch_s);
        Series::from_points(window.start_epoch_s, end_epoch_s, period_s, points)
    }
}

fn period_of(points: &[(i64, f64)], asked_s: u32) -> u32 {
    let mut times: Vec<i64> = points.iter().map(|(epoch_s, _)| *epoch_s).collect();
    times.sort_unstable();
    times.dedup();
    spacing(&times, asked_s)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn came(times: &[i64]) -> Came {
        let points = times.iter().map(|time| (*time, 1.0)).collect();
        Came { points, completeness: Completeness::Complete, missing: Vec::new(), is_told: true }
    }

    #[test]
    fn the_period_is_that_of_the_points() {
        let window = WindowSeen { wanted_s: 3600, start_epoch_s: 300, end_epoch_s: 4080, period_s: 60 };
        for (times, period_s) in [
            (&[600, 660, 900][..], 60),
            (&[900, 600, 1200], 300),
            // A metric of a minute that was idle in between.
            (&[600, 720, 960], 60),
            (&[600, 4000], 60),
            // A metric of a minute that is written to now and then.
            (&[600, 1860, 3120], 60),
            (&[600, 1800, 3900], 300),
            (&[600], 60),
            (&[600, 600], 60),
            (&[], 60),
        ] {
            let series = came(times).series(&window, 60);
            assert_eq!(series.period_s, period_s, "{times:?}");
            let mut known = times.to_vec();
            known.sort_unstable();
            known.dedup();
            assert_eq!(series.count(), known.len(), "{times:?}");
        }
        assert_eq!(came(&[600, 660]).series(&window, 300).period_s, 300);
    }
}
