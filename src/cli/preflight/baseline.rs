//! Reads an older report, in any of the forms in which a run is saved.

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use crate::cli::error::CliError;
use crate::preflight::OldReport;
use crate::probe::diff::Side;
use crate::probe::{EvidenceError, EvidenceReader, EvidenceSource, Recorded};

/// What an older report knows: evidence, alone or in a bundle, which is judged by what it was judged by then, or a JSON
/// report. A stream is read until `deadline`.
pub(super) fn read(path: &Path, deadline: Instant) -> Result<OldReport, CliError> {
    let unread = |error: std::io::Error| {
        CliError::usage(
            anyhow::Error::new(error).context(format!("cannot read the baseline {}", path.display())),
        )
    };
    let source = EvidenceSource::open(path, Some(deadline)).map_err(unread)?;
    let run = match EvidenceReader::of(&source, Some("preflight")) {
        Ok(reader) => Side::judged(reader).map_err(CliError::usage)?,
        Err(EvidenceError::NoHeader { .. }) => Side::of_report(&source).map_err(refused)?,
        Err(error) => return Err(CliError::usage(error)),
    };
    OldReport::of_run(&run).map_err(refused)
}

fn refused(why: impl Error + Send + Sync + 'static) -> CliError {
    CliError::usage(anyhow::Error::new(why).context("--baseline"))
        .hint("make one with: chalkstore preflight --output json=FILE, --save-evidence FILE or --bundle FILE")
}

/// Has a record judged by what an older report knows.
pub(super) fn judge_by(old: &OldReport, path: &Path, recorded: &mut Recorded) {
    let known = old.of(recorded.name.as_deref().unwrap_or_default(), &path.display().to_string());
    recorded.terms.get_or_insert_default().baseline = Some(known);
}
