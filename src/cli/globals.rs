//! The options that every command takes.

use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgAction, Args};

use crate::render::{ColorChoice, OutputSpec, Verbosity};
use crate::report::FailOn;

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
        env = "CHALKSTORE_OUTPUT",
        value_delimiter = ','
    )]
    pub(super) output: Vec<OutputSpec>,

    /// Exit with 1 from this status on.
    #[arg(long, value_name = "STATUS", global = true, env = "CHALKSTORE_FAIL_ON", default_value = "fail")]
    pub(super) fail_on: FailOn,

    /// How long the observation of one target may take, all its stages together.
    #[arg(
        long,
        value_name = "DURATION",
        global = true,
        env = "CHALKSTORE_TIMEOUT",
        default_value = "10s",
        value_parser = timeout
    )]
    pub(super) timeout: Duration,

    /// Save what was seen, without secrets, for `--evidence`.
    #[arg(long, value_name = "FILE", global = true, conflicts_with = "evidence")]
    pub(super) save_evidence: Option<PathBuf>,

    /// Judge saved evidence instead of looking: no network, no input, the same report.
    #[arg(long, value_name = "FILE", global = true)]
    pub(super) evidence: Option<PathBuf>,

    /// Problems only.
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    quiet: bool,

    /// Every result, also what passed or was skipped.
    #[arg(long, short, global = true, action = ArgAction::Count)]
    verbose: u8,

    /// When to use colour.
    #[arg(long, value_name = "WHEN", global = true, env = "CHALKSTORE_COLOR", default_value = "auto")]
    pub(super) color: ColorChoice,
}

impl Globals {
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

fn timeout(text: &str) -> Result<Duration, String> {
    let duration =
        humantime::parse_duration(text).map_err(|error| format!("{error}; write for example 5s or 500ms"))?;
    if duration.is_zero() || duration > LONGEST {
        return Err("it has to be more than 0 and at most 1d".to_owned());
    }
    Ok(duration)
}
