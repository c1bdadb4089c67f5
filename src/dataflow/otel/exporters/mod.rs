//! Where exporters send to, by their kinds.
//!
//! The fields are those of the exporters' own documentation in `opentelemetry-collector` and
//! `opentelemetry-collector-contrib`. What is written as it is for most stands in [`table`]; the rest has a function.

mod cloud;
mod field;
mod kafka;
mod owner;
mod reach;
mod table;
mod vendors;

pub(super) use field::{Field, Flag, field, flag, is_settled, wire_of};
pub(super) use owner::{Owners, owners, signed_by};
pub(in crate::dataflow) use reach::kind_of;
pub(super) use reach::{PROXY, Reach, proxies, reached};
