//! What is measured of replication against what is known of it: markers beside a copier that keeps its own time, offsets
//! beside a writer that notes what it wrote when.

mod canary;
mod child;
mod copier;
mod refused;
mod store;
mod valkey;

/// Stands wherever a secret is, and must come out nowhere.
const SECRET: &str = "canary-3e8b6d01f4";
const TABLE: &str = "chalk-online-store";
const EAST: &str = "us-east-1";
const WEST: &str = "us-west-2";
