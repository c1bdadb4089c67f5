//! One JSON document.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::Value;

use super::Render;
use super::dto::{FindingDto, ReportDto, SCHEMA_VERSION};
use super::style::Style;
use crate::report::{Finding, Header, Section, Status, Summary};

/// The format `json`. It holds what it is going to list; a batch of clean subjects takes no memory.
pub(super) struct Json {
    verbose: bool,
    header: Option<Header>,
    sections: usize,
    /// Titles of the sections that have something to list.
    titles: Vec<String>,
    /// Findings, each with its section's place in `titles`.
    findings: Vec<(usize, Finding)>,
    data: BTreeMap<&'static str, Vec<Value>>,
}

impl Json {
    pub(super) fn new(style: Style) -> Self {
        Self {
            verbose: style.is_verbose(),
            header: None,
            sections: 0,
            titles: Vec::new(),
            findings: Vec::new(),
            data: BTreeMap::new(),
        }
    }
}

impl Render for Json {
    fn start(&mut self, header: &Header, _: &mut dyn Write) -> io::Result<()> {
        self.header = Some(header.clone());
        Ok(())
    }

    fn section(&mut self, section: &Section, _: &mut dyn Write) -> io::Result<()> {
        self.sections += 1;
        let lists_passes = self.verbose || self.sections == 1;
        if self.sections == 2 && !self.verbose {
            self.findings.retain(|(_, finding)| finding.status != Status::Pass);
        }
        let title = self.titles.len();
        let listed = section.assessment.findings.iter();
        let listed = listed.filter(|finding| lists_passes || finding.status != Status::Pass);
        let before = self.findings.len();
        self.findings.extend(listed.map(|finding| (title, finding.clone())));
        if self.findings.len() > before {
            self.titles.push(section.title().to_owned());
        }
        for row in &section.assessment.rows {
            self.data.entry(row.table).or_default().push(row.value.clone());
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let header = self.header.as_ref().ok_or_else(|| io::Error::other("a report without a start"))?;
        let findings =
            self.findings.iter().map(|(title, finding)| FindingDto::new(finding, &self.titles[*title]));
        let report = ReportDto {
            schema_version: SCHEMA_VERSION,
            tool: &header.tool,
            command: &header.command,
            subject: &header.subject,
            started_at: &header.started_at,
            duration_ms: summary.duration_ms,
            exit_code: summary.exit.code(),
            counts: summary.counts,
            vantage: &header.vantage,
            findings: findings.collect(),
            data: &self.data,
        };
        serde_json::to_writer_pretty(&mut *out, &report)?;
        writeln!(out)
    }
}
