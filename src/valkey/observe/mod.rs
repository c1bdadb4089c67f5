//! Asking a store's servers: the first one, then every node that any of them knows, at once.

mod node;
mod store;
mod value;

pub use store::{Target, observe};
pub use value::reply_from_bytes;
