//! What is told on standard error beside the report: why a command could not do its work.

use std::io::{self, Write};

use super::diagnostic::problem;
use super::{ColorChoice, Style, Verbosity, visible, visible_lines};
use crate::report::Problem;

/// Tells an error, then its causes, and what to do.
pub fn error(chain: &[String], hint: Option<&str>) {
    let style = Style::stderr(ColorChoice::Auto, Verbosity::Normal);
    let red = anstyle::AnsiColor::Red.on_default().bold();
    let mut text = String::new();
    for (index, cause) in chain.iter().enumerate() {
        let mark = if index == 0 { style.paint("error", red) } else { "  caused by".to_owned() };
        text.push_str(&format!("{mark}: {}\n", visible(cause)));
    }
    if let Some(hint) = hint {
        let cyan = anstyle::AnsiColor::Cyan.on_default();
        text.push_str(&format!("{}: {}\n", style.paint("hint", cyan), visible_lines(hint)));
    }
    tell(&text);
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
    // Nobody can be told that standard error cannot be written to.
    let _told = io::stderr().write_all(text.as_bytes());
}
