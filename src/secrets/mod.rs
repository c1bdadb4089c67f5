//! Secrets: the one type that holds them, and AWS Secrets Manager, where deployments keep them.

pub mod observe;
mod secret;

pub use secret::{MASK, Secret};
