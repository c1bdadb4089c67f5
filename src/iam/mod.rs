//! Permissions: the policies that roles need, and whether a role has them.

pub mod access;
