//! One JSON object a line, written while the work goes on.

use std::io::{self, Write};

use super::Render;
use super::dto::{Findings, Line, SCHEMA_VERSION};
use super::style::Style;
use crate::report::{Change, Header, Section, Summary};

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
        let Header { command, subject, started_at, vantage, tool, .. } = header;
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
            origin: section.origin.as_deref(),
            status: section.counts.worst(),
            counts: section.counts,
            findings: Findings { section, passes_too: self.verbose },
        })?;
        for row in &section.assessment.rows {
            self.push(&Line::Row { table: row.table, value: &row.value })?;
        }
        for fact in &section.assessment.facts {
            self.push(&Line::Row { table: fact.name, value: &fact.value })?;
        }
        self.write(out)
    }

    fn changes(&mut self, at: &str, changes: &[Change], out: &mut dyn Write) -> io::Result<()> {
        for change in changes {
            self.push(&Line::Event { at, change })?;
        }
        self.write(out)
    }

    fn lines(&mut self, lines: &[u8], out: &mut dyn Write) -> io::Result<()> {
        out.write_all(lines)
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

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use serde_json::Value;

    use crate::render::dto::line_schema;
    use crate::render::samples::{clean, connection, drawn, hostile, style, uri, verbose};
    use crate::render::{Format::Ndjson, Style};
    use crate::report::Section;

    fn lines(style: Style, sections: &[&Section]) -> String {
        let text = drawn(Ndjson, style, sections);
        let validator = jsonschema::validator_for(&line_schema()).expect("is a schema");
        for line in text.lines() {
            let value: Value = serde_json::from_str(line).expect("is JSON");
            let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
            assert_eq!(errors, Vec::<String>::new(), "{line}");
        }
        text
    }

    #[test]
    fn a_batch() {
        assert_snapshot!(lines(style(None), &[&clean(), &connection()]), @r#"
        {"type":"start","schema_version":1,"tool":{"name":"chalkstore","version":"0.1.0","commit":"0123456789ab"},"command":"validate-uri","subject":"redis://cache.example.com:6379/0?pasword=••••&clustered=yes","started_at":"2026-05-04T12:00:00.000Z","vantage":{"host":"ops-1","zone":null}}
        {"type":"result","subject":"redis://clean:6379","name":"clean","origin":null,"status":"pass","counts":{"pass":2,"warn":0,"fail":0,"skip":0,"unknown":0},"findings":[]}
        {"type":"result","subject":"rediss://cache.example.com:6379","name":"prod-eu","origin":null,"status":"fail","counts":{"pass":1,"warn":1,"fail":1,"skip":1,"unknown":1},"findings":[{"code":"NET003","name":"net-families","category":"network","status":"warn","severity":"medium","subject":"prod-eu","message":"IPv6 connections to 2001:db8::7 time out; clients that try IPv6 first wait 2 s at every connect","help":"remove the AAAA record, or open port 6379 for IPv6 in the security group","notes":["IPv4 connects in 0.4 ms"],"span":null},{"code":"NET004","name":"net-tls","category":"network","status":"fail","severity":"critical","subject":"10.0.1.4:6379","section":"prod-eu","message":"the server does not speak TLS","help":null,"notes":[],"span":null},{"code":"NET011","name":"net-auth","category":"network","status":"unknown","severity":"critical","subject":"prod-eu","message":"no answer to AUTH within 2000 ms","help":null,"notes":[],"span":null},{"code":"NET007","name":"net-tls-expiry","category":"network","status":"skip","severity":"critical","subject":"prod-eu","message":"NET004 failed","help":null,"notes":[],"span":null}]}
        {"type":"row","table":"stages","value":{"duration_us":400,"stage":"TCP"}}
        {"type":"row","table":"stages","value":{"duration_us":12000,"stage":"TLS"}}
        {"type":"summary","counts":{"pass":3,"warn":1,"fail":1,"skip":1,"unknown":1},"subjects":{"pass":1,"warn":0,"fail":1,"skip":0,"unknown":0},"exit_code":1,"duration_ms":1234}
        "#);
    }

    #[test]
    fn verbose_lists_passes() {
        let text = lines(verbose(None), &[&uri()]);
        assert_eq!(text.matches(r#""status":"pass""#).count(), 3, "{text}");
    }

    #[test]
    fn hostile_text_stays_in_its_line() {
        // Start, result, one row, summary.
        assert_eq!(lines(style(None), &[&hostile()]).lines().count(), 4);
    }
}
