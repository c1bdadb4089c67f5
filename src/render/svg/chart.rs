//! A series as curves between its smallest and its largest value.

use super::drawing::{BODY, Drawing, FAINT};
use super::palette::curve_class;
use crate::render::escape::visible;
use crate::render::sparklines::{Scale, facts, finite, number};
use crate::render::words::wrap;
use crate::report::{Series, Tone};

const WIDTH: u32 = 620;
const HEIGHT: u32 = 120;
/// Room for half a letter above the highest value.
const TOP: u32 = 8;
/// How long a piece of a curve stands before its name in the legend.
const SAMPLE: usize = 22;

pub(super) fn series(series: &Series) -> Drawing {
    let facts = facts(series);
    let mut drawing = Drawing::default();
    let Some(scale @ Scale { low, high }) = Scale::of(series) else {
        drawing.text(0, 0, &facts.join(" "), FAINT);
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
    // The most important is drawn last, over the others.
    let classes = classes(series);
    for (curve, class) in series.curves.iter().zip(&classes).rev() {
        drawing.path(path(&curve.values, left, scale), class);
    }
    let [left, width, bottom] =
        [left, WIDTH, TOP + HEIGHT].map(|pixels| usize::try_from(pixels).unwrap_or(0));
    drawing.reach(left + width + 4, bottom + 8);
    if let (Some(first), Some(last)) = (series.places.first(), series.places.last()) {
        let room = width / 2 - 10;
        drawing.text_within(left, bottom + 10, room, first, FAINT);
        let end = left + width - FAINT.pixels(&FAINT.fit(last, room));
        if series.places.len() > 1 {
            drawing.text_within(end, bottom + 10, room, last, FAINT);
        }
    }
    let mut y = bottom + 34;
    for (told, class) in facts.iter().zip(&classes) {
        let indent = if series.curves.len() > 1 { SAMPLE + 8 } else { 0 };
        if indent > 0 {
            drawing.path(format!("M0 {}h{SAMPLE}", y + 9), class);
        }
        let limit = BODY.columns(left + width - indent);
        y = drawing.lines(indent, y, left + width - indent, &wrap(&visible(told), Some(limit)), BODY);
    }
    drawing
}

/// What each curve looks like: those without a tone are told apart.
fn classes(series: &Series) -> Vec<&'static str> {
    let mut plain = 0..;
    let mut class = |tone| curve_class(tone, if tone == Tone::Plain { plain.next().unwrap_or(0) } else { 0 });
    series.curves.iter().map(|curve| class(curve.tone)).collect()
}

/// A line through the values; where one is missing it is interrupted. A value without neighbours is a dot.
fn path(values: &[Option<f64>], left: u32, Scale { low, high }: Scale) -> String {
    let y = |value: f64| {
        let share = if high > low { (high - value) / (high - low) } else { 0.5 };
        f64::from(TOP) + share * f64::from(HEIGHT)
    };
    let last = f64::from(u32::try_from(values.len()).unwrap_or(u32::MAX).max(2) - 1);
    let mut d = String::new();
    let mut is_on = false;
    for (index, value) in (0_u32..).zip(values) {
        let Some(value) = finite(*value) else {
            is_on = false;
            continue;
        };
        let x = f64::from(left) + f64::from(index) / last * f64::from(WIDTH);
        // The point drawn to itself is what makes a dot of it.
        let dot = if is_on { "" } else { "h0" };
        d += &format!("{}{x:.1} {:.1}{dot}", if is_on { 'L' } else { 'M' }, y(value));
        is_on = true;
    }
    d
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Curve;

    #[test]
    fn curves_are_told_apart() {
        let curve = |tone| Curve { tone, values: vec![Some(1.0), Some(2.0)], ..Curve::default() };
        let curves = [Tone::Plain, Tone::Good, Tone::Plain, Tone::Plain].map(curve).to_vec();
        let classes = classes(&Series { curves, ..Series::default() });
        assert_eq!(classes, ["curve", "curve good", "curve second", "curve third"]);
    }
}
