//! A graph as trees from left to right: each thing is a box once, and a dashed box wherever an arrow leads to it again.
//!
//! Every arrow has a row of its own for what is written on it, so that no two texts can meet.

use std::collections::{BTreeMap, BTreeSet};

use super::drawing::{Area, BODY, Drawing, FAINT, node_width};
use crate::render::escape::visible;
use crate::render::words::wrap;
use crate::report::{Graph, Tone};

const NODE: usize = 28;
const ROW_GAP: usize = 12;
/// The least length of an arrow, and the most columns of what is written on one.
const ARROW: usize = 56;
const LABEL: usize = 36;
/// The widest box.
const MOST: usize = 320;

/// A box, and the arrows from it.
struct Branch<'a> {
    label: &'a str,
    tone: Tone,
    /// What is written on the arrow that leads to it.
    arrow: Vec<String>,
    /// Whether it stands elsewhere with what follows it.
    is_again: bool,
    depth: usize,
    /// The middle of its box.
    y: usize,
    children: Vec<usize>,
}

struct Layout<'a> {
    nodes: BTreeMap<&'a str, (&'a str, Tone)>,
    edges: BTreeMap<&'a str, Vec<(&'a str, &'a str)>>,
    seen: BTreeSet<&'a str>,
    branches: Vec<Branch<'a>>,
    bottom: usize,
}

pub(super) fn graph(graph: &Graph) -> Drawing {
    let mut layout = Layout {
        nodes: graph.nodes.iter().map(|(id, label, tone)| (id.as_str(), (label.as_str(), *tone))).collect(),
        edges: BTreeMap::new(),
        seen: BTreeSet::new(),
        branches: Vec::new(),
        bottom: 0,
    };
    for (from, to, label) in &graph.edges {
        layout.edges.entry(from).or_default().push((to, label));
    }
    let targets: BTreeSet<&str> = graph.edges.iter().map(|(_, to, _)| to.as_str()).collect();
    let all = || {
        let named = graph.nodes.iter().map(|(id, ..)| id.as_str());
        named.chain(graph.edges.iter().map(|(from, ..)| from.as_str()))
    };
    // What nothing leads to comes first; what is left then stands in a circle.
    for id in all().filter(|id| !targets.contains(id)).chain(all()) {
        if !layout.seen.contains(id) {
            layout.grow(id, "", 0);
        }
    }
    layout.draw()
}

impl<'a> Layout<'a> {
    /// Puts a thing and what it leads to in place; gives its index.
    fn grow(&mut self, id: &'a str, arrow: &str, depth: usize) -> usize {
        let (label, tone) =
            self.nodes.get(id).copied().filter(|(label, _)| !label.is_empty()).unwrap_or((id, Tone::Plain));
        let arrow = if arrow.is_empty() { Vec::new() } else { wrap(&visible(arrow), Some(LABEL)) };
        let is_again = !self.seen.insert(id);
        let index = self.branches.len();
        let above = arrow.len() * BODY.line();
        self.branches.push(Branch { label, tone, arrow, is_again, depth, y: 0, children: Vec::new() });
        // Its arrow's text ends right above the arrow.
        let middle = self.bottom + (NODE / 2).max(above + 4);
        let edges = if is_again { Vec::new() } else { self.edges.get(id).cloned().unwrap_or_default() };
        for (to, label) in edges {
            let child = self.grow(to, label, depth + 1);
            self.branches[index].children.push(child);
        }
        // In the row of the first thing that it leads to, where its own arrow's text has room.
        let first = self.branches[index].children.first().map(|child| self.branches[*child].y);
        self.branches[index].y = middle.max(first.unwrap_or_default());
        self.bottom = self.bottom.max(self.branches[index].y + NODE / 2 + ROW_GAP);
        index
    }

    fn draw(&self) -> Drawing {
        let depths = self.branches.iter().map(|branch| branch.depth + 1).max().unwrap_or_default();
        let of_depth = |depth: usize| self.branches.iter().filter(move |branch| branch.depth == depth);
        let mut columns = Vec::new();
        let mut x = 0;
        for depth in 0..depths {
            let texts = of_depth(depth).flat_map(|branch| &branch.arrow).map(|line| FAINT.pixels(line));
            let arrow = if depth == 0 { 0 } else { texts.max().unwrap_or_default().max(ARROW) + 40 };
            let boxes = of_depth(depth).map(|branch| node_width(branch.label, branch.tone, BODY));
            let width = boxes.max().unwrap_or_default().min(MOST);
            columns.push((x + arrow, width));
            x += arrow + width;
        }
        let mut drawing = Drawing::default();
        for branch in &self.branches {
            let (x, width) = columns[branch.depth];
            let area = Area { x, y: branch.y - NODE / 2, width, height: NODE };
            let tone = if branch.is_again { Tone::Faint } else { branch.tone };
            drawing.node(area, branch.label, tone, false, BODY);
            let from = (x + width, branch.y);
            for child in branch.children.iter().map(|child| &self.branches[*child]) {
                arrow(from, child, columns[child.depth].0, &mut drawing);
            }
        }
        drawing
    }
}

/// Down from the right of a box, then along the row of what it leads to, its text above it.
fn arrow((from_x, from_y): (usize, usize), child: &Branch<'_>, to_x: usize, drawing: &mut Drawing) {
    let (turn, y) = (from_x + 14, child.y);
    let start = if from_y == y { format!("M{from_x} {y}") } else { format!("M{from_x} {from_y}H{turn}V{y}") };
    drawing.path(format!("{start}H{}", to_x - 2), "arrow");
    drawing.path(format!("M{} {}L{} {y}L{} {}", to_x - 9, y - 5, to_x - 2, to_x - 9, y + 5), "arrow");
    let top = (y - 3).saturating_sub(child.arrow.len() * BODY.line());
    drawing.lines(turn + 8, top, to_x - turn, &child.arrow, FAINT);
}
