//! What `CloudWatch` told of a table in one Region.
//!
//! Source: the developer guide's *`DynamoDB` metrics and dimensions*
//! (docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::metrics::{Completeness, LONGEST_S, MissingSpan, Series, is_time};

/// Reads or writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// Read capacity.
    Read,
    /// Write capacity.
    Write,
}

impl Dimension {
    /// `read` or `write`, as messages name it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

/// Who wrote: the dimension `Source` of the consumed write units of a global table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WriteSource {
    /// Applications of this Region: `Customer`.
    Customer,
    /// Replication from the other Regions: `GlobalTable`.
    GlobalTable,
}

/// Why requests were throttled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The table's provisioned capacity was used up.
    Provisioned,
    /// A partition's limit was reached: a hot key.
    KeyRange,
    /// The account's quota was reached.
    AccountLimit,
    /// The table's own maximum for on-demand requests was reached.
    MaxOnDemand,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Units that were consumed, of the table without its indexes. Divided by the period's seconds they are units
    /// per second.
    Consumed(Dimension),
    /// The part of the consumed write units with this `Source`. Never to be added to [`Measure::Consumed`].
    ConsumedBy(WriteSource),
    /// The capacity that was provisioned, in units. A table on demand has none.
    Provisioned(Dimension),
    /// Requests that were throttled; a batch of ten may count ten.
    Throttled(Dimension),
    /// The part of them with this cause.
    ThrottledBy(Dimension, Cause),
}

/// How `CloudWatch` makes one value of a period's many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Statistic {
    /// The sum.
    Sum,
    /// The mean.
    Average,
}

impl Statistic {
    /// As `CloudWatch` writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sum => "Sum",
            Self::Average => "Average",
        }
    }
}

impl Measure {
    /// All that are asked for.
    pub const ALL: [Self; 16] = {
        use Cause::{AccountLimit, KeyRange, MaxOnDemand, Provisioned};
        use Dimension::{Read, Write};
        [
            Self::Consumed(Read),
            Self::Consumed(Write),
            Self::ConsumedBy(WriteSource::Customer),
            Self::ConsumedBy(WriteSource::GlobalTable),
            Self::Provisioned(Read),
            Self::Provisioned(Write),
            Self::Throttled(Read),
            Self::Throttled(Write),
            Self::ThrottledBy(Read, Provisioned),
            Self::ThrottledBy(Read, KeyRange),
            Self::ThrottledBy(Read, AccountLimit),
            Self::ThrottledBy(Read, MaxOnDemand),
            Self::ThrottledBy(Write, Provisioned),
            Self::ThrottledBy(Write, KeyRange),
            Self::ThrottledBy(Write, AccountLimit),
            Self::ThrottledBy(Write, MaxOnDemand),
        ]
    };

