//! Reads files that describe clusters and VPC endpoints. Pure: text in, evidence out.

mod cluster;
mod endpoints;
mod json;
mod lists;
mod terraform;
mod unique;

pub use cluster::cluster;
pub use endpoints::endpoints;
