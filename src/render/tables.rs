//! Tables and matrices as text: columns two spaces apart and no lines, so they read well piped and at 60 columns.

use comfy_table::{
    Attribute, CellAlignment, Color, ColumnConstraint, ContentArrangement, Row, Table as Grid, Width,
    presets::NOTHING,
};

use super::blocks::INDENT;
use super::escape::visible;
use super::matrix;
use super::style::{Style, of_tone};
use super::words::{width, wrap};
use crate::report::{Cell, Matrix, Role, Table, Tone};

/// The spaces between two columns.
pub(super) const GAP: usize = 2;

/// The columns that a value needs beside its name.
const MIN_VALUE: usize = 20;

pub(super) fn table(table: &Table, style: Style) -> String {
    if table.columns.is_empty() {
        return pairs(&table.rows, style);
    }
    let groups: Vec<&[Vec<Cell>]> = table.rows.iter().map(std::slice::from_ref).collect();
    laid_out(&table.columns, &groups, style)
}

pub(super) fn matrix(matrix: &Matrix, style: Style) -> String {
    if matrix.rows.is_empty() && matrix.columns.is_empty() {
        return String::new();
    }
    let rows = matrix::rows(matrix, !style.is_verbose());
    let groups: Vec<Vec<Vec<Cell>>> = rows.iter().map(|row| lines(row)).collect();
    laid_out(&matrix::columns(matrix), &groups.iter().map(Vec::as_slice).collect::<Vec<_>>(), style)
}

/// A row whose cells are lists, as rows of single cells.
fn lines(row: &[Vec<Cell>]) -> Vec<Vec<Cell>> {
    let count = row.iter().map(Vec::len).max().unwrap_or_default();
    (0..count)
        .map(|line| row.iter().map(|cells| cells.get(line).cloned().unwrap_or_default()).collect())
        .collect()
}

/// Groups of rows, each of which belongs together, as a grid or, where that is too wide, as records.
fn laid_out(columns: &[String], groups: &[&[Vec<Cell>]], style: Style) -> String {
    let columns: Vec<String> = columns.iter().map(|name| visible(name).into_owned()).collect();
    let rows = groups.concat();
    // A table that can only be squeezed in by breaking words is easier to read as a list of records.
    let narrowest: usize = longest_words(&columns, &rows).iter().map(|word| word + GAP).sum();
    if style.width.is_some_and(|width| narrowest > width + GAP) {
        return records(&columns, groups, style);
    }
    grid(&columns, &rows, style)
}

/// The width of the longest word in each column.
fn longest_words(columns: &[String], rows: &[Vec<Cell>]) -> Vec<usize> {
    let longest = |text: &str| visible(text).split(' ').map(width).max().unwrap_or_default();
    let count = rows.iter().map(Vec::len).chain([columns.len()]).max().unwrap_or_default();
    let of_column = |index: usize| {
        let name = columns.get(index).map_or(0, |name| longest(name));
        let cells = rows.iter().filter_map(|row| row.get(index));
        cells.map(|cell| longest(&cell.text)).chain([name]).max().unwrap_or_default()
    };
    (0..count).map(of_column).collect()
}

/// Lays rows out under their headers, wrapped to the width if there is one.
pub(super) fn grid(columns: &[String], rows: &[Vec<Cell>], style: Style) -> String {
    let mut grid = Grid::new();
    grid.load_style(NOTHING);
    if style.color {
        // The layout library asks NO_COLOR by itself, but that question is settled: `--color` may overrule it.
        crossterm::style::force_color_output(true);
        grid.enforce_styling();
    } else {
        grid.force_no_tty();
    }
    match style.width {
        // One column more than there is: the last column's padding is cut off below.
        Some(width) => grid
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(u16::try_from(width + GAP).unwrap_or(u16::MAX)),
        None => grid.set_content_arrangement(ContentArrangement::Disabled),
    };
    if !columns.is_empty() {
        grid.set_header(Row::from(columns.iter().map(|name| header(name)).collect::<Vec<_>>()));
    }
    for row in rows {
        grid.add_row(Row::from(row.iter().map(cell).collect::<Vec<_>>()));
    }
    let longest = longest_words(columns, rows);
    for (index, column) in grid.column_iter_mut().enumerate() {
        column.set_padding((0, 2));
        let least = longest.get(index).map_or(0, |word| word + GAP);
        column
            .set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(u16::try_from(least).unwrap_or(0))));
        if is_numeric(rows, index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    grid.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

fn header(name: &str) -> comfy_table::Cell {
    comfy_table::Cell::new(name).add_attribute(Attribute::Dim)
}

fn cell(cell: &Cell) -> comfy_table::Cell {
    let text = comfy_table::Cell::new(visible(&cell.text));
    let text = if cell.role == Role::Leads { text.add_attribute(Attribute::Bold) } else { text };
    match cell.tone {
        Tone::Plain => text,
        Tone::Good => text.fg(Color::DarkGreen),
        Tone::Caution => text.fg(Color::DarkYellow),
        Tone::Bad => text.fg(Color::DarkRed),
        Tone::Faint => text.add_attribute(Attribute::Dim),
    }
}

/// Whether a column holds numbers only, so that it reads best aligned to the right.
pub(super) fn is_numeric(rows: &[Vec<Cell>], column: usize) -> bool {
    let mut texts = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.text.as_str());
    let is_number = |text: &str| {
        text.is_empty()
            || text == "-"
            || text.starts_with(|c: char| c.is_ascii_digit() || "+-<>~".contains(c))
                && text.chars().all(|c| c.is_ascii_digit() || "+-<>~.,% ".contains(c))
    };
    texts.clone().any(|text| text.bytes().any(|byte| byte.is_ascii_digit())) && texts.all(is_number)
}

