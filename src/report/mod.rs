//! What every command says: findings with a status, the command's own data, and what a person wants to see.
//!
//! One set of types for every command. Nothing in here does I/O, reads a clock, or knows a format.

pub mod catalogue;
mod change;
mod exit;
mod finding;
mod identity;
mod model;
mod nearest;
mod problem;
mod status;
mod view;

pub use catalogue::{Category, Check};
pub use change::Change;
pub use exit::{Exit, FailOn, Outcome};
pub use finding::{Accepted, AcceptedBy, Detail, Finding, Snippet, Span};
pub use identity::without_addresses;
pub use model::{Assessment, Fact, Gauge, Header, Layout, Noun, Row, Section, Summary, Tool, Vantage};
pub use nearest::{nearest, nearest_value};
pub use problem::{Place, Problem};
pub use status::{Counts, Severity, Status};
pub use view::{Block, Cell, Curve, Event, Graph, Matrix, MatrixRow, Role, Series, Table, Timeline, Tone};
