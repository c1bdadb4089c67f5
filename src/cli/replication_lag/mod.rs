//! `chalkstore replication-lag`.

mod arguments;
mod canary;
mod command;
mod history;
mod job;
mod place;
mod values;

pub(super) use arguments::Arguments;
pub(super) use command::run;
