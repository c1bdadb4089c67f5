//! What the template is filled with.

use serde::Serialize;

use super::explained::explained;
use crate::render::escape::{visible, visible_lines};
use crate::render::svg::picture;
use crate::render::words::{narrower_subject, problems};
use crate::report::{Block, Cell, Finding, Section, Status, Table, Tone};

/// One subject.
#[derive(Serialize)]
pub(super) struct Part {
    title: String,
    origin: Option<String>,
    status: &'static str,
    problems: Vec<Told>,
    views: Vec<View>,
    others: Vec<Told>,
}

impl Part {
    /// All that is shown of a section; a page's explanation once, where the check did not pass.
    pub(super) fn of(section: &Section) -> Self {
        let others = |status: Status| {
            let all = section.assessment.findings.iter();
            all.filter(move |finding| finding.status == status).map(|finding| Told::of(finding, false))
        };
        Self {
            title: visible(section.title()).into_owned(),
            origin: section.origin.as_deref().map(|origin| visible(origin).into_owned()),
            status: section.counts.worst().as_str(),
            problems: problems(section).into_iter().map(|finding| Told::of(finding, true)).collect(),
            views: section.assessment.view.iter().map(View::of).collect(),
            others: others(Status::Skip).chain(others(Status::Pass)).collect(),
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
    subject: Option<String>,
    message: String,
    help: Vec<String>,
    notes: Vec<String>,
    snippet: Option<(String, String, String)>,
    explained: Option<String>,
}

impl Told {
    fn of(finding: &Finding, is_explained: bool) -> Self {
        let line = |text: &str| visible_lines(text).into_owned();
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
            subject: narrower_subject(finding).map(std::borrow::Cow::into_owned),
            message: visible(finding.message()).into_owned(),
            help: finding.help_text().map(line).into_iter().collect(),
            notes: finding.notes().iter().map(|note| line(note)).collect(),
            snippet,
            explained: is_explained.then(|| explained(finding.check.page)),
        }
    }
}

/// One block.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum View {
    Text { text: String },
    Table { title: String, columns: Vec<String>, rows: Vec<Vec<Shown>> },
    Picture { title: String, svg: String },
}

/// One cell.
#[derive(Serialize)]
struct Shown {
    text: String,
    tone: &'static str,
}

impl View {
    fn of(block: &Block) -> Self {
        let title = |title: &str| visible(title).into_owned();
        match block {
            Block::Text(text) => Self::Text { text: visible_lines(text).into_owned() },
            Block::Table(table) => Self::table(table),
            Block::Matrix(one) => Self::Picture { title: title(&one.title), svg: picture(block) },
            Block::Series(one) => Self::Picture { title: title(&one.title), svg: picture(block) },
            Block::Timeline(one) => Self::Picture { title: title(&one.title), svg: picture(block) },
            Block::Graph(one) => Self::Picture { title: title(&one.title), svg: picture(block) },
        }
    }

    fn table(table: &Table) -> Self {
        let cell = |cell: &Cell| Shown { text: visible(&cell.text).into_owned(), tone: tone(cell.tone) };
        Self::Table {
            title: visible(&table.title).into_owned(),
            columns: table.columns.iter().map(|name| visible(name).into_owned()).collect(),
            rows: table.rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
        }
    }
}

const fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "",
        Tone::Good => "is-good",
        Tone::Caution => "is-caution",
        Tone::Bad => "is-bad",
        Tone::Faint => "is-faint",
    }
}
