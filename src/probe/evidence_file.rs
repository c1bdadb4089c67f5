//! Evidence files: one JSON object a line. A header, a line per subject, an end.
//!
//! They are written as the observation goes, so that a run that is stopped leaves what it saw, and read back one
//! subject at a time.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};

use schemars::{JsonSchema, Schema, schema_for};
use serde::{Deserialize, Serialize};

use super::{Expectations, Recorded};
use crate::report::{FailOn, Header, Tool, Vantage};

/// The version of the format. A reader refuses a newer one.
pub const EVIDENCE_VERSION: u32 = 1;

/// The longest line that is read, in bytes: a thousand nodes make a few MiB.
const MAX_LINE: u64 = 256 << 20;

/// What ended an observation before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stopped {
    /// SIGINT.
    Interrupted,
    /// SIGTERM.
    Terminated,
}

/// What is known when all subjects were observed.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct End {
    /// How long the observation took, in milliseconds.
    pub duration_ms: u64,
    /// Whether a signal ended it.
    pub stopped: Option<Stopped>,
    /// Whether an input could not be read.
    pub bad_input: bool,
}

/// One line of an evidence file.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Line {
    /// The first line.
    Header {
        /// The version of the format.
        evidence_version: u32,
        /// The program that observed.
        tool: Tool,
        /// The subcommand.
        command: String,
        /// What the whole run is about.
        subject: String,
        /// When it started.
        started_at: String,
        /// From where.
        vantage: Vantage,
        /// Whether the subjects came from a stream of lines.
        is_batch: bool,
        /// What it is judged by.
        #[serde(default)]
        expectations: Box<Expectations>,
    },
    /// A subject.
    Subject(Recorded),
    /// The last line.
    End(End),
}

/// The JSON schema of one line of an evidence file.
pub fn evidence_schema() -> Schema {
    schema_for!(Line)
}

/// What is wrong with an evidence file.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// It could not be opened or read.
    #[error("cannot read the evidence file {path}")]
    Read {
        /// The file.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// It could not be created.
    #[error("cannot write the evidence file {path}")]
    Create {
        /// The file.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// A line is not what it should be.
    #[error("line {line} of {path} is not evidence")]
    Line {
        /// The file.
        path: String,
        /// The line, counted from 1.
        line: usize,
        /// What the parser says.
        source: serde_json::Error,
    },
    /// A subject's evidence contradicts itself.
    #[error("line {line} of {path} is not evidence that can be judged: {what}")]
    Subject {
        /// The file.
        path: String,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong.
        what: &'static str,
    },
    /// The end is missing.
    #[error("{path} was cut off after {subjects} subjects: what came later is not known")]
    CutOff {
        /// The file.
        path: String,
        /// How many subjects there are.
        subjects: u64,
    },
    /// It does not begin with a header.
    #[error("{path} is not an evidence file: it does not begin with a header")]
    NoHeader {
        /// The file.
        path: String,
    },
    /// It is of a later version.
    #[error("{path} has evidence version {found}, and this chalkstore reads up to {EVIDENCE_VERSION}")]
    Newer {
        /// The file.
        path: String,
        /// Its version.
        found: u32,
    },
    /// It was recorded by another command.
    #[error("{path} was saved by `chalkstore {found}`, not by `chalkstore {wanted}`")]
    Command {
        /// The file.
        path: String,
        /// The command that saved it.
        found: String,
        /// The command that reads it.
        wanted: String,
    },
}

/// Writes evidence.
pub struct EvidenceWriter {
    path: PathBuf,
    out: BufWriter<File>,
    failure: Option<io::Error>,
}

impl EvidenceWriter {
    /// Creates the file, or empties it, readable by its owner alone, and writes the header.
    ///
    /// # Errors
    /// When the file cannot be created.
    pub fn create(
        path: &Path,
        header: &Header,
        is_batch: bool,
        expectations: &Expectations,
    ) -> Result<Self, EvidenceError> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let open = || {
            let file = options.open(path)?;
            // An older file may be readable by others; a device has no owner to change.
            #[cfg(unix)]
            if file.metadata()?.is_file() {
                file.set_permissions(
                    <std::fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o600),
                )?;
            }
            Ok(file)
        };
        let file =
            open().map_err(|source| EvidenceError::Create { path: path.display().to_string(), source })?;
        let mut writer = Self { path: path.to_owned(), out: BufWriter::new(file), failure: None };
        writer.line(&Line::Header {
            evidence_version: EVIDENCE_VERSION,
            tool: header.tool.clone(),
            command: header.command.clone(),
            subject: header.subject.clone(),
            started_at: header.started_at.clone(),
            vantage: header.vantage.clone(),
            is_batch,
            expectations: Box::new(expectations.clone()),
        });
        Ok(writer)
    }

    /// Writes what was seen of one subject.
    pub fn subject(&mut self, recorded: Recorded) {
        self.line(&Line::Subject(recorded));
    }

    /// Writes the end.
    ///
    /// # Errors
    /// The first write that failed, with the file's name.
    pub fn finish(mut self, end: End) -> Result<(), (String, io::Error)> {
        self.line(&Line::End(end));
        let flushed = self.out.flush();
        match self.failure.or(flushed.err()) {
            Some(error) => Err((self.path.display().to_string(), error)),
            None => Ok(()),
        }
    }

    fn line(&mut self, line: &Line) {
        if self.failure.is_none() {
            let written = serde_json::to_writer(&mut self.out, line).map_err(io::Error::from);
            self.failure = written.and_then(|()| self.out.write_all(b"\n")).err();
        }
    }
}

