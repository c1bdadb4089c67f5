//! The options that every command takes.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::parser::ValueSource;
use clap::{ArgAction, ArgMatches, Args, ValueEnum, value_parser};

use super::error::CliError;
use crate::render::{ColorChoice, OutputSpec, Verbosity};
use crate::report::FailOn;
pub(super) use crate::secrets::{shown_value, shown_word};
use crate::values::duration;

const OUTPUT: &str = "CHALKSTORE_OUTPUT";
const FAIL_ON: &str = "CHALKSTORE_FAIL_ON";
const TIMEOUT: &str = "CHALKSTORE_TIMEOUT";
const COLOR: &str = "CHALKSTORE_COLOR";

/// The options that every command takes. Flags beat `CHALKSTORE_*` variables.
#[derive(Args, Clone)]
#[command(next_help_heading = "Report")]
pub(super) struct Globals {
    /// Write the report in this format, to standard output or to a file. Repeat it for several.
    ///
    /// Where no format goes to standard output, `human` does. Files are opened before any work starts.
    #[arg(
        long,
        short,
        value_name = "FORMAT[=FILE]",
        global = true,
        env = OUTPUT, hide_env_values = true,
        value_delimiter = ',',
        value_parser = value_parser!(OutputSpec)
    )]
    pub(super) output: Vec<OutputSpec>,

    /// From which status on the exit code is 1.
    #[arg(long, value_name = "STATUS", global = true, env = FAIL_ON, hide_env_values = true, default_value = "fail")]
    pub(super) fail_on: FailOn,

    /// How long the observation of one target may take, all its stages together.
    #[arg(
        long,
        value_name = "DURATION",
        global = true,
        env = TIMEOUT, hide_env_values = true,
        default_value = "10s",
        value_parser = timeout,
        allow_hyphen_values = true
    )]
    pub(super) timeout: Duration,

    /// Save what was seen, without secrets, for --evidence.
    #[arg(long, value_name = "FILE", global = true, conflicts_with = "evidence")]
    pub(super) save_evidence: Option<PathBuf>,

    /// Write everything into one file (tar.gz), for a bug report or a colleague: what was seen, without secrets, the
    /// report as HTML, JSON and text, errors, versions, and what was left out of it by which rule. `chalkstore report` reads it.
    ///
    /// It is readable by its owner alone, and stands there whole or not at all.
    #[arg(long, value_name = "FILE", global = true)]
    pub(super) bundle: Option<PathBuf>,

    /// Judge saved evidence, or a bundle, instead of looking: no network, no input, the same report.
    #[arg(long, value_name = "FILE", global = true)]
    pub(super) evidence: Option<PathBuf>,

    /// Problems only.
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    quiet: bool,

    /// Every result, also what passed or was skipped.
    #[arg(long, short, global = true, action = ArgAction::Count)]
    verbose: u8,

    /// When to use colour.
    #[arg(long, value_name = "WHEN", global = true, env = COLOR, hide_env_values = true, default_value = "auto")]
    pub(super) color: ColorChoice,
}

