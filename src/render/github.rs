//! GitHub Actions workflow commands: each problem becomes an annotation.

use std::io::{self, Write};

use super::Render;
use super::escape::visible;
use super::words::{full_text, joined, remark, results, subjects};
use crate::report::{Finding, Header, Section, Status, Summary};

/// GitHub shows no more than this many errors, and as many warnings, of one step.
const SHOWN: usize = 10;

/// The format `github`. At most what GitHub shows is held, and written at the end, so that the failed checks of
/// a late subject stand before the undetermined ones of an early one; all others are folded into one notice.
#[derive(Default)]
pub(super) struct Github {
    sections: usize,
    failed: Kind,
    unknown: Kind,
    warned: Kind,
}

/// Annotations of one status: the first ones, and how many there were.
#[derive(Default)]
struct Kind {
    first: Vec<String>,
    count: usize,
}

impl Kind {
    fn add(&mut self, annotation: impl FnOnce() -> String) {
        self.count += 1;
        if self.first.len() < SHOWN {
            self.first.push(annotation());
        }
    }
}

impl Render for Github {
    fn start(&mut self, _: &Header, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn section(&mut self, section: &Section, _: &mut dyn Write) -> io::Result<()> {
        self.sections += 1;
        for finding in &section.assessment.findings {
            let kind = match finding.status {
                Status::Fail => &mut self.failed,
                Status::Unknown => &mut self.unknown,
                Status::Warn => &mut self.warned,
                Status::Pass | Status::Skip => continue,
            };
            kind.add(|| annotation(finding, section.title()));
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        // What could not be determined fails the job just as a failure does, so it is an error too.
        let errors = self.failed.first.iter().chain(&self.unknown.first).take(SHOWN);
        for annotation in errors.chain(&self.warned.first) {
            writeln!(out, "{annotation}")?;
        }
        let errors = (self.failed.count + self.unknown.count).saturating_sub(SHOWN);
        let warnings = self.warned.count.saturating_sub(SHOWN);
        let more = [(errors, "error"), (warnings, "warning")]
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, kind)| format!("{count} more {kind}{}", if count == 1 { "" } else { "s" }))
            .collect::<Vec<_>>()
            .join(" and ");
        if !more.is_empty() {
            let text = format!("{more}; GitHub shows {SHOWN} of each, `--output json=FILE` lists all");
            writeln!(out, "::notice title=chalkstore::{}", data(&text))?;
        }
        if self.sections > 1 {
            writeln!(out, "{}", subjects(summary.subjects))?;
        }
        writeln!(out, "{}", joined(&results(summary.counts)))?;
        remark(summary.exit).map_or(Ok(()), |remark| writeln!(out, "{remark}"))
    }
}

fn annotation(finding: &Finding, title: &str) -> String {
    let command = if finding.status == Status::Warn { "warning" } else { "error" };
    let (status, code) = (finding.status.as_str(), finding.check.code);
    let title = format!("{status}[{code}] {}", visible(finding.subject(title)));
    let text = format!("{}\nmore: chalkstore explain {code}", full_text(finding));
    format!("::{command} title={}::{}", property(&title), data(&text))
}

/// Escapes a workflow command's text, as GitHub's own toolkit does.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a workflow command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
