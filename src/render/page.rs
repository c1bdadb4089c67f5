//! A page of documentation on a terminal: the few Markdown forms that the explain pages use.

use super::blocks;
use super::escape::visible;
use super::style::{BOLD, Style};
use super::words::wrap;
use crate::report::Block;

/// Wider lines are hard to read, however wide the terminal is.
const WIDEST: usize = 100;

/// A page as text; `facts` go below its title.
pub fn page(markdown: &str, facts: &str, style: Style) -> String {
    let width = style.width.map(|width| width.min(WIDEST));
    let mut text = String::new();
    let mut paragraph = String::new();
    let mut is_code = false;
    for line in markdown.lines() {
        let is_fence = line.starts_with("```");
        // Set in by four, after an empty line or such a line: code as well. Within a paragraph or an item it goes on.
        let is_set_in = !is_code && paragraph.is_empty() && line.starts_with("    ");
        if is_fence
            || is_code
            || line.is_empty()
            || line.starts_with(['#', '-', '|'])
            || line.starts_with("1.")
        {
            flush(&mut paragraph, &mut text, width);
        }
        if is_fence {
            is_code = !is_code;
        } else if is_set_in {
            text.push_str(visible(line).trim_end());
            text.push('\n');
        } else if is_code {
            text.push_str(format!("    {}", visible(line)).trim_end());
            text.push('\n');
        } else if let Some(title) = line.strip_prefix("# ") {
            let title = wrap(&visible(title), width).join("\n");
            text.push_str(&format!("{}\n{}\n", style.paint(&title, BOLD), wrap(facts, width).join("\n")));
        } else if let Some(heading) = line.strip_prefix("## ") {
            text.push_str(&style.paint(&visible(heading), BOLD));
            text.push('\n');
        } else if line.is_empty() || line.starts_with('|') {
            text.push_str(&visible(line));
            text.push('\n');
        } else {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(if paragraph.is_empty() { line } else { line.trim_start() });
        }
    }
    flush(&mut paragraph, &mut text, width);
    text
}

/// A block alone, as [`page`] is one: without a report around it.
pub fn block(block: &Block, style: Style) -> String {
    blocks::text(block, style) + "\n"
}

fn flush(paragraph: &mut String, text: &mut String, width: Option<usize>) {
    let item = std::mem::take(paragraph);
    if item.is_empty() {
        return;
    }
    // What follows a list's mark is set in, so that the marks stand out.
    let indent = if item.starts_with("- ") { 2 } else { 0 };
    let lines = wrap(&visible(&item), width.map(|width| width.saturating_sub(indent)));
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            text.push_str(&" ".repeat(indent));
        }
        text.push_str(line);
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_set_for_reading() {
        let markdown = "# URI000: a title\n\n## Why\n\nOne sentence that is\nlonger than a line.\n\n- an item that is too long for one line\n- another\n\n```\ncode  stays\n```\n";
        let style = Style { width: Some(28), ..Style::default() };
        insta::assert_snapshot!(page(markdown, "name · high", style), @r"
        URI000: a title
        name · high

        Why

        One sentence that is longer
        than a line.

        - an item that is too long
          for one line
        - another

            code  stays
        ");
    }

    /// What is to be copied is a command to a line, as its page has it, however narrow the terminal is.
    #[test]
    fn the_code_of_every_page_keeps_its_lines() {
        let mut seen = 0;
        for check in crate::report::catalogue::ALL {
            let drawn = page(check.page, "", Style { width: Some(60), ..Style::default() });
            let drawn: Vec<&str> = drawn.lines().collect();
            let (mut is_fenced, mut may_be_set_in) = (false, false);
            let mut code: Vec<String> = Vec::new();
            for line in check.page.lines() {
                let is_set_in = may_be_set_in && line.starts_with("    ");
                if line.starts_with("```") {
                    is_fenced = !is_fenced;
                } else if is_fenced {
                    code.push(format!("    {line}").trim_end().to_owned());
                } else if is_set_in {
                    code.push(line.trim_end().to_owned());
                }
                may_be_set_in = line.is_empty() || is_set_in;
            }
            seen += code.len();
            let mut rest = drawn.iter();
            for line in &code {
                assert!(rest.any(|drawn| drawn == line), "{}: {line:?} in {drawn:#?}", check.code);
            }
        }
        assert!(seen > 50, "{seen} lines of code in all pages");
    }
}
