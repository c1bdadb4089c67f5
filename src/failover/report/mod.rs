//! What a person and a script see of a failover name: data for scripts, tables for people.

mod rows;
mod seen;
mod view;

pub(super) use rows::{facts, rows};
pub(super) use view::view;
