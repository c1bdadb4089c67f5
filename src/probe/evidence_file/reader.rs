//! Reads evidence, from a file of its own or out of a bundle.

use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::time::Instant;

use serde::Deserialize;

use super::error::EvidenceError;
use super::line::{EVIDENCE_VERSION, End, Line};
use super::source::EvidenceSource;
use crate::probe::bundle::{self, BundleError, Manifest};
use crate::probe::{Expectations, Recorded};
use crate::report::{FailOn, Header, Tool};

/// The longest line that is read, in bytes: a thousand nodes make a few MiB.
const MAX_LINE: u64 = 256 << 20;

/// Reads evidence.
pub struct EvidenceReader {
    path: String,
    lines: BufReader<Box<dyn Read>>,
    number: usize,
    subjects: u64,
    end: Option<End>,
    /// What the report begins with.
    pub header: Header,
    /// The program that observed.
    pub observer: Tool,
    /// What the bundle says of itself, where it is one.
    pub manifest: Option<Manifest>,
    /// Whether the subjects came from a stream of lines.
    pub is_batch: bool,
    /// What it is judged by, unless something else is said.
    pub expectations: Expectations,
}

impl EvidenceReader {
    /// Opens evidence or a bundle that was saved by `command`; by any, where it is `None`.
    ///
    /// # Errors
    /// When it cannot be read, or is no evidence of this command.
    pub fn open<'a>(path: &Path, command: impl Into<Option<&'a str>>) -> Result<Self, EvidenceError> {
        Self::open_in_time(path, command.into(), None)
    }

    /// The same; a stream is read until `deadline`.
    ///
    /// # Errors
    /// As [`EvidenceReader::open`], and when a stream did not end in time.
    pub fn open_in_time(
        path: &Path,
        command: Option<&str>,
        deadline: Option<Instant>,
    ) -> Result<Self, EvidenceError> {
        let read = |source| EvidenceError::Read { path: path.display().to_string(), source };
        Self::of(&EvidenceSource::open(path, deadline).map_err(read)?, command)
    }

    /// The same of what is open already.
    ///
    /// # Errors
    /// As [`EvidenceReader::open`].
    pub fn of(source: &EvidenceSource, command: Option<&str>) -> Result<Self, EvidenceError> {
        let shown = source.name.clone();
        let read = |source| EvidenceError::Read { path: shown.clone(), source };
        let (lines, manifest) = if source.is_gzip().map_err(read)? {
            let (evidence, manifest) = bundle::open(source)?;
            (evidence, Some(manifest))
        } else {
            (source.read().map_err(read)?, None)
        };
        let mut lines = BufReader::new(lines);
        let first = match next_line(&mut lines) {
            // A file of another kind is told so, and not by its first bytes.
            Err(error) if error.kind() == io::ErrorKind::InvalidData => String::new(),
            line => line.map_err(read)?.unwrap_or_default(),
        };
        // The version first, by itself: a later header may look otherwise.
        let version =
            serde_json::from_str::<Version>(&first).ok().and_then(|version| version.evidence_version);
        if let Some(found) = version.filter(|found| *found > EVIDENCE_VERSION) {
            return Err(EvidenceError::Newer { path: shown, found });
        }
        let Ok(Line::Header {
            command: found,
            subject,
            started_at,
            vantage,
            is_batch,
            expectations,
            tool: observer,
            ..
        }) = serde_json::from_str(&first)
        else {
            return Err(EvidenceError::NoHeader { path: shown });
        };
        if let Err(what) = expectations.size.validate() {
            return Err(EvidenceError::Subject { path: shown, line: 1, what });
        }
        if let Some(wanted) = command.filter(|wanted| *wanted != found) {
            return Err(EvidenceError::Command { path: shown, found, wanted: wanted.to_owned() });
        }
        let header = Header {
            command: found,
            subject,
            started_at,
            vantage,
            tool: Tool::this(),
            fail_on: FailOn::default(),
        };
        if let Some(Err(what)) = manifest.as_ref().map(|manifest| manifest.agrees_with(&header)) {
            return Err(BundleError::Refused { path: shown, what }.into());
        }
        Ok(Self {
            path: shown,
            lines,
            number: 1,
            subjects: 0,
            end: None,
            header,
            observer,
            manifest,
            is_batch,
            expectations: *expectations,
        })
    }

    /// What to call the file.
    pub fn name(&self) -> &str {
        &self.path
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
            // What is joined to it hides whether it was whole, and is judged by something else.
            let another = "another recording begins here; give each file by itself";
            if self.end.is_some() {
                return Err(EvidenceError::Subject { path, line, what: another });
            }
            match serde_json::from_str(&text) {
                Ok(Line::Subject(recorded)) => {
                    recorded.validate().map_err(|what| EvidenceError::Subject { path, line, what })?;
                    self.subjects += 1;
                    return Ok(Some(recorded));
                }
                Ok(Line::End(end)) => self.end = Some(end),
                Ok(Line::Header { .. }) => return Err(EvidenceError::Subject { path, line, what: another }),
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
