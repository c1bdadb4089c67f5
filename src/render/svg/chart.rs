//! A series as a curve between its smallest and its largest value.

use super::drawing::{BODY, Drawing, FAINT};
use crate::render::charts::{facts, number};
use crate::render::escape::visible;
use crate::render::words::wrap;
use crate::report::Series;

const WIDTH: u32 = 620;
const HEIGHT: u32 = 120;
/// Room for half a letter above the highest value.
const TOP: u32 = 8;

pub(super) fn series(series: &Series) -> Drawing {
    let values: Vec<Option<f64>> =
        series.points.iter().map(|(_, value)| value.filter(|value| value.is_finite())).collect();
    let facts = facts(series, &values);
    let mut drawing = Drawing::default();
    let known = || values.iter().flatten().copied();
    let (Some(low), Some(high)) = (known().reduce(f64::min), known().reduce(f64::max)) else {
        drawing.text(0, 0, &facts, FAINT);
        return drawing;
    };
    let label = |value: f64| format!("{} {}", number(value), visible(&series.unit)).trim_end().to_owned();
    let scale_width = BODY.pixels(&label(low)).max(BODY.pixels(&label(high)));
    let left = u32::try_from(scale_width).unwrap_or(0) + 12;
    // A flat line is neither low nor high.
    let levels =
        if high > low { vec![(high, TOP), (low, TOP + HEIGHT)] } else { vec![(low, TOP + HEIGHT / 2)] };
    for (value, y) in levels {
        let text = label(value);
        let x = scale_width - BODY.pixels(&text);
        drawing.text(x, usize::try_from(y).unwrap_or(0).saturating_sub(8), &text, FAINT);
        drawing.path(format!("M{left} {y}.5h{WIDTH}"), "rule");
    }
    let y = |value: f64| {
        let share = if high > low { (high - value) / (high - low) } else { 0.5 };
        f64::from(TOP) + share * f64::from(HEIGHT)
    };
    drawing.path(curve(&values, left, &y), "curve");
    let [left, width, bottom] =
        [left, WIDTH, TOP + HEIGHT].map(|pixels| usize::try_from(pixels).unwrap_or(0));
    drawing.reach(left + width + 4, bottom + 8);
    if let (Some((first, _)), Some((last, _))) = (series.points.first(), series.points.last()) {
        let room = width / 2 - 10;
        drawing.text_within(left, bottom + 10, room, first, FAINT);
        let end = left + width - FAINT.pixels(&FAINT.fit(last, room));
        if series.points.len() > 1 {
            drawing.text_within(end, bottom + 10, room, last, FAINT);
        }
    }
    let limit = BODY.columns(left + width);
    drawing.lines(0, bottom + 34, left + width, &wrap(&visible(&facts), Some(limit)), BODY);
    drawing
}

/// A line through the values; where one is missing it is interrupted. A value without neighbours is a dot.
fn curve(values: &[Option<f64>], left: u32, y: &dyn Fn(f64) -> f64) -> String {
    let last = f64::from(u32::try_from(values.len()).unwrap_or(u32::MAX).max(2) - 1);
    let mut d = String::new();
    let mut is_on = false;
    for (index, value) in (0_u32..).zip(values) {
        let Some(value) = value else {
            is_on = false;
            continue;
        };
        let x = f64::from(left) + f64::from(index) / last * f64::from(WIDTH);
        // The point drawn to itself is what makes a dot of it.
        let dot = if is_on { "" } else { "h0" };
        d += &format!("{}{x:.1} {:.1}{dot}", if is_on { 'L' } else { 'M' }, y(*value));
        is_on = true;
    }
    d
}
