//! The file as a whole.

use std::io::{self, Write};

use minijinja::value::Serde;
use minijinja::{Environment, context};

use super::context::Part;
use crate::render::Render;
use crate::render::escape::visible;
use crate::render::svg::style_sheet;
use crate::render::words::{is_incomplete, joined, remark, results, subjects};
use crate::report::{Header, Section, Summary};

/// The subjects of a batch that are shown; the others are counted. Those with problems come first.
const SHOWN: usize = 200;
/// Its name ends in `.html`, so that what is filled in is escaped.
const NAME: &str = "page.html";

/// The format `html`.
#[derive(Default)]
pub(in crate::render) struct Html {
    header: Option<Header>,
    parts: Vec<Part>,
    left_out: usize,
}

impl Render for Html {
    fn start(&mut self, header: &Header, _: &mut dyn Write) -> io::Result<()> {
        self.header = Some(header.clone());
        Ok(())
    }

    fn section(&mut self, section: &Section, _: &mut dyn Write) -> io::Result<()> {
        if self.parts.len() == SHOWN {
            self.left_out += 1;
        } else {
            self.parts.push(Part::of(section));
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let header = self.header.as_ref().ok_or_else(|| io::Error::other("a report without a start"))?;
        let mut templates = Environment::new();
        templates.add_template(NAME, include_str!("page.html")).map_err(io::Error::other)?;
        let template = templates.get_template(NAME).map_err(io::Error::other)?;
        let verdict = if is_incomplete(summary.exit) { "warn" } else { summary.counts.worst().as_str() };
        let page = context! {
            command => visible(&header.command),
            subject => visible(&header.subject),
            started_at => visible(&header.started_at),
            host => header.vantage.host.as_deref().map(visible),
            zone => header.vantage.zone.as_deref().map(visible),
            tool => format!("{} {} ({})", header.tool.name, visible(&header.tool.version), visible(&header.tool.commit)),
            verdict,
            told => joined(&results(summary.counts)),
            subjects => (self.parts.len() + self.left_out > 1).then(|| subjects(summary)),
            remark => remark(summary),
            exit_code => summary.exit.code(),
            duration_ms => summary.duration_ms,
            parts => Serde(&self.parts),
            is_batch => self.parts.len() + self.left_out > 1,
            left_out => self.left_out,
            pictures => style_sheet(),
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
            "`clustered` must be".to_owned(),
            "<mark>yes</mark>".to_owned(),
            "What URI009 is about".to_owned(),
            "<h4>How to fix it</h4>".to_owned(),
            "4 checks that passed".to_owned(),
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
        assert_eq!(text.matches("<table>").count(), 2, "{text}");
    }

    #[test]
    fn a_batch_names_its_subjects() {
        let text = drawn(Html, style(None), &[&uri(), &clean()]);
        assert!(text.contains("<h2 class=\"mono\">clean</h2>") && text.contains("2 URIs: "), "{text}");
    }
}
