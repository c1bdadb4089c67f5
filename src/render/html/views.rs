//! What the template is filled with: pictures and tables.

use serde::Serialize;

use crate::render::escape::{visible, visible_lines};
use crate::render::matrix;
use crate::render::svg::picture;
use crate::render::tables::is_numeric;
use crate::render::timelines::took;
use crate::render::words::width;
use crate::report::{Block, Cell, Event, Graph, Matrix, Table, Timeline, Tone};
use crate::words::microseconds;

/// So many columns of text are not worth a second line.
const SHORT: usize = 28;

/// One block.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum View {
    Text {
        text: String,
    },
    Table(Tabular),
    /// A picture, and the same as a table for those who cannot see it. What a curve has to say stands below it anyway.
    Picture {
        title: String,
        svg: String,
        data: Option<Tabular>,
    },
}

/// A table. The first cell of a row is what the row is about.
#[derive(Serialize)]
pub(super) struct Tabular {
    title: String,
    columns: Vec<Column>,
    rows: Vec<Vec<Shown>>,
}

#[derive(Serialize)]
struct Column {
    name: String,
    is_numeric: bool,
}

/// What stands in a crossing of a row and a column: nearly always one thing.
#[derive(Serialize)]
struct Shown {
    lines: Vec<Line>,
    class: String,
}

#[derive(Serialize)]
struct Line {
    text: String,
    tone: &'static str,
}

impl View {
    pub(super) fn of(block: &Block) -> Self {
        let drawn = |title: &str, data: Option<Tabular>| Self::Picture {
            title: visible(title).into_owned(),
            svg: picture(block),
            data,
        };
        match block {
            Block::Text(text) => Self::Text { text: visible_lines(text).into_owned() },
            Block::Table(one) => Self::Table(Tabular::of_table(one)),
            Block::Matrix(one) => drawn(&one.title, Some(Tabular::of_matrix(one))),
            Block::Series(one) => drawn(&one.title, None),
            Block::Timeline(one) => drawn(&one.title, Some(Tabular::of_timeline(one))),
            Block::Graph(one) => drawn(&one.title, Some(Tabular::of_graph(one))),
        }
    }
}

impl Tabular {
    fn of_table(table: &Table) -> Self {
        let single = table.rows.iter().map(|row| row.iter().map(|cell| vec![cell.clone()]).collect());
        Self::new(&table.title, &table.columns, single.collect())
    }

    fn of_matrix(matrix: &Matrix) -> Self {
        Self::new(&matrix.title, &matrix::columns(matrix), matrix::rows(matrix, false))
    }

    fn of_timeline(timeline: &Timeline) -> Self {
        let row = |event: &Event| {
            let start = format!("+{}", microseconds(event.start_us));
            let label = Cell::toned(event.label.as_str(), event.tone);
            [label, start.into(), took(event).into(), event.note.as_str().into()]
                .map(|cell| vec![cell])
                .to_vec()
        };
        let columns = ["what", "at", "took", "result"].map(str::to_owned);
        Self::new(&timeline.title, &columns, timeline.events.iter().map(row).collect())
    }

    fn of_graph(graph: &Graph) -> Self {
        // An edge may name a node that is not listed, and a node may have no label: its id then has to do.
        let node = |id: &str| {
            let known = graph.nodes.iter().find(|(known, label, _)| known == id && !label.is_empty());
            known.map_or_else(|| Cell::from(id), |(_, label, tone)| Cell::toned(label.as_str(), *tone))
        };
        let edge = |(from, to, label): &(String, String, String)| {
            [node(from), node(to), Cell::from(label.as_str())].map(|cell| vec![cell]).to_vec()
        };
        let is_alone = |id: &str| !graph.edges.iter().any(|(from, to, _)| from == id || to == id);
        let alone = graph.nodes.iter().filter(|(id, ..)| is_alone(id));
        let alone = alone.map(|(id, ..)| [node(id), "-".into(), "".into()].map(|cell| vec![cell]).to_vec());
        let columns = ["from", "to", "what"].map(str::to_owned);
        Self::new(&graph.title, &columns, graph.edges.iter().map(edge).chain(alone).collect())
    }

    fn new(title: &str, columns: &[String], rows: Vec<Vec<Vec<Cell>>>) -> Self {
        let first: Vec<Vec<Cell>> = rows
            .iter()
            .map(|row| row.iter().map(|cells| cells.first().cloned().unwrap_or_default()).collect())
            .collect();
        let count = first.iter().map(Vec::len).chain([columns.len()]).max().unwrap_or_default();
        let numeric: Vec<bool> = (0..count).map(|at| !columns.is_empty() && is_numeric(&first, at)).collect();
        let shown = |(at, cells): (usize, Vec<Cell>)| Shown::of(&cells, numeric[at]);
        // A row that is shorter than the others, as that of what is folded, is filled up.
        let filled = |mut row: Vec<Vec<Cell>>| {
            row.resize_with(count, || vec![Cell::default()]);
            row.into_iter().enumerate().map(shown).collect()
        };
        let column = |(at, name): (usize, &String)| Column {
            name: visible(name).into_owned(),
            is_numeric: numeric[at],
        };
        Self {
            title: visible(title).into_owned(),
            columns: columns.iter().enumerate().map(column).collect(),
            rows: rows.into_iter().map(filled).collect(),
        }
    }
}

impl Shown {
    /// Short texts stay on one line; long ones get room to wrap in, and the table scrolls where the page is narrow.
    fn of(cells: &[Cell], is_numeric: bool) -> Self {
        let longest = cells.iter().map(|cell| width(&cell.text)).max().unwrap_or_default();
        let tone = if let [cell] = cells { tone(cell.tone) } else { "" };
        let size = if longest <= SHORT { "is-short" } else { "is-long" };
        let number = if is_numeric { "is-number" } else { "" };
        let class = [tone, size, number].into_iter().filter(|one| !one.is_empty()).collect::<Vec<_>>();
        Self { lines: cells.iter().map(Line::of).collect(), class: class.join(" ") }
    }
}

impl Line {
    fn of(cell: &Cell) -> Self {
        Self { text: visible(&cell.text).into_owned(), tone: tone(cell.tone) }
    }
}

const fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "",
        Tone::Good => "is-good",
        Tone::Caution => "is-caution",
        Tone::Bad => "is-bad",
        Tone::Faint => "is-faint",
    }
}
