//! The comment as a whole, never longer than GitHub takes one.

use std::io::{self, Write};

use super::blocks::{block, inline};
use super::rows;
use crate::render::Render;
use crate::render::style::Style;
use crate::render::words::{joined, known, problems, remark, results, shortened, subjects, verdict};
use crate::report::{Counts, Header, Section, Status, Summary};

/// A comment may have 65,536 characters. Bytes are counted here, of which there are at least as many, and the end has room.
const ROOM: usize = 64_000;
/// Problems beyond these two limits are only counted, so that the rest has room too.
const PROBLEMS: usize = 100;
const PROBLEMS_BYTES: usize = 40_000;
/// Where there are more subjects, those without problems are only counted.
const SUBJECTS: usize = 60;
const SUBJECTS_BYTES: usize = 16_000;
/// The most subjects whose pictures and passes are folded into the comment, unless all is asked for.
const FOLDED: usize = 20;
/// The most characters of what the run is about.
const SUBJECT: usize = 500;

/// The format `markdown`.
pub(in crate::render) struct Markdown {
    verbose: bool,
    quiet: bool,
    header: Option<Header>,
    sections: usize,
    /// Rows of the table of subjects, and whether each has a problem.
    subjects: Vec<(String, bool)>,
    /// How many of these have none, and how many have one.
    subjects_listed: [usize; 2],
    /// Rows of the table of problems, each with its section's name: its cell is left out where there is but one section.
    problems: Vec<(String, String)>,
    problems_count: u64,
    problems_bytes: usize,
    folded: Vec<Folded>,
    folded_bytes: usize,
    /// Subjects of which nothing is folded in.
    unfolded: usize,
}

/// What of a subject is no problem.
struct Folded {
    title: String,
    counts: Counts,
    views: Vec<String>,
    /// Rows of what passed or was skipped.
    others: Vec<String>,
}

impl Markdown {
    pub(in crate::render) fn new(style: Style) -> Self {
        Self {
            verbose: style.is_verbose(),
            quiet: style.is_quiet(),
            header: None,
            sections: 0,
            subjects: Vec::new(),
            subjects_listed: [0; 2],
            problems: Vec::new(),
            problems_count: 0,
            problems_bytes: 0,
            folded: Vec::new(),
            folded_bytes: 0,
            unfolded: 0,
        }
    }

    fn add_problems(&mut self, section: &Section) {
        for finding in problems(section) {
            self.problems_count += 1;
            if self.problems.len() == PROBLEMS {
                continue;
            }
            let row = (rows::name(section.title()), rows::finding(finding));
            let bytes = row.0.len() + row.1.len();
            if self.problems_bytes + bytes <= PROBLEMS_BYTES {
                self.problems_bytes += bytes;
                self.problems.push(row);
            }
        }
    }

    fn fold(&mut self, section: &Section) {
        if !self.verbose && self.sections > FOLDED || self.folded_bytes > ROOM {
            self.unfolded += 1;
            return;
        }
        let of = |status: Status| {
            section.assessment.findings.iter().filter(move |finding| finding.status == status)
        };
        let folded = Folded {
            title: section.title().to_owned(),
            counts: section.counts,
            views: section.assessment.view.iter().map(|view| block(view, !self.verbose)).collect(),
            others: of(Status::Skip).chain(of(Status::Pass)).map(rows::finding).collect(),
        };
        let bytes = |texts: &[String]| texts.iter().map(String::len).sum::<usize>();
        self.folded_bytes += bytes(&folded.views) + bytes(&folded.others);
        self.folded.push(folded);
    }

    fn head(&self, header: &Header, summary: &Summary) -> String {
        let mark = rows::mark(verdict(summary));
        let told = joined(&results(summary.counts));
        let mut text = format!("### {mark} chalkstore {}: {told}\n\n", inline(&header.command));
        text += &format!("<code>{}</code>", inline(&shortened(&header.subject, SUBJECT)));
        if self.sections > 1 {
            text += &format!(" · {}", subjects(summary));
        }
        text.push('\n');
        if let Some(known) = known(summary) {
            text += &format!("\n{known}\n");
        }
        if let Some(remark) = remark(summary) {
            text += &format!("\n{remark}\n");
        }
        text
    }

    /// The table of subjects, where there are several: all, or those with problems.
    fn table_of_subjects(&self, summary: &Summary) -> String {
        if self.sections < 2 {
            return String::new();
        }
        let all = self.sections <= SUBJECTS;
        let mut room = SUBJECTS_BYTES;
        let mut fits = |row: &str| {
            room = room.saturating_sub(row.len());
            room > 0
        };
        let wanted = self.subjects.iter().filter(|(_, is_bad)| all || *is_bad).map(|(row, _)| row);
        let told: Vec<&String> = wanted.take_while(|row| fits(row)).collect();
        if told.is_empty() {
            return String::new();
        }
        let mut text = format!("\n{}", rows::subjects_head(summary.noun.one));
        for row in &told {
            text += row;
        }
        let more = self.sections - told.len();
        if more > 0 {
            text += &format!("\n… and {more} more; `--output json=FILE` lists all.\n");
        }
        text
    }

