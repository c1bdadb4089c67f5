//! FO…: would traffic move when a Region dies, and would it land well.

mod active;
mod alarms;
mod alike;
mod capacity;
mod case;
mod certificate;
mod chain;
mod change;
mod checked;
mod checkers;
mod declared;
mod detection;
mod existence;
mod healthz;
mod judge;
mod list;
mod metadata;
mod name;
mod offline;
mod pair;
mod passive;
mod probed;
mod request;
mod resolvers;
mod signal;
mod store;
mod tables;
mod target_groups;
mod targets;
mod ttl;
mod unread;

pub(super) use case::{Case, Entry, Group, Mode, told_by};
pub(super) use checked::success_share;
pub use list::{assess, every_check};
