//! `chalkstore validate-uri [URI…]`: what is wrong with a connection URI, and with what it leads to.

mod arguments;
mod command;
mod job;

pub(super) use arguments::Arguments;
pub(super) use command::run;
