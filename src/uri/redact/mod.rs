//! Takes the secrets out of a value and keeps their shape, so that everything after it can be shown and stored.
//!
//! The evidence of a URI is its text with each character of a secret replaced by one of the same class and
//! length: `hunter2` becomes `qqqqqq9`. Characters with a meaning in a URI stay, because the checks are about
//! them. So the checks read evidence as they would read the value, the spans are those of the original, and a
//! report made from saved evidence is the report made on the spot.

mod boundary;
mod evidence;
mod masks;
mod shape;

pub(super) use boundary::{cut_off_len, second_uri};
pub(super) use evidence::redact_with_parts;
pub use evidence::{Evidence, JsonShape, MAX_BYTES, redact};
