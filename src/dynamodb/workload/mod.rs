//! What queries and writes ask of a table: the inputs, what they come to in items, and what caches take away.

mod advice;
mod bloom;
mod bounds;
mod cache;
mod check;
mod demand;
mod domain;
mod dtype;
mod inputs;
mod item_size;
pub mod limits;
mod mistake;
#[cfg(test)]
mod properties;
mod questions;
mod scenario;
mod schema;
mod step;
mod values;
mod zipf;

pub use advice::{Advice, Store, advice};
pub use bloom::{BloomEstimate, bloom};
pub use bounds::{Bounds, Shape, bounds};
pub use cache::{LRU_ERROR, LruEstimate, lru};
pub use check::InputError;
pub use demand::{Demand, RegionDemand, demand};
pub use domain::{Before, Bloom, ItemSize, RegionTraffic, Workload};
pub use dtype::Dtype;
pub use inputs::Inputs;
pub use limits::{HotKey, Limits, limits};
pub use questions::{Question, answer, questions};
pub use scenario::{FileError, Format, parse_scenario, parse_schema};
pub use schema::{Feature, FeatureBytes, SchemaBytes, schema_bytes};
pub use step::Step;
pub(crate) use step::{counted, number, per_second, size};
pub use values::{
    ByteSize, Latency, Layout, Lifetime, ReadConsistency, ReadPattern, ReplicaInput, Transactions,
};
pub use zipf::Zipf;
