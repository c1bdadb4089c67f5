//! Asking a store's servers: the first one, then every node that any of them knows, at once.

mod node;
mod store;

pub(crate) use node::Asking;
pub use store::{Target, observe};
