//! For a person at a terminal: problems first, then what there is to see, then one line that sums up.

use std::borrow::Cow;
use std::io::{self, Write};

use super::Render;
use super::blocks;
use super::by_category::{Overview, categories, overview};
use super::changes;
use super::diagnostic::Diagnostics;
use super::escape::visible;
use super::style::{BOLD, FAINT, Style, of_status};
use super::words::{joined, known, problems, remark, results, subjects, width, wrap};
use crate::report::{Block, Change, Check, Exit, Finding, Header, Layout, Section, Status, Summary};

/// Between the summary and the command that tells more.
const GAP: usize = 12;

/// The format `human`.
///
/// A report of one subject needs no heading and shows its view; one of many (a batch) names each subject and
/// leaves the views out. Which of the two it is, is known when the second section comes or the report ends,
/// so the first section is held until then.
pub(super) struct Human {
    style: Style,
    diagnostics: Diagnostics,
    held: Option<Section>,
    is_batch: bool,
    first_problem: Option<&'static Check>,
    /// What stands at the very end, for scripts.
    closing: Vec<String>,
    layout: Layout,
    /// The subjects so far, where each stands by category.
    subjects: Vec<Overview>,
    /// Why the first check was left out that was: where none was made, that is the reason.
    left_out: Option<String>,
    last: Piece,
}

/// What was written last. A blank line sets apart all but one-line findings from their neighbours.
#[derive(Clone, Copy, PartialEq)]
enum Piece {
    Nothing,
    Heading,
    Line,
    Paragraph,
}

impl Human {
    pub(super) fn new(style: Style) -> Self {
        Self {
            style,
            diagnostics: Diagnostics::new(style),
            held: None,
            is_batch: false,
            first_problem: None,
            closing: Vec::new(),
            layout: Layout::default(),
            subjects: Vec::new(),
            left_out: None,
            last: Piece::Nothing,
        }
    }

    fn write(&mut self, piece: Piece, text: &str, out: &mut dyn Write) -> io::Result<()> {
        let joins =
            matches!((self.last, piece), (Piece::Nothing | Piece::Heading, _) | (Piece::Line, Piece::Line));
        if !joins {
            writeln!(out)?;
        }
        self.last = piece;
        writeln!(out, "{text}")
    }

    fn draw(&mut self, section: &Section, out: &mut dyn Write) -> io::Result<()> {
        let verbose = self.style.is_verbose();
        let counts = section.counts;
        if self.left_out.is_none() {
            let mut findings = section.assessment.findings.iter();
            let first = findings.find(|finding| finding.status == Status::Skip);
            self.left_out = first.map(|finding| visible(finding.message()).into_owned());
        }
        let closing = section.assessment.closing.iter();
        self.closing.extend(closing.map(|(name, value)| format!("{name}={}", visible(value))));
        if self.layout == Layout::Categories {
            return self.by_category(section, out);
        }
        if self.is_batch && !verbose && counts.fail + counts.unknown + counts.warn == 0 {
            return Ok(());
        }
        if self.is_batch {
            self.heading(section, out)?;
        }
        let problems = problems(section);
        self.first_problem = self.first_problem.or_else(|| problems.first().map(|finding| finding.check));
        for same in problems.chunk_by(|one, next| !verbose && says_the_same(one, next)) {
            if let [first, others @ ..] = same {
                self.finding(&folded(first, others), out)?;
            }
        }
        if verbose {
            for status in [Status::Skip, Status::Pass] {
                for finding in section.assessment.findings.iter().filter(|finding| finding.status == status) {
                    self.finding(finding, out)?;
                }
            }
        }
        if !self.style.is_quiet() && !verbose && !self.is_batch {
            self.remarks(section, out)?;
        }
        if !self.style.is_quiet() && (verbose || !self.is_batch) {
            for block in drawn(section) {
                let text = blocks::text(block, self.style);
                self.write(Piece::Paragraph, &text, out)?;
            }
        }
        Ok(())
    }

    /// A line for each check that has a problem; with `--verbose` for every one.
    fn by_category(&mut self, section: &Section, out: &mut dyn Write) -> io::Result<()> {
        let worst = problems(section);
        self.first_problem = self.first_problem.or_else(|| worst.first().map(|finding| finding.check));
        self.subjects.push(Overview::of(section));
        let categories = categories(section, self.style);
        if self.is_batch && !categories.is_empty() {
            self.heading(section, out)?;
        }
        for category in categories {
            self.write(Piece::Paragraph, &category, out)?;
        }
        if self.style.is_verbose() {
            for block in drawn(section) {
                let text = blocks::text(block, self.style);
                self.write(Piece::Paragraph, &text, out)?;
            }
        }
        Ok(())
    }

    /// The notes of what passed: no problems, but what a reader of one report wants to know.
    fn remarks(&mut self, section: &Section, out: &mut dyn Write) -> io::Result<()> {
        for finding in section.assessment.findings.iter().filter(|finding| !finding.status.is_problem()) {
            for note in finding.notes() {
                let text = format!("note[{}]: {}", finding.check.code, visible(note));
                let text = wrap(&text, self.style.width).join("\n");
                let (mark, rest) = text.split_once(':').unwrap_or((&text, ""));
                let text = format!("{}:{rest}", self.style.paint(mark, BOLD));
                self.write(Piece::Line, &text, out)?;
            }
        }
        Ok(())
    }

    /// What was held until it was known whether this is a batch.
    fn release(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.held.take().map_or(Ok(()), |section| self.draw(&section, out))
    }

