//! Tables and paragraphs as lines of text.

use super::drawing::{BODY, Drawing, FAINT, Font};
use super::palette::class;
use crate::render::escape::{visible, visible_lines};
use crate::render::words::wrap;
use crate::report::{Cell, Table, Tone};

/// The columns of text that a paragraph and a table's cell may take.
const PARAGRAPH: usize = 110;
const CELL: usize = 44;
const GAP: usize = 20;

pub(super) fn paragraph(text: &str) -> Drawing {
    let lines = wrap(&visible_lines(text), Some(PARAGRAPH));
    let mut drawing = Drawing::default();
    let room = BODY.pixels(&"x".repeat(PARAGRAPH));
    drawing.lines(0, 0, room, &lines, BODY);
    drawing
}

pub(super) fn table(table: &Table) -> Drawing {
    let names: Vec<Cell> = table.columns.iter().map(|name| Cell::toned(name.as_str(), Tone::Faint)).collect();
    let head = (!names.is_empty()).then_some(&names);
    let rows: Vec<&Vec<Cell>> = head.into_iter().chain(&table.rows).collect();
    let count = rows.iter().map(|row| row.len()).max().unwrap_or_default();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let lines = cells.flat_map(lines);
        lines.map(|line| BODY.pixels(&line)).max().unwrap_or_default().min(BODY.pixels(&"x".repeat(CELL)))
    };
    let widths: Vec<usize> = (0..count).map(width).collect();
    let whole = widths.iter().map(|width| width + GAP).sum::<usize>().saturating_sub(GAP);
    let mut drawing = Drawing::default();
    let mut y = 0;
    for (index, row) in rows.iter().enumerate() {
        if index > 0 && head.is_some() {
            drawing.path(format!("M0 {y}.5H{whole}"), "rule");
        }
        let (mut x, mut bottom) = (0, y);
        for (cell, width) in row.iter().zip(&widths) {
            let font = Font { class: style(cell.tone), ..BODY };
            bottom = bottom.max(drawing.lines(x, y + 5, *width, &lines(cell), font));
            x += width + GAP;
        }
        y = bottom + 5;
    }
    drawing.reach(whole, y);
    drawing
}

fn lines(cell: &Cell) -> Vec<String> {
    // The mark says without colour what the tone says.
    let mark = match cell.tone {
        Tone::Bad => "✗ ",
        Tone::Caution => "! ",
        Tone::Plain | Tone::Good | Tone::Faint => "",
    };
    wrap(&format!("{mark}{}", visible(&cell.text)), Some(CELL))
}

/// A tone's class for text that stands on the page.
const fn style(tone: Tone) -> &'static str {
    match tone {
        Tone::Faint => FAINT.class,
        Tone::Plain => "",
        tone => class(tone),
    }
}
