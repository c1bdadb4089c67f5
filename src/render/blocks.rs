//! The six view blocks as text for a terminal or a log.
//!
//! `markdown.rs` has its own drawings of the same blocks. The formats still to come bring theirs: `html` and
//! `svg` draw all six, `mermaid` graphs and timelines, `openmetrics` series; `gitlab` has no place for any.

use std::collections::BTreeMap;

use super::charts;
use super::escape::{visible, visible_lines};
use super::style::{BOLD, Style, of_tone};
use super::tables;
use super::words::{width, wrap};
use crate::report::{Block, Graph, Tone};

/// What a block's body is indented by, where a title stands above it.
pub(super) const INDENT: usize = 2;

/// The block, without a line end behind its last line.
pub(super) fn text(block: &Block, style: Style) -> String {
    let (title, body): (&str, &dyn Fn(Style) -> String) = match block {
        Block::Table(table) => (&table.title, &|style| tables::table(table, style)),
        Block::Matrix(matrix) => (&matrix.title, &|style| tables::matrix(matrix, style)),
        Block::Series(series) => (&series.title, &|style| charts::series(series, style)),
        Block::Timeline(timeline) => (&timeline.title, &|style| charts::timeline(timeline, style)),
        Block::Graph(one) => (&one.title, &|style| graph(one, style)),
        Block::Text(text) => ("", &|style| wrap(&visible_lines(text), style.width).join("\n")),
    };
    if title.is_empty() {
        return body(style);
    }
    let narrower = Style { width: style.width.map(|width| width.saturating_sub(INDENT)), ..style };
    let mut text = style.paint(&wrap(&visible(title), style.width).join("\n"), BOLD);
    for line in body(narrower).lines() {
        text.push('\n');
        if !line.is_empty() {
            text.push_str(&" ".repeat(INDENT));
            text.push_str(line);
        }
    }
    text
}

/// `a -> b  label` lines in the order of the edges, then the nodes that no edge touches.
fn graph(graph: &Graph, style: Style) -> String {
    let nodes: BTreeMap<&str, (&str, Tone)> =
        graph.nodes.iter().map(|(id, label, tone)| (id.as_str(), (label.as_str(), *tone))).collect();
    // An edge may name a node that is not listed; its id then has to do.
    let node = |id: &str| {
        let (label, tone) =
            nodes.get(id).copied().filter(|(label, _)| !label.is_empty()).unwrap_or((id, Tone::Plain));
        let label = visible(label).into_owned();
        (width(&label), style.paint(&label, of_tone(tone)))
    };
    let ends = graph.edges.iter().map(|(from, to, _)| node(from).0 + " -> ".len() + node(to).0);
    let widest = ends.max().unwrap_or_default();
    let mut lines = Vec::new();
    for (from, to, label) in &graph.edges {
        let ((from_width, from), (to_width, to)) = (node(from), node(to));
        let taken = from_width + " -> ".len() + to_width;
        let arrow = format!("{from} -> {to}");
        if label.is_empty() {
            lines.push(arrow);
            continue;
        }
        let label = visible(label);
        let room =
            style.width.map(|width| width.saturating_sub(widest + 2)).filter(|room| width(&label) > *room);
        match room {
            // Too long for the line: it goes below the arrow, where it has all the width but an indentation.
            Some(_) => {
                lines.push(arrow);
                let limit = style.width.map(|width| width.saturating_sub(4));
                lines.extend(wrap(&label, limit).iter().map(|line| format!("    {line}")));
            }
            None => lines.push(format!("{arrow}{}  {label}", " ".repeat(widest - taken))),
        }
    }
    let is_alone = |id: &str| !graph.edges.iter().any(|(from, to, _)| from == id || to == id);
    lines.extend(graph.nodes.iter().filter(|(id, ..)| is_alone(id)).map(|(id, ..)| node(id).1));
    lines.join("\n")
}
