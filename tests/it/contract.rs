//! The contract with scripts: exit codes, formats, streams, secrets. Black-box tests of the built program.

mod evidence;
mod exit_codes;
mod formats;
mod secrets;
mod streams;
mod surroundings;

use crate::program::run;

const GOOD: &str = "rediss://cache.internal:6379/0?clustered=true";
const BAD: &str = "redis://cache.internal:6379/0?clustered=yes";
/// Warns, but does not fail.
const WARNS: &str = "redis://127.0.0.1:6379/0?clustered=true";
fn code(arguments: &[&str]) -> i32 {
    run(arguments).code
}
