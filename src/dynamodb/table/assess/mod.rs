//! TBL…: what a table is, beside what it should be; and what planning and setting it up came to.

mod alarms;
mod billing;
mod bounds;
mod case;
mod encryption;
mod expected;
mod headroom;
mod keys;
mod kind;
mod list;
mod plan;
mod policies;
mod protection;
mod replicas;
mod status;
mod throttling;
mod traffic;
mod unread;

pub(super) use case::{Case, Standing};
pub(super) use keys::{found, layout_words};
pub use list::{assess, every_check, plan_checks, table_checks};
pub(super) use plan::wanted_keys;
