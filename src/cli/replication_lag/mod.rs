//! `chalkstore replication-lag`.

mod arguments;
mod command;
mod job;
mod values;

pub(super) use arguments::Arguments;
pub(super) use command::run;
