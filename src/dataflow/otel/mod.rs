//! What `OpenTelemetry` Collectors are configured to send, and where to.

mod seen;

pub use seen::{Collector, Destination, Flow, Place, Signal};
