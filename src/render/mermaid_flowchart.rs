//! Matrices and graphs as frames of one Mermaid flowchart.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::matrix;
use super::mermaid::{escape, mark, quoted};
use crate::report::{Block, Graph, Matrix, Role, Tone};

/// Mermaid refuses a flowchart of more arrows, and no diagram may change that.
pub(super) const ARROWS: usize = 500;

/// The lines of a flowchart, and its arrows.
#[derive(Default)]
pub(super) struct Flowchart {
    nodes: String,
    arrows: Vec<String>,
}

impl Flowchart {
    /// A picture in a frame of its own, named after its subject and its title.
    pub(super) fn frame(
        &mut self,
        index: usize,
        subject: &str,
        block: &Block,
        fold: bool,
        name: &dyn Fn(&str, &str) -> String,
    ) {
        let title = match block {
            Block::Matrix(one) => &one.title,
            Block::Graph(one) => &one.title,
            _ => return,
        };
        self.nodes += &format!("  subgraph f{index}[\"{}\"]\n", quoted(&name(subject, title)));
        match block {
            Block::Matrix(one) => self.matrix(index, one, fold),
            Block::Graph(one) => self.graph(index, one),
            _ => {}
        }
        self.nodes += "  end\n";
    }

    /// A frame for each column. What follows another one has an arrow to it.
    fn matrix(&mut self, frame: usize, matrix: &Matrix, fold: bool) {
        let rows = if fold { matrix::folded(matrix) } else { matrix.rows.clone() };
        let mut leaders: Vec<Option<String>> = vec![None; rows.len()];
        let mut followers = Vec::new();
        self.nodes += "    direction LR\n";
        for (column, name) in matrix.columns.iter().enumerate() {
            self.nodes +=
                &format!("    subgraph f{frame}c{column}[\"{}\"]\n      direction TB\n", quoted(name));
            for (index, row) in rows.iter().enumerate() {
                for (place, cell) in row.cells.get(column).into_iter().flatten().enumerate() {
                    let id = format!("f{frame}r{index}c{column}n{place}");
                    let head = format!("{} {}", matrix.corner, row.name);
                    // A row's note is told once.
                    let is_first = cell.role == Role::Leads && leaders[index].is_none();
                    let note = if is_first && !row.note.is_empty() {
                        format!(" · {}", row.note)
                    } else {
                        String::new()
                    };
                    let label = format!("{}<br/>{}", escape(&(head + &note)), escape(&cell.text));
                    self.node("      ", &id, &label, cell.tone, cell.role == Role::Leads);
                    if is_first {
                        leaders[index] = Some(id);
                    } else if cell.role == Role::Follows {
                        followers.push((id, index));
                    }
                }
            }
            self.nodes += "    end\n";
        }
        for (id, row) in followers {
            self.arrows.extend(leaders[row].as_ref().map(|leader| format!("{id} --> {leader}")));
        }
    }

    fn graph(&mut self, frame: usize, graph: &Graph) {
        // An edge may name a node that is not listed; its id then has to do.
        let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
        let named = graph.nodes.iter().map(|(id, label, tone)| (id, label, *tone));
        let ends = graph.edges.iter().flat_map(|(from, to, _)| [from, to]);
        for (id, label, tone) in named.chain(ends.map(|id| (id, id, Tone::Plain))) {
            let next = ids.len();
            if let Entry::Vacant(entry) = ids.entry(id) {
                entry.insert(next);
                let label = if label.is_empty() { id } else { label };
                self.node("    ", &format!("f{frame}n{next}"), &quoted(label), tone, false);
            }
        }
        for (from, to, label) in &graph.edges {
            let label = if label.is_empty() { String::new() } else { format!("|\"{}\"|", quoted(label)) };
            let [from, to] = [from, to].map(|id| format!("f{frame}n{}", ids[id.as_str()]));
            self.arrows.push(format!("{from} -->{label} {to}"));
        }
    }

    fn node(&mut self, indent: &str, id: &str, label: &str, tone: Tone, leads: bool) {
        let class = match tone {
            Tone::Plain if leads => ":::leads",
            Tone::Plain => "",
            Tone::Good if leads => ":::goodLeads",
            Tone::Good => ":::good",
            Tone::Caution => ":::caution",
            Tone::Bad => ":::bad",
            Tone::Faint => ":::faint",
        };
        self.nodes += &format!("{indent}{id}[\"{}{label}\"]{class}\n", mark(tone));
    }

    /// The whole diagram.
    pub(super) fn text(self) -> String {
        let mut text = "flowchart LR\n".to_owned();
        if self.nodes.is_empty() {
            text += "  nothing[\"There is nothing to draw in this report.\"]\n";
            return text;
        }
        text += &self.nodes;
        if self.arrows.len() > ARROWS {
            text += &format!("  %% {} arrows more than Mermaid draws\n", self.arrows.len() - ARROWS);
        }
        self.arrows.iter().take(ARROWS).for_each(|arrow| text += &format!("  {arrow}\n"));
        // Outlines only: fills and texts are left to the page, which may be dark.
        for (class, look) in [
            ("leads", "stroke-width:3px"),
            ("good", "stroke:#2da44e"),
            ("goodLeads", "stroke:#2da44e,stroke-width:3px"),
            ("caution", "stroke:#bf8700,stroke-width:3px,stroke-dasharray:6 3"),
            ("bad", "stroke:#e5534b,stroke-width:4px"),
            ("faint", "stroke-dasharray:1 3"),
        ] {
            if text.contains(&format!(":::{class}\n")) {
                text += &format!("  classDef {class} {look}\n");
            }
        }
        text
    }
}
