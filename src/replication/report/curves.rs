//! Lags over time, a picture for each kind of store.

use crate::metrics::LATE_S;
use crate::metrics::WindowSeen;
use crate::replication::assess::Case;
use crate::replication::lag::{Kind, Lag};
use crate::replication::words;
use crate::report::{Block, Curve, Series, Tone};

/// The most curves of a picture: the worst are drawn.
const CURVES: usize = 8;
/// From here on values are drawn in seconds.
const IN_SECONDS_MS: f64 = 10_000.0;

/// A series for each kind of store that has points.
pub(super) fn blocks(case: &Case<'_>) -> Vec<Block> {
    let of = |kind: Kind| {
        let mut own: Vec<&Lag> =
            case.lags.iter().filter(|lag| lag.kind == kind && !lag.points.values.is_empty()).collect();
        own.sort_by(|a, b| {
            let worst = |lag: &Lag| lag.worst_ms().unwrap_or_default();
            worst(b).total_cmp(&worst(a)).then_with(|| a.subject().cmp(&b.subject()))
        });
        own.truncate(CURVES);
        let series = if kind == Kind::Valkey { offsets(&own) } else { metrics(case, kind, &own) };
        series.map(|series| Block::Series(in_unit(series)))
    };
    Kind::ALL.into_iter().filter_map(of).collect()
}

/// The largest value of each step of the window; a step without points is a gap.
fn metrics(case: &Case<'_>, kind: Kind, lags: &[&Lag]) -> Option<Series> {
    let window = drawn(&case.evidence.window, lags);
    let length = window.end_epoch_s.saturating_sub(window.start_epoch_s);
    let period = lags.iter().map(|lag| i64::from(lag.points.period_s)).max()?.max(1);
    let step = period.saturating_mul((length / period / Series::MOST_PLACES).saturating_add(1));
    let count = usize::try_from(length.max(0) / step).unwrap_or(0).saturating_add(1);
    let times = (0_i64..).map(|at| window.start_epoch_s.saturating_add(at.saturating_mul(step)));
    let places: Vec<String> =
        times.take_while(|at| *at < window.end_epoch_s).take(count).map(words::minute).collect();
    let curve = |lag: &&Lag| {
        let mut values: Vec<Option<f64>> = vec![None; places.len()];
        for (at, value) in &lag.points.values {
            let step = usize::try_from(at.saturating_sub(window.start_epoch_s) / step).ok();
            if let Some(slot) = step.and_then(|step| values.get_mut(step)) {
                *slot = Some(slot.map_or(*value, |most| most.max(*value)));
            }
        }
        Curve { name: lag.subject(), values, tone: Tone::Plain }
    };
    let curves = lags.iter().map(curve).collect();
    let what = match kind {
        Kind::GlobalTable => "Lag of global tables",
        Kind::MskReplicator => "Lag of MSK replicators",
        Kind::AuroraGlobal => "Lag of Aurora",
        Kind::GlobalDatastore => "Lag of Global Datastores",
        Kind::Valkey => "Lag of Valkey replicas",
    };
    let title = format!("{what}, the highest of each {}", words::seconds(step));
    Some(Series { title, unit: "ms".to_owned(), places, curves })
}

/// The window that is drawn: without the newest minutes whose points are not there yet. Where all have stopped, nothing is
/// left out.
fn drawn(window: &WindowSeen, lags: &[&Lag]) -> WindowSeen {
    let newest = lags.iter().filter_map(|lag| lag.points.newest_end_epoch_s(window.period_s)).max();
    let period = lags.iter().map(|lag| i64::from(lag.points.period_s)).max().unwrap_or_default();
    let late =
        newest.filter(|newest| window.end_epoch_s.saturating_sub(*newest) < period.saturating_add(LATE_S));
    WindowSeen { end_epoch_s: late.map_or(window.end_epoch_s, |end| end.min(window.end_epoch_s)), ..*window }
}

/// Sample by sample: nodes are asked at the same times.
fn offsets(lags: &[&Lag]) -> Option<Series> {
    let longest = lags.iter().max_by_key(|lag| lag.points.values.len())?;
    let places = longest.points.values.iter().map(|(at_us, _)| place(*at_us)).collect();
    let count = longest.points.values.len();
    let curve = |lag: &&Lag| {
        let mut values: Vec<Option<f64>> = lag.points.values.iter().map(|(_, value)| Some(*value)).collect();
        values.resize(count, None);
        Curve { name: lag.way(), values, tone: Tone::Plain }
    };
    let curves = lags.iter().map(curve).collect();
    Some(Series {
        title: "Lag of Valkey replicas, the longest that it can be".to_owned(),
        unit: "ms".to_owned(),
        places,
        curves,
    })
}

#[expect(clippy::cast_precision_loss, reason = "for reading")]
fn place(at_us: i64) -> String {
    format!("{:.1} s", at_us as f64 / 1e6)
}

/// Large values in seconds.
fn in_unit(mut series: Series) -> Series {
    let values = || series.curves.iter().flat_map(|curve| curve.values.iter().flatten());
    if values().copied().fold(0.0, f64::max) >= IN_SECONDS_MS {
        "s".clone_into(&mut series.unit);
        for value in series.curves.iter_mut().flat_map(|curve| curve.values.iter_mut().flatten()) {
            *value /= 1000.0;
        }
    }
    series
}
