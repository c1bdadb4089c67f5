//! Looks at a secret: describes it, and compares its value with the URI that is to be stored.

mod look;
mod service;

pub use look::{look, settled};
pub(super) use service::is_over;
pub use service::{Attempt, Service, open};
