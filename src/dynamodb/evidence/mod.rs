//! What AWS told of a table, as plain data: it can be saved, sent, and judged where there is no network.
//!
//! Names of attributes, indexes and policies are kept, for they are schema; values of items never are.

mod metrics;
mod sample;
mod scaling;
mod settings;
mod table;

pub use metrics::{Cause, Dimension, Measure, Measured, Metrics, Statistic, WriteSource};
pub use sample::{AttributeSeen, Ended, Sample, Sampled, Sizes};
pub use scaling::{Activity, DimensionScaling, Scaling, ScalingPolicy, ScheduledAction, Target};
pub use settings::{AlarmSeen, RecoverySeen, Settings, TtlSeen};
pub use table::{
    EncryptionSeen, Facts, IndexSeen, ProvisionedSeen, RegionSeen, ReplicaSeen, TableSeen, WarmThroughput,
};