    fn table_of_problems(&self, summary: &Summary) -> String {
        let mut text = String::new();
        if !self.problems.is_empty() {
            let noun = (self.sections > 1).then_some(summary.noun.one);
            text = format!("\n{}", rows::findings_head(noun));
        }
        for (title, row) in &self.problems {
            if self.sections > 1 {
                text += &format!("| {title} ");
            }
            text += row;
        }
        let more = self.problems_count - self.problems.len() as u64;
        if more > 0 {
            text += &format!("\n… and {more} more; `--output json=FILE` lists all.\n");
        }
        text
    }
}

impl Render for Markdown {
    fn start(&mut self, header: &Header, _: &mut dyn Write) -> io::Result<()> {
        self.header = Some(header.clone());
        Ok(())
    }

    fn section(&mut self, section: &Section, _: &mut dyn Write) -> io::Result<()> {
        self.sections += 1;
        let is_bad = section.counts.worst().is_problem();
        let listed = &mut self.subjects_listed[usize::from(is_bad)];
        if *listed < SUBJECTS {
            *listed += 1;
            self.subjects.push((rows::subject(section.title(), section.counts), is_bad));
        }
        self.add_problems(section);
        if !self.quiet {
            self.fold(section);
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let header = self.header.as_ref().ok_or_else(|| io::Error::other("a report without a start"))?;
        let mut text = self.head(header, summary);
        text += &self.table_of_subjects(summary);
        text += &self.table_of_problems(summary);
        // A batch too long to be folded in is told by its problems alone.
        let is_long = !self.verbose && self.sections > FOLDED;
        let mut left_out =
            LeftOut { subjects: if is_long { 0 } else { self.unfolded }, ..LeftOut::default() };
        for folded in self.folded.iter().filter(|_| !is_long) {
            folded.write(self.sections > 1, &mut text, &mut left_out);
        }
        text += &left_out.told();
        let tool = &header.tool;
        text += &format!(
            "\n<sub>{} {} · {}</sub>\n",
            tool.name,
            inline(&tool.version),
            inline(&header.started_at)
        );
        out.write_all(text.as_bytes())
    }
}

/// What a comment has no room for.
#[derive(Default)]
struct LeftOut {
    views: usize,
    results: usize,
    subjects: usize,
}

impl LeftOut {
    fn told(&self) -> String {
        let of = |count: usize, one: &str, many: &str| {
            (count > 0).then(|| format!("{count} {}", if count == 1 { one } else { many }))
        };
        let parts: Vec<String> = [
            of(self.views, "table or picture", "tables and pictures"),
            of(self.results, "result that is no problem", "results that are no problem"),
            of(self.subjects, "subject's details", "subjects' details"),
        ]
        .into_iter()
        .flatten()
        .collect();
        if parts.is_empty() {
            return String::new();
        }
        format!(
            "\nLeft out, as a comment has no room for more: {}. `--output html=FILE` has all.\n",
            parts.join(", ")
        )
    }
}

impl Folded {
    /// Writes what there is room for. Of a single subject the views are shown, of several they are folded with the rest.
    fn write(&self, is_batch: bool, text: &mut String, left_out: &mut LeftOut) {
        let open = rows::folded_head(is_batch.then_some(self.title.as_str()), self.counts);
        let views: Vec<&String> = self.views.iter().filter(|view| !view.is_empty()).collect();
        if is_batch && views.is_empty() && self.others.is_empty() {
            return;
        }
        let close = "\n</details>\n";
        let end = text.len() + open.len() + close.len() + rows::findings_head(None).len() + 2;
        let mut room = ROOM.saturating_sub(end);
        let mut take = |bytes: usize| {
            let fits = bytes <= room;
            room -= if fits { bytes } else { 0 };
            fits
        };
        let (shown, rest): (Vec<&String>, Vec<&String>) =
            views.into_iter().partition(|view| take(view.len() + 2));
        left_out.views += rest.len();
        let others: Vec<&String> = self.others.iter().take_while(|row| take(row.len())).collect();
        left_out.results += self.others.len() - others.len();
        if !is_batch {
            for view in &shown {
                *text += &format!("\n{view}\n");
            }
        }
        if others.is_empty() && (!is_batch || shown.is_empty()) {
            return;
        }
        *text += &format!("\n{open}");
        if is_batch {
            for view in &shown {
                *text += &format!("{view}\n\n");
            }
        }
        if !others.is_empty() {
            *text += &rows::findings_head(None);
            for row in &others {
                text.push_str(row);
            }
        }
        *text += close;
    }
}
