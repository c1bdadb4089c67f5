//! One run of a command, from its header to its exit code: the frame that every command shares.

use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::error::CliError;
use super::globals::Globals;
use crate::probe::{EvidenceReader, EvidenceWriter, Observed, Recorded};
use crate::render::{Outputs, Spinner, notice};
use crate::report::{Counts, Exit, FailOn, Header, Outcome, Section, Summary, Tool, Vantage};

/// A run under way.
pub(super) struct Run {
    outputs: Outputs,
    spinner: Spinner,
    evidence: Option<EvidenceWriter>,
    outcome: Outcome,
    subjects: Counts,
    fail_on: FailOn,
    started: Instant,
    replayed_ms: Option<u64>,
}

impl Run {
    /// Opens the outputs and the evidence file, and writes the header.
    pub(super) fn start(
        globals: &Globals,
        command: &str,
        subject: String,
        is_batch: bool,
    ) -> Result<Self, CliError> {
        let header = Header {
            command: command.to_owned(),
            subject,
            started_at: format!("{:.3}", Timestamp::now()),
            vantage: Vantage { host: host(), zone: zone() },
            tool: Tool::this(),
        };
        let spinner = Spinner::stderr(globals.verbosity());
        let mut run = Self::new(globals, spinner)?;
        if let Some(path) = &globals.save_evidence {
            run.evidence = Some(EvidenceWriter::create(path, &header, is_batch).map_err(CliError::output)?);
        }
        run.outputs.start(&header);
        Ok(run)
    }

    /// Opens saved evidence of the same command, and the outputs.
    pub(super) fn replay(
        globals: &Globals,
        command: &str,
        path: &std::path::Path,
    ) -> Result<(Self, EvidenceReader), CliError> {
        let reader = EvidenceReader::open(path, command).map_err(CliError::usage)?;
        let mut run = Self::new(globals, Spinner::hidden())?;
        run.outputs.start(&reader.header);
        Ok((run, reader))
    }

    fn new(globals: &Globals, spinner: Spinner) -> Result<Self, CliError> {
        let outputs = Outputs::open(&globals.output, globals.color, globals.verbosity())?;
        Ok(Self {
            outputs: outputs.with_spinner(spinner.clone()),
            spinner,
            evidence: None,
            outcome: Outcome::default(),
            subjects: Counts::default(),
            fail_on: globals.fail_on,
            started: Instant::now(),
            replayed_ms: None,
        })
    }

    /// Whom to tell how far an observation is.
    pub(super) const fn spinner(&self) -> &Spinner {
        &self.spinner
    }

    /// Whether evidence is to be recorded; where it is not, nobody needs to keep it.
    pub(super) const fn records(&self) -> bool {
        self.evidence.is_some()
    }

    /// Records what was seen of a subject.
    pub(super) fn record(&mut self, name: Option<String>, observed: Vec<Observed>) {
        if let Some(evidence) = &mut self.evidence {
            evidence.subject(Recorded { name, observed });
        }
    }

    /// Reports on a subject.
    pub(super) fn section(&mut self, section: &Section) {
        self.outcome.counts += section.counts;
        self.subjects.add(section.counts.worst());
        self.outputs.section(section);
    }

    /// Passes the results on that a reader may be waiting for.
    pub(super) fn flush(&mut self) {
        self.outputs.flush();
    }

    /// An input could not be read: it is told now, the run goes on, and exits with 2.
    pub(super) fn bad_input(&mut self, error: &CliError) {
        self.outcome.usage = true;
        self.spinner.suspend(|| error.tell());
    }

    /// An output beside the report could not be written.
    pub(super) fn bad_output(&mut self, error: &CliError) {
        self.outcome.output = true;
        self.spinner.suspend(|| error.tell());
    }

    /// Something worth knowing that is no finding.
    pub(super) fn remark(&self, text: &str) {
        self.spinner.suspend(|| notice::note(text));
    }

    /// A bug was caught.
    pub(super) const fn bug(&mut self) {
        self.outcome.bug = true;
    }

    /// The run was interrupted.
    pub(super) const fn interrupted(&mut self, exit: Exit) {
        self.outcome.interrupted = Some(exit);
    }

    /// The observation took this long when the evidence was saved.
    pub(super) const fn took(&mut self, duration_ms: u64) {
        self.replayed_ms = Some(duration_ms);
    }

    /// Writes the summary, and says what to exit with.
    pub(super) fn finish(mut self) -> Exit {
        let duration_ms = self.replayed_ms.unwrap_or_else(|| milliseconds(self.started.elapsed()));
        if let Some(Err((path, error))) = self.evidence.take().map(|evidence| evidence.finish(duration_ms)) {
            self.outcome.output = true;
            let error = anyhow::Error::new(error).context(format!("cannot write the evidence file {path}"));
            CliError::output(error).tell();
        }
        self.outcome.output |= self.outputs.failure().is_some();
        let exit = self.outcome.exit(self.fail_on);
        self.outputs.finish(&Summary {
            counts: self.outcome.counts,
            subjects: self.subjects,
            duration_ms,
            exit,
        });
        if let Some(failure) = self.outputs.failure() {
            let error = anyhow::anyhow!("{}", failure.source).context(failure.to_string());
            CliError::output(error).hint("what could not be written is lost; the exit code says so").tell();
            self.outcome.output = true;
        }
        self.outcome.exit(self.fail_on)
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// The name of this machine.
fn host() -> Option<String> {
    let name =
        std::env::var("HOSTNAME").ok().or_else(|| std::fs::read_to_string("/proc/sys/kernel/hostname").ok());
    name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// The zone that the product's own variable names.
fn zone() -> Option<String> {
    std::env::var("CHALK_AVAILABILITY_ZONE").ok().filter(|zone| !zone.is_empty())
}
