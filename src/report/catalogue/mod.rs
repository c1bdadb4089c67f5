//! Every check as data: its stable code, its name, what passing means, its page, and what is particular about it.
//!
//! Codes are public API. A code is never reused and never changes its meaning; `since` names the version
//! that it came with. To add a check, add its lines to its family's file here, and its page `explain/CODE.md`; the room
//! that makes the check refers to it by its constant. Who treats one check unlike others asks its [`Properties`]: there is
//! no list of checks by what they are like elsewhere.

mod access;
mod all;
mod capacity;
mod category;
mod check;
mod configuration;
mod declare;
mod failover;
mod flows;
mod network;
mod properties;
mod replication;
mod secrets;
mod tables;
mod topology;
mod uri;

pub use access::*;
pub use all::{ALL, find};
pub use capacity::*;
pub use category::Category;
pub use check::Check;
pub use configuration::*;
pub use failover::*;
pub use flows::*;
pub use network::*;
pub use properties::{Basis, Direction, Inquiry, Properties};
pub use replication::*;
pub use secrets::*;
pub use tables::*;
pub use topology::*;
pub use uri::*;
