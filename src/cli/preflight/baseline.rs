//! Reads an older report, in any of the forms in which a run is saved.

use std::path::Path;

use crate::cli::error::CliError;
use crate::preflight::OldReport;
use crate::probe::{EvidenceError, EvidenceReader, EvidenceSource, Recorded, Wanted};

/// The longest JSON report that is read, in bytes.
const MAX_REPORT: u64 = 256 << 20;

/// What an older report knows: evidence, alone or in a bundle, which is judged by what it was judged by then, or a JSON
/// report.
pub(super) fn read(path: &Path) -> Result<OldReport, CliError> {
    let unread = |error: std::io::Error| {
        CliError::usage(
            anyhow::Error::new(error).context(format!("cannot read the baseline {}", path.display())),
        )
    };
    let source = EvidenceSource::open(path).map_err(unread)?;
    match EvidenceReader::of(&source, Some("preflight")) {
        Ok(reader) => evidence(reader),
        Err(EvidenceError::NoHeader { .. }) => {
            OldReport::json(&source.bytes(MAX_REPORT).map_err(unread)?).map_err(|why| {
                CliError::usage_message(format!("--baseline {}: {why}", path.display())).hint(
                    "make one with: chalkstore preflight --output json=FILE, --save-evidence FILE or --bundle FILE",
                )
            })
        }
        Err(error) => Err(CliError::usage(error)),
    }
}

fn evidence(mut reader: EvidenceReader) -> Result<OldReport, CliError> {
    let mut old = OldReport::default();
    while let Some(recorded) = reader.next_subject().map_err(CliError::usage)? {
        let section = recorded.report(Wanted::default(), &reader.expectations).section;
        for finding in &section.assessment.findings {
            old.add(section.title(), finding);
        }
    }
    Ok(old)
}

/// Has a record judged by what an older report knows.
pub(super) fn judge_by(old: &OldReport, path: &Path, recorded: &mut Recorded) {
    let known = old.of(recorded.name.as_deref().unwrap_or_default(), &path.display().to_string());
    recorded.terms.get_or_insert_default().baseline = Some(known);
}
