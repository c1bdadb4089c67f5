//! The table that is wanted: keys, billing, autoscaling, replicas, protections.

mod layout;
mod table;

pub use layout::Layout;
pub use table::{Billing, Encryption, Replica, TableClass, TableSpec};
