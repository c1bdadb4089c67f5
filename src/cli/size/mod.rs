//! `chalkstore size`.

mod arguments;
mod command;
mod item;

pub(super) use arguments::Arguments;
pub(super) use command::run;