    /// The metric's name in `AWS/DynamoDB`.
    pub const fn metric_name(self) -> &'static str {
        use Cause::{AccountLimit, KeyRange, MaxOnDemand, Provisioned};
        use Dimension::{Read, Write};
        match self {
            Self::Consumed(Read) => "ConsumedReadCapacityUnits",
            Self::Consumed(Write) | Self::ConsumedBy(_) => "ConsumedWriteCapacityUnits",
            Self::Provisioned(Read) => "ProvisionedReadCapacityUnits",
            Self::Provisioned(Write) => "ProvisionedWriteCapacityUnits",
            Self::Throttled(Read) => "ReadThrottleEvents",
            Self::Throttled(Write) => "WriteThrottleEvents",
            Self::ThrottledBy(Read, Provisioned) => "ReadProvisionedThroughputThrottleEvents",
            Self::ThrottledBy(Read, KeyRange) => "ReadKeyRangeThroughputThrottleEvents",
            Self::ThrottledBy(Read, AccountLimit) => "ReadAccountLimitThrottleEvents",
            Self::ThrottledBy(Read, MaxOnDemand) => "ReadMaxOnDemandThroughputThrottleEvents",
            Self::ThrottledBy(Write, Provisioned) => "WriteProvisionedThroughputThrottleEvents",
            Self::ThrottledBy(Write, KeyRange) => "WriteKeyRangeThroughputThrottleEvents",
            Self::ThrottledBy(Write, AccountLimit) => "WriteAccountLimitThrottleEvents",
            Self::ThrottledBy(Write, MaxOnDemand) => "WriteMaxOnDemandThroughputThrottleEvents",
        }
    }

    /// The value of the dimension `Source`, where it is asked for.
    pub const fn source(self) -> Option<&'static str> {
        match self {
            Self::ConsumedBy(WriteSource::Customer) => Some("Customer"),
            Self::ConsumedBy(WriteSource::GlobalTable) => Some("GlobalTable"),
            _ => None,
        }
    }

    /// The statistic that is right for it: the mean of consumed units is one per request, and says nothing.
    pub const fn statistic(self) -> Statistic {
        match self {
            Self::Provisioned(_) => Statistic::Average,
            _ => Statistic::Sum,
        }
    }

    /// The shortest period at which `DynamoDB` publishes it, in seconds.
    pub const fn finest_period_s(self) -> u32 {
        match self {
            Self::Provisioned(_) => 300,
            _ => 60,
        }
    }
}

/// One metric's values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Measured {
    /// What was asked for.
    pub measure: Measure,
    /// The values. An unknown metric and one without traffic look the same: no values.
    pub series: Series,
    /// Whether these are all.
    pub completeness: Completeness,
}

/// What `CloudWatch` told of a table in one Region.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Metrics {
    /// When the window begins, in seconds since 1970 (UTC): on the edge of every series' period.
    pub start_epoch_s: i64,
    /// When it ends (not included).
    pub end_epoch_s: i64,
    /// The values.
    pub measured: Vec<Measured>,
    /// Where gaps come from an answer that is missing, not from a table that was idle.
    pub missing: Vec<MissingSpan>,
    /// How many metrics were requested, which is what `CloudWatch` charges for.
    pub requested: u64,
}

impl Metrics {
    /// One metric.
    pub fn measured(&self, measure: Measure) -> Option<&Measured> {
        self.measured.iter().find(|measured| measured.measure == measure)
    }

    /// One metric's values; none where `CloudWatch` has none.
    pub fn series(&self, measure: Measure) -> Option<&Series> {
        self.measured(measure).map(|measured| &measured.series).filter(|series| !series.is_empty())
    }

    /// The consumed units: a Sum for each period of the table as a whole. Write units of a global table include
    /// what came from the other Regions; where `CloudWatch` has them by source alone, the two are added up.
    pub fn consumed(&self, dimension: Dimension) -> Option<Series> {
        if let Some(total) = self.series(Measure::Consumed(dimension)) {
            return Some(total.clone());
        }
        if dimension == Dimension::Read {
            return None;
        }
        let parts: Vec<_> = [WriteSource::Customer, WriteSource::GlobalTable]
            .into_iter()
            .filter_map(|source| self.series(Measure::ConsumedBy(source)))
            .collect();
        let period_s = parts.first()?.period_s;
        let mut sum = vec![None; parts[0].within(self.start_epoch_s, self.end_epoch_s).len()];
        for part in parts {
            for (sum, value) in sum.iter_mut().zip(part.within(self.start_epoch_s, self.end_epoch_s)) {
                *sum = value.map_or(*sum, |value| Some(sum.unwrap_or(0.0) + value));
            }
        }
        let times = (0_i64..).map(|index| self.start_epoch_s + index * i64::from(period_s));
        let points = times.zip(sum).filter_map(|(epoch_s, value)| Some((epoch_s, value?)));
        Some(Series::from_points(self.start_epoch_s, self.end_epoch_s, period_s, points))
    }

