//! What sizing has to say of a table: `CAP001` to `CAP014`.

mod answers;
mod case;
mod limits;
mod list;
mod mode;
mod prices;
mod replicas;
mod scaling;
mod throttling;
mod traffic;

pub(super) use case::Case;
pub(super) use limits::percent;
pub use list::{assess, every_check, table_checks};
pub(super) use mode::present_words;
pub(super) use replicas::writes_of_all;
pub(crate) use throttling::requests_were;
pub(super) use throttling::{MORE_WAS_ASKED_FOR, events, unmet};
pub(super) use traffic::{told, words};
