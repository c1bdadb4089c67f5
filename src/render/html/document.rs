//! The file as a whole.

use std::collections::BTreeSet;
use std::io::{self, Write};

use minijinja::value::Serde;
use minijinja::{Environment, context};
use pulldown_cmark::HeadingLevel;

use super::context::Part;
use crate::render::Render;
use crate::render::escape::visible;
use crate::render::svg::{style_sheet, variables};
use crate::render::words::{joined, known, remark, results, subjects, verdict};
use crate::report::{Header, Section, Summary};

/// The subjects of a batch that are shown; the others are counted. Those with problems come first.
const SHOWN: usize = 200;
/// Its name ends in `.html`, so that what is filled in is escaped.
const NAME: &str = "page.html";

/// The format `html`.
#[derive(Default)]
pub(in crate::render) struct Html {
    header: Option<Header>,
    sections: usize,
    /// The first subjects with problems and the first ones without, each with its place among all.
    bad: Vec<(usize, Part)>,
    good: Vec<(usize, Part)>,
}

impl Html {
    /// What is shown, in the order of the input; those with problems first where there is no room for all.
    fn parts(&mut self) -> Vec<Part> {
        let mut parts = std::mem::take(&mut self.bad);
        parts.append(&mut self.good);
        parts.truncate(SHOWN);
        if parts.len() == self.sections {
            parts.sort_by_key(|(place, _)| *place);
        }
        let mut known = BTreeSet::new();
        let mut parts: Vec<Part> = parts.into_iter().map(|(_, part)| part).collect();
        // Below the heading of a finding, which stands one deeper where every subject has a heading too.
        let level = if self.sections > 1 { HeadingLevel::H5 } else { HeadingLevel::H4 };
        for part in &mut parts {
            part.explain(&mut known, level);
        }
        parts
    }
}

impl Render for Html {
    fn start(&mut self, header: &Header, _: &mut dyn Write) -> io::Result<()> {
        self.header = Some(header.clone());
        Ok(())
    }

    fn section(&mut self, section: &Section, _: &mut dyn Write) -> io::Result<()> {
        let place = self.sections;
        self.sections += 1;
        let is_bad = section.counts.worst().is_problem();
        let list = if is_bad { &mut self.bad } else { &mut self.good };
        if list.len() < SHOWN {
            list.push((place, Part::of(section)));
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let parts = self.parts();
        let header = self.header.as_ref().ok_or_else(|| io::Error::other("a report without a start"))?;
        let mut templates = Environment::new();
        templates.add_template(NAME, include_str!("page.html")).map_err(io::Error::other)?;
        let template = templates.get_template(NAME).map_err(io::Error::other)?;
        let page = context! {
            command => visible(&header.command),
            subject => visible(&header.subject),
            started_at => visible(&header.started_at),
            host => header.vantage.host.as_deref().map(visible),
            zone => header.vantage.zone.as_deref().map(visible),
            tool => format!("{} {} ({})", header.tool.name, visible(&header.tool.version), visible(&header.tool.commit)),
            verdict => verdict(summary).as_str(),
            told => joined(&results(summary.counts)),
            known => known(summary),
            subjects => (self.sections > 1).then(|| subjects(summary)),
            noun => summary.noun.many,
            remark => remark(summary),
            exit_code => summary.exit.code(),
            duration_ms => summary.duration_ms,
            parts => Serde(&parts),
            is_batch => self.sections > 1,
            left_out => self.sections - parts.len(),
            sheet => [&variables(), include_str!("page.css"), &style_sheet()].concat(),
        };
        let text = template.render(page).map_err(io::Error::other)?;
        out.write_all(text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use crate::render::Format::Html;
    use crate::render::samples::{blocks, clean, connection, drawn, hostile, style, uri};
    use crate::report::{Assessment, Section};

    #[test]
    fn what_was_found_is_told_with_its_page() {
        let text = drawn(Html, style(None), &[&uri()]);
        for told in [
            "2 failed".to_owned(),
            "<code>clustered</code> must be".to_owned(),
            "<mark>yes</mark>".to_owned(),
            "What URI009 is about".to_owned(),
            "<h4>How to fix it</h4>".to_owned(),
            "3 passed, 1 skipped".to_owned(),
        ] {
            assert!(text.contains(&told), "{told}: {text}");
        }
    }

    #[test]
    fn it_loads_nothing_and_runs_nothing() {
        for section in [uri(), connection(), clean(), hostile()] {
            let text = drawn(Html, style(None), &[&section]);
            for forbidden in
                ["<script", "<link", "<img", "<iframe", "@import", "url(", " onload", "href=\"http"]
            {
                assert!(!text.contains(forbidden), "{forbidden}");
            }
            assert!(!text.contains('\u{1b}') && !text.contains("<b>"), "{text}");
        }
    }

    #[test]
    fn every_block_is_drawn() {
        let section =
            Section::new("all".to_owned(), None, Assessment { view: blocks(), ..Assessment::default() });
        let text = drawn(Html, style(None), &[&section]);
        assert_eq!(text.matches("<svg ").count(), 4, "{text}");
        // Two tables, and the three pictures that can be told as one.
        assert_eq!(text.matches("<table").count(), 5, "{text}");
        assert_eq!(text.matches("The same as a table").count(), 3, "{text}");
    }

    #[test]
    fn a_batch_names_its_subjects() {
        let text = drawn(Html, style(None), &[&uri(), &clean()]);
        assert!(
            text.contains("<h2><span class=\"mono\">clean</span>") && text.contains("2 URIs: "),
            "{text}"
        );
        assert!(text.contains("<a href=\"#s2\" class=\"mono\">clean</a>"), "{text}");
    }

    #[test]
    fn a_page_stands_beside_the_first_of_its_problems() {
        let text = drawn(Html, style(None), &[&connection(), &connection()]);
        assert_eq!(text.matches("<div class=\"page-of\" id=\"about-NET004\">").count(), 1, "{text}");
        assert_eq!(text.matches("<a href=\"#about-NET004\">").count(), 1, "{text}");
    }

    /// The last of a thousand subjects is the one that somebody has to see.
    #[test]
    fn subjects_with_problems_are_always_shown() {
        let (good, bad) = (clean(), connection());
        let mut sections = vec![&good; 1000];
        sections[999] = &bad;
        let text = drawn(Html, style(None), &sections);
        assert!(text.contains("<a href=\"#s1\" class=\"mono\">prod-eu</a>"), "{text}");
        assert!(text.contains("… and 800 more are not shown"), "{text}");
        assert_eq!(text.matches("<section ").count(), 200);
    }
}
