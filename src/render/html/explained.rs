//! The explain page of a check as HTML.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// A page without its title, its headings of a level that fits where it stands. The pages are the program's own.
pub(super) fn explained(markdown: &str, level: HeadingLevel) -> String {
    let mut in_title = false;
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).filter_map(|event| match event {
        Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => {
            in_title = true;
            None
        }
        Event::End(TagEnd::Heading(HeadingLevel::H1)) => {
            in_title = false;
            None
        }
        _ if in_title => None,
        Event::Start(Tag::Heading { .. }) => Some(Event::Start(heading(level))),
        Event::End(TagEnd::Heading(_)) => Some(Event::End(heading(level).to_end())),
        event => Some(event),
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

    #[test]
    fn headings_of_tables_say_what_they_are_above() {
        let text = explained("# A: b\n\n| a | b |\n|---|--:|\n| 1 | `<th>` |\n", HeadingLevel::H5);
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
