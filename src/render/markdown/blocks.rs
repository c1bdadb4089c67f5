//! View blocks and quoted text as GitHub's Markdown.

use std::collections::BTreeMap;

use crate::render::escape::visible;
use crate::render::matrix;
use crate::render::sparklines::{facts, sparklines};
use crate::render::timelines::took;
use crate::report::{Block, Cell, Event, Graph, Series};
use crate::words::microseconds;

/// How wide a sparkline is: it must not be wrapped in a narrow comment.
const SPARKLINE_WIDTH: usize = 60;

/// A text that no Markdown, HTML or mention in it has a meaning of, except pairs of backticks: messages mark
/// what they quote with these, so what stands between two becomes code. It stays on one line.
pub(super) fn inline(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let last = parts.len() - 1;
    let mut result = String::with_capacity(text.len() + 16);
    for (index, part) in parts.iter().enumerate() {
        let escaped = escape(&visible(part));
        match index % 2 {
            1 if index < last => result += &format!("<code>{escaped}</code>"),
            // The last of an odd number of backticks has no partner.
            1 => result += &format!("\\`{escaped}"),
            _ => result += &escaped,
        }
    }
    result
}

/// The same for a text of several lines, in a place that takes only one.
pub(super) fn inline_lines(text: &str) -> String {
    text.split('\n').map(inline).collect::<Vec<_>>().join("<br>")
}

/// A line of a paragraph: what would begin a list, a rule or a heading there does not.
fn line(text: &str) -> String {
    let text = inline(text);
    if text.trim_start().starts_with(['-', '+', '=']) { format!("\\{}", text.trim_start()) } else { text }
}

/// A visible text as it is, in the letters of code: a curve's name may have backticks, which end the code no sooner.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    // One space on either side is no part of it where there are two, and keeps a backtick off the fence.
    let space = if longest > 0 { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // An empty comment parts the sign from the name, and nobody is notified.
            '@' => escaped.push_str("@<!-- -->"),
            // The same for the number of an issue: a backslash would not do, as GitHub looks for both in what Markdown made.
            '#' => escaped.push_str("#<!-- -->"),
            '\\' | '*' | '_' | '[' | ']' | '~' | '|' | '!' | '$' => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    // GitHub makes links of bare addresses.
    escaped.replace("://", "&#58;//").replace("www.", "www&#46;")
}

/// A view block, without a line end behind its last line; a long matrix folded if asked to.
pub(super) fn block(block: &Block, fold: bool) -> String {
    let (title, body) = match block {
        Block::Table(one) => {
            (&one.title, table(&one.columns, &one.rows.iter().map(|row| texts(row)).collect::<Vec<_>>()))
        }
        Block::Matrix(one) => {
            let row = |row: &Vec<Vec<Cell>>| row.iter().map(|cells| texts(cells).join("<br>")).collect();
            let rows: Vec<Vec<String>> = matrix::rows(one, fold).iter().map(row).collect();
            (&one.title, table(&matrix::columns(one), &rows))
        }
        Block::Timeline(one) => (&one.title, timeline(&one.events)),
        Block::Series(one) => (&one.title, series(one)),
        Block::Graph(one) => (&one.title, graph(one)),
        Block::Text(text) => return text.split('\n').map(line).collect::<Vec<_>>().join("  \n"),
    };
    if title.is_empty() { body } else { format!("**{}**\n\n{body}", inline(title)) }
}

fn texts(cells: &[Cell]) -> Vec<String> {
    cells.iter().map(|cell| inline(&cell.text)).collect()
}

/// A table of cells that are Markdown already.
fn table(columns: &[String], rows: &[Vec<String>]) -> String {
    // Markdown knows no table without a header; that of a list of pairs stays empty.
    let width = rows.iter().map(Vec::len).chain([columns.len()]).max().unwrap_or_default();
    let line = |cells: &mut dyn Iterator<Item = String>| {
        let mut line = "|".to_owned();
        cells.for_each(|cell| line += &format!(" {cell} |"));
        line
    };
    let names = columns.iter().map(|name| inline(name)).chain(std::iter::repeat(String::new()));
    let mut lines = vec![line(&mut names.take(width)), format!("|{}", "---|".repeat(width))];
    lines.extend(rows.iter().map(|row| line(&mut row.iter().cloned())));
    lines.join("\n")
}

fn timeline(events: &[Event]) -> String {
    let row = |event: &Event| {
        let start = format!("+{}", microseconds(event.start_us));
        vec![inline(&event.label), start, took(event), inline(&event.note)]
    };
    let columns = ["what", "at", "took", "result"].map(str::to_owned);
    table(&columns, &events.iter().map(row).collect::<Vec<_>>())
}

