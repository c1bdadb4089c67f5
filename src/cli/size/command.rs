//! Chooses what to size.

use super::arguments::What;
use super::{Arguments, item};
use crate::cli::error::CliError;
use crate::cli::globals::Globals;
use crate::report::Exit;

pub(in crate::cli) fn run(arguments: &Arguments, globals: &Globals) -> Result<Exit, CliError> {
    match &arguments.what {
        What::Item(arguments) => item::run(arguments, globals),
    }
}
