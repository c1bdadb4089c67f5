//! Reads files that describe clusters and VPC endpoints. Pure: text in, evidence out.

mod cluster;
mod endpoints;
mod json;
mod terraform;

pub use cluster::cluster;
pub use endpoints::endpoints;
