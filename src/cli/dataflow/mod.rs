//! `chalkstore dataflow`.

mod arguments;
mod command;
mod given;
mod values;

pub(super) use arguments::Arguments;
pub(super) use command::run;
pub(super) use given::{NamedBy, Places, read_all};
