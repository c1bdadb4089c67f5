//! Takes the flows down: what was read from files, and a cluster of EKS that is asked for by its name.

mod eks;
mod look;

pub use look::{Given, GivenCluster, look};
