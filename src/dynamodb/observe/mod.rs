//! Where `DynamoDB` facts come from: files of items, and AWS.
//!
//! What each call to AWS needs, in the Region that is asked and in every Region with a replica:
//!
//! | call | permission | without it |
//! |---|---|---|
//! | `DescribeTable` | `dynamodb:DescribeTable` | other Regions, capacity and item count are not known |
//! | `Scan` (only in the Region that is asked; off with no sample) | `dynamodb:Scan` | item sizes are not known |
//! | `DescribeScalableTargets` | `application-autoscaling:DescribeScalableTargets` | bounds are not known |
//! | `DescribeScalingPolicies` | `application-autoscaling:DescribeScalingPolicies` | targets are not known |
//! | `DescribeScheduledActions` | `application-autoscaling:DescribeScheduledActions` | scheduled bounds are not known |
//! | `DescribeScalingActivities` | `application-autoscaling:DescribeScalingActivities` | failed changes are not known |
//! | `GetMetricData` | `cloudwatch:GetMetricData` | traffic and throttling are not known |
//! | `DescribeTimeToLive` | `dynamodb:DescribeTimeToLive` | the expiry is not known |
//! | `DescribeContinuousBackups` | `dynamodb:DescribeContinuousBackups` | point-in-time recovery is not known |
//! | `ListTagsOfResource` | `dynamodb:ListTagsOfResource` | tags are not known |
//! | `DescribeAlarms` (`check-table` alone) | `cloudwatch:DescribeAlarms` | leftover alarms are not known |
//!
//! The `DynamoDB` permissions can be limited to `arn:aws:dynamodb:*:ACCOUNT:table/NAME`; those of the other two
//! services know no resources, and need `*`. Nothing is written.

mod attribute_size;
mod describe;
pub mod items;
mod metrics;
mod sample;
mod scaling;
mod settings;
mod table;

pub(crate) use describe::describe;
pub(crate) use settings::ttl;
pub use table::{Wanted, table};
