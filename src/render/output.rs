//! All outputs of one run: opened before any work starts, written side by side, each with its own fate.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::{ColorChoice, Format, OutputSpec, Render, Spinner, Style, Target, Verbosity};
use crate::report::{Change, Exit, Header, Section, Summary};

/// What was written is passed on at least this often, so that a reader sees a slow run's results as they come
/// and a fast run is not slowed down by a system call for each.
const FLUSH_INTERVAL: Duration = Duration::from_millis(100);

/// Why the outputs could not be opened. Nothing was done yet.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Two formats want standard output.
    #[error("`{0}` and `{1}` cannot both go to standard output; write one to a file: `--output {1}=FILE`")]
    StdoutTwice(&'static str, &'static str),
    /// Two formats want one file.
    #[error("two outputs cannot both go to {0}")]
    FileTwice(String),
    /// A file could not be opened for writing.
    #[error("cannot write to {path}")]
    Open {
        /// The file, as given.
        path: String,
        /// What the system says.
        source: io::Error,
    },
}

impl OpenError {
    /// What the process exits with: the command line is wrong, or an output cannot be written.
    pub const fn exit(&self) -> Exit {
        match self {
            Self::StdoutTwice(..) | Self::FileTwice(_) => Exit::Usage,
            Self::Open { .. } => Exit::Output,
        }
    }
}

/// The first output that could not be written to. The run goes on, but exits with [`Exit::Output`].
#[derive(Debug, thiserror::Error)]
#[error("cannot write to {output}")]
pub struct WriteFailure {
    /// The file, as given, or `standard output`.
    pub output: String,
    /// What the system says.
    pub source: io::Error,
}

/// Every output of a run.
pub struct Outputs {
    outlets: Vec<Outlet>,
    failure: Option<WriteFailure>,
    spinner: Spinner,
}

struct Outlet {
    /// The file as given; none for standard output.
    path: Option<String>,
    render: Box<dyn Render>,
    out: BufWriter<Box<dyn Write>>,
    is_open: bool,
    /// Whether it is finished before the others, because it becomes a part of something.
    is_part: bool,
    flushed: Instant,
}

impl Outputs {
    /// Opens the outputs. Where none of them goes to standard output, `human` does.
    ///
    /// # Errors
    /// When two want the same place, or a file cannot be opened; then no file's content is touched.
    pub fn open(specs: &[OutputSpec], color: ColorChoice, verbosity: Verbosity) -> Result<Self, OpenError> {
        let (stdout, file) = (Style::stdout(color, verbosity), Style::file(color, verbosity));
        Self::open_on(Box::new(io::stdout()), specs, stdout, file)
    }

    /// The same for a run whose standard output is taken: what would go there goes to standard error.
    ///
    /// # Errors
    /// As [`Outputs::open`].
    pub fn open_beside(
        specs: &[OutputSpec],
        color: ColorChoice,
        verbosity: Verbosity,
    ) -> Result<Self, OpenError> {
        let (stderr, file) = (Style::stderr(color, verbosity), Style::file(color, verbosity));
        Self::open_on(Box::new(io::stderr()), specs, stderr, file)
    }

    /// The same with another stream in standard output's place.
    ///
    /// # Errors
    /// As [`Outputs::open`].
    pub fn open_on(
        stdout: Box<dyn Write>,
        specs: &[OutputSpec],
        stdout_style: Style,
        file_style: Style,
    ) -> Result<Self, OpenError> {
        let mut on_stdout = specs.iter().filter(|spec| spec.target == Target::Stdout).map(|spec| spec.format);
        let format = on_stdout.next().unwrap_or(Format::Human);
        if let Some(second) = on_stdout.next() {
            return Err(OpenError::StdoutTwice(format.as_str(), second.as_str()));
        }
        let mut outlets = Vec::new();
        for (path, format, file) in open_files(specs)? {
            let path = path.display().to_string();
            outlets.push(Outlet::new(Some(path), format.renderer(file_style), Box::new(file)));
        }
        // The last, so that its report knows whether the files could be written.
        outlets.push(Outlet::new(None, format.renderer(stdout_style), stdout));
        Ok(Self { outlets, failure: None, spinner: Spinner::hidden() })
    }

    /// Takes the spinner out of the way whenever something is written.
    #[must_use]
    pub fn with_spinner(mut self, spinner: Spinner) -> Self {
        self.spinner = spinner;
        self
    }

    /// Writes to this too, in a style of its own. It is finished by [`Outputs::finish_parts`], and nobody reads it before.
    pub fn add_part(&mut self, name: String, format: Format, style: Style, out: Box<dyn Write>) {
        self.outlets
            .insert(0, Outlet { is_part: true, ..Outlet::new(Some(name), format.renderer(style), out) });
    }

