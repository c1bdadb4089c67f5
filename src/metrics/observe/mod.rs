//! Asking `CloudWatch`: [`read()`] for the values of any metrics, [`list()`] for the metrics that there are.
//!
//! | call | permission | without it |
//! |---|---|---|
//! | `GetMetricData` | `cloudwatch:GetMetricData` | no values |
//! | `ListMetrics` | `cloudwatch:ListMetrics` | metrics whose dimensions nobody can know are not found |

mod collected;
mod list;
mod query;
mod read;

pub use list::{Listed, list};
pub use query::{Came, Query, Read};
pub use read::read;
