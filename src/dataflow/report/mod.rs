//! What a person and a script see of the flows: data for scripts, the document's table and a picture for people.

mod graph;
mod rows;
mod view;

pub(super) use rows::{facts, gauges, rows};
pub(super) use view::view;
