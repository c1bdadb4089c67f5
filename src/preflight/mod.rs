//! From `chalkstore.toml` to records: which probes an environment asks for, and all of them observed at once.
//!
//! No probe is changed for it, and none knows of it: it plans what the single commands do, for one environment or fifty.
//! [`plan()`] is pure; [`observe`] looks.

mod baseline;
mod lasting;
pub mod observe;
mod part;
mod plan;

pub use baseline::{NotPreflight, OldReport};
pub use lasting::lasting;
pub use part::Part;
pub use plan::{Given, Plan, Replicated, Table, plan};
