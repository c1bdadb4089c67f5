//! Sets a store up, step by step.

use super::arguments::Store;
use super::{Arguments, dynamodb, valkey};
use crate::cli::error::CliError;
use crate::cli::globals::Globals;
use crate::cli::noun::noun;
use crate::cli::run::{Reporter, Run};
use crate::probe::Expectations;
use crate::report::Exit;

pub(in crate::cli) fn run(arguments: &Arguments, globals: &Globals) -> Result<Exit, CliError> {
    let change = match &arguments.store {
        Store::Dynamodb(arguments) => &arguments.change,
        Store::Valkey(arguments) => &arguments.change,
    };
    let reporter = Reporter {
        command: "setup",
        noun: noun("setup"),
        expectations: Expectations::default(),
        on_stderr: false,
        detailed_exitcode: change.detailed_exitcode,
    };
    if let Some(path) = &globals.evidence {
        return Run::replay(globals, reporter, path);
    }
    change.check()?;
    match &arguments.store {
        Store::Dynamodb(arguments) => dynamodb::run(arguments, globals, reporter),
        Store::Valkey(arguments) => valkey::run(arguments, globals, reporter),
    }
}
