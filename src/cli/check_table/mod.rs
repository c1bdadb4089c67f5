//! `chalkstore check-table`.

mod arguments;
mod command;

pub(super) use arguments::Arguments;
pub(super) use command::{region, run};