    /// Writes what is known before any work starts.
    pub fn start(&mut self, header: &Header) {
        self.each(true, |render, out| render.start(header, out));
    }

    /// Writes what is known of one subject.
    pub fn section(&mut self, section: &Section) {
        self.each(false, |render, out| render.section(section, out));
    }

    /// Writes what changed when the subject was looked at again.
    pub fn changes(&mut self, at: &str, changes: &[Change]) {
        self.each(true, |render, out| render.changes(at, changes, out));
    }

    /// Writes lines of NDJSON that are ready (see [`Line::Item`](super::Line::Item)), to the outputs of that format.
    pub fn lines(&mut self, lines: &[u8]) {
        self.each(false, |render, out| render.lines(lines, out));
    }

    /// Passes on what was written: before a wait whose length nobody knows.
    pub fn flush(&mut self) {
        self.each(true, |_, _| Ok(()));
    }

    /// Writes what is known when all work is done, and everything that is still held back: the files first, standard
    /// output last. `summary` makes the summary for an output, from whether one before it could not be written.
    pub fn finish(&mut self, summary: impl FnMut(bool) -> Summary) {
        self.finish_those(false, summary);
    }

    /// The same of what was added as a part alone, which ends with that; the others go on. Says whether all parts could
    /// be written.
    pub fn finish_parts(&mut self, summary: impl FnMut(bool) -> Summary) -> bool {
        self.finish_those(true, summary);
        let are_whole = self.outlets.iter().all(|outlet| outlet.is_open || !outlet.is_part);
        self.outlets.retain(|outlet| !outlet.is_part);
        are_whole
    }

    fn finish_those(&mut self, parts: bool, mut summary: impl FnMut(bool) -> Summary) {
        self.spinner.clear();
        // What is held back may be what fails, and a report that is finished has named its exit code.
        self.flush();
        let Self { outlets, failure, .. } = self;
        for outlet in outlets.iter_mut().filter(|outlet| outlet.is_part == parts) {
            let summary = summary(failure.is_some());
            outlet.write(failure, true, |render, out| render.finish(&summary, out));
        }
    }

    /// The first write that failed, if any. A reader of standard output that went away is none.
    pub const fn failure(&self) -> Option<&WriteFailure> {
        self.failure.as_ref()
    }

    /// Whether anything that is still written reaches somebody.
    pub fn has_reader(&self) -> bool {
        self.outlets.iter().any(|outlet| outlet.is_open)
    }

    fn each(&mut self, flush: bool, mut act: impl FnMut(&mut dyn Render, &mut dyn Write) -> io::Result<()>) {
        let (outlets, failure) = (&mut self.outlets, &mut self.failure);
        self.spinner.suspend(|| {
            for outlet in outlets {
                outlet.write(failure, flush, &mut act);
            }
        });
    }
}

impl Outlet {
    fn new(path: Option<String>, render: Box<dyn Render>, out: Box<dyn Write>) -> Self {
        let out = BufWriter::with_capacity(64 * 1024, out);
        Self { path, render, out, is_open: true, is_part: false, flushed: Instant::now() }
    }

    /// Writes, unless the outlet was given up; then or now, `failure` keeps the first reason.
    fn write(
        &mut self,
        failure: &mut Option<WriteFailure>,
        flush: bool,
        act: impl FnOnce(&mut dyn Render, &mut dyn Write) -> io::Result<()>,
    ) {
        if !self.is_open {
            return;
        }
        if let Err(error) = act(self.render.as_mut(), &mut self.out).and_then(|()| self.flush(flush)) {
            let error = self.close(error);
            *failure = failure.take().or(error);
        }
    }

    fn flush(&mut self, now: bool) -> io::Result<()> {
        if now || (!self.out.buffer().is_empty() && self.flushed.elapsed() >= FLUSH_INTERVAL) {
            self.out.flush()?;
            self.flushed = Instant::now();
        }
        Ok(())
    }

    /// Gives an outlet up. What it still holds is dropped, not tried again.
    fn close(&mut self, error: io::Error) -> Option<WriteFailure> {
        self.is_open = false;
        let sink = BufWriter::with_capacity(0, Box::new(io::sink()) as Box<dyn Write>);
        drop(std::mem::replace(&mut self.out, sink).into_parts());
        match &self.path {
            None if error.kind() == ErrorKind::BrokenPipe => None,
            path => Some(WriteFailure {
                output: path.clone().unwrap_or_else(|| "standard output".to_owned()),
                source: error,
            }),
        }
    }
}

