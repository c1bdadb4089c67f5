//! Whether evidence that was read from a file can be judged.

use super::{Evidence, MetricSeen, Source};
use crate::aws::Asked;
use crate::metrics::{LONGEST_S, Series, is_time};

const NO_WINDOW: &str = "the window of replication ends before it begins, or is longer than two years";
const NO_TIME: &str = "replication has a time that is none: before 1970, or after the year 9999";
const NO_PERIOD: &str = "a series of replication has a period of 0";

impl Evidence {
    /// Whether its times can be reckoned with.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn validate(&self) -> Result<(), &'static str> {
        let window = &self.window;
        if !is_time(window.start_epoch_s) || !is_time(window.end_epoch_s) {
            return Err(NO_TIME);
        }
        if !(0..=LONGEST_S).contains(&(window.end_epoch_s - window.start_epoch_s)) {
            return Err(NO_WINDOW);
        }
        if window.period_s == 0 {
            return Err(NO_PERIOD);
        }
        self.sources.iter().try_for_each(source)
    }
}

fn source(source: &Source) -> Result<(), &'static str> {
    match source {
        Source::GlobalTable(seen) => {
            seen.regions.iter().try_for_each(|region| one(&region.writes))?;
            seen.directions.iter().try_for_each(|way| one(&way.max).and_then(|()| one(&way.average)))
        }
        Source::MskReplicator(seen) => all(&seen.metrics),
        Source::AuroraGlobal(seen) => seen.members.iter().try_for_each(|member| all(&member.lags)),
        Source::GlobalDatastore(seen) => seen.lags.iter().try_for_each(|(_, lags)| all(lags)),
        Source::Valkey(seen) => seen.topology.validate(),
    }
}

fn one(asked: &Asked<MetricSeen>) -> Result<(), &'static str> {
    asked.answer().map_or(Ok(()), metric)
}

fn all(asked: &Asked<Vec<MetricSeen>>) -> Result<(), &'static str> {
    asked.answer().map_or(Ok(()), |metrics| metrics.iter().try_for_each(metric))
}

fn metric(metric: &MetricSeen) -> Result<(), &'static str> {
    let Series { start_epoch_s, period_s, values } = &metric.series;
    if *period_s == 0 {
        return Err(NO_PERIOD);
    }
    let length = i64::try_from(values.len()).unwrap_or(i64::MAX).saturating_mul(i64::from(*period_s));
    let missing = metric.missing.iter().flat_map(|span| [span.start_epoch_s, span.end_epoch_s]);
    let mut times = missing.chain([*start_epoch_s, start_epoch_s.saturating_add(length)]);
    if times.all(is_time) { Ok(()) } else { Err(NO_TIME) }
}
