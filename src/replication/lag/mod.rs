//! How far each replica is behind: one lag for each way from one store to its replica, with what is known of it.

mod aurora;
mod canary;
mod datastore;
mod every;
mod judge;
mod model;
mod msk;
mod offsets;
mod sets;
mod table;
mod valkey;
mod writes;

pub(super) use aurora::stands_alone as database_stands_alone;
pub use canary::Arrivals;
pub use every::{lags, now_epoch_s};
pub(super) use judge::unread_help;
pub use model::{Kind, Lag, State};
pub(super) use msk::is_quiet_topic;
pub(super) use table::{is_strong, stands_alone as table_stands_alone};
pub(super) use valkey::why_unasked;
pub use valkey::{Nodes, Shards};
