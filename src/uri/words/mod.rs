//! The words of connection URIs: the right ones, those that people write instead, and placeholders.

mod keys;
mod pasted;
mod placeholders;
mod schemes;

pub(super) use keys::{Key, boolean, is_insecure_like, key};
pub(super) use pasted::{host_port_len, is_documented_format, variable_len};
pub(super) use placeholders::{is_password_placeholder, is_placeholder, template};
pub(super) use schemes::{SchemeWord, foreign, scheme_word};
