//! `chalkstore dataflow`.

mod arguments;
mod command;
mod given;
mod values;

pub(super) use arguments::Arguments;
pub(super) use command::run;
pub(super) use given::{Places, read_all};
