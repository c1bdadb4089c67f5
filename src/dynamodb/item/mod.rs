//! Items: how many bytes each is, and what is told of many of them.
//!
//! A [`Sizer`] reads the JSON text of one item and counts; nothing of a value is kept.

mod base64;
mod cursor;
mod layout;
mod number;
mod pieces;
mod refusal;
mod sizer;
mod text;

#[cfg(test)]
mod tests;

pub use layout::{Format, Layout, LayoutError};
pub use number::{NumberError, number_bytes};
pub use refusal::{ItemError, Refusal};
pub use sizer::{Attribute, KeyPart, MAX_CONTAINERS, Measured, Sizer};
