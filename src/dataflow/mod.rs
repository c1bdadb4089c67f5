//! The five flows between the metadata plane and the data plane (the product's guide to data flows between the planes):
//! which are on, where they go, and whether customer data could travel.
//!
//! ```text
//! files -> otel::read, read -> Given -> observe::look (asks EKS, where a cluster was named) -> Evidence
//! Evidence + Expectations -> flows -> assess, report
//! ```
//!
//! [`otel`] reads what `OpenTelemetry` Collectors send where; [`read`] reads descriptions of clusters and VPC endpoints;
//! [`flows`] decides what becomes of each flow, from evidence alone.

mod assess;
pub mod evidence;
mod expectations;
pub mod flows;
mod named;
mod network;
pub mod observe;
pub mod otel;
pub mod read;
mod report;

pub use assess::{assess, every_check};
pub use evidence::Evidence;
pub use expectations::{Expectations, OtherPath, Required};
pub(crate) use named::{is_cluster, is_repository};
pub use network::Networks;
