//! A matrix: a lane for each column, a box for each thing, the rows below each other.

use std::ops::Range;

use super::drawing::{Area, BODY, Drawing, FAINT, Font, HEAD, node_width};
use crate::render::escape::visible;
use crate::report::{Matrix, MatrixRow, Role, Tone};

/// Up to so many boxes below each other, they are drawn at their full size and in one panel.
const ROOMY: usize = 24;

/// Between panels, between lanes, beside boxes in a lane, and above the first row.
const PANEL_GAP: usize = 36;
const LANE_GAP: usize = 8;
const LANE_PAD: usize = 6;
const HEADER: usize = 28;
/// Left of a row's name: the mark of its trouble.
const MARK: usize = 16;
/// The widest note.
const NOTE: usize = 200;

/// How big things are.
struct Scale {
    font: Font,
    /// A box's height, and what parts it from the next one in the same crossing.
    node: usize,
    gap: usize,
    /// Above and below a row.
    pad: usize,
}

const FULL: Scale = Scale { font: BODY, node: 26, gap: 5, pad: 7 };
const COMPACT: Scale = Scale { font: BODY.sized(11), node: 19, gap: 2, pad: 2 };

/// Where things stand in each panel.
struct Layout {
    scale: Scale,
    name: usize,
    note: usize,
    lanes: Vec<usize>,
}

/// The matrix without its title. A long one stands in several panels side by side, so that it can be seen at once.
pub(super) fn matrix(matrix: &Matrix) -> Drawing {
    let layout = Layout::of(matrix);
    let heights: Vec<usize> = matrix.rows.iter().map(|row| layout.height(row)).collect();
    let is_long = matrix.rows.iter().map(lines).sum::<usize>() > ROOMY;
    let count = if is_long { panels(layout.width(), heights.iter().sum()) } else { 1 };
    let mut drawing = Drawing::default();
    for (index, range) in split(&heights, count).into_iter().enumerate() {
        let x = index * (layout.width() + PANEL_GAP);
        drawing.place(x, 0, layout.panel(matrix, &matrix.rows[range]));
    }
    drawing
}

/// The boxes below each other in a row.
fn lines(row: &MatrixRow) -> usize {
    row.cells.iter().map(Vec::len).max().unwrap_or_default().max(1)
}

/// How many panels bring the picture nearest to the shape of a page on its side, three to two.
fn panels(width: usize, height: usize) -> usize {
    let distance = |count: &usize| {
        let (width, height) = (count * (width + PANEL_GAP) * 2, (height / count + HEADER) * 3);
        // Twice as wide is as far off as half as wide.
        width.max(height) * 1000 / width.min(height).max(1)
    };
    (1..=12).min_by_key(distance).unwrap_or(1)
}

/// The rows of each panel, in order, of about the same height.
fn split(heights: &[usize], count: usize) -> Vec<Range<usize>> {
    let total: usize = heights.iter().sum();
    let mut ranges = Vec::new();
    let (mut start, mut above) = (0, 0);
    for (index, height) in heights.iter().enumerate() {
        above += height;
        if above * count >= total * (ranges.len() + 1) {
            ranges.push(start..index + 1);
            start = index + 1;
        }
    }
    // Columns without rows are shown too.
    if ranges.is_empty() {
        ranges.push(0..heights.len());
    }
    ranges
}

impl Layout {
    fn of(matrix: &Matrix) -> Self {
        let scale = if matrix.rows.iter().map(lines).sum::<usize>() > ROOMY { COMPACT } else { FULL };
        let font = scale.font;
        let widest = |texts: &mut dyn Iterator<Item = &str>| {
            texts.map(|text| font.pixels(&visible(text))).max().unwrap_or_default()
        };
        let rows = || matrix.rows.iter();
        let name = widest(&mut rows().map(|row| row.name.as_str()).chain([matrix.corner.as_str()]));
        let note = widest(&mut rows().map(|row| row.note.as_str()).chain([matrix.notes.as_str()]));
        // Many lanes have to be narrow ones.
        let most = match matrix.columns.len() {
            0..=3 => 290,
            4..=6 => 210,
            _ => 150,
        };
        let lane = |(index, column): (usize, &String)| {
            let cells = rows().filter_map(|row| row.cells.get(index)).flatten();
            let boxes = cells.map(|cell| node_width(&cell.text, cell.tone, font));
            boxes.chain([HEAD.pixels(&visible(column))]).max().unwrap_or_default().clamp(60, most)
        };
        let lanes = matrix.columns.iter().enumerate().map(lane).collect();
        Self { scale, name: name.min(NOTE), note: note.min(NOTE), lanes }
    }