/// Reads evidence.
pub struct EvidenceReader {
    path: String,
    lines: BufReader<File>,
    number: usize,
    subjects: u64,
    end: Option<End>,
    /// What the report begins with.
    pub header: Header,
    /// Whether the subjects came from a stream of lines.
    pub is_batch: bool,
    /// What it is judged by, unless something else is said.
    pub expectations: Expectations,
}

impl EvidenceReader {
    /// Opens a file that was saved by `command`.
    ///
    /// # Errors
    /// When it cannot be read, or is no evidence of this command.
    pub fn open(path: &Path, command: &str) -> Result<Self, EvidenceError> {
        let shown = path.display().to_string();
        let read = |source| EvidenceError::Read { path: shown.clone(), source };
        let mut lines = BufReader::new(File::open(path).map_err(read)?);
        let first = next_line(&mut lines).map_err(read)?.unwrap_or_default();
        // The version first, by itself: a later header may look otherwise.
        let version =
            serde_json::from_str::<Version>(&first).ok().and_then(|version| version.evidence_version);
        if let Some(found) = version.filter(|found| *found > EVIDENCE_VERSION) {
            return Err(EvidenceError::Newer { path: shown, found });
        }
        let Ok(Line::Header { command: found, subject, started_at, vantage, is_batch, expectations, .. }) =
            serde_json::from_str(&first)
        else {
            return Err(EvidenceError::NoHeader { path: shown });
        };
        if let Err(what) = expectations.size.validate() {
            return Err(EvidenceError::Subject { path: shown, line: 1, what });
        }
        if found != command {
            return Err(EvidenceError::Command { path: shown, found, wanted: command.to_owned() });
        }
        let header = Header {
            command: found,
            subject,
            started_at,
            vantage,
            tool: Tool::this(),
            fail_on: FailOn::default(),
        };
        Ok(Self {
            path: shown,
            lines,
            number: 1,
            subjects: 0,
            end: None,
            header,
            is_batch,
            expectations: *expectations,
        })
    }

    /// The next subject; nothing at the end.
    ///
    /// # Errors
    /// When a line cannot be read or is no evidence, or when the end is missing.
    pub fn next_subject(&mut self) -> Result<Option<Recorded>, EvidenceError> {
        loop {
            self.number += 1;
            let (path, line) = (self.path.clone(), self.number);
            let text = next_line(&mut self.lines)
                .map_err(|source| EvidenceError::Read { path: path.clone(), source })?;
            let Some(text) = text else {
                let cut_off = EvidenceError::CutOff { path, subjects: self.subjects };
                return if self.end.is_some() { Ok(None) } else { Err(cut_off) };
            };
            match serde_json::from_str(&text) {
                Ok(Line::Subject(recorded)) => {
                    recorded.validate().map_err(|what| EvidenceError::Subject { path, line, what })?;
                    self.subjects += 1;
                    return Ok(Some(recorded));
                }
                Ok(Line::End(end)) => self.end = Some(end),
                Ok(Line::Header { .. }) => {}
                Err(source) => return Err(EvidenceError::Line { path, line, source }),
            }
        }
    }

    /// How the observation ended, as far as the end was reached.
    pub fn end(&self) -> End {
        self.end.unwrap_or_default()
    }
}

/// The next line, unless it is endless; nothing at the end.
fn next_line(from: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = String::new();
    match from.take(MAX_LINE + 1).read_line(&mut line)? as u64 {
        0 => Ok(None),
        length if length > MAX_LINE => {
            let reason = format!("a line is longer than {} MiB", MAX_LINE >> 20);
            Err(io::Error::new(io::ErrorKind::FileTooLarge, reason))
        }
        _ => Ok(Some(line)),
    }
}

/// What of a header every version has.
#[derive(Deserialize)]
struct Version {
    evidence_version: Option<u32>,
}
