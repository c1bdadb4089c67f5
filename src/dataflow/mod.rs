//! The five flows between the metadata plane and the data plane (sources/003): which are on, where they go, and whether
//! customer data could travel.
//!
//! [`otel`] reads what `OpenTelemetry` Collectors send where; the rest of the room reads EKS clusters and VPC endpoints, and
//! judges all of it together.

mod assess;
mod evidence;
mod expectations;
pub mod otel;

pub use assess::{assess, every_check};
pub use evidence::Evidence;
pub use expectations::{Expectations, Required};
