//! What the template is filled with: subjects and their findings.

use std::collections::BTreeSet;

use minijinja::HtmlEscape;
use pulldown_cmark::HeadingLevel;
use serde::Serialize;

use super::explained::explained;
use super::views::View;
use crate::render::escape::{visible, visible_lines};
use crate::render::words::{narrower_subject, problems};
use crate::report::{Counts, Finding, Section, Status};

/// One subject.
#[derive(Serialize)]
pub(super) struct Part {
    title: String,
    origin: Option<String>,
    status: &'static str,
    counts: Counts,
    problems: Vec<Told>,
    views: Vec<View>,
    others: Vec<Told>,
}

impl Part {
    /// All that is shown of a section.
    pub(super) fn of(section: &Section) -> Self {
        let others = |status: Status| {
            let all = section.assessment.findings.iter();
            all.filter(move |finding| finding.status == status).map(Told::of)
        };
        Self {
            title: visible(section.title()).into_owned(),
            origin: section.origin.as_deref().map(|origin| visible(origin).into_owned()),
            status: section.counts.worst().as_str(),
            counts: section.counts,
            problems: problems(section).into_iter().map(Told::of).collect(),
            views: section.assessment.view.iter().map(View::of).collect(),
            others: others(Status::Skip).chain(others(Status::Pass)).collect(),
        }
    }

    /// Puts a check's page beside the first of its problems in the file; the others lead there.
    pub(super) fn explain(&mut self, known: &mut BTreeSet<&'static str>, level: HeadingLevel) {
        for told in &mut self.problems {
            if known.insert(told.code) {
                told.explained = Some(explained(told.page, level));
            }
        }
    }
}

/// One finding.
#[derive(Serialize)]
struct Told {
    status: &'static str,
    severity: &'static str,
    code: &'static str,
    category: &'static str,
    #[serde(skip)]
    page: &'static str,
    subject: Option<String>,
    /// These are HTML already.
    message: String,
    help: Option<String>,
    notes: Vec<String>,
    /// The line to show: before what is marked, that, behind it.
    snippet: Option<(String, String, String)>,
    explained: Option<String>,
}

impl Told {
    fn of(finding: &Finding) -> Self {
        let line = |text: &str| quoted(&visible_lines(text));
        let snippet = finding.snippet().map(|snippet| {
            let span = snippet.span;
            let cut =
                |from: usize, to: usize| visible(snippet.text.get(from..to).unwrap_or_default()).into_owned();
            (cut(0, span.start), cut(span.start, span.end), cut(span.end, snippet.text.len()))
        });
        Self {
            status: finding.status.as_str(),
            severity: finding.severity.as_str(),
            code: finding.check.code,
            category: finding.check.category.title(),
            page: finding.check.page,
            subject: narrower_subject(finding).map(std::borrow::Cow::into_owned),
            message: quoted(&visible(finding.message())),
            help: finding.help_text().map(line),
            notes: finding.notes().iter().map(|note| line(note)).collect(),
            snippet,
            explained: None,
        }
    }
}

/// A visible text as HTML. Messages mark what they quote with backticks, so what stands between two becomes code.
fn quoted(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let last = parts.len() - 1;
    let mut html = String::with_capacity(text.len() + 32);
    for (index, part) in parts.iter().enumerate() {
        let escaped = HtmlEscape(part);
        html += &match index % 2 {
            1 if index < last => format!("<code>{escaped}</code>"),
            // The last of an odd number of backticks has no partner.
            1 => format!("`{escaped}"),
            _ => escaped.to_string(),
        };
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_is_code_and_nothing_else() {
        assert_eq!(quoted("`a<b>` and `c"), "<code>a&lt;b&gt;</code> and `c");
        assert_eq!(quoted("<x `"), "&lt;x `");
    }
}
