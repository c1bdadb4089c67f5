//! `chalkstore setup`: the whole path from nothing to the secret's name that the dashboard takes.

mod arguments;
mod ask;
mod command;
mod dynamodb;
mod valkey;

pub(super) use arguments::Arguments;
pub(super) use command::run;