/// Names and their values below each other. A value is wrapped between words only: it may be there to be copied.
fn pairs(rows: &[Vec<Cell>], style: Style) -> String {
    let name = |row: &Vec<Cell>| visible(row.first().map_or("", |cell| &cell.text)).into_owned();
    let widest = rows.iter().map(|row| width(&name(row))).max().unwrap_or_default();
    let indent = widest + GAP;
    let mut lines = Vec::new();
    // Where hardly anything is left beside the names, a value that does not fit goes below its name.
    let beside = style.width.map(|width| width.saturating_sub(indent));
    let is_narrow = beside.is_some_and(|beside| beside < MIN_VALUE);
    for row in rows {
        let tone = row.first().map_or(Tone::Plain, |cell| cell.tone);
        let name = name(row);
        let mut start = format!("{}{}", style.paint(&name, of_tone(tone)), " ".repeat(indent - width(&name)));
        for value in row.iter().skip(1) {
            let text = visible(&value.text);
            let goes_below = is_narrow && beside.is_some_and(|beside| width(&text) > beside);
            let (indent, limit) = if goes_below {
                lines.push(std::mem::take(&mut start).trim_end().to_owned());
                (INDENT, style.width.map(|width| width.saturating_sub(INDENT)))
            } else {
                (indent, beside)
            };
            if start.is_empty() {
                start = " ".repeat(indent);
            }
            for line in wrap(&text, limit) {
                lines.push(
                    format!("{start}{}", style.paint(&line, of_tone(value.tone))).trim_end().to_owned(),
                );
                start = " ".repeat(indent);
            }
        }
    }
    lines.join("\n")
}

/// Each group of rows as a list of names and values, for a table that is too wide.
fn records(columns: &[String], groups: &[&[Vec<Cell>]], style: Style) -> String {
    let record = |rows: &&[Vec<Cell>]| {
        let mut named = Vec::new();
        for (index, name) in columns.iter().enumerate() {
            let cells = rows.iter().filter_map(|row| row.get(index)).filter(|cell| !cell.text.is_empty());
            // What several values have in common is said once.
            let names = [name.as_str()].into_iter().chain(std::iter::repeat(""));
            named.extend(
                names.zip(cells).map(|(name, cell)| vec![Cell::toned(name, Tone::Faint), cell.clone()]),
            );
        }
        pairs(&named, style)
    };
    groups.iter().map(record).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::render::blocks::text;
    use crate::render::samples::{matrix, pairs, style, table};

    #[test]
    fn what_is_too_wide_becomes_records() {
        let text = [pairs(), matrix(), table()].map(|block| text(&block, style(Some(40)))).join("\n\n");
        assert_snapshot!(text, @"
        provider  AWS ElastiCache, cluster mode
                  enabled
        TLS       1.3, verified

        Shards by zone
          shard       0
          slots       0-8191
          us-east-1a  primary 10.0.1.4
          us-east-1b  replica 0.3 ms
          us-east-1c  replica 1.1 ms

          shard       1
          slots       8192-16383
          us-east-1a  replica 0.4 ms
          us-east-1b  primary 10.0.2.9
          us-east-1c  none

        Replica policies
          policy                        (unset)
          zone                          -
          connections per query server  18
          all 40                        720
          reads that leave the zone     67 %

          policy
            UNIFORM_RANDOM
          zone                          -
          connections per query server  12
          all 40                        480
          reads that leave the zone     67 %

          policy
            ZONAL_AFFINITY
          zone
            us-east-1a
          connections per query server  10
          all 40                        400
          reads that leave the zone
            0 %, but shards 0 and 3 read their
            primaries: no replica here
        ");
    }

    #[test]
    fn piped_tables_are_as_wide_as_they_are() {
        assert_snapshot!(text(&table(), style(None)), @"
        Replica policies
          policy          zone        connections per query server  all 40  reads that leave the zone
          (unset)         -                                     18     720  67 %
          UNIFORM_RANDOM  -                                     12     480  67 %
          ZONAL_AFFINITY  us-east-1a                            10     400  0 %, but shards 0 and 3 read their primaries: no replica here
        ");
    }
}
