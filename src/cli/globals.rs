//! The options that every command takes.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Args, ValueEnum, value_parser};

use super::error::CliError;
use crate::render::{ColorChoice, OutputSpec, Verbosity};
use crate::report::FailOn;
pub(super) use crate::secrets::shown_value;

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
    /// Unless another format goes to standard output, `human` does. Files are opened before any work starts.
    #[arg(
        long,
        short,
        value_name = "FORMAT[=FILE]",
        global = true,
        env = OUTPUT, hide_env_values = true,
        value_delimiter = ',',
        value_parser = PlainHelp(value_parser!(OutputSpec))
    )]
    pub(super) output: Vec<OutputSpec>,

    /// The least bad status that makes the exit code 1.
    #[arg(long, value_name = "STATUS", global = true, env = FAIL_ON, hide_env_values = true, default_value = "fail")]
    pub(super) fail_on: FailOn,

    /// How long the observation of one target may take, all its stages together.
    #[arg(
        long,
        value_name = "DURATION",
        global = true,
        env = TIMEOUT, hide_env_values = true,
        default_value = "10s",
        value_parser = |text: &str| timeout("--timeout", text),
        allow_hyphen_values = true
    )]
    pub(super) timeout: Duration,

    /// Save what was seen, without secrets, for `--evidence`.
    #[arg(long, value_name = "FILE", global = true, conflicts_with = "evidence")]
    pub(super) save_evidence: Option<PathBuf>,

    /// Write everything into one file (tar.gz), for a bug report or a colleague: what was seen, without secrets, the
    /// report as HTML, JSON and text, errors, versions, and what was left out of it by which rule. `report` reads it.
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
    #[arg(long, value_name = "WHEN", global = true, env = COLOR, hide_env_values = true, default_value = "auto", value_parser = PlainHelp(value_parser!(ColorChoice)))]
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
            self.timeout = timeout(TIMEOUT, &text).map_err(|reason| {
                if reason.starts_with(TIMEOUT) {
                    CliError::usage_message(reason)
                } else {
                    refused(TIMEOUT, &format!("cannot be {}: {reason}", quoted(&text)))
                }
            })?;
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

/// `name` is the flag or the variable that has this value.
pub(super) fn timeout(name: &str, text: &str) -> Result<Duration, String> {
    let duration = humantime::parse_duration(text).map_err(|error| match error {
        humantime::DurationError::UnknownUnit { unit, .. } if unit.is_empty() => {
            format!("{name} needs a unit: write for example 5s or 500ms")
        }
        // The library would quote what was given.
        humantime::DurationError::UnknownUnit { .. } => {
            "unknown unit; write for example 5s or 500ms".to_owned()
        }
        error => format!("{error}; write for example 5s or 500ms"),
    })?;
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

/// A parser whose values are described without Markdown, which their doc comments are written in.
#[derive(Clone)]
struct PlainHelp<P>(P);

impl<P: TypedValueParser> TypedValueParser for PlainHelp<P> {
    type Value = P::Value;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<Self::Value, clap::Error> {
        self.0.parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let plain = |value: PossibleValue| {
            let help = value.get_help().map(|help| help.to_string().replace('`', ""));
            help.into_iter().fold(value, PossibleValue::help)
        };
        Some(Box::new(self.0.possible_values()?.map(plain)))
    }
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
    fn a_duration_has_a_unit() {
        let error = |text| timeout("--timeout", text).expect_err("is wrong");
        assert_eq!(timeout("--timeout", "1m 5s"), Ok(Duration::from_secs(65)));
        assert_eq!(error("5"), "--timeout needs a unit: write for example 5s or 500ms");
        for text in ["-1s", "5 hunter2", "5hunter2", "5s=hunter2", "", "ä hunter2"] {
            let told = error(text);
            assert!(told.ends_with("; write for example 5s or 500ms") && !told.contains("hunter2"), "{told}");
        }
        assert_eq!(error("0s"), "it has to be more than 0 and at most 1d");
    }
}
