//! `chalkstore init`.

mod arguments;
mod command;
mod look;
mod place;

pub(super) use arguments::Arguments;
pub(super) use command::run;
