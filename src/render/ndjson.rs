//! One JSON object a line, written while the work goes on.

use std::io::{self, Write};

use super::Render;
use super::dto::{Findings, Line, SCHEMA_VERSION};
use super::style::Style;
use crate::report::{Header, Section, Summary};

/// The format `ndjson`. A batch makes half a million lines a second, so a line is built in one buffer that is
/// used again for the next, and findings are borrowed.
pub(super) struct Ndjson {
    verbose: bool,
    buffer: Vec<u8>,
}

impl Ndjson {
    pub(super) fn new(style: Style) -> Self {
        Self { verbose: style.is_verbose(), buffer: Vec::with_capacity(1024) }
    }

    fn push(&mut self, line: &Line<'_>) -> io::Result<()> {
        serde_json::to_writer(&mut self.buffer, line)?;
        self.buffer.push(b'\n');
        Ok(())
    }

    fn write(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let result = out.write_all(&self.buffer);
        self.buffer.clear();
        result
    }
}

impl Render for Ndjson {
    fn start(&mut self, header: &Header, out: &mut dyn Write) -> io::Result<()> {
        let Header { command, subject, started_at, vantage, tool } = header;
        self.push(&Line::Start {
            schema_version: SCHEMA_VERSION,
            tool,
            command,
            subject,
            started_at,
            vantage,
        })?;
        self.write(out)
    }

    fn section(&mut self, section: &Section, out: &mut dyn Write) -> io::Result<()> {
        self.push(&Line::Result {
            subject: &section.subject,
            name: section.name.as_deref(),
            status: section.counts.worst(),
            counts: section.counts,
            findings: Findings { section, passes_too: self.verbose },
        })?;
        for row in &section.assessment.rows {
            self.push(&Line::Row { table: row.table, value: &row.value })?;
        }
        self.write(out)
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        self.push(&Line::Summary {
            counts: summary.counts,
            subjects: summary.subjects,
            exit_code: summary.exit.code(),
            duration_ms: summary.duration_ms,
        })?;
        self.write(out)
    }
}
