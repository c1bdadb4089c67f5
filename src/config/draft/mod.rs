//! Writes a first `chalkstore.toml` from what was seen: what could be observed filled in, the rest commented.

mod page;
mod parts;
mod seen;
mod store;
mod table;

pub use parts::{Draft, draft};
pub use seen::{Origin, Seen, StoreSeen};
