//! `--bundle`: the evidence and the reports of a run, in one file at its end.

use std::path::Path;

use clap::ValueEnum as _;
use jiff::Timestamp;

use super::error::CliError;
use crate::probe::{BundleEnd, BundleWriter, EvidenceWriter, REPORTS, Recorded};
use crate::render::{Format, Outputs, Style, Verbosity, notice};
use crate::report::{Exit, Header};

/// A bundle that is under way.
pub(super) struct Bundling {
    writer: BundleWriter,
    header: Header,
    /// What it is called where it cannot be written.
    name: String,
}

impl Bundling {
    /// Opens the file, and has the evidence and the reports written to it too.
    pub(super) fn begin(
        path: &Path,
        header: &Header,
        is_batch: bool,
        outputs: &mut Outputs,
        evidence: &mut EvidenceWriter,
    ) -> Result<Self, CliError> {
        let name = format!("the bundle {}", path.display());
        let cannot =
            |error| CliError::output(anyhow::Error::new(error).context(format!("cannot write {name}")));
        let mut writer = BundleWriter::create(path).map_err(cannot)?;
        evidence.add(name.clone(), writer.evidence().map_err(cannot)?);
        // One store's report says everything; that of a long batch would be too much to hold.
        let verbosity = if is_batch { Verbosity::Normal } else { Verbosity::Verbose };
        let style = Style { color: false, ascii: false, width: Some(100), verbosity };
        for (part, format) in REPORTS {
            let format = Format::from_str(format, false).unwrap_or(Format::Human);
            outputs.add_part(name.clone(), format, style, writer.part(part).map_err(cannot)?);
        }
        Ok(Self { writer, header: header.clone(), name })
    }

    /// What it is called where it cannot be written.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Counts what was left out of a subject's evidence.
    pub(super) fn add(&mut self, recorded: &Recorded) {
        self.writer.ledger.add(recorded);
    }

    /// Writes it, now that the evidence and the reports are whole.
    pub(super) fn finish(self, exit: Exit) -> Result<(), CliError> {
        let created_at = format!("{:.3}", Timestamp::now());
        let end = BundleEnd { header: &self.header, created_at: &created_at, exit, errors: &notice::told() };
        self.writer.finish(end).map_err(|error| {
            let error = anyhow::Error::new(error).context(format!("cannot write {}", self.name));
            CliError::output(error)
                .hint("nothing of it was left behind; the report went where it always goes")
        })
    }
}
