//! Asking everything that replicates how far behind its copies are, all at once.

mod valkey;

pub use valkey::valkey;
