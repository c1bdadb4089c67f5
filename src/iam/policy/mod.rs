//! The policies that roles need: which calls a purpose makes, what AWS does with the caller's rights besides, and the
//! document that allows just these.

mod called;
mod document;
mod implied;
mod model;
mod scope;

#[cfg(test)]
mod tests;

pub use document::{explained, permissions, policy};
pub use model::{Permission, Purpose, Subject};
pub use scope::Scope;
