//! Makes the calls of a plan. Nothing here deletes anything, but the canary item its own.
//!
//! What it needs beyond what [`super::observe`] does is [`super::plan::Call::permission`] of each planned call, and for
//! the canary `dynamodb:PutItem`, `GetItem` and `DeleteItem`.

mod call;
mod canary;
mod clients;
mod marker;
mod one;
mod run;
mod wait;

pub use canary::canary;
pub(crate) use clients::Clients;
pub(crate) use marker::{MOST_TRIES, Marker, Put};
pub use run::{Limits, apply};
