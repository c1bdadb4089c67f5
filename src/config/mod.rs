//! `chalkstore.toml`: environments, what is expected of them, and which checks are skipped in which, and why.

mod assess;
mod model;
mod waiver;

pub use assess::{Evidence, assess, every_check};
pub use model::{
    Access, Aws, Config, Dataflow, Environment, Failover, Objectives, OnlineStore, Replication, Skip, Table,
    Topology,
};
pub use waiver::Waiver;
