//! What `OpenTelemetry` Collectors are configured to send, and where to.
//!
//! ```text
//! file -> read -> Document… -> collectors (with Places) -> Collector…
//! ```
//!
//! [`read`] takes a file apart: a collector's own YAML, ConfigMaps or Secrets (one, several, a `kind: List`, JSON), Helm values,
//! also in releases of Flux and Argo CD, resources of the operator, or workloads whose arguments say what is given to whom. [`collectors`] puts documents that belong together into one configuration, follows its
//! pipelines and says where each signal ends up. Documents hold the files' text and with it their secrets; a
//! [`Collector`] holds none.

mod address;
mod base64;
mod connectors;
mod container;
mod document;
mod doors;
mod expand;
mod exporters;
mod graph;
mod helm;
mod kubernetes;
mod node;
mod parse;
mod pipelines;
mod places;
mod problem;
mod proxy;
mod read;
mod release;
mod seen;
mod verdict;
mod workload;

pub use document::{Document, Origin};
pub(in crate::dataflow) use exporters::kind_of;
pub use places::{Pattern, PatternError, Places};
pub(in crate::dataflow) use places::{is_of_all, is_owner};
pub use problem::Problem;
pub use read::read;
pub use seen::{Collector, Destination, Flow, Place, Signal};
pub use verdict::collectors;
