//! Connection URIs: what they are made of, what is wrong with one, and what it should be.
//!
//! `redact` takes the secrets out and keeps their shape: that is the evidence. `assess` judges evidence.
//! `check` does both at once. All of it is pure; only `apply` writes, and only corrected URIs.

pub mod apply;
mod assess;
mod cluster_name;
mod edit;
mod grammar;
mod judge;
mod providers;
mod redact;
mod rules;
mod scrub;
mod shown;
mod store_uri;
mod words;

pub use assess::{Checked, NOT_TRIED, assess, check, parse, plan, scheme, shown};
pub use cluster_name::cluster_name;
pub use edit::corrected;
pub use redact::{Evidence, JsonShape, MAX_BYTES, redact};
pub use scrub::scrub;
pub use store_uri::{Credentials, DEFAULT_PORT, PASSWORD_ESCAPES, Scheme, ServerUri, StoreScheme, StoreUri};
