//! The explain page of a check as HTML.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// A page without its title, its headings below those of the report. The pages are the program's own.
pub(super) fn explained(markdown: &str) -> String {
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
        Event::Start(Tag::Heading { .. }) => Some(Event::Start(heading())),
        Event::End(TagEnd::Heading(_)) => Some(Event::End(heading().to_end())),
        event => Some(event),
    });
    let mut text = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut text, events);
    text
}

fn heading() -> Tag<'static> {
    Tag::Heading { level: HeadingLevel::H4, id: None, classes: Vec::new(), attrs: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::catalogue;

    #[test]
    fn a_page_has_no_title_and_smaller_headings() {
        let text = explained("# A: b\n\n## Why\n\nFor `x` & y.\n\n- one\n");
        assert_eq!(text, "<h4>Why</h4>\n<p>For <code>x</code> &amp; y.</p>\n<ul>\n<li>one</li>\n</ul>\n");
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
