//! One finding as text, drawn as rustc draws its own: `fail[URI014]: message`, the line with a caret, help, notes.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::escape::{visible, visible_lines, visible_span};
use super::style::{BOLD, FAINT, Style, of_status};
use super::words::{narrower_subject, width, wrap};
use crate::report::{Finding, Status};

/// Where nothing says how wide a line may be, a snippet is cut here: one URI can be a megabyte.
const SNIPPET_WIDTH: usize = 240;

/// What stands before the text of a help or a note: ` = help: `.
const FOOTER_WIDTH: usize = " = help: ".len();

/// Draws findings on one stream.
pub(super) struct Diagnostics {
    style: Style,
    renderer: Renderer,
}

impl Diagnostics {
    pub(super) fn new(style: Style) -> Self {
        let renderer = if style.color { Renderer::styled().emphasis(BOLD) } else { Renderer::plain() };
        Self { style, renderer: renderer.term_width(style.width.unwrap_or(SNIPPET_WIDTH)) }
    }

    /// The finding, without a line end.
    pub(super) fn draw(&self, finding: &Finding) -> String {
        let word = finding.status.as_str();
        let code = finding.check.code;
        let limit = |taken| self.style.width.map(|width| width.saturating_sub(taken));
        // In the title, not on a line of its own, so that a line found by grep says what it is about.
        let subject = narrower_subject(finding).map(|subject| format!("{subject}: ")).unwrap_or_default();
        let message = format!("{subject}{}", visible(finding.message()));
        let title = wrap(&message, limit(width(word) + width(code) + "[]: ".len()));
        // Every status is drawn at one level, in a colour of its own: the library knows no `unknown`.
        let title = Level::ERROR.with_name(word).primary_title(title.join("\n")).id(code);
        let mut group = Group::with_title(title);
        if let Some(snippet) = finding.snippet() {
            let (text, span) = visible_span(&snippet.text, snippet.span);
            let label = snippet.label.as_deref().map(visible);
            let caret = AnnotationKind::Primary.span(span).label(label);
            group = group.element(Snippet::source(text).line_numbering(false).annotation(caret));
        }
        let footer = |text: &str| wrap(&visible_lines(text), limit(FOOTER_WIDTH)).join("\n");
        if let Some(help) = finding.help_text() {
            group = group.element(Level::HELP.message(footer(help)));
        }
        group = group.elements(finding.notes().iter().map(|note| Level::NOTE.message(footer(note))));
        self.renderer(finding.status).render(&[group])
    }

    fn renderer(&self, status: Status) -> Renderer {
        let renderer = self.renderer.clone();
        if !self.style.color {
            return renderer;
        }
        let renderer = renderer.error(of_status(status)).line_num(FAINT);
        // A pass is not to shout.
        if status.is_problem() { renderer } else { renderer.emphasis(anstyle::Style::new()) }
    }
}
