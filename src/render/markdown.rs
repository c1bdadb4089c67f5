//! Markdown for a pull request's comment or a job summary: the verdict, the problems, the rest folded away.

use std::io::{self, Write};

use super::Render;
use super::markdown_blocks::{block, inline, inline_lines};
use super::style::Style;
use super::words::{joined, narrower_subject, problems, remark, results, subjects};
use crate::report::{Exit, Finding, Header, Section, Status, Summary};

/// A comment may have 65,536 characters. What does not fit is counted, so only so many problems are drawn.
const SHOWN: usize = 100;

/// The format `markdown`.
pub(super) struct Markdown {
    verbose: bool,
    quiet: bool,
    header: Option<Header>,
    sections: usize,
    /// Rows of the table of problems, each with its section's title first: that column is cut off again where
    /// there is but one section.
    problems: Vec<(String, String)>,
    problems_count: usize,
    others: Vec<(String, String)>,
    views: Vec<(String, String)>,
}

impl Markdown {
    pub(super) fn new(style: Style) -> Self {
        Self {
            verbose: style.is_verbose(),
            quiet: style.is_quiet(),
            header: None,
            sections: 0,
            problems: Vec::new(),
            problems_count: 0,
            others: Vec::new(),
            views: Vec::new(),
        }
    }

    fn table(&self, rows: &[(String, String)], out: &mut dyn Write) -> io::Result<()> {
        let (head, rule) = if self.sections > 1 { (" store |", "---|") } else { ("", "") };
        writeln!(out, "\n|{head} status | check | what was seen |\n|{rule}---|---|---|")?;
        for (title, row) in rows {
            let title = if self.sections > 1 { format!(" {title} |") } else { String::new() };
            writeln!(out, "|{title}{row}")?;
        }
        Ok(())
    }
}

impl Render for Markdown {
    fn start(&mut self, header: &Header, _: &mut dyn Write) -> io::Result<()> {
        self.header = Some(header.clone());
        Ok(())
    }

    fn section(&mut self, section: &Section, _: &mut dyn Write) -> io::Result<()> {
        self.sections += 1;
        if self.sections == 2 && !self.verbose {
            self.others.clear();
            self.views.clear();
        }
        let title = || format!("<code>{}</code>", inline(section.title()));
        for finding in problems(section) {
            self.problems_count += 1;
            if self.problems.len() < SHOWN {
                self.problems.push((title(), row(finding)));
            }
        }
        if self.quiet || (self.sections > 1 && !self.verbose) {
            return Ok(());
        }
        for status in [Status::Skip, Status::Pass] {
            let others = section.assessment.findings.iter().filter(|finding| finding.status == status);
            self.others.extend(others.map(|finding| (title(), row(finding))));
        }
        self.views.extend(section.assessment.view.iter().map(|view| (title(), block(view))));
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let header = self.header.as_ref().ok_or_else(|| io::Error::other("a report without a start"))?;
        let mark = mark(summary.counts.worst(), summary.exit);
        let verdict = joined(&results(summary.counts));
        writeln!(out, "### {mark} chalkstore {}: {verdict}\n", inline(&header.command))?;
        write!(out, "<code>{}</code>", inline(&header.subject))?;
        if self.sections > 1 {
            write!(out, " · {}", subjects(summary.subjects))?;
        }
        writeln!(out)?;
        if let Some(remark) = remark(summary.exit) {
            writeln!(out, "\n{remark}")?;
        }
        if !self.problems.is_empty() {
            self.table(&self.problems, out)?;
        }
        if self.problems_count > self.problems.len() {
            let more = self.problems_count - self.problems.len();
            writeln!(out, "\n… and {more} more; `--output json=FILE` lists all.")?;
        }
        for (title, view) in self.views.iter().filter(|(_, view)| !view.is_empty()) {
            if self.sections > 1 {
                writeln!(out, "\n{title}")?;
            }
            writeln!(out, "\n{view}")?;
        }
        if !self.others.is_empty() {
            let counts = summary.counts;
            let skipped = if counts.skip > 0 { format!(", {} skipped", counts.skip) } else { String::new() };
            writeln!(out, "\n<details><summary>{} passed{skipped}</summary>", counts.pass)?;
            self.table(&self.others, out)?;
            writeln!(out, "\n</details>")?;
        }
        let tool = &header.tool;
        writeln!(out, "\n<sub>{} {} · {}</sub>", tool.name, inline(&tool.version), inline(&header.started_at))
    }
}

/// One sign for the whole: a run that was cut short or checked nothing is no success.
fn mark(worst: Status, exit: Exit) -> &'static str {
    match worst {
        Status::Fail => "❌",
        Status::Unknown => "❔",
        Status::Warn => "⚠️",
        _ if remark(exit).is_some() => "⚠️",
        Status::Pass | Status::Skip => "✅",
    }
}

/// A finding's cells: status, code, and all it says.
fn row(finding: &Finding) -> String {
    let status = match finding.status {
        Status::Fail => "❌ fail",
        Status::Unknown => "❔ unknown",
        Status::Warn => "⚠️ warn",
        Status::Pass => "✅ pass",
        Status::Skip => "skip",
    };
    let mut text = inline(finding.message());
    if let Some(subject) = narrower_subject(finding) {
        text = format!("<code>{}</code>: {text}", inline(&subject));
    }
    if let Some(help) = finding.help_text() {
        text += &format!("<br>**help:** {}", inline_lines(help));
    }
    for note in finding.notes() {
        text += &format!("<br>**note:** {}", inline_lines(note));
    }
    format!(" {status} | {} | {text} |", finding.check.code)
}
