//! The table that is wanted: keys, billing, autoscaling, replicas, protections.

mod in_files;
mod layout;
mod name;
mod table;
mod values;
mod wanted;

pub use layout::Layout;
pub use name::TableRef;
pub use table::{Billing, Encryption, Replica, STREAM_VIEW, TableClass, TableSpec};
pub use values::{
    BillingName, Bounds, EncryptionName, KeyWanted, LayoutName, ReplicaWanted, Switch, Units, tag,
};
pub(in crate::dynamodb) use wanted::ENVIRONMENT;
pub use wanted::Wanted;