    fn height(&self, row: &MatrixRow) -> usize {
        let Scale { node, gap, pad, .. } = self.scale;
        lines(row) * (node + gap) - gap + 2 * pad
    }

    /// Where the notes stand.
    fn note_x(&self) -> usize {
        MARK + self.name + 14
    }

    /// Where the lanes begin.
    fn lanes_x(&self) -> usize {
        self.note_x() + if self.note == 0 { 0 } else { self.note + 14 }
    }

    fn width(&self) -> usize {
        self.lanes_x() + self.lanes.iter().map(|lane| lane + 2 * LANE_PAD + LANE_GAP).sum::<usize>()
            - if self.lanes.is_empty() { 0 } else { LANE_GAP }
    }

    fn panel(&self, matrix: &Matrix, rows: &[MatrixRow]) -> Drawing {
        let mut panel = Drawing::default();
        let bottom = HEADER + rows.iter().map(|row| self.height(row)).sum::<usize>();
        panel.reach(self.width(), bottom);
        let weak = FAINT.sized(self.scale.font.size);
        panel.text_within(MARK, 8, self.name, &matrix.corner, weak);
        panel.text_within(self.note_x(), 8, self.note, &matrix.notes, weak);
        let mut x = self.lanes_x();
        for (lane, column) in self.lanes.iter().zip(&matrix.columns) {
            panel.rect(Area { x, y: 0, width: lane + 2 * LANE_PAD, height: bottom }, "lane");
            panel.text_within(x + LANE_PAD, 6, *lane, column, HEAD);
            x += lane + 2 * LANE_PAD + LANE_GAP;
        }
        let mut y = HEADER;
        for row in rows {
            self.row(row, y, &mut panel);
            y += self.height(row);
        }
        panel
    }

    fn row(&self, row: &MatrixRow, y: usize, panel: &mut Drawing) {
        let Scale { font, node, gap, pad } = self.scale;
        panel.path(format!("M0 {y}.5H{}", self.width()), "rule");
        let text_y = y + pad + (node - font.size - 3) / 2;
        let is_bad = row.cells.iter().flatten().any(|cell| cell.tone == Tone::Bad);
        let tone = match row.is_troubled() {
            true if is_bad => Tone::Bad,
            true => Tone::Caution,
            false => Tone::Plain,
        };
        panel.mark(0, y + pad + (node - 10) / 2, tone);
        panel.text_within(MARK, text_y, self.name, &row.name, Font { class: "bold", ..font });
        panel.text_within(self.note_x(), text_y, self.note, &row.note, FAINT.sized(font.size));
        let mut x = self.lanes_x() + LANE_PAD;
        for (lane, cells) in self.lanes.iter().zip(&row.cells) {
            if cells.is_empty() {
                panel.text(x + (lane - font.pixels("-")) / 2, text_y, "-", FAINT.sized(font.size));
            }
            for (index, cell) in cells.iter().enumerate() {
                let y = y + pad + index * (node + gap);
                let area = Area { x, y, width: *lane, height: node };
                panel.node(area, &cell.text, cell.tone, cell.role == Role::Leads, font);
            }
            x += lane + 2 * LANE_PAD + LANE_GAP;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_hold_every_row_once_and_in_order() {
        for count in 1..=12 {
            for rows in [0, 1, 2, 11, 100] {
                let heights: Vec<usize> = (0..rows).map(|row| 20 + row % 3).collect();
                let ranges = split(&heights, count);
                assert!(!ranges.is_empty() && ranges.len() <= count, "{ranges:?}");
                let all: Vec<usize> = ranges.into_iter().flatten().collect();
                assert_eq!(all, (0..rows).collect::<Vec<_>>());
            }
        }
    }
}
