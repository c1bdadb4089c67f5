//! What is wanted, beside what stands, attribute by attribute and Region by Region.

mod capacity;
mod everywhere;
mod kind;
mod replicas;
mod scaling;
mod standing;

pub use everywhere::compare;
pub(super) use replicas::add as add_replica;
pub(super) use scaling::calls as scaling_calls;