impl Globals {
    /// Refuses the options that a command has no use for, and takes what the flags leave open from the variables.
    pub(super) fn settle(mut self, matches: &ArgMatches, command: &str) -> Result<Self, CliError> {
        let is_given = |id: &str| matches.value_source(id) == Some(ValueSource::CommandLine);
        if let Some(id) = foreign(command).iter().find(|id| is_given(id)) {
            let flag = id.replace('_', "-");
            return Err(CliError::usage_message(format!("`{command}` has no use for --{flag}"))
                .hint(format!("leave it out; `chalkstore {command} --help` lists what there is")));
        }
        if !is_given("color")
            && !foreign(command).contains(&"color")
            && let Some(text) = variable(COLOR)?
        {
            self.color = one_of(COLOR, &text)?;
        }
        // A page or a script is no report, and looks at nothing.
        if foreign(command).contains(&"fail_on") && !looks(command) {
            return Ok(self);
        }
        let is_foreign = |id: &str| foreign(command).contains(&id);
        if !is_given("output")
            && !is_foreign("output")
            && let Some(text) = variable(OUTPUT)?
        {
            let spec = |text: &str| {
                text.parse::<OutputSpec>()
                    .map_err(|error| refused(OUTPUT, &format!("cannot be {}: {error}", quoted(text))))
            };
            self.output = text.split(',').map(spec).collect::<Result<_, _>>()?;
        }
        if !is_given("fail_on")
            && !is_foreign("fail_on")
            && let Some(text) = variable(FAIL_ON)?
        {
            self.fail_on = one_of(FAIL_ON, &text)?;
        }
        if !is_given("timeout")
            && !foreign(command).contains(&"timeout")
            && let Some(text) = variable(TIMEOUT)?
        {
            self.timeout = timeout(&text)
                .map_err(|reason| refused(TIMEOUT, &format!("cannot be {}: {reason}", quoted(&text))))?;
        }
        Ok(self)
    }

    /// How much a person wants to read.
    pub(super) const fn verbosity(&self) -> Verbosity {
        if self.quiet {
            Verbosity::Quiet
        } else if self.verbose > 0 {
            Verbosity::Verbose
        } else {
            Verbosity::Normal
        }
    }
}

/// A day: longer is a slip of the unit.
const LONGEST: Duration = Duration::from_hours(24);

/// How long something is waited for.
pub(super) fn timeout(text: &str) -> Result<Duration, String> {
    let duration = duration(text)?;
    if duration.is_zero() || duration > LONGEST {
        return Err("it has to be more than 0 and at most 1d".to_owned());
    }
    Ok(duration)
}

/// The options, by their ids, that a command has no use for: given as a flag they are an error.
pub(super) fn foreign(command: &str) -> &'static [&'static str] {
    match command {
        "explain" => &["fail_on", "timeout", "save_evidence", "evidence", "bundle", "quiet", "verbose"],
        "completions" => &[
            "output",
            "fail_on",
            "timeout",
            "save_evidence",
            "evidence",
            "bundle",
            "quiet",
            "verbose",
            "color",
        ],
        // They look at files alone.
        "report" => &["timeout", "save_evidence", "evidence"],
        "diff" => &["timeout", "save_evidence", "evidence", "bundle"],
        // A file for people to go on with is no report.
        "init" => &["output", "fail_on", "save_evidence", "evidence", "bundle", "color", "verbose"],
        _ => &[],
    }
}

/// Whether a command looks at anything.
pub(super) fn looks(command: &str) -> bool {
    !foreign(command).contains(&"timeout")
}

/// What a variable holds; an empty one counts as unset.
fn variable(name: &str) -> Result<Option<String>, CliError> {
    match std::env::var_os(name).filter(|value| !value.is_empty()).map(OsString::into_string) {
        None => Ok(None),
        Some(Ok(text)) => Ok(Some(text)),
        Some(Err(_)) => Err(refused(name, "is not UTF-8")),
    }
}

fn one_of<T: ValueEnum>(name: &str, text: &str) -> Result<T, CliError> {
    T::from_str(text, false).map_err(|_| {
        let values = T::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        let names: Vec<String> = values.map(|value| value.get_name().to_owned()).collect();
        refused(name, &format!("cannot be {}: it takes {}", quoted(text), names.join(", ")))
    })
}

fn refused(name: &str, reason: &str) -> CliError {
    CliError::usage_message(format!("the variable {name} {reason}"))
}

fn quoted(text: &str) -> String {
    format!("`{}`", shown_value(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timeout_is_bounded() {
        let error = |text| timeout(text).expect_err("is wrong");
        assert_eq!(timeout("1m 5s"), Ok(Duration::from_secs(65)));
        assert!(error("5").starts_with("it has no unit"));
        for text in ["0s", "2d"] {
            assert_eq!(error(text), "it has to be more than 0 and at most 1d");
        }
    }
}
