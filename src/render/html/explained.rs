//! The explain page of a check as HTML.

use minijinja::HtmlEscape;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// A page without its title, its headings of a level that fits where it stands. The pages are the program's own.
pub(super) fn explained(markdown: &str, level: HeadingLevel) -> String {
    let (mut in_title, mut in_heading) = (false, false);
    // What a table is below: its caption, for those who do not see where it stands.
    let mut above = String::new();
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).flat_map(|event| match event {
        Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => {
            in_title = true;
            Vec::new()
        }
        Event::End(TagEnd::Heading(HeadingLevel::H1)) => {
            in_title = false;
            Vec::new()
        }
        _ if in_title => Vec::new(),
        Event::Start(Tag::Heading { .. }) => {
            in_heading = true;
            above.clear();
            vec![Event::Start(heading(level))]
        }
        Event::End(TagEnd::Heading(_)) => {
            in_heading = false;
            vec![Event::End(heading(level).to_end())]
        }
        Event::Text(text) if in_heading => {
            above += &text;
            vec![Event::Text(text)]
        }
        Event::Start(table @ Tag::Table(_)) => {
            let name = HtmlEscape(above.as_str());
            let before =
                format!("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{name}\">\n");
            let caption = format!("<caption class=\"unseen\">{name}</caption>");
            vec![Event::Html(before.into()), Event::Start(table), Event::Html(caption.into())]
        }
        Event::End(TagEnd::Table) => vec![Event::End(TagEnd::Table), Event::Html("</div>\n".into())],
        event => vec![event],
    });
    let mut text = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut text, events);
    // A table of Markdown has its headings above its columns. What a page says is escaped, so that no text looks like one.
    text.replace("<th>", "<th scope=\"col\">").replace("<th style", "<th scope=\"col\" style")
}

fn heading(level: HeadingLevel) -> Tag<'static> {
    Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::catalogue;

    #[test]
    fn a_page_has_no_title_and_smaller_headings() {
        let text = explained("# A: b\n\n## Why\n\nFor `x` & y.\n\n- one\n", HeadingLevel::H5);
        assert_eq!(text, "<h5>Why</h5>\n<p>For <code>x</code> &amp; y.</p>\n<ul>\n<li>one</li>\n</ul>\n");
    }

    /// It may be wider than a phone, and who does not see it hears what it is and what its cells are below.
    #[test]
    fn a_table_can_be_read_everywhere() {
        let text =
            explained("# A: b\n\n## How & why\n\n| a | b |\n|---|--:|\n| 1 | `<th>` |\n", HeadingLevel::H5);
        let start = "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"How &amp; why\">\n\
                     <table><caption class=\"unseen\">How &amp; why</caption><thead>";
        assert!(text.contains(start) && text.contains("</table>\n</div>"), "{text}");
        assert_eq!(text.matches("<th scope=\"col\"").count(), 2, "{text}");
        assert_eq!(text.matches("<th").count(), 3, "and <thead>: {text}");
    }

    #[test]
    fn no_page_holds_raw_html() {
        for check in catalogue::ALL {
            let raw = Parser::new_ext(check.page, Options::ENABLE_TABLES)
                .find(|event| matches!(event, Event::Html(_) | Event::InlineHtml(_)));
            assert!(raw.is_none(), "{}: {raw:?}", check.code);
        }
    }
}
