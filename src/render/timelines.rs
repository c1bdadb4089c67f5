//! Timelines as text: small bars.

use super::blocks::INDENT;
use super::escape::visible;
use super::style::Style;
use super::tables::{GAP, grid};
use super::words::{width, wrap};
use crate::report::{Cell, Event, Timeline, Tone};
use crate::words::microseconds;

/// How wide a timeline's bars may be, the best first.
const BAR_WIDTHS: [usize; 3] = [24, 16, 10];

/// How long an event took; from its start onward where the picture does not show its end.
pub(super) fn took(event: &Event) -> String {
    event.duration_us.map_or_else(|| "onward".to_owned(), microseconds)
}

/// Aligned rows: what, when, how long, a bar, what came of it. Where what came of it does not fit beside the
/// bars, it goes below them.
pub(super) fn timeline(timeline: &Timeline, style: Style) -> String {
    let events = &timeline.events;
    let starts = aligned(events.iter().map(|event| format!("+{}", microseconds(event.start_us))));
    let lengths = aligned(events.iter().map(took));
    let notes: Vec<String> = events.iter().map(|event| visible(&event.note).into_owned()).collect();
    let widest = |texts: &[String]| texts.iter().map(|text| width(text)).max().unwrap_or_default();
    let labels: Vec<String> = events.iter().map(|event| visible(&event.label).into_owned()).collect();
    let taken = widest(&labels) + widest(&starts) + widest(&lengths) + widest(&notes) + 4 * GAP;
    let fits = |columns: &usize| style.width.is_none_or(|limit| taken + columns <= limit);
    let beside = BAR_WIDTHS.into_iter().find(fits);
    let columns = beside.unwrap_or(BAR_WIDTHS[1]);
    let end = events.iter().map(end).max().unwrap_or_default().max(1);
    let row = |(index, event): (usize, &Event)| {
        let mut row = vec![
            Cell::toned(event.label.as_str(), event.tone),
            Cell::toned(starts[index].as_str(), Tone::Faint),
            Cell::from(lengths[index].as_str()),
            Cell::toned(bar(event, end, columns), event.tone),
        ];
        row.extend(beside.map(|_| Cell::from(event.note.as_str())));
        row
    };
    let rows: Vec<Vec<Cell>> = events.iter().enumerate().map(row).collect();
    // Without a width each row is one line.
    let drawn = grid(&[], &rows, Style { width: None, ..style });
    if beside.is_some() {
        return drawn;
    }
    let mut lines = Vec::new();
    for (row, note) in drawn.lines().zip(&notes) {
        lines.push(row.to_owned());
        let limit = style.width.map(|width| width.saturating_sub(INDENT));
        let note = wrap(note, limit).into_iter().filter(|line| !line.is_empty());
        lines.extend(note.map(|line| format!("{}{line}", " ".repeat(INDENT))));
    }
    lines.join("\n")
}

/// The texts with their right ends below each other.
fn aligned(texts: impl Iterator<Item = String>) -> Vec<String> {
    let texts: Vec<String> = texts.collect();
    let widest = texts.iter().map(|text| width(text)).max().unwrap_or_default();
    texts.into_iter().map(|text| format!("{}{text}", " ".repeat(widest - width(&text)))).collect()
}

/// When an event was over, as far as is known.
pub(super) fn end(event: &Event) -> u64 {
    event.start_us.saturating_add(event.duration_us.unwrap_or_default())
}

/// The time that a picture of it shows: a stretch more than is known where something never came to an end.
pub(super) fn whole(timeline: &Timeline) -> u64 {
    let end = timeline.events.iter().map(end).max().unwrap_or_default().max(1);
    let is_open = timeline.events.iter().any(|event| event.duration_us.is_none());
    if is_open { end.saturating_add(end / 8) } else { end }
}

/// The event's place in the whole, as wide as it took, but never nothing; `╌` to the end where it never ended.
fn bar(event: &Event, end_us: u64, columns: usize) -> String {
    let place =
        |at: u64| usize::try_from(u128::from(at) * columns as u128 / u128::from(end_us)).unwrap_or(columns);
    let first = place(event.start_us).min(columns - 1);
    let past = place(end(event)).clamp(first + 1, columns);
    let (fill, past) = if event.duration_us.is_some() { ("━", past) } else { ("╌", columns) };
    format!("{}{}{}", " ".repeat(first), fill.repeat(past - first), " ".repeat(columns - past))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_never_outside_its_column_and_never_nothing() {
        for (start_us, duration_us) in
            [(0, Some(0)), (100, Some(0)), (100, None), (0, Some(100)), (99, Some(1))]
        {
            let event = Event { start_us, duration_us, ..Event::default() };
            let bar = bar(&event, 100, 10);
            assert_eq!(width(&bar), 10, "{bar:?}");
            assert!(!bar.trim().is_empty(), "{event:?}");
        }
    }
}
