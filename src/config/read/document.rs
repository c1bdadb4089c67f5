//! From a text to a [`Config`].

use crate::config::Config;
use crate::report::Problem;

/// The longest file that is read, in bytes.
pub const MAX_BYTES: u64 = 4 << 20;

/// What a file says. `name` is what to call the file in problems and in origins of skips.
///
/// # Errors
/// Everything that is wrong in it, in the order of the file; never empty.
pub fn read(text: &str, name: &str) -> Result<Config, Vec<Problem>> {
    toml::from_str(text).map_err(|error: toml::de::Error| {
        vec![Problem { file: name.to_owned(), message: error.message().to_owned(), help: None, place: None }]
    })
}
