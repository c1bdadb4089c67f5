//! `--from-size`: what `size` recommends, as what is wanted.

use std::path::Path;
use std::time::Instant;

use serde_json::Value;

use crate::cli::error::CliError;
use crate::cli::input::text;
use crate::dynamodb::spec::{TableSpec, Wanted};

/// Reads a report of `size`, or a table that it emitted, and the Region that was sized, until `deadline`.
pub(in crate::cli) fn read(path: &Path, deadline: Instant) -> Result<(Wanted, String), CliError> {
    let text = text("--from-size", path, deadline)?;
    let spec = spec(&text).map_err(|reason| {
        CliError::usage_message(format!("--from-size: {}: {reason}", path.display())).hint(
            "it takes what `chalkstore size … --output json=FILE` or `chalkstore size … --emit toml=FILE` writes",
        )
    })?;
    Ok((Wanted::of(&spec), spec.region))
}

fn spec(text: &str) -> Result<TableSpec, String> {
    if !text.trim_start().starts_with('{') {
        return toml::from_str(text).map_err(|error| error.to_string());
    }
    let report: Value = serde_json::from_str(text).map_err(|error| format!("not JSON: {error}"))?;
    let data = report.pointer("/subjects/0/data").or_else(|| report.get("data"));
    match data.and_then(|data| data.get("recommended_table")) {
        Some(table) => serde_json::from_value(table.clone()).map_err(|error| error.to_string()),
        None => Err("there is no `recommended_table` in its data: several scenarios have none, nor has a table whose traffic is not known".to_owned()),
    }
}
