//! Secrets: the one type that holds them, and AWS Secrets Manager, where deployments keep them.

mod help;
pub mod observe;
mod secret;
mod shown;
pub mod stored;
mod version;

pub(crate) use help::help;
pub use secret::{MASK, Secret};
pub(crate) use shown::{is_numbers, shown_cell, shown_value, shown_word};
pub use version::Version;
