//! `chalkstore.toml`: what it says of itself, its schema, its skips, and the first one that is written by looking.

mod alike;
mod described;
mod drafted;
mod examples;
mod init;
mod skips;
