//! `chalkstore preflight`.

mod arguments;
mod baseline;
mod choice;
mod command;
mod wait;
mod waiting;

pub(super) use arguments::Arguments;
pub(super) use command::run;
