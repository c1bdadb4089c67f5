//! What sizing has to say of a table: `CAP001` to `CAP014`.

mod case;
mod limits;
mod list;
mod prices;
mod traffic;

pub(super) use case::Case;
pub(super) use limits::percent;
pub use list::{assess, every_check};
pub(super) use traffic::words;
