//! Writes the recommended table down, and the scenario that it was sized for.

use super::Arguments;
use crate::cli::emit::EmitSpec;
use crate::cli::error::CliError;
use crate::connect::evidence::KeyType;
use crate::dynamodb::emit::{Emitted, emit};
use crate::dynamodb::evidence::TableSeen;
use crate::dynamodb::sizing::{Basis, Expectations, Sizing, of_table, of_trace, of_workload};
use crate::dynamodb::workload::Inputs;

/// What the documents call the table.
const DEFAULT_NAME: &str = "chalk-online-store";

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
    if let Basis::Table(basis) = basis {
        check_keys(&basis.seen)?;
    }
    let sizing: Sizing = sizing.map_err(|errors| {
        let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
        CliError::usage_message(told.join("; "))
    })?;
    let of_basis = match basis {
        Basis::Table(basis) => &basis.seen.name,
        Basis::Trace(_) | Basis::Workloads(_) => DEFAULT_NAME,
    };
    let table = sizing.table(arguments.table_name.as_deref().unwrap_or(of_basis), &arguments.tags);
    emit(&table, spec.language, arguments.as_documented)
        .map_err(|reason| CliError::usage_message(format!("--emit: {reason}")))
}

/// Refuses a table whose keys a configuration of an online store cannot have.
fn check_keys(seen: &TableSeen) -> Result<(), CliError> {
    let Some(facts) = seen.facts() else { return Ok(()) };
    let keys = [("partition", &facts.hash_key), ("sort", &facts.range_key)];
    for (what, key) in keys {
        let told = match key {
            None => format!("{} has no {what} key", seen.name),
            Some(key) if key.key_type.as_ref().is_some_and(|kind| *kind != KeyType::S) => {
                format!("the {what} key {} of {} is no string", key.name, seen.name)
            }
            Some(_) => continue,
        };
        return Err(CliError::usage_message(format!(
            "--emit: {told}; an online store's table has two string keys"
        ))
        .hint("change the capacity of this table where it is configured: the report says to what"));
    }
    Ok(())
}

/// A scenario as a file that `--scenario` reads.
pub(super) fn scenario(inputs: &Inputs) -> Result<String, CliError> {
    toml::to_string(inputs).map_err(|error| {
        CliError::usage(anyhow::Error::new(error).context("the workload cannot be written as TOML"))
    })
}
