//! How a stream is to be written to: in colour or not, how wide, how much.

use std::ffi::OsString;
use std::io::{self, IsTerminal};

use anstyle::{AnsiColor, Effects};
use terminal_size::Width;

use crate::report::{Status, Tone};

/// Below this, a table is not readable however it is wrapped.
const MIN_WIDTH: usize = 40;

/// When to use colour (`--color`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set; elsewhere only if `CLICOLOR_FORCE` is.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How much a person wants to read (`--quiet`, `--verbose`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    /// Problems only.
    Quiet,
    /// Problems, what there is to see, and a summary.
    #[default]
    Normal,
    /// Passed and skipped checks too.
    Verbose,
}

/// How one stream is to be written to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Whether to colour.
    pub color: bool,
    /// Whether signs beyond ASCII cannot be drawn, as the locale says; words stand for the marks of results then.
    pub ascii: bool,
    /// The terminal's width in columns; nothing is wrapped where there is none.
    pub width: Option<usize>,
    /// How much to write.
    pub verbosity: Verbosity,
}

impl Style {
    /// For standard output.
    pub fn stdout(choice: ColorChoice, verbosity: Verbosity) -> Self {
        let width = terminal_size::terminal_size_of(io::stdout());
        Self::decide(choice, verbosity, io::stdout().is_terminal(), width.map(|size| size.0), &environment)
    }

    /// For standard error.
    pub fn stderr(choice: ColorChoice, verbosity: Verbosity) -> Self {
        let width = terminal_size::terminal_size_of(io::stderr());
        Self::decide(choice, verbosity, io::stderr().is_terminal(), width.map(|size| size.0), &environment)
    }

    /// For a file.
    pub fn file(choice: ColorChoice, verbosity: Verbosity) -> Self {
        Self::decide(choice, verbosity, false, None, &environment)
    }

    /// Whether only problems are to be written.
    pub fn is_quiet(self) -> bool {
        self.verbosity == Verbosity::Quiet
    }

    /// Whether passed and skipped checks are to be written too.
    pub fn is_verbose(self) -> bool {
        self.verbosity == Verbosity::Verbose
    }

    /// The text in a style, where this stream has colours.
    pub(super) fn paint(self, text: &str, style: anstyle::Style) -> String {
        if self.color && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    fn decide(
        choice: ColorChoice,
        verbosity: Verbosity,
        is_terminal: bool,
        width: Option<Width>,
        environment: &dyn Fn(&str) -> Option<OsString>,
    ) -> Self {
        let set = |name: &str| environment(name).filter(|value| !value.is_empty());
        let color = match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto if set("NO_COLOR").is_some() => false,
            ColorChoice::Auto if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
            ColorChoice::Auto => is_terminal && environment("TERM").is_none_or(|term| term != "dumb"),
        };
        let columns = set("COLUMNS").and_then(|value| value.to_str()?.parse().ok());
        let width = columns.or(width.map(|width| usize::from(width.0))).filter(|width| *width > 0);
        let width = if is_terminal { width.map(|width| width.max(MIN_WIDTH)) } else { None };
        // The first of these that is set decides. Where none is, as in most CI systems, logs are UTF-8.
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| set(name));
        let is_utf8 = |locale: &OsString| {
            let locale = locale.to_string_lossy().to_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        };
        let ascii = locale.is_some_and(|locale| !is_utf8(&locale));
        Self { color, ascii, width, verbosity }
    }
}

fn environment(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}

/// For what stands out: titles.
pub(super) const BOLD: anstyle::Style = anstyle::Style::new().bold();
/// For what may be overlooked: column names, subjects behind a name.
pub(super) const FAINT: anstyle::Style = anstyle::Style::new().dimmed();

/// A status word's colour; each is told apart by its word, too.
pub(super) const fn of_status(status: Status) -> anstyle::Style {
    let color = match status {
        Status::Fail => AnsiColor::Red,
        Status::Unknown => AnsiColor::Magenta,
        Status::Warn => AnsiColor::Yellow,
        Status::Pass => AnsiColor::Green,
        Status::Skip => return FAINT,
    };
    color.on_default().effects(Effects::BOLD)
}

/// A tone's colour.
pub(super) const fn of_tone(tone: Tone) -> anstyle::Style {
    match tone {
        Tone::Plain => anstyle::Style::new(),
        Tone::Good => AnsiColor::Green.on_default(),
        Tone::Caution => AnsiColor::Yellow.on_default(),
        Tone::Bad => AnsiColor::Red.on_default(),
        Tone::Faint => FAINT,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decide(choice: ColorChoice, is_terminal: bool, variables: &[(&str, &str)]) -> Style {
        let environment = |name: &str| {
            variables.iter().find(|(variable, _)| *variable == name).map(|(_, value)| OsString::from(value))
        };
        Style::decide(choice, Verbosity::Normal, is_terminal, Some(Width(80)), &environment)
    }

    #[test]
    fn colour_is_decided_in_the_order_people_know() {
        use ColorChoice::{Always, Auto, Never};
        for (choice, is_terminal, variables, expected) in [
            (Auto, true, &[][..], true),
            (Auto, false, &[], false),
            (Auto, true, &[("TERM", "dumb")], false),
            (Auto, true, &[("NO_COLOR", "1")], false),
            (Auto, true, &[("NO_COLOR", "")], true),
            (Auto, false, &[("CLICOLOR_FORCE", "1")], true),
            (Auto, false, &[("CLICOLOR_FORCE", "0")], false),
            (Auto, false, &[("CLICOLOR_FORCE", "")], false),
            (Auto, true, &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], false),
            (Always, false, &[("NO_COLOR", "1")], true),
            (Never, true, &[("CLICOLOR_FORCE", "1")], false),
        ] {
            assert_eq!(decide(choice, is_terminal, variables).color, expected, "{choice:?} {variables:?}");
        }
    }

    #[test]
    fn only_a_terminal_has_a_width() {
        let width = |is_terminal, variables: &[_]| decide(ColorChoice::Auto, is_terminal, variables).width;
        assert_eq!(width(true, &[]), Some(80));
        assert_eq!(width(true, &[("COLUMNS", "120")]), Some(120));
        assert_eq!(width(true, &[("COLUMNS", "10")]), Some(MIN_WIDTH));
        assert_eq!(width(true, &[("COLUMNS", "wide")]), Some(80));
        assert_eq!(width(true, &[("COLUMNS", "0")]), None);
        assert_eq!(width(false, &[("COLUMNS", "120")]), None);
    }
}
