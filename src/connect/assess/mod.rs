//! From what was seen to findings, rows and a view. Pure: the same evidence gives the same verdict anywhere.

mod address;
mod cluster;
mod gate;
mod login;
mod peer;
mod server;
mod store;
mod table;
mod table_failure;
mod tls;
mod view;
mod words;
mod writes;

#[cfg(test)]
mod tests;

pub(crate) use cluster::{Misfit, is_sentinel, misfit};
pub use store::assess;
pub(crate) use words::{ACL, MEMORY_FULL_PERCENT, MEMORY_HIDDEN};