/// Opens every file, and only when all are open empties them, but for one that others write to as well.
fn open_files(specs: &[OutputSpec]) -> Result<Vec<(&Path, Format, File)>, OpenError> {
    let mut opened: Vec<(&Path, Format, File)> = Vec::new();
    let mut places: Vec<PathBuf> = Vec::new();
    for spec in specs {
        let Target::File(path) = &spec.target else { continue };
        let fail = |source| OpenError::Open { path: path.display().to_string(), source };
        // Not truncated yet: when a later output cannot be opened, no older report is to be lost.
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(path).map_err(fail)?;
        let place = path.canonicalize().map_err(fail)?;
        if places.contains(&place) {
            return Err(OpenError::FileTwice(path.display().to_string()));
        }
        places.push(place);
        opened.push((path, spec.format, file));
    }
    for (path, _, file) in &mut opened {
        let fail = |source| OpenError::Open { path: path.display().to_string(), source };
        // A pipe or a device has no length to set.
        if !file.metadata().map_err(fail)?.is_file() {
            continue;
        }
        if is_kept(path) {
            file.seek(SeekFrom::End(0)).map_err(fail)?;
        } else {
            file.set_len(0).map_err(fail)?;
        }
    }
    Ok(opened)
}

/// Whether what stands in a file stays: GitHub's job summary is one file for all that a step has to say.
fn is_kept(path: &Path) -> bool {
    std::env::var_os("GITHUB_STEP_SUMMARY").is_some_and(|summary| Path::new(&summary) == path)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::rc::Rc;

    use super::*;
    use crate::render::samples;

    /// A stream that the test keeps a hand on, and that fails once it is told to.
    #[derive(Clone, Default)]
    struct Stream(Rc<RefCell<(Vec<u8>, Option<ErrorKind>)>>);

    impl Write for Stream {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut state = self.0.borrow_mut();
            if let Some(kind) = state.1 {
                return Err(kind.into());
            }
            state.0.extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn open(stdout: &Stream, specs: &[&str]) -> Result<Outputs, OpenError> {
        let specs: Vec<OutputSpec> = specs.iter().map(|spec| spec.parse().expect("parses")).collect();
        Outputs::open_on(Box::new(stdout.clone()), &specs, Style::default(), Style::default())
    }

    fn run(outputs: &mut Outputs) {
        let section = samples::uri();
        outputs.start(&samples::header());
        outputs.section(&section);
        outputs.finish(|_| samples::summary(&[&section]));
    }

    fn path(directory: &tempfile::TempDir, name: &str) -> String {
        directory.path().join(name).display().to_string()
    }

    #[test]
    fn human_goes_to_stdout_unless_another_format_claims_it() {
        let directory = tempfile::tempdir().expect("a directory");
        let file = path(&directory, "report.json");
        let stdout = Stream::default();
        run(&mut open(&stdout, &[&format!("json={file}")]).expect("opens"));
        assert!(stdout.0.borrow().0.starts_with(b"fail[URI009]"));
        assert!(std::fs::read_to_string(file).expect("written").starts_with("{\n  \"schema_version\": 1"));

        let stdout = Stream::default();
        run(&mut open(&stdout, &["json"]).expect("opens"));
        assert!(stdout.0.borrow().0.starts_with(b"{\n"));
    }

    #[test]
    fn one_place_takes_one_output() {
        let directory = tempfile::tempdir().expect("a directory");
        let (file, same) = (path(&directory, "a"), path(&directory, "./a"));
        std::fs::write(&file, "older").expect("written");
        let error = open(&Stream::default(), &["json", "github"]).err().expect("is refused");
        assert_eq!(error.exit(), Exit::Usage);
        insta::assert_snapshot!(error, @"`json` and `github` cannot both go to standard output; write one to a file: `--output github=FILE`");
        let error = open(&Stream::default(), &[&format!("json={file}"), &format!("sarif={same}")]).err();
        assert_eq!(error.expect("is refused").exit(), Exit::Usage);
        let missing = path(&directory, "missing/b");
        let error = open(&Stream::default(), &[&format!("json={file}"), &format!("sarif={missing}")]).err();
        assert_eq!(error.expect("is refused").exit(), Exit::Output);
        assert_eq!(std::fs::read_to_string(&file).expect("still there"), "older");
        run(&mut open(&Stream::default(), &[&format!("json={file}")]).expect("opens"));
        assert!(!std::fs::read_to_string(&file).expect("replaced").contains("older"));
    }

    #[test]
    fn a_reader_that_goes_away_is_no_failure_and_other_errors_are() {
        for (kind, fails) in [(ErrorKind::BrokenPipe, false), (ErrorKind::StorageFull, true)] {
            let directory = tempfile::tempdir().expect("a directory");
            let file = path(&directory, "report.json");
            let stdout = Stream::default();
            let mut outputs = open(&stdout, &[&format!("json={file}")]).expect("opens");
            stdout.0.borrow_mut().1 = Some(kind);
            run(&mut outputs);
            assert_eq!(outputs.failure().is_some(), fails, "{kind}");
            let json = std::fs::read_to_string(&file).expect("written all the same");
            assert!(json.ends_with("}\n"), "{json}");
        }
    }
}
