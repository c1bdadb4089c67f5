//! What a server replies, and what it means: from RESP2, RESP3, `--json` or plain `redis-cli` output to typed data.
//!
//! Every reader here is total: a reply that is not what it should be is an error with a reason, never a panic.

mod config;
mod nodes;
mod resp;
mod section;
mod shards;
mod slots;
mod text;
mod value;

pub use config::{
    DEFAULT_NODE_TIMEOUT_MS, DEFAULT_PING_PERIOD_S, DEFAULT_REPL_TIMEOUT_S, DEFAULT_VALIDITY_FACTOR,
    Settings, settings,
};
pub use nodes::{Gossip, Migration, gossip, view_of_nodes};
pub use resp::reply_from_bytes;
pub use section::{LONG_SILENCE_S, ReplicaLine, Replication, replication};
pub use shards::view_of_shards;
pub use slots::{SlotRow, slot_rows};
pub use text::shards_text;
pub use value::Reply;
