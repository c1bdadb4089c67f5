//! Connection URIs.

mod store_uri;

pub use store_uri::{Credentials, DEFAULT_PORT, PASSWORD_ESCAPES, Scheme, ServerUri, StoreUri};
