//! The file as a whole: a heading, the pictures of each subject below each other, a legend.

use std::io::{self, Write};

use super::drawing::{Area, BODY, Drawing, FAINT, HEAD, TITLE, escape, node_width};
use super::palette::{TONES, meaning, style_sheet};
use super::{chart, graph, matrix, sheet, timeline};
use crate::render::Render;
use crate::render::escape::visible;
use crate::render::sparklines::facts;
use crate::render::words::{joined, remark, results, wrap};
use crate::report::{Block, Cell, Header, MatrixRow, Role, Section, Summary, Tone};

const MARGIN: usize = 28;
const BLOCK_GAP: usize = 30;
/// A picture is at least so wide, so that its heading has room.
const LEAST: usize = 640;
/// The subjects of a batch that are drawn; the others are counted.
const SHOWN: usize = 100;
/// The letters of every picture.
const FONTS: &str = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace";
/// So many troubles are told in words to those who cannot see the picture.
const TOLD: usize = 40;

/// The format `svg`: one picture, in which each subject that has something to show has its part.
#[derive(Default)]
pub(in crate::render) struct Svg {
    header: Option<Header>,
    panels: Vec<(String, Drawing)>,
    left_out: usize,
    legend: Legend,
    told: Vec<String>,
}

impl Render for Svg {
    fn start(&mut self, header: &Header, _: &mut dyn Write) -> io::Result<()> {
        self.header = Some(header.clone());
        Ok(())
    }

    fn section(&mut self, section: &Section, _: &mut dyn Write) -> io::Result<()> {
        let view = &section.assessment.view;
        if view.is_empty() {
            return Ok(());
        }
        if self.panels.len() == SHOWN {
            self.left_out += 1;
            return Ok(());
        }
        let mut panel = Drawing::default();
        for one in view {
            self.legend.note(one);
            self.told.extend(troubles(one));
            let y = if panel.height == 0 { 0 } else { panel.height + BLOCK_GAP };
            panel.place(0, y, block(one));
        }
        self.panels.push((section.title().to_owned(), panel));
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let header = self.header.as_ref().ok_or_else(|| io::Error::other("a report without a start"))?;
        let title = format!("{} {} · {}", header.tool.name, header.command, header.subject);
        let mut caption = joined(&results(summary.counts));
        for told in remark(summary).into_iter().chain([header.started_at.as_str()]) {
            caption += &format!(" · {told}");
        }
        let panels = std::mem::take(&mut self.panels);
        let width = panels.iter().map(|(_, panel)| panel.width).max().unwrap_or_default().max(LEAST);
        let mut page = Drawing::default();
        let lines = wrap(&visible(&title), Some(TITLE.columns(width)));
        let mut y = page.lines(MARGIN, MARGIN, width, &lines, TITLE);
        let lines = wrap(&visible(&caption), Some(FAINT.columns(width)));
        y = page.lines(MARGIN, y + 2, width, &lines, FAINT) + 22;
        if panels.is_empty() {
            page.text(MARGIN, y, "There is nothing to draw in this report.", BODY);
            y += BODY.line() + BLOCK_GAP;
        }
        let is_batch = panels.len() > 1 || self.left_out > 0;
        for (name, panel) in panels {
            if is_batch {
                page.path(format!("M{MARGIN} {y}.5h{width}"), "rule");
                page.text_within(MARGIN, y + 12, width, &name, TITLE);
                y += 44;
            }
            let height = panel.height;
            page.place(MARGIN, y, panel);
            y += height + BLOCK_GAP;
        }
        if self.left_out > 0 {
            page.text(MARGIN, y, &format!("… and {} more are not drawn.", self.left_out), BODY);
            y += BODY.line() + BLOCK_GAP;
        }
        let legend = self.legend.draw(width);
        if legend.height > 0 {
            let height = legend.height;
            page.place(MARGIN, y, legend);
            y += height + BLOCK_GAP;
        }
        let (width, height) = (width + 2 * MARGIN, y + MARGIN - BLOCK_GAP);
        let mut description = caption;
        self.told.iter().take(TOLD).for_each(|one| description += &format!("\n{one}"));
        if self.told.len() > TOLD {
            description += &format!("\n… and {} more", self.told.len() - TOLD);
        }
        writeln!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"title desc\" \
             font-family=\"{FONTS}\" font-size=\"{}\">",
            BODY.size
        )?;
        writeln!(out, "<title id=\"title\">{}</title>", escape(&title))?;
        let description = description.split('\n').map(escape).collect::<Vec<_>>().join("\n");
        writeln!(out, "<desc id=\"desc\">{description}</desc>")?;
        writeln!(out, "<style>\n{}</style>", style_sheet())?;
        writeln!(out, "<rect class=\"page\" width=\"{width}\" height=\"{height}\"/>")?;
        write!(out, "{}", page.write())?;
        writeln!(out, "</svg>")
    }
}

