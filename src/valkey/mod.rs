//! Valkey and Redis as a cluster: what it is, what query servers will do to it, and what a zone's loss will do to it.
//!
//! [`reply`] reads what servers say, [`evidence`] holds it, [`Topology`] is what it all together tells. Everything
//! behind that, [`predict`] first, is reckoned from a topology: no socket, no clock.

mod address;
mod assess;
mod build;
mod changes;
pub mod evidence;
mod expectations;
pub mod gather;
#[cfg(test)]
mod imagined;
mod observe;
pub mod predict;
pub mod reply;
mod report;
mod slots;
pub mod topology;
mod version;
pub mod zone;
mod zone_map;

pub use address::Address;
pub use assess::{assess, every_check, plan};
pub use changes::changes;
pub use evidence::Evidence;
pub use expectations::{Expectations, Lost, Policy, QueryServers};
pub(crate) use observe::Asking;
pub use observe::{Target, observe};
pub use slots::{SLOTS, Slots};
pub use topology::Topology;
pub use version::{Version, VersionWanted};
pub use zone_map::{Entry, Nodes, ZoneMap};
