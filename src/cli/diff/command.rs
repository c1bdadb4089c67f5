//! Compares two runs, and reports what changed.

use std::path::Path;

use super::Arguments;
use crate::cli::error::CliError;
use crate::cli::files::Files;
use crate::cli::globals::Globals;
use crate::cli::noun::noun;
use crate::cli::run::{Reporter, Run};
use crate::probe::Expectations;
use crate::probe::diff::{Side, SideError, compare};
use crate::render::Verbosity;
use crate::report::{Exit, Header, Tool, Vantage};

pub(in crate::cli) fn run(arguments: &Arguments, globals: &Globals) -> Result<Exit, CliError> {
    let paths = [&arguments.old, &arguments.new];
    if paths.iter().all(|path| path.as_os_str() == "-") {
        return Err(CliError::usage_message("`-` was given twice, and standard input can be read once"));
    }
    let [old, new] = [side(&arguments.old)?, side(&arguments.new)?];
    let comparison = compare(old, new);
    let header = Header {
        command: "diff".to_owned(),
        subject: format!("{} -> {}", comparison.old.file, comparison.new.file),
        // Its times are those of what it compares.
        started_at: comparison.new.started_at.clone(),
        vantage: Vantage::default(),
        tool: Tool::this(),
        fail_on: globals.fail_on,
    };
    let reporter = Reporter {
        command: "diff",
        noun: noun("diff"),
        expectations: Expectations::default(),
        on_stderr: false,
        detailed_exitcode: false,
    };
    let files = Files { inputs: paths.map(AsRef::<Path>::as_ref).to_vec(), outputs: Vec::new() };
    let mut run = Run::again(globals, reporter, &header, &Tool::this(), false, files)?;
    if globals.verbosity() == Verbosity::Quiet {
        // Who wants to see problems alone does not see the view, and must not take one run for the other.
        comparison
            .remarks
            .iter()
            .filter(|_| comparison.is_turned_round())
            .take(1)
            .for_each(|told| run.remark(told));
    }
    run.section(&comparison.section());
    Ok(run.finish())
}

fn side(path: &Path) -> Result<Side, CliError> {
    Side::open(path).map_err(|error| {
        let hint = match &error {
            SideError::Neither { .. } => {
                Some("compare what --save-evidence, --bundle or --output json=FILE has written")
            }
            _ => None,
        };
        let error = CliError::usage(error);
        match hint {
            Some(hint) => error.hint(hint),
            None => error,
        }
    })
}
