//! Reads `chalkstore.toml`, and tells everything that is wrong in it at once.
//!
//! The schema that editors check it with ([`schema`]) is what finds unknown keys and wrong types here, too; `rules` say
//! what a text has to be, and `whole` what parts have to be together.

mod document;
mod masked;
mod rules;
mod schema;
mod slips;
mod source;
#[cfg(test)]
mod tests;
mod values;
mod walk;
mod whole;

pub use document::{MAX_BYTES, read};
pub use schema::schema;
pub use values::{bears_no_secret, is_environment};
