//! Writes evidence.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::error::EvidenceError;
use super::line::{EVIDENCE_VERSION, End, Line};
use crate::probe::{Expectations, Recorded};
use crate::report::Header;

/// Writes evidence, to one file or to several at once.
#[derive(Default)]
pub struct EvidenceWriter {
    sinks: Vec<Sink>,
}

struct Sink {
    name: String,
    out: BufWriter<Box<dyn Write>>,
    failure: Option<io::Error>,
}

impl EvidenceWriter {
    /// Creates a file, or empties it, readable by its owner alone, and writes to it too.
    ///
    /// # Errors
    /// When the file cannot be created.
    pub fn add_file(&mut self, path: &Path) -> Result<(), EvidenceError> {
        let name = path.display().to_string();
        let file = create(path).map_err(|source| EvidenceError::Create { path: name.clone(), source })?;
        self.add(format!("the evidence file {name}"), Box::new(file));
        Ok(())
    }

    /// Writes to this too. `name` is what to call it where it cannot be written.
    pub fn add(&mut self, name: String, out: Box<dyn Write>) {
        self.sinks.push(Sink { name, out: BufWriter::new(out), failure: None });
    }

    /// Whether it writes anywhere.
    pub const fn has_reader(&self) -> bool {
        !self.sinks.is_empty()
    }

    /// Writes the header.
    pub fn header(&mut self, header: &Header, is_batch: bool, expectations: &Expectations) {
        self.line(|| Line::Header {
            evidence_version: EVIDENCE_VERSION,
            tool: header.tool.clone(),
            command: header.command.clone(),
            subject: header.subject.clone(),
            started_at: header.started_at.clone(),
            vantage: header.vantage.clone(),
            is_batch,
            expectations: Box::new(expectations.clone()),
        });
    }

    /// Writes what was seen of one subject.
    pub fn subject(&mut self, recorded: Recorded) {
        self.line(|| Line::Subject(recorded));
    }

    /// Writes the end. Says what could not be written, with its name and why: the first reason of each.
    pub fn finish(mut self, end: End) -> Vec<(String, io::Error)> {
        self.line(|| Line::End(end));
        let finish = |mut sink: Sink| {
            let flushed = sink.out.flush();
            // What is still held is dropped, not tried again.
            drop(sink.out.into_parts());
            Some((sink.name, sink.failure.or(flushed.err())?))
        };
        self.sinks.into_iter().filter_map(finish).collect()
    }

    fn line(&mut self, line: impl FnOnce() -> Line) {
        let is_open = |sink: &Sink| sink.failure.is_none();
        match self.sinks.as_mut_slice() {
            [] => {}
            [one] if is_open(one) => {
                let written = serde_json::to_writer(&mut one.out, &line()).map_err(io::Error::from);
                one.failure = written.and_then(|()| one.out.write_all(b"\n")).err();
            }
            sinks => {
                let text = serde_json::to_vec(&line()).map_err(io::Error::from);
                for sink in sinks.iter_mut().filter(|sink| is_open(sink)) {
                    sink.failure = match &text {
                        Ok(text) => sink.out.write_all(text).and_then(|()| sink.out.write_all(b"\n")).err(),
                        Err(error) => Some(io::Error::other(error.to_string())),
                    };
                }
            }
        }
    }
}

/// An empty file, readable by its owner alone.
fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    // An older file may be readable by others; a device has no owner to change.
    #[cfg(unix)]
    if file.metadata()?.is_file() {
        file.set_permissions(<std::fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o600))?;
    }
    Ok(file)
}
