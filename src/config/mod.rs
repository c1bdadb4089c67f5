//! `chalkstore.toml`: environments, what is expected of them, and which checks are skipped in which, and why.

mod assess;
mod described;
pub mod draft;
mod expected;
mod keys;
mod looked_at;
mod model;
mod read;
mod waiver;

pub use assess::{Evidence, assess, every_check};
pub use expected::Expected;
pub use keys::in_keys;
pub use looked_at::Replicating;
pub use model::{
    Access, Aws, Config, Dataflow, Environment, Failover, Objectives, OnlineStore, Replication, Skip, Table,
    Topology,
};
pub use read::{MAX_BYTES, bears_no_secret, is_environment, read, schema};
pub use waiver::{Standing, Waiver};