/// A block with its title.
pub(super) fn block(block: &Block) -> Drawing {
    let (title, body) = titled(block);
    let mut drawing = Drawing::default();
    let y = if title.is_empty() { 0 } else { HEAD.line() + 10 };
    drawing.text_within(0, 0, body.width.max(LEAST), title, HEAD);
    drawing.place(0, y, body);
    drawing
}

/// A block without its title, as an element of a page that has the style sheet.
pub(in crate::render) fn picture(block: &Block) -> String {
    let (title, body) = titled(block);
    let (width, height) = (body.width + 2, body.height + 2);
    let title = if title.is_empty() { "Picture" } else { title };
    let mut told = if let Block::Series(one) = block { facts(one) } else { troubles(block) };
    told.truncate(TOLD);
    let description = told.iter().map(|one| escape(one)).collect::<Vec<_>>().join("\n");
    let description =
        if description.is_empty() { description } else { format!("<desc>{description}</desc>\n") };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"-1 -1 {width} {height}\" role=\"img\" font-family=\"{FONTS}\" font-size=\"{}\">\n\
         <title>{}</title>\n{description}{}</svg>",
        BODY.size,
        escape(title),
        body.write()
    )
}

/// A block's title, and what is below it.
fn titled(block: &Block) -> (&str, Drawing) {
    match block {
        Block::Matrix(one) => (&one.title, matrix::matrix(one)),
        Block::Timeline(one) => (&one.title, timeline::timeline(one)),
        Block::Series(one) => (&one.title, chart::series(one)),
        Block::Graph(one) => (&one.title, graph::graph(one)),
        Block::Table(one) => (&one.title, sheet::table(one)),
        Block::Text(text) => ("", sheet::paragraph(text)),
    }
}

/// What somebody should look at in a block, in words.
fn troubles(block: &Block) -> Vec<String> {
    let is_trouble = |tone: Tone| matches!(tone, Tone::Caution | Tone::Bad);
    match block {
        Block::Matrix(one) => {
            let row = |row: &MatrixRow| {
                let crossings = one.columns.iter().zip(&row.cells);
                let cells =
                    crossings.flat_map(|(column, cells)| cells.iter().map(move |cell| (column, cell)));
                let troubles = cells.filter(|(_, cell)| is_trouble(cell.tone));
                let told = |(column, cell): (&String, &Cell)| {
                    format!("{} {}, {column}: {} ({})", one.corner, row.name, cell.text, meaning(cell.tone))
                };
                troubles.map(told).collect::<Vec<_>>()
            };
            one.rows.iter().flat_map(row).collect()
        }
        Block::Timeline(one) => {
            let troubles = one.events.iter().filter(|event| is_trouble(event.tone));
            troubles
                .map(|event| format!("{}: {} ({})", event.label, event.note, meaning(event.tone)))
                .collect()
        }
        Block::Graph(one) => {
            let troubles = one.nodes.iter().filter(|(.., tone)| is_trouble(*tone));
            troubles.map(|(_, label, tone)| format!("{label} ({})", meaning(*tone))).collect()
        }
        Block::Table(_) | Block::Series(_) | Block::Text(_) => Vec::new(),
    }
}

/// What the boxes of a picture mean: only what there is.
#[derive(Default)]
struct Legend {
    tones: Vec<Tone>,
    /// What the rows are in which one thing leads the others.
    leads: Option<String>,
}

impl Legend {
    fn note(&mut self, block: &Block) {
        match block {
            Block::Matrix(one) => {
                for cell in one.rows.iter().flat_map(|row| &row.cells).flatten() {
                    self.tones.push(cell.tone);
                    if cell.role == Role::Leads && self.leads.is_none() {
                        self.leads = Some(one.corner.clone());
                    }
                }
            }
            Block::Timeline(one) => self.tones.extend(one.events.iter().map(|event| event.tone)),
            Block::Graph(one) => self.tones.extend(one.nodes.iter().map(|(.., tone)| *tone)),
            Block::Table(_) | Block::Series(_) | Block::Text(_) => {}
        }
    }

    fn draw(&self, width: usize) -> Drawing {
        let mut entries = Vec::new();
        if let Some(rows) = &self.leads {
            entries.push((format!("leads its {}", visible(rows)), Tone::Plain, true));
        }
        for tone in TONES.into_iter().filter(|tone| *tone != Tone::Plain && self.tones.contains(tone)) {
            entries.push((meaning(tone).to_owned(), tone, false));
        }
        let mut drawing = Drawing::default();
        let (mut x, mut y) = (0, 0);
        for (label, tone, leads) in entries {
            let taken = node_width(&label, tone, BODY).min(width);
            if x > 0 && x + taken > width {
                (x, y) = (0, y + 32);
            }
            drawing.node(Area { x, y, width: taken, height: 24 }, &label, tone, leads, BODY);
            x += taken + 12;
        }
        drawing
    }
}
