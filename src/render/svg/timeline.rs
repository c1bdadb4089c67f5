//! A timeline: what, when, how long, a bar where it stood in the whole, and what came of it.

use super::drawing::{Area, BODY, Drawing, FAINT, Shape};
use super::palette::class;
use crate::render::escape::visible;
use crate::render::timelines::{end, took, whole};
use crate::render::words::wrap;
use crate::report::Timeline;
use crate::words::microseconds;

const ROW: usize = 26;
const GAP: usize = 16;
const BARS: usize = 320;
/// Left of a label: its mark.
const MARK: usize = 16;
/// The widest label, and the widest line of what came of an event.
const LABEL: usize = 260;
const NOTE: usize = 340;

pub(super) fn timeline(timeline: &Timeline) -> Drawing {
    let events = &timeline.events;
    let starts: Vec<String> =
        events.iter().map(|event| format!("+{}", microseconds(event.start_us))).collect();
    let lengths: Vec<String> = events.iter().map(took).collect();
    let widest = |texts: &[String]| texts.iter().map(|text| BODY.pixels(text)).max().unwrap_or_default();
    let labels: Vec<String> = events.iter().map(|event| visible(&event.label).into_owned()).collect();
    let label = widest(&labels).min(LABEL);
    let starts_x = MARK + label + GAP;
    let lengths_x = starts_x + widest(&starts) + GAP;
    let bars_x = lengths_x + widest(&lengths) + GAP;
    let notes_x = bars_x + BARS + GAP;
    let whole = whole(timeline);
    let mut drawing = Drawing::default();
    let mut y = 0;
    for ((event, start), length) in events.iter().zip(&starts).zip(&lengths) {
        let notes = wrap(&visible(&event.note), Some(BODY.columns(NOTE)));
        let height = ROW.max(notes.len() * BODY.line() + 10);
        drawing.path(format!("M0 {y}.5H{}", bars_x + BARS), "rule");
        drawing.mark(0, y + 8, event.tone);
        let text_y = y + 6;
        drawing.text_within(MARK, text_y, label, &event.label, BODY);
        // Numbers are compared by their right ends.
        let right = |x: usize, column: &[String], text: &str| x + widest(column) - BODY.pixels(text);
        drawing.text(right(starts_x, &starts, start), text_y, start, FAINT);
        drawing.text(right(lengths_x, &lengths, length), text_y, length, BODY);
        let first = place(event.start_us, whole).min(BARS - 3);
        let past = if event.duration_us.is_some() { place(end(event), whole).max(first + 3) } else { BARS };
        let bar = Area { x: bars_x + first, y: y + 6, width: past - first, height: 14 };
        let title = format!("{} {start}, {length}", visible(&event.label));
        let shapes = vec![Shape::Rect(bar, "")];
        drawing.shapes.push(Shape::Group { x: 0, y: 0, class: class(event.tone).to_owned(), title, shapes });
        drawing.reach(bars_x + BARS, y + height);
        drawing.lines(notes_x, text_y, NOTE, &notes, FAINT);
        y += height;
    }
    drawing
}

fn place(at: u64, whole: u64) -> usize {
    usize::try_from(u128::from(at) * BARS as u128 / u128::from(whole)).map_or(BARS, |place| place.min(BARS))
}
