//! `chalkstore size`.

mod arguments;
mod command;
mod emitted;
mod from_table;
mod interactive;
mod item;
mod sources;
mod values;

pub(super) use arguments::Arguments;
pub(super) use command::run;
pub(super) use values::file;
