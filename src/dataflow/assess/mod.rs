//! FLOW…: whether it is known what flows between the planes, and whether that is as it should be.

mod api;
mod case;
mod images;
mod leaving;
mod list;
mod posture;
mod sources;
mod told;

pub(super) use case::Case;
pub use list::{assess, every_check};
