//! The checks of a table that exists: each of them provoked, in each status that it has, by evidence made by hand.

mod answers;
mod capacity;
mod replicas;
mod scaling;
mod store;
mod traffic;
