//! Reads `chalkstore.toml`, and tells everything that is wrong in it at once.

mod document;

pub use document::{MAX_BYTES, read};
