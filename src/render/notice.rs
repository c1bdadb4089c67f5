//! What is told on standard error beside the report: why a command could not do its work.

use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

use super::diagnostic::problem;
use super::{ColorChoice, Style, Verbosity, visible, visible_lines};
use crate::report::Problem;

/// How much of what was told is remembered, in bytes: a batch may have an error for every line.
const REMEMBERED: usize = 256 << 10;

/// What was told, without colour.
static TOLD: Mutex<Told> = Mutex::new(Told { text: String::new(), is_full: false });

struct Told {
    text: String,
    /// Whether something did not fit, so that nothing after it is taken.
    is_full: bool,
}

/// Everything that this process has told so far, without colour, as far as it is remembered.
pub fn told() -> String {
    TOLD.lock().unwrap_or_else(PoisonError::into_inner).text.clone()
}

/// Tells an error, then its causes, and what to do.
pub fn error(chain: &[String], hint: Option<&str>) {
    remember(&error_text(chain, hint, Style::default()));
    show(&error_text(chain, hint, Style::stderr(ColorChoice::Auto, Verbosity::Normal)));
}

fn error_text(chain: &[String], hint: Option<&str>, style: Style) -> String {
    let red = anstyle::AnsiColor::Red.on_default().bold();
    let mut text = String::new();
    for (index, cause) in chain.iter().enumerate() {
        let mark = if index == 0 { style.paint("error", red) } else { "  caused by".to_owned() };
        text.push_str(&format!("{mark}: {}\n", visible(cause)));
    }
    if let Some(hint) = hint {
        let cyan = anstyle::AnsiColor::Cyan.on_default();
        text.push_str(&format!("{}: {}\n", style.paint("help", cyan), visible_lines(hint)));
    }
    text
}

/// Tells everything that is wrong in a file, each with its line.
pub fn problems(problems: &[Problem]) {
    let style = Style::stderr(ColorChoice::Auto, Verbosity::Normal);
    for one in problems {
        tell(&format!("{}\n", problem(one, style)));
    }
}

/// Tells something worth knowing that is no error.
pub fn note(text: &str) {
    tell(&format!("note: {}\n", visible(text)));
}

/// Tells a text as it is.
pub fn tell(text: &str) {
    remember(text);
    show(text);
}

fn remember(text: &str) {
    let mut told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
    if told.is_full {
        return;
    }
    told.is_full = told.text.len() + text.len() > REMEMBERED;
    if told.is_full {
        told.text += "… and more, which is left out\n";
    } else {
        told.text += text;
    }
}

fn show(text: &str) {
    // Nobody can be told that standard error cannot be written to.
    let _told = io::stderr().write_all(text.as_bytes());
}
