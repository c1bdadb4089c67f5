//! What is told on standard error beside the report: why a command could not do its work.

use std::io::{self, Write};

use super::{ColorChoice, Style, Verbosity, visible, visible_lines};

/// Tells an error with its causes, and what to do.
pub fn error(error: &anyhow::Error, hint: Option<&str>) {
    let style = Style::stderr(ColorChoice::Auto, Verbosity::Normal);
    let red = anstyle::AnsiColor::Red.on_default().bold();
    let mut text = format!("{}: {}\n", style.paint("error", red), visible(&error.to_string()));
    for cause in error.chain().skip(1) {
        text.push_str(&format!("  caused by: {}\n", visible(&cause.to_string())));
    }
    if let Some(hint) = hint {
        let cyan = anstyle::AnsiColor::Cyan.on_default();
        text.push_str(&format!("{}: {}\n", style.paint("hint", cyan), visible_lines(hint)));
    }
    tell(&text);
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
