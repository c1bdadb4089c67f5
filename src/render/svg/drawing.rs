//! The few shapes that pictures are made of, where they stand, and how they are written.

use std::borrow::Cow;

use crate::render::escape::visible;
use crate::render::words::width;
use crate::report::Tone;

use super::palette::{class, meaning};

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Font {
    /// The height of a line of letters, in pixels.
    pub(super) size: usize,
    /// What the style sheet calls it.
    pub(super) class: &'static str,
}

/// What a picture is called.
pub(super) const TITLE: Font = Font { size: 16, class: "bold" };
/// What stands above a part of it.
pub(super) const HEAD: Font = Font { size: 13, class: "bold" };
/// Everything else.
pub(super) const BODY: Font = Font { size: 12, class: "" };
/// What may be overlooked.
pub(super) const FAINT: Font = Font { size: 12, class: "weak" };

impl Font {
    /// The same letters, of another height.
    pub(super) const fn sized(self, size: usize) -> Self {
        Self { size, ..self }
    }

    /// The pixels that a text takes: the widest common monospace font has letters of 0.62 times their height.
    pub(super) fn pixels(self, text: &str) -> usize {
        (width(text) * self.size * 62).div_ceil(100)
    }

    /// The columns that fit into so many pixels.
    pub(super) const fn columns(self, pixels: usize) -> usize {
        pixels * 100 / (self.size * 62)
    }

    /// From one line to the next.
    pub(super) const fn line(self) -> usize {
        self.size + self.size / 3
    }

    /// The text as far as it fits, with `…` where it does not.
    pub(super) fn fit(self, text: &str, room: usize) -> Cow<'_, str> {
        let text = visible(text);
        let columns = self.columns(room);
        if width(&text) <= columns {
            return text;
        }
        let mut short = String::new();
        for c in text.chars() {
            short.push(c);
            if width(&short) >= columns {
                short.pop();
                break;
            }
        }
        Cow::Owned(format!("{}…", short.trim_end()))
    }
}

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) width: usize,
    pub(super) height: usize,
}

/// Something drawn, in the coordinates of what it belongs to.
#[derive(Debug)]
pub(super) enum Shape {
    /// A rectangle with round corners.
    Rect(Area, &'static str),
    /// A line of text that starts at `x` with its baseline at `y`; `full` is what was too long for its place.
    Text { x: usize, y: usize, text: String, full: Option<String>, font: Font },
    /// Lines, as SVG writes them.
    Path(String, &'static str),
    /// Shapes that belong together, a class, and what a pointer on them shows.
    Group { x: usize, y: usize, class: String, title: String, shapes: Vec<Self> },
}

/// Shapes and how much room they take.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) shapes: Vec<Shape>,
}

impl Drawing {
    /// Makes it at least so big.
    pub(super) fn reach(&mut self, x: usize, y: usize) {
        self.width = self.width.max(x);
        self.height = self.height.max(y);
    }

    pub(super) fn rect(&mut self, area: Area, class: &'static str) {
        self.reach(area.x + area.width, area.y + area.height);
        self.shapes.push(Shape::Rect(area, class));
    }

    /// Lines that stay within what is reached otherwise.
    pub(super) fn path(&mut self, d: String, class: &'static str) {
        self.shapes.push(Shape::Path(d, class));
    }

    /// A line of text below `y`, all of it.
    pub(super) fn text(&mut self, x: usize, y: usize, text: &str, font: Font) {
        let room = font.pixels(&visible(text));
        self.text_within(x, y, room, text, font);
    }

    /// A line of text below `y`, cut where it takes more than `room`.
    pub(super) fn text_within(&mut self, x: usize, y: usize, room: usize, text: &str, font: Font) {
        if text.is_empty() {
            return;
        }
        let fitting = font.fit(text, room);
        let full = (fitting != visible(text)).then(|| visible(text).into_owned());
        self.reach(x + font.pixels(&fitting), y + font.line());
        self.shapes.push(Shape::Text { x, y: y + font.size, text: fitting.into_owned(), full, font });
    }

    /// Several lines of text below `y`; gives where the next one would begin.
    pub(super) fn lines(&mut self, x: usize, y: usize, room: usize, lines: &[String], font: Font) -> usize {
        for (index, line) in lines.iter().enumerate() {
            self.text_within(x, y + index * font.line(), room, line, font);
        }
        y + lines.len() * font.line()
    }

    /// The mark of a tone, 10 pixels wide and high. Only what somebody should look at has one.
    pub(super) fn mark(&mut self, x: usize, y: usize, tone: Tone) {
        let shapes = mark(x, y, tone).into_iter().collect::<Vec<_>>();
        if !shapes.is_empty() {
            self.reach(x + MARK, y + MARK);
            let (class, title) = (class(tone).to_owned(), meaning(tone).to_owned());
            self.shapes.push(Shape::Group { x: 0, y: 0, class, title, shapes });
        }
    }

