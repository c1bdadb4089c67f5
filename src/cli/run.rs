//! One run of a command, from its header to its exit code: the frame that every command shares.

use std::path::Path;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::bundling::Bundling;
use super::error::CliError;
use super::files::Files;
use super::globals::Globals;
use super::troubles::Troubles;
use crate::probe::{
    self, End, EvidenceReader, EvidenceWriter, Expectations, Recorded, Reported, Stopped, Wanted,
};
use crate::render::{Format, Outputs, Spinner, Target, notice};
use crate::report::{
    Change, Counts, Exit, FailOn, Header, Noun, Outcome, Section, Status, Summary, Tool, Vantage,
};

/// What reports say of a command, and judge by.
pub(super) struct Reporter {
    /// The subcommand, as typed.
    pub(super) command: &'static str,
    /// What it has a section for.
    pub(super) noun: Noun,
    /// What was said of the deployment.
    pub(super) expectations: Expectations,
    /// Whether something else than a report goes to standard output: a report for people goes to standard error then.
    pub(super) on_stderr: bool,
    /// Whether the exit code says that a plan has changes to make.
    pub(super) detailed_exitcode: bool,
}

/// A run under way.
pub(super) struct Run {
    noun: Noun,
    outputs: Outputs,
    spinner: Spinner,
    evidence: EvidenceWriter,
    bundling: Option<Bundling>,
    outcome: Outcome,
    /// What an older report knows of the results.
    known: Counts,
    subjects: Counts,
    fail_on: FailOn,
    is_batch: bool,
    expectations: Expectations,
    detailed_exitcode: bool,
    has_json: bool,
    /// Whether corrections are written to a file, so that nobody has to be told how.
    writes_fixed: bool,
    started: Instant,
    replayed_ms: Option<u64>,
    /// What was seen last, where a subject is looked at again and again.
    last: Option<Recorded>,
    /// What went wrong meanwhile.
    troubles: Troubles,
}

