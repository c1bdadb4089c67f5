//! `chalkstore failover`.

mod arguments;
mod command;
mod name;
mod values;
mod watch;

pub(super) use arguments::Arguments;
pub(super) use command::run;
