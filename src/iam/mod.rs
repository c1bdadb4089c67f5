//! Permissions: the policies that roles need, and whether a role has them.

pub mod access;
mod arn;
mod policy;

pub use policy::{Permission, Purpose, Scope, Subject, explained, permissions, policy};
