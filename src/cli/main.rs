//! Parses the command line, runs the command, and turns everything that can happen into an exit code.

use std::ffi::OsString;
use std::io::{self, Write};
use std::panic;

use clap::{CommandFactory, Parser, Subcommand};

use super::error::CliError;
use super::globals::Globals;
use super::{completions, explain, validate_uri};
use crate::probe;
use crate::render::notice;
use crate::report::Exit;
use crate::uri;

const VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    " (",
    env!("CHALKSTORE_COMMIT"),
    " ",
    env!("CHALKSTORE_COMMIT_DATE"),
    ")"
);

/// Set up and diagnose the online store of a Chalk deployment: Valkey or Redis clusters, and `DynamoDB` tables.
#[derive(Parser)]
#[command(name = "chalkstore", version = VERSION, disable_help_subcommand = true, after_help = exit_codes())]
#[command(propagate_version = false, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    globals: Globals,
}

#[derive(Subcommand)]
enum Command {
    ValidateUri(validate_uri::Arguments),
    Explain(explain::Arguments),
    Completions(completions::Arguments),
}

fn exit_codes() -> String {
    let mut text = "Exit codes:\n".to_owned();
    for (exit, meaning) in Exit::ALL {
        text.push_str(&format!("  {:>3}  {meaning}\n", exit.code()));
    }
    text
}

/// The whole command line as data: for completions, man pages and tests.
pub fn command() -> clap::Command {
    Cli::command()
}

/// Runs the program. It never panics and never exits by itself.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, ToString::to_string);
        notice::tell(&format!(
            "chalkstore stopped because of a bug, at {place}\nhint: report it with the version and, if you can, the file of --save-evidence\n"
        ));
        probe::remember_panic(place);
    }));
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    panic::catch_unwind(panic::AssertUnwindSafe(|| run(arguments))).unwrap_or(Exit::Bug)
}

fn run(arguments: Vec<OsString>) -> Exit {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return tell_clap(&error),
    };
    let Cli { command, globals } = cli;
    let result = match command {
        Command::ValidateUri(arguments) => validate_uri::run(&arguments, &globals),
        Command::Explain(arguments) => explain::run(&arguments, &globals),
        Command::Completions(arguments) => completions::run(&arguments, &globals),
    };
    result.unwrap_or_else(|error| {
        error.tell();
        error.exit
    })
}

/// Help and version go to standard output, errors to standard error, without what may be a secret in them.
fn tell_clap(error: &clap::Error) -> Exit {
    if error.use_stderr() {
        let text = error.render();
        let style =
            crate::render::Style::stderr(crate::render::ColorChoice::Auto, crate::render::Verbosity::Normal);
        let text = if style.color { text.ansi().to_string() } else { text.to_string() };
        notice::tell(&uri::scrub(&text));
        return Exit::Usage;
    }
    match error.print().and_then(|()| io::stdout().flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            CliError::output(anyhow::Error::new(error).context("cannot write to standard output")).tell();
            Exit::Output
        }
        _ => Exit::Ok,
    }
}