fn series(series: &Series) -> String {
    let facts: Vec<String> = facts(series).iter().map(|told| inline(told)).collect();
    // Two spaces end a line within a paragraph.
    let drawn = sparklines(series, SPARKLINE_WIDTH).into_iter().map(|line| code(&line));
    drawn.chain(facts).collect::<Vec<_>>().join("  \n")
}

fn graph(graph: &Graph) -> String {
    let labels: BTreeMap<&str, &str> =
        graph.nodes.iter().map(|(id, label, _)| (id.as_str(), label.as_str())).collect();
    let node = |id: &str| inline(labels.get(id).copied().filter(|label| !label.is_empty()).unwrap_or(id));
    let mut lines: Vec<String> = Vec::new();
    for (from, to, label) in &graph.edges {
        let label = if label.is_empty() { String::new() } else { format!(": {}", inline(label)) };
        lines.push(format!("- {} → {}{label}", node(from), node(to)));
    }
    let is_alone = |id: &str| !graph.edges.iter().any(|(from, to, _)| from == id || to == id);
    lines
        .extend(graph.nodes.iter().filter(|(id, ..)| is_alone(id)).map(|(id, ..)| format!("- {}", node(id))));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples::blocks;

    #[test]
    fn all_blocks() {
        let text = blocks().iter().map(|one| block(one, true)).collect::<Vec<_>>().join("\n\n");
        insta::assert_snapshot!(text, @r"
        chalk-prod · Valkey 9.1.2 · 6 shards · 18 nodes · 3 zones · every node agrees

        |  |  |
        |---|---|
        | provider | AWS ElastiCache, cluster mode enabled |
        | TLS | 1.3, verified |

        **Shards by zone**

        | shard | slots | us-east-1a | us-east-1b | us-east-1c |
        |---|---|---|---|---|
        | 0 | 0-8191 | primary 10.0.1.4 | replica 0.3 ms | replica 1.1 ms |
        | 1 | 8192-16383 | replica 0.4 ms | primary 10.0.2.9 | none |

        **Replica policies**

        | policy | zone | connections per query server | all 40 | reads that leave the zone |
        |---|---|---|---|---|
        | (unset) | - | 18 | 720 | 67 % |
        | UNIFORM\_RANDOM | - | 12 | 480 | 67 % |
        | ZONAL\_AFFINITY | us-east-1a | 10 | 400 | 0 %, but shards 0 and 3 read their primaries: no replica here |

        **Connecting**

        | what | at | took | result |
        |---|---|---|---|
        | resolve | +0 ms | 1.2 ms | 2 addresses: 10.0.1.4, 2001:db8::7 |
        | TCP | +1.2 ms | 0.4 ms |  |
        | TLS handshake | +1.6 ms | 12 ms | the peer answered in plain text: -ERR unknown command |
        | AUTH | +14 ms | onward | no answer |

        **Replication lag**

        `▁▁▂█▅··▁▁`  
        min 0.31 ms at 12:00 · max 17.2 ms at 12:03 · last 0.52 ms at 12:08 · 2 gaps

        **Routing**

        - query servers → store.example.com
        - store.example.com → us-east-1: PRIMARY, healthy
        - store.example.com → us-west-2: SECONDARY, its health check has been failing for 3 minutes; a failover now would go nowhere
        - eu-west-1
        ");
    }

    /// A curve is called what a server or a file calls it.
    #[test]
    fn a_name_ends_no_code() {
        use crate::report::Curve;
        let curve = |name: &str| Curve { name: name.to_owned(), values: vec![Some(1.0)], ..Curve::default() };
        let curves = vec![curve("a`<img src=x>``"), curve("b")];
        let places = vec![String::new()];
        let text = series(&Series { title: String::new(), unit: String::new(), places, curves });
        let mut html = String::new();
        pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(&text));
        assert!(!html.contains("<img") && html.contains("<code>a`&lt;img src=x&gt;`` "), "{html}");
    }

    #[test]
    fn quoted_text_has_no_meaning() {
        insta::assert_snapshot!(inline("unknown `pasword`, did you mean `password`?"), @"unknown <code>pasword</code>, did you mean <code>password</code>?");
        insta::assert_snapshot!(inline("a|b `c|d` <img src=x> **x** [a](b) @all #1 \u{1b}\n`"), @r"a\|b <code>c\|d</code> &lt;img src=x&gt; \*\*x\*\* \[a\](b) @<!-- -->all #<!-- -->1 \\u{1b}\\n\`");
        insta::assert_snapshot!(inline("``` </code></td> https://x www.x"), @r"<code></code>\` &lt;/code&gt;&lt;/td&gt; https&#58;//x www&#46;x");
    }
}
