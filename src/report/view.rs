//! What a person wants to see beside the findings: blocks that every picture-drawing format can draw.
//!
//! A block says what is to be shown, never how: no widths, no colours, no glyphs.

/// How a cell or an event is to be felt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Plain,
    /// As it should be.
    Good,
    /// Somebody should look at it.
    Caution,
    /// Wrong.
    Bad,
    /// Less important than its neighbours.
    Faint,
}

/// What a cell of a matrix is to the others of its row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Nothing.
    #[default]
    Alone,
    /// Others follow it: a primary.
    Leads,
    /// It follows what leads: a replica.
    Follows,
}

/// One cell of a table or a matrix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it says; empty where there is nothing to say.
    pub text: String,
    /// How it is to be felt.
    pub tone: Tone,
    /// In a [`Matrix`], what it is to the others of its row.
    pub role: Role,
}

impl Cell {
    /// A cell with a tone.
    pub fn toned(text: impl Into<String>, tone: Tone) -> Self {
        Self { text: text.into(), tone, role: Role::Alone }
    }

    /// Says that others of its row follow it.
    #[must_use]
    pub fn leading(self) -> Self {
        Self { role: Role::Leads, ..self }
    }

    /// Says that it follows what leads its row.
    #[must_use]
    pub fn following(self) -> Self {
        Self { role: Role::Follows, ..self }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self::toned(text, Tone::Plain)
    }
}

/// Rows under named columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What it shows.
    pub title: String,
    /// Column names; empty for a list of `name value` pairs.
    pub columns: Vec<String>,
    /// Each as long as `columns`, where there are any.
    pub rows: Vec<Vec<Cell>>,
}

/// What stands where two things cross: shards by zones. Any number of things may stand at one crossing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matrix {
    /// What it shows.
    pub title: String,
    /// What the rows are.
    pub corner: String,
    /// What the rows' notes are; empty where no row has one.
    pub notes: String,
    /// Column names, without the corner and the notes.
    pub columns: Vec<String>,
    /// The rows, in order.
    pub rows: Vec<MatrixRow>,
}

/// One row of a [`Matrix`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MatrixRow {
    /// What it is called, as short as can be: `0`.
    pub name: String,
    /// What to know of it beside its name: `0-2730`; may be empty.
    pub note: String,
    /// For each of the matrix's columns, what stands there; nothing may.
    pub cells: Vec<Vec<Cell>>,
}

impl MatrixRow {
    /// Whether something stands in it that somebody should look at.
    pub fn is_troubled(&self) -> bool {
        self.cells.iter().flatten().any(|cell| matches!(cell.tone, Tone::Caution | Tone::Bad))
    }
}

/// Numbers over time or over any other axis: one curve, or several in the same unit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// What it shows.
    pub title: String,
    /// The unit of the values, as it is printed behind them.
    pub unit: String,
    /// Where the values stand: times, numbers of entities.
    pub places: Vec<String>,
    /// The curves, the most important first.
    pub curves: Vec<Curve>,
}

impl Series {
    /// The most places of one: a picture has not more columns, and a month of minutes would drown a report.
    pub const MOST_PLACES: i64 = 720;
}

/// One curve of a [`Series`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    /// What it is; may be empty where it is the only one.
    pub name: String,
    /// For each of the places, the value; `None` is a gap.
    pub values: Vec<Option<f64>>,
    /// How it is to be felt.
    pub tone: Tone,
}

/// One stretch of time in a [`Timeline`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub label: String,
    /// When it began, in microseconds after the timeline's zero.
    pub start_us: u64,
    /// How long it took, in microseconds; `None` where it never came to an end.
    pub duration_us: Option<u64>,
    /// How it is to be felt.
    pub tone: Tone,
    /// What came of it.
    pub note: String,
}

/// Things that happened one after another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// What it shows.
    pub title: String,
    /// In the order in which they began.
    pub events: Vec<Event>,
}

/// Things and what leads from one to another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graph {
    /// What it shows.
    pub title: String,
    /// An id, what to write on it, and how it is to be felt.
    pub nodes: Vec<(String, String, Tone)>,
    /// From, to (ids), and what to write on the arrow.
    pub edges: Vec<(String, String, String)>,
    /// Whether tables beside it say the same: a terminal, which draws no arrows, leaves it out.
    pub is_told: bool,
}

/// One thing to show.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Rows under named columns.
    Table(Table),
    /// What stands where two things cross.
    Matrix(Matrix),
    /// Numbers along an axis.
    Series(Series),
    /// Things that happened one after another.
    Timeline(Timeline),
    /// Things and arrows.
    Graph(Graph),
    /// A paragraph.
    Text(String),
}
