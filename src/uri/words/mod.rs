//! The words of connection URIs: the right ones, those that people write instead, and placeholders.

mod keys;
mod pasted;
mod placeholders;
mod schemes;

pub(super) use keys::{Key, boolean, is_insecure_like, is_password_key, key};
pub(super) use pasted::{host_port_len, is_documented_format, variable_len};
pub(super) use placeholders::{
    is_password_placeholder, is_password_to_fill_in, is_placeholder, is_to_fill_in, template,
};
pub(super) use schemes::{SchemeWord, foreign, scheme_word};
