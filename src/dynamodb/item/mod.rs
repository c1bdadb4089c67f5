//! Items: how many bytes each is, and what is told of many of them.
//!
//! A [`Sizer`] reads the JSON text of one item and counts; nothing of a value is kept. What is told of many items is
//! [`ItemsEvidence`], and [`assess`] judges it.

mod assess;
mod base64;
mod batch;
mod cursor;
mod evidence;
mod frames;
mod key;
mod layout;
mod number;
mod pieces;
mod refusal;
mod sizer;
mod tally;
mod text;
mod view;

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "half units are exact")]
mod tests;

pub use assess::{assess, plan};
pub(crate) use batch::Sized;
pub(crate) use cursor::fault_behind_array;
pub use evidence::{AttributeTotal, Blocks, Input, ItemsEvidence, Listed, Percentile};
pub(crate) use frames::Frames;
pub use layout::{Format, Layout, LayoutError};
pub use number::{MAX_NUMBER_BYTES, NumberError, number_bytes};
pub use refusal::{ItemError, Refusal};
pub(super) use sizer::CONTAINER_BYTES;
pub use sizer::{Attribute, KeyPart, MAX_CONTAINERS, Measured, Sizer};
pub(crate) use tally::Tally;
