//! Observing a store: sockets, TLS, the Redis protocol, AWS. Everything in here ends by the context's deadline,
//! and a failure is written down like any other observation.

mod dial;
mod fault;
mod introspect;
mod open;
mod other_way;
mod reach;
mod resolve;
mod roots;
mod server;
mod session;
mod store;
mod table;
mod timing;
mod tls;
mod wire;

pub(crate) use open::{NotOpened, Part, open};
pub(crate) use reach::{look_up, reach};
pub use store::observe;
pub(crate) use wire::{Duplex, Heard, Wire};
