//! What AWS told of a table, as plain data: it can be saved, sent, and judged where there is no network.
//!
//! Names of attributes, indexes and policies are kept, for they are schema; values of items never are.

mod asked;
mod metrics;
mod sample;
mod scaling;
mod series;
mod settings;
mod table;

pub use asked::Asked;
pub use metrics::{
    Cause, Completeness, Dimension, Measure, Measured, Metrics, MissingSpan, Statistic, WriteSource,
};
pub use sample::{AttributeSeen, Ended, Sample, Sampled, Sizes};
pub use scaling::{Activity, DimensionScaling, Scaling, ScalingPolicy, ScheduledAction, Target};
pub use series::{Gap, Series};
pub use settings::{AlarmSeen, RecoverySeen, Settings, TtlSeen};
pub use table::{
    EncryptionSeen, Facts, IndexSeen, ProvisionedSeen, RegionSeen, ReplicaSeen, TableSeen, WarmThroughput,
    WindowSeen,
};