impl Run {
    /// Opens the outputs and the evidence file, and writes the header. `files` are the files that the command itself
    /// reads and writes.
    pub(super) fn start<'a>(
        globals: &'a Globals,
        reporter: Reporter,
        subject: String,
        is_batch: bool,
        mut files: Files<'a>,
    ) -> Result<Self, CliError> {
        let header = Header {
            command: reporter.command.to_owned(),
            subject,
            started_at: format!("{:.3}", Timestamp::now()),
            vantage: Vantage { host: host(), zone: zone() },
            tool: Tool::this(),
            fail_on: globals.fail_on,
        };
        files.outputs.extend(globals.save_evidence.as_deref().map(|path| ("--save-evidence", path)));
        let mut run = Self::new(globals, reporter, is_batch, files, Spinner::stderr(globals.verbosity()))?;
        if let Some(path) = &globals.save_evidence {
            run.evidence.add_file(path).map_err(CliError::output)?;
        }
        run.begin(globals, &header, &Tool::this())?;
        Ok(run)
    }

    /// Makes the report of saved evidence of the same command. The command's expectations count before those that were saved with it.
    pub(super) fn replay(globals: &Globals, reporter: Reporter, path: &Path) -> Result<Exit, CliError> {
        Self::replay_beside(globals, reporter, path, [], |_| {})
    }

    /// The same, with what `revise` makes of each subject's record. `others` are further files that were read for it.
    pub(super) fn replay_beside<'a>(
        globals: &'a Globals,
        reporter: Reporter,
        path: &'a Path,
        others: impl IntoIterator<Item = &'a Path>,
        revise: impl Fn(&mut Recorded),
    ) -> Result<Exit, CliError> {
        let deadline = Instant::now() + globals.timeout;
        let mut reader = EvidenceReader::open_in_time(path, Some(reporter.command), Some(deadline))
            .map_err(CliError::usage)?;
        let inputs = std::iter::once(path).chain(others).collect();
        let files = Files { inputs, outputs: Vec::new() };
        let expectations = reporter.expectations.over(std::mem::take(&mut reader.expectations));
        let reporter = Reporter { expectations, ..reporter };
        let header = Header { fail_on: globals.fail_on, ..reader.header.clone() };
        let observer = reader.observer.clone();
        let mut run = Self::again(globals, reporter, &header, &observer, reader.is_batch, files)?;
        run.judge_saved(reader, revise);
        Ok(run.finish())
    }

    /// A run that looks at nothing: what it reports was seen before, by `observer`.
    pub(super) fn again<'a>(
        globals: &'a Globals,
        reporter: Reporter,
        header: &Header,
        observer: &Tool,
        is_batch: bool,
        files: Files<'a>,
    ) -> Result<Self, CliError> {
        let mut run = Self::new(globals, reporter, is_batch, files, Spinner::hidden())?;
        run.replayed_ms = Some(0);
        run.begin(globals, header, observer)?;
        Ok(run)
    }

    /// Reports on everything that was saved, as `revise` makes it.
    pub(super) fn judge_saved(&mut self, mut reader: EvidenceReader, revise: impl Fn(&mut Recorded)) {
        let mut is_whole = false;
        loop {
            match reader.next_subject() {
                Ok(Some(mut recorded)) => {
                    revise(&mut recorded);
                    is_whole = recorded.is_whole_when_stopped();
                    self.report(recorded);
                }
                Ok(None) => break,
                Err(error) => {
                    self.bad_input(&CliError::usage(error));
                    break;
                }
            }
        }
        let End { duration_ms, stopped, bad_input } = reader.end();
        self.replayed_ms = Some(self.replayed_ms.unwrap_or_default().saturating_add(duration_ms));
        self.outcome.usage |= bad_input;
        let stopped = stopped.filter(|_| !is_whole).map(|stopped| match stopped {
            Stopped::Interrupted => Exit::Interrupted,
            Stopped::Terminated => Exit::Terminated,
        });
        self.outcome.interrupted = self.outcome.interrupted.or(stopped);
    }

    /// What comes next is judged by this.
    pub(super) fn expect(&mut self, expectations: Expectations) {
        self.expectations = expectations;
    }

    /// Writes the header to wherever it goes.
    fn begin(&mut self, globals: &Globals, header: &Header, observer: &Tool) -> Result<(), CliError> {
        if let Some(path) = &globals.bundle {
            let begin = Bundling::begin(path, header, self.is_batch, &mut self.outputs, &mut self.evidence);
            self.bundling = Some(begin?);
        }
        let observed = Header { tool: observer.clone(), ..header.clone() };
        self.evidence.header(&observed, self.is_batch, &self.expectations);
        self.outputs.start(header);
        Ok(())
    }

    fn new<'a>(
        globals: &'a Globals,
        Reporter { noun, expectations, on_stderr, detailed_exitcode, .. }: Reporter,
        is_batch: bool,
        mut files: Files<'a>,
        spinner: Spinner,
    ) -> Result<Self, CliError> {
        files.outputs.extend(globals.bundle.as_deref().map(|path| ("--bundle", path)));
        for output in &globals.output {
            if let Target::File(path) = &output.target {
                files.outputs.push(("--output", path));
            }
        }
        files.check()?;
        let open = if on_stderr { Outputs::open_beside } else { Outputs::open };
        let outputs = open(&globals.output, globals.color, globals.verbosity())?;
        Ok(Self {
            noun,
            outputs: outputs.with_spinner(spinner.clone()),
            spinner,
            evidence: EvidenceWriter::default(),
            bundling: None,
            outcome: Outcome::default(),
            known: Counts::default(),
            subjects: Counts::default(),
            fail_on: globals.fail_on,
            is_batch,
            expectations,
            detailed_exitcode,
            has_json: globals.bundle.is_some()
                || globals.output.iter().any(|output| output.format == Format::Json),
            writes_fixed: files.outputs.iter().any(|(option, _)| *option == "--write-fixed"),
            started: Instant::now(),
            replayed_ms: None,
            last: None,
            troubles: Troubles::default(),
        })
    }

    /// Whom to tell how far an observation is.
    pub(super) const fn spinner(&self) -> &Spinner {
        &self.spinner
    }

    /// Records what was seen of a subject, and reports on it.
    pub(super) fn report(&mut self, recorded: Recorded) {
        // Many subjects have neither view nor, but for JSON, rows; the first may turn out to be the only one.
        let wanted = Wanted {
            rows: self.has_json || !self.is_batch,
            view: !self.is_batch || self.subjects.total() == 0,
            how_to_write: !self.writes_fixed,
        };
        let Reported { section, is_bug } = recorded.report(wanted, &self.expectations);
        self.outcome.bug |= is_bug;
        self.outcome.stopped |= recorded.is_stopped();
        self.outcome.has_changes |= self.detailed_exitcode && recorded.has_changes();
        self.section(&section);
        self.record(recorded);
    }

    /// Reports on a subject.
    pub(super) fn section(&mut self, section: &Section) {
        self.outcome.counts += section.counts;
        self.outcome.accepted += section.assessment.accepted();
        self.known += section.assessment.known();
        self.subjects.add(section.counts.worst());
        self.outputs.section(section);
    }

    /// Takes what was seen down, where somebody wants to have it.
    fn record(&mut self, recorded: Recorded) {
        if let Some(bundling) = &mut self.bundling {
            bundling.add(&recorded);
        }
        self.evidence.subject(recorded);
    }

    /// Writes lines of NDJSON that are ready, where that is a format of the run.
    pub(super) fn lines(&mut self, lines: &[u8]) {
        self.outputs.lines(lines);
    }

    /// What a record comes to, without reporting on it.
    pub(super) fn judge(&self, recorded: &Recorded) -> Section {
        recorded.report(Wanted::default(), &self.expectations).section
    }

    /// Whether a run with these results alone exits with 0.
    pub(super) fn is_green(&self, section: &Section) -> bool {
        let accepted = section.assessment.accepted();
        Outcome { counts: section.counts, accepted, ..Outcome::default() }.exit(self.fail_on) == Exit::Ok
    }

    /// Whether a result of this status alone makes the run exit with something else than 0.
    pub(super) fn counts(&self, status: Status) -> bool {
        let mut counts = Counts { pass: 1, ..Counts::default() };
        counts.add(status);
        Outcome { counts, ..Outcome::default() }.exit(self.fail_on) != Exit::Ok
    }

    /// Whether everything could be read, and there was nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.subjects.total() == 0 && !self.outcome.usage && self.outcome.interrupted.is_none()
    }

    /// Whether a subject was reported on.
    pub(super) fn has_reported(&self) -> bool {
        self.subjects.total() > 0
    }

    /// Reports on the one subject of a run, or where that was done already, tells what changed since. The last look
    /// decides the exit code.
    pub(super) fn look_again(&mut self, recorded: Recorded) {
        let now = format!("{:.3}", Timestamp::now());
        let Some(before) = self.last.replace(recorded.clone()) else {
            self.report(recorded);
            self.outputs.changes(&now, &[]);
            return;
        };
        let Reported { section, is_bug } = recorded.report(Wanted::default(), &self.expectations);
        self.outcome.bug |= is_bug;
        self.outcome.counts = section.counts;
        let changes = recorded.changes_since(&before, &self.expectations);
        self.troubles.add(&now, &changes);
        self.outputs.changes(&now, &changes);
        self.record(recorded);
    }

    /// Tells what changed while a subject is watched; the report comes at the end.
    pub(super) fn tell_changes(&mut self, changes: &[Change]) {
        if !changes.is_empty() {
            self.outputs.changes(&format!("{:.3}", Timestamp::now()), changes);
        }
    }

    /// Whether anybody reads what is still to come: a pipe may have been closed, or an evidence file is written.
    pub(super) fn has_reader(&self) -> bool {
        self.evidence.has_reader() || self.outputs.has_reader()
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

    /// The run was interrupted.
    pub(super) const fn interrupted(&mut self, exit: Exit) {
        self.outcome.interrupted = Some(exit);
    }

    /// Writes the summary, and says what to exit with.
    pub(super) fn finish(mut self) -> Exit {
        // A thread that panicked may have left input unread.
        self.outcome.bug |= probe::has_panicked();
        for line in self.troubles.lines() {
            self.remark(&line);
        }
        let duration_ms = self.replayed_ms.unwrap_or_else(|| milliseconds(self.started.elapsed()));
        self.finish_evidence(duration_ms);
        self.finish_bundle(duration_ms);
        let Self { noun, outcome, known, subjects, fail_on, .. } = self;
        self.outputs.finish(|has_failed| {
            let exit = Outcome { output: outcome.output || has_failed, ..outcome }.exit(fail_on);
            Summary { counts: outcome.counts, known, subjects, noun, duration_ms, exit }
        });
        if let Some(failure) = self.outputs.failure() {
            let error = anyhow::anyhow!("{}", failure.source).context(failure.to_string());
            CliError::output(error).hint("what could not be written is lost; the exit code says so").tell();
            self.outcome.output = true;
        }
        self.outcome.exit(self.fail_on)
    }

    fn finish_evidence(&mut self, duration_ms: u64) {
        let stopped = self.outcome.interrupted.map(|exit| match exit {
            Exit::Terminated => Stopped::Terminated,
            _ => Stopped::Interrupted,
        });
        let end = End { duration_ms, stopped, bad_input: self.outcome.usage };
        for (name, error) in std::mem::take(&mut self.evidence).finish(end) {
            self.outcome.output = true;
            CliError::output(anyhow::Error::new(error).context(format!("cannot write {name}"))).tell();
            // What is not whole is not written.
            self.bundling.take_if(|bundling| bundling.name() == name);
        }
    }

    /// Writes the bundle. What the run comes to is told in it, whatever becomes of what is written after it.
    fn finish_bundle(&mut self, duration_ms: u64) {
        let Self { noun, outcome, known, subjects, fail_on, .. } = *self;
        let mut ended = outcome.exit(fail_on);
        let are_whole = self.outputs.finish_parts(|has_failed| {
            ended = Outcome { output: outcome.output || has_failed, ..outcome }.exit(fail_on);
            Summary { counts: outcome.counts, known, subjects, noun, duration_ms, exit: ended }
        });
        // Parts that are not whole were told as outputs that failed.
        let Some(bundling) = self.bundling.take().filter(|_| are_whole) else { return };
        if let Err(error) = bundling.finish(ended) {
            self.outcome.output = true;
            error.tell();
        }
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
