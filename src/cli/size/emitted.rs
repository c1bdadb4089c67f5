//! Writes the recommended table down, and the scenario that it was sized for.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use super::Arguments;
use super::values::EmitSpec;
use crate::cli::error::CliError;
use crate::dynamodb::emit::{Emitted, emit};
use crate::dynamodb::sizing::{Basis, Expectations, Sizing, of_table, of_trace, of_workload};
use crate::dynamodb::workload::Inputs;

/// The configuration of what is recommended.
pub(super) fn configuration(
    arguments: &Arguments,
    spec: &EmitSpec,
    basis: &Basis,
    expected: &Expectations,
) -> Result<Emitted, CliError> {
    let sizing = match basis {
        Basis::Trace(seen) if let Some(what) = seen.missing() => {
            return Err(CliError::usage_message(format!(
                "--emit: the trace has no {what} units, so that the capacity for {what}s is not known (CAP009)"
            ))
            .hint("give them in the same file; or say that there were none: --gaps zero"));
        }
        Basis::Trace(seen) => of_trace(seen, expected),
        Basis::Table(basis) => match of_table(basis, expected) {
            Ok(Some(sizing)) => Ok(sizing),
            Ok(None) => {
                return Err(CliError::usage_message(
                    "--emit: what the table consumes is not known, so that nothing is recommended",
                )
                .hint("see the report without --emit"));
            }
            Err(errors) => Err(errors),
        },
        Basis::Workloads(all) => match all.as_slice() {
            [one] => of_workload(one, expected),
            several => {
                return Err(CliError::usage_message(format!(
                    "--emit writes one table, and {} scenarios were given",
                    several.len()
                ))
                .hint("give the one --scenario that is to be built"));
            }
        },
    };
    let sizing: Sizing = sizing.map_err(|errors| {
        let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
        CliError::usage_message(told.join("; "))
    })?;
    let table = sizing.table(&arguments.table_name, &arguments.tags);
    emit(&table, spec.language, arguments.as_documented)
        .map_err(|reason| CliError::usage_message(format!("--emit: {reason}")))
}

/// A scenario as a file that `--scenario` reads.
pub(super) fn scenario(inputs: &Inputs) -> Result<String, CliError> {
    toml::to_string(inputs).map_err(|error| {
        CliError::usage(anyhow::Error::new(error).context("the workload cannot be written as TOML"))
    })
}

/// Writes a text to a file, or to standard output.
pub(super) fn write(text: &str, file: Option<&Path>) -> Result<(), CliError> {
    let (written, place) = if let Some(path) = file {
        (fs::write(path, text), path.display().to_string())
    } else {
        let mut stdout = io::stdout().lock();
        (stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()), "standard output".to_owned())
    };
    match written {
        // A reader that has seen enough is no failure.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(|error| {
            CliError::output(anyhow::Error::new(error).context(format!("cannot write to {place}")))
        }),
    }
}