    /// A box with a label, its tone told by outline, colour and mark; a bar at its left says that it leads.
    pub(super) fn node(&mut self, area: Area, label: &str, tone: Tone, leads: bool, font: Font) {
        let mut inside = Self::default();
        inside.rect(Area { x: 0, y: 0, ..area }, "");
        if leads {
            inside.rect(Area { x: 0, y: 0, width: BAR, height: area.height }, "bar");
        }
        let font = if leads { Font { class: "bold", ..font } } else { font };
        let room = area.width.saturating_sub(node_width("", tone, font));
        let top = area.height.saturating_sub(font.size + 3) / 2;
        inside.text_within(PAD, top, room, label, font);
        let right = area.width.saturating_sub(MARK + MARK_GAP);
        inside.shapes.extend(mark(right, (area.height - MARK) / 2, tone));
        let mut title = visible(label).into_owned();
        if matches!(tone, Tone::Caution | Tone::Bad) {
            title += &format!(" ({})", meaning(tone));
        }
        // What is cut off is in the box's own tooltip.
        for shape in &mut inside.shapes {
            if let Shape::Text { full, .. } = shape {
                *full = None;
            }
        }
        self.reach(area.x + area.width, area.y + area.height);
        let class = class(tone).to_owned();
        self.shapes.push(Shape::Group { x: area.x, y: area.y, class, title, shapes: inside.shapes });
    }

    /// Puts another drawing into this one.
    pub(super) fn place(&mut self, x: usize, y: usize, other: Self) {
        self.reach(x + other.width, y + other.height);
        let (class, title) = (String::new(), String::new());
        self.shapes.push(Shape::Group { x, y, class, title, shapes: other.shapes });
    }

    /// All of it as SVG elements.
    pub(super) fn write(&self) -> String {
        let mut svg = String::new();
        for shape in &self.shapes {
            write(shape, &mut svg);
        }
        svg
    }
}

/// The bar of what leads, what stands at both sides of a label, and a mark with what parts it from a box's edge.
const BAR: usize = 5;
const PAD: usize = 11;
const MARK: usize = 10;
const MARK_GAP: usize = 6;

/// The width of a box with all of its label.
pub(super) fn node_width(label: &str, tone: Tone, font: Font) -> usize {
    let mark = if matches!(tone, Tone::Caution | Tone::Bad) { MARK + MARK_GAP } else { 0 };
    font.pixels(&visible(label)) + 2 * PAD + mark
}

/// A cross for what is wrong, an exclamation mark for what somebody should look at. Drawn, because not every font
/// has the signs.
fn mark(x: usize, y: usize, tone: Tone) -> Option<Shape> {
    let (right, bottom) = (x + MARK - 1, y + MARK - 1);
    match tone {
        Tone::Bad => {
            let (x, y) = (x + 1, y + 1);
            Some(Shape::Path(format!("M{x} {y}L{right} {bottom}M{right} {y}L{x} {bottom}"), "mark"))
        }
        Tone::Caution => {
            let middle = x + MARK / 2;
            Some(Shape::Path(format!("M{middle} {y}v6m0 3v1"), "mark"))
        }
        Tone::Plain | Tone::Good | Tone::Faint => None,
    }
}

fn write(shape: &Shape, svg: &mut String) {
    let class = |class: &str| if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    match shape {
        Shape::Rect(Area { x, y, width, height }, name) => {
            *svg += &format!(
                "<rect{} x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"3\"/>\n",
                class(name)
            );
        }
        Shape::Text { x, y, text, full, font } => {
            let size =
                if font.size == BODY.size { String::new() } else { format!(" font-size=\"{}\"", font.size) };
            let title =
                full.as_ref().map_or(String::new(), |full| format!("<title>{}</title>", escape(full)));
            *svg += &format!(
                "<text{} x=\"{x}\" y=\"{y}\"{size}>{title}{}</text>\n",
                class(font.class),
                escape(text)
            );
        }
        Shape::Path(d, name) => *svg += &format!("<path{} d=\"{d}\"/>\n", class(name)),
        Shape::Group { x, y, class: name, title, shapes } => {
            let place =
                if (*x, *y) == (0, 0) { String::new() } else { format!(" transform=\"translate({x} {y})\"") };
            let title =
                if title.is_empty() { String::new() } else { format!("<title>{}</title>", escape(title)) };
            *svg += &format!("<g{}{place}>{title}\n", class(name));
            for shape in shapes {
                write(shape, svg);
            }
            *svg += "</g>\n";
        }
    }
}

/// A visible text as XML.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in visible(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}