    /// Whether every metric is complete.
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty()
            && self.measured.iter().all(|measured| measured.completeness == Completeness::Complete)
    }

    /// Whether `CloudWatch` has no value at all: not even of capacity, which every provisioned table has.
    pub fn is_silent(&self) -> bool {
        self.measured.iter().all(|one| one.series.is_empty())
    }

    /// The highest period of a dimension, in units a second; 0 where nothing was consumed.
    pub fn peak(&self, dimension: Dimension) -> f64 {
        let series = self.consumed(dimension);
        series.map_or(0.0, |series| series.max().unwrap_or(0.0) / f64::from(series.period_s.max(1)))
    }

    /// Whether its times can be reckoned with: a file may say anything.
    pub(super) fn is_sound(&self) -> bool {
        let is_window = is_time(self.start_epoch_s)
            && is_time(self.end_epoch_s)
            && (0..=LONGEST_S).contains(&(self.end_epoch_s - self.start_epoch_s));
        is_window && self.measured.iter().all(|one| one.series.is_sound())
    }

    /// Whether all that `CloudWatch` has of the consumed units came. Only then is a gap an idle time.
    pub fn knows_consumption(&self) -> bool {
        let (read, write) = (Measure::Consumed(Dimension::Read), Measure::Consumed(Dimension::Write));
        let sources = [WriteSource::Customer, WriteSource::GlobalTable].map(Measure::ConsumedBy);
        let has_total = self.series(write).is_some();
        self.knows(read) && self.knows(write) && (has_total || sources.iter().all(|one| self.knows(*one)))
    }

    /// Whether all that `CloudWatch` has of throttled requests came, if not of their causes.
    pub fn knows_throttling(&self) -> bool {
        [Dimension::Read, Dimension::Write].iter().all(|one| self.knows(Measure::Throttled(*one)))
    }

    /// How many requests of a dimension were throttled, where some were. What they asked for is in no consumed unit.
    pub fn throttled(&self, dimension: Dimension) -> Option<f64> {
        let requests = self.series(Measure::Throttled(dimension))?.sum();
        (requests > 0.0).then_some(requests)
    }

    fn knows(&self, measure: Measure) -> bool {
        let measured = self.measured(measure);
        self.missing.is_empty() && measured.is_some_and(|one| one.completeness == Completeness::Complete)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn metrics(measured: &[(Measure, &[(i64, f64)])]) -> Metrics {
        let measured = measured
            .iter()
            .map(|(measure, points)| Measured {
                measure: *measure,
                series: Series::from_points(0, 600, 60, points.iter().copied()),
                completeness: Completeness::Complete,
            })
            .collect();
        Metrics { start_epoch_s: 0, end_epoch_s: 600, measured, missing: Vec::new(), requested: 0 }
    }

    #[test]
    fn every_measure_is_another_metric() {
        let names: BTreeSet<_> =
            Measure::ALL.iter().map(|measure| (measure.metric_name(), measure.source())).collect();
        assert_eq!(names.len(), Measure::ALL.len());
    }

    #[test]
    fn consumed_writes_are_never_counted_twice() {
        let customer = (Measure::ConsumedBy(WriteSource::Customer), &[(60, 5.0), (120, 1.0)][..]);
        let replicated = (Measure::ConsumedBy(WriteSource::GlobalTable), &[(120, 2.0), (300, 3.0)][..]);
        let total = (Measure::Consumed(Dimension::Write), &[(60, 6.0)][..]);
        let consumed = |parts: &[_]| metrics(parts).consumed(Dimension::Write);
        assert_eq!(consumed(&[total, customer, replicated]).map(|series| series.sum()), Some(6.0));
        let sum = consumed(&[customer, replicated]).expect("there are values");
        assert_eq!(sum.start_epoch_s, 60);
        assert_eq!(sum.values, [Some(5.0), Some(3.0), None, None, Some(3.0)]);
        assert_eq!(consumed(&[]), None);
        assert_eq!(metrics(&[customer]).consumed(Dimension::Read), None);
    }
}
