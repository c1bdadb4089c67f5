//! Series as text: sparklines, and the numbers that they only hint at.

use super::escape::visible;
use super::style::{Style, of_tone};
use super::words::{width, wrap};
use crate::report::{Curve, Series};

/// Heights of a sparkline's columns.
const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// What stands where a series has no value.
const NO_VALUE: char = '·';
/// How wide a sparkline may be where nothing says how wide the page is.
const SPARKLINE_WIDTH: usize = 80;

/// Each curve as a sparkline, all on one scale, with its name before it where there are several; and below them each
/// one's smallest, largest and last value with their places.
pub(super) fn series(series: &Series, style: Style) -> String {
    let page = style.width.unwrap_or(SPARKLINE_WIDTH).min(SPARKLINE_WIDTH);
    let drawn = sparklines(series, page);
    let painted =
        drawn.iter().zip(&series.curves).map(|(line, curve)| style.paint(line, of_tone(curve.tone)));
    let mut lines: Vec<String> = painted.collect();
    for told in facts(series) {
        lines.extend(wrap(&visible(&told), style.width));
    }
    lines.join("\n")
}

/// The sparklines of a series, no wider than the page; none where there are no values.
pub(crate) fn sparklines(series: &Series, page: usize) -> Vec<String> {
    let Some(scale) = Scale::of(series) else { return Vec::new() };
    let names: Vec<String> = match series.curves.as_slice() {
        [_] => vec![String::new()],
        curves => curves.iter().map(|curve| format!("{} ", visible(&curve.name))).collect(),
    };
    let widest = names.iter().map(|name| width(name)).max().unwrap_or_default();
    let room = page.saturating_sub(widest);
    let drawn = names.iter().zip(&series.curves).map(|(name, curve)| {
        format!("{name}{}{}", " ".repeat(widest - width(name)), sparkline(&curve.values, scale, room))
    });
    drawn.collect()
}

/// The numbers that a sparkline only hints at: a line for each curve.
pub(super) fn facts(series: &Series) -> Vec<String> {
    if Scale::of(series).is_none() {
        return vec!["no values".to_owned()];
    }
    let is_alone = series.curves.len() == 1;
    let line = |curve: &Curve| {
        let name = if is_alone { String::new() } else { format!("{}: ", curve.name) };
        format!("{name}{}", of_curve(series, curve))
    };
    series.curves.iter().map(line).collect()
}

fn of_curve(series: &Series, curve: &Curve) -> String {
    let known = || {
        series.places.iter().zip(&curve.values).filter_map(|(place, value)| Some((place, finite(*value)?)))
    };
    let smallest = known().reduce(|best, next| if next.1 < best.1 { next } else { best });
    let largest = known().reduce(|best, next| if next.1 > best.1 { next } else { best });
    let (Some(smallest), Some(largest), Some(last)) = (smallest, largest, known().next_back()) else {
        return "no values".to_owned();
    };
    let unit = if series.unit.is_empty() { String::new() } else { format!(" {}", series.unit) };
    let fact = |name, (place, value): (&String, f64)| {
        let at = if place.is_empty() { String::new() } else { format!(" at {place}") };
        format!("{name} {}{unit}{at}", number(value))
    };
    if smallest.1 >= largest.1 {
        return format!("{}{unit} throughout{}", number(last.1), gaps(curve));
    }
    format!("{} · {} · {}{}", fact("min", smallest), fact("max", largest), fact("last", last), gaps(curve))
}

fn gaps(curve: &Curve) -> String {
    match curve.values.iter().filter(|value| finite(**value).is_none()).count() {
        0 => String::new(),
        1 => " · 1 gap".to_owned(),
        count => format!(" · {count} gaps"),
    }
}

/// A value with three digits that count, and no more than it needs.
pub(super) fn number(value: f64) -> String {
    let decimals = match value.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        _ => 2,
    };
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// What can be drawn.
pub(super) fn finite(value: Option<f64>) -> Option<f64> {
    value.filter(|value| value.is_finite())
}

/// The smallest and the largest value of all curves of a series.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Scale {
    /// Nothing where there are no values.
    pub(super) fn of(series: &Series) -> Option<Self> {
        let known =
            || series.curves.iter().flat_map(|curve| &curve.values).filter_map(|value| finite(*value));
        let (low, high) = (known().reduce(f64::min)?, known().reduce(f64::max)?);
        // Several curves are there to be compared: one that is half as high must look so.
        Some(Self { low: if series.curves.len() > 1 { low.min(0.0) } else { low }, high })
    }
}

/// One column a point; where there are more points than columns, each column shows the largest of its share,
/// because a peak is what nobody may miss.
fn sparkline(values: &[Option<f64>], scale: Scale, width: usize) -> String {
    let columns = values.len().min(width.max(1));
    let share =
        |column: usize| &values[column * values.len() / columns..(column + 1) * values.len() / columns];
    let largest = |share: &[Option<f64>]| share.iter().filter_map(|value| finite(*value)).reduce(f64::max);
    let peaks = (0..columns).map(share).map(largest);
    peaks.map(|peak| peak.map_or(NO_VALUE, |value| level(value, scale))).collect()
}

fn level(value: f64, Scale { low, high }: Scale) -> char {
    // A flat line is neither low nor high. Compared in order, not computed as an index: no cast is needed.
    if high <= low {
        return LEVELS[3];
    }
    let height = (value - low) / (high - low) * 8.0;
    let index = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0].iter().filter(|bound| height >= **bound).count();
    LEVELS[index]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Tone;

    fn of(curves: &[(&str, &[Option<f64>])]) -> Series {
        let curve = |(name, values): &(&str, &[Option<f64>])| Curve {
            name: (*name).to_owned(),
            values: values.to_vec(),
            tone: Tone::Plain,
        };
        let places = 0..curves.iter().map(|(_, values)| values.len()).max().unwrap_or(0);
        Series {
            title: "lag".to_owned(),
            unit: "ms".to_owned(),
            places: places.map(|minute| format!("12:{minute:02}")).collect(),
            curves: curves.iter().map(curve).collect(),
        }
    }

    #[test]
    fn a_sparkline_keeps_peaks_and_gaps() {
        let drawn = |values: &[Option<f64>], width| sparklines(&of(&[("", values)]), width).join("\n");
        let values = |values: &[f64]| values.iter().map(|value| Some(*value)).collect::<Vec<_>>();
        assert_eq!(drawn(&values(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]), 80), "▁▂▃▄▅▆▇█");
        assert_eq!(drawn(&values(&[1.0, 9.0, 1.0, 1.0, 1.0, 1.0]), 3), "█▁▁");
        assert_eq!(drawn(&values(&[5.0, 5.0]), 80), "▄▄");
        assert_eq!(drawn(&[None, Some(1.0), Some(2.0), None], 80), "·▁█·");
        assert_eq!(drawn(&[], 80), "");
    }

    #[test]
    fn curves_share_a_scale_and_stand_below_each_other() {
        let both = of(&[("demand", &[Some(1.0), Some(2.0)]), ("capacity", &[Some(8.0), Some(8.0)])]);
        assert_eq!(
            series(&both, Style::default()),
            "demand   ▂▃\ncapacity ██\ndemand: min 1 ms at 12:00 · max 2 ms at 12:01 · last 2 ms at 12:01\ncapacity: 8 ms throughout"
        );
    }

    #[test]
    fn a_series_without_values_says_so() {
        assert_eq!(series(&of(&[("", &[None, Some(f64::NAN)])]), Style::default()), "no values");
    }
}