    fn heading(&mut self, section: &Section, out: &mut dyn Write) -> io::Result<()> {
        let title = self.style.paint(&format!("── {}", visible(section.title())), BOLD);
        let subject = section.name.as_ref().map_or(Cow::Borrowed(""), |_| visible(&section.subject));
        let origin = section.origin.as_deref().map(visible).unwrap_or_default();
        let rest =
            [subject, origin].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ");
        let gap = if rest.is_empty() { "" } else { "  " };
        let text = format!("{title}{gap}{}", self.style.paint(&rest, FAINT));
        self.last = if self.last == Piece::Nothing { Piece::Nothing } else { Piece::Paragraph };
        self.write(Piece::Heading, &text, out)
    }

    fn finding(&mut self, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
        let text = self.diagnostics.draw(finding);
        let has_body =
            finding.snippet().is_some() || finding.help_text().is_some() || !finding.notes().is_empty();
        let piece = if has_body { Piece::Paragraph } else { Piece::Line };
        self.write(piece, &text, out)
    }

    fn summary(&self, summary: &Summary) -> String {
        let parts = results(summary.counts);
        let plain = joined(&parts);
        let colored: Vec<String> = parts
            .iter()
            .map(|(status, text)| {
                let is_zero = summary.counts.of(*status) == 0;
                self.style.paint(text, if is_zero { FAINT } else { of_status(*status) })
            })
            .collect();
        let mut text = String::new();
        if self.is_batch {
            text = subjects(summary) + "\n";
        }
        text += &colored.join(", ");
        if let Some(check) = self.first_problem {
            let more = format!("more: chalkstore explain {}", check.code);
            let fits = self.style.width.is_none_or(|limit| width(&plain) + GAP + width(&more) <= limit);
            let gap = if fits { " ".repeat(GAP) } else { "\n".to_owned() };
            text += &format!("{gap}{}", self.style.paint(&more, FAINT));
        }
        if let Some(known) = known(summary) {
            text += &format!("\n{}", self.style.paint(&known, FAINT));
        }
        if summary.exit == Exit::NoChecks && summary.counts.total() > 0 {
            text += &format!("\n{}", self.nothing());
        } else if let Some(remark) = remark(summary) {
            text += &format!("\n{remark}");
        }
        text
    }

    /// That nothing was checked, and why.
    fn nothing(&self) -> String {
        let why = self.left_out.as_deref().unwrap_or("there was nothing to check");
        format!("nothing was checked: {why}")
    }
}

/// What a terminal shows of a section: no arrows that tables beside them say as well.
fn drawn(section: &Section) -> impl Iterator<Item = &Block> {
    section.assessment.view.iter().filter(|block| !matches!(block, Block::Graph(graph) if graph.is_told))
}

/// Whether two findings differ in nothing but their checks, as all do that a signal or a bug left open.
fn says_the_same(one: &Finding, other: &Finding) -> bool {
    one.detail.is_some() && (one.status, &one.detail) == (other.status, &other.detail)
}

/// The finding, speaking for others that say the same.
fn folded<'a>(finding: &'a Finding, others: &[&Finding]) -> Cow<'a, Finding> {
    if others.is_empty() {
        return Cow::Borrowed(finding);
    }
    let mut codes: Vec<&str> = others.iter().map(|finding| finding.check.code).collect();
    codes.sort_unstable();
    Cow::Owned(finding.clone().note(format!("the same holds for {}", codes.join(", "))))
}

impl Render for Human {
    fn start(&mut self, header: &Header, out: &mut dyn Write) -> io::Result<()> {
        self.layout = header.layout();
        if !self.style.is_verbose() {
            return Ok(());
        }
        let Header { command, subject, started_at, vantage, tool, .. } = header;
        let host = vantage.host.as_deref().unwrap_or("an unnamed host");
        let zone = vantage.zone.as_ref().map(|zone| format!(" in {zone}")).unwrap_or_default();
        let line = format!(
            "{} {} ({}) {command} · {subject} · from {host}{zone} at {started_at}",
            tool.name, tool.version, tool.commit
        );
        let line = self.style.paint(&wrap(&visible(&line), self.style.width).join("\n"), FAINT);
        self.write(Piece::Paragraph, &line, out)
    }

    fn section(&mut self, section: &Section, out: &mut dyn Write) -> io::Result<()> {
        if self.is_batch {
            return self.draw(section, out);
        }
        let Some(first) = self.held.take() else {
            self.held = Some(section.clone());
            return Ok(());
        };
        self.is_batch = true;
        self.draw(&first, out)?;
        self.draw(section, out)
    }

    fn changes(&mut self, at: &str, changes: &[Change], out: &mut dyn Write) -> io::Result<()> {
        self.release(out)?;
        for change in changes {
            self.write(Piece::Line, &changes::text(at, change, self.style.width), out)?;
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        self.release(out)?;
        // Standard error has said why nothing was checked.
        let is_nothing = summary.counts.total() == 0 && summary.exit == Exit::Usage;
        if self.subjects.len() > 1 && !self.style.is_quiet() {
            let table = overview(&mut self.subjects, summary.noun.one, self.style);
            self.write(Piece::Paragraph, &table, out)?;
        }
        if !self.style.is_quiet() && !is_nothing {
            let text = self.summary(summary);
            self.write(Piece::Paragraph, &text, out)?;
        } else if summary.exit == Exit::NoChecks {
            // It is no problem of the subject's, and yet no success.
            let text = self.nothing();
            self.write(Piece::Line, &text, out)?;
        }
        // A blank line, and then one line each, never broken.
        for (at, line) in std::mem::take(&mut self.closing).iter().enumerate() {
            self.write(if at == 0 { Piece::Paragraph } else { Piece::Line }, line, out)?;
            self.last = Piece::Line;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
