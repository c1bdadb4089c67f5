//! Reads an older report.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::Path;

use crate::cli::error::CliError;
use crate::preflight::OldReport;
use crate::probe::{EvidenceReader, Recorded, Wanted};

/// The longest report that is read, in bytes.
const MAX_REPORT: u64 = 256 << 20;

/// How a JSON report begins, and no line of an evidence file.
const HEADER: &str = "{\"type\":\"header\"";

/// What an older report knows: a JSON report, or an evidence file, which is judged by what it was judged by then.
pub(super) fn read(path: &Path) -> Result<OldReport, CliError> {
    let unread = |error: io::Error| {
        CliError::usage(
            anyhow::Error::new(error).context(format!("cannot read the baseline {}", path.display())),
        )
    };
    let mut file = BufReader::new(File::open(path).map_err(unread)?);
    let is_evidence = file.fill_buf().map_err(unread)?.starts_with(HEADER.as_bytes());
    if is_evidence {
        return evidence(path);
    }
    let mut text = String::new();
    if file.take(MAX_REPORT + 1).read_to_string(&mut text).map_err(unread)? as u64 > MAX_REPORT {
        let reason = format!("it is longer than {} MiB", MAX_REPORT >> 20);
        return Err(unread(io::Error::new(io::ErrorKind::FileTooLarge, reason)));
    }
    OldReport::json(&text).map_err(|why| {
        CliError::usage_message(format!("--baseline {}: {why}", path.display()))
            .hint("make one with: chalkstore preflight --output json=FILE, or --save-evidence FILE")
    })
}

fn evidence(path: &Path) -> Result<OldReport, CliError> {
    let mut reader = EvidenceReader::open(path, "preflight").map_err(CliError::usage)?;
    let expectations = std::mem::take(&mut reader.expectations);
    let mut old = OldReport::default();
    while let Some(recorded) = reader.next_subject().map_err(CliError::usage)? {
        let section = recorded.report(Wanted::default(), &expectations).section;
        for finding in &section.assessment.findings {
            let about = finding.detail.as_ref().and_then(|detail| detail.subject.as_deref());
            old.add(section.title(), finding.check.code, about, finding.status, finding.message());
        }
    }
    Ok(old)
}

/// Has a record judged by what an older report knows.
pub(super) fn judge_by(old: &OldReport, path: &Path, recorded: &mut Recorded) {
    let known = old.of(recorded.name.as_deref().unwrap_or_default(), &path.display().to_string());
    recorded.terms.get_or_insert_default().baseline = Some(known);
}
