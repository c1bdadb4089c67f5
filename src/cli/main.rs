//! Parses the command line, runs the command, and turns everything that can happen into an exit code.

use std::ffi::OsString;
use std::io::{self, Write};
use std::panic;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, CommandFactory, FromArgMatches, Parser, Subcommand};

use super::error::CliError;
use super::globals::{Globals, foreign, looks, shown_value, shown_word};
use super::{
    check_access, check_table, completions, create_table, dataflow, diff, explain, failover, help, init,
    preflight, replication_lag, report, setup, size, store_secret, topology, validate_uri,
};
use crate::render::{ColorChoice, Style, Verbosity, notice};
use crate::report::{Exit, Tool};
use crate::{aws, probe};

const VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    " (",
    env!("CHALKSTORE_COMMIT"),
    " ",
    env!("CHALKSTORE_COMMIT_DATE"),
    ")"
);

/// Set up and diagnose the online store of a Chalk deployment: Valkey or Redis clusters, and DynamoDB tables.
#[derive(Parser)]
#[command(name = "chalkstore", version = VERSION)]
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
    Topology(topology::Arguments),
    Size(Box<size::Arguments>),
    CreateTable(Box<create_table::Arguments>),
    CheckTable(Box<check_table::Arguments>),
    StoreSecret(Box<store_secret::Arguments>),
    Setup(setup::Arguments),
    Init(Box<init::Arguments>),
    CheckAccess(Box<check_access::Arguments>),
    ReplicationLag(Box<replication_lag::Arguments>),
    Failover(Box<failover::Arguments>),
    Preflight(Box<preflight::Arguments>),
    Dataflow(Box<dataflow::Arguments>),
    Report(report::Arguments),
    Diff(diff::Arguments),
    Explain(explain::Arguments),
    Completions(completions::Arguments),
}

/// The whole command line as data: for completions, man pages and tests.
///
/// It has no `help` subcommand: a completion or a page for each of its topics says nothing.
pub fn command() -> clap::Command {
    described().disable_help_subcommand(true)
}

/// The command line as help shows it.
fn described() -> clap::Command {
    help::with_plain_values(help::dressed(arranged(Cli::command())))
}

/// The command line as it is parsed. An empty variable counts as unset and one that does not concern the command is
/// ignored, which is not how clap sees it: [`Globals::settle`] reads them. Its help is not dressed, which would take longer
/// than all else before a command begins: who asks for help gets that of [`described`].
fn parser() -> clap::Command {
    arranged(Cli::command().mut_args(|argument| argument.env(None::<&'static str>)))
}

/// Hides what a command has no use for, and describes what means another thing to it.
fn arranged(command: clap::Command) -> clap::Command {
    let names: Vec<String> = command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    let globals: Vec<Arg> = command.get_arguments().cloned().collect();
    names.iter().fold(command, |command, name| {
        let hidden = globals.iter().filter(|argument| foreign(name).contains(&argument.get_id().as_str()));
        let mut own: Vec<Arg> = hidden.map(|argument| argument.clone().hide(true)).collect();
        if name == "explain" {
            let output = globals.iter().filter(|argument| argument.get_id() == "output");
            own.extend(output.map(|argument| explain::output(argument.clone())));
        }
        command.mut_subcommand(name, |subcommand| subcommand.args(own))
    })
}

/// Runs the program. It never panics and never exits by itself.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, ToString::to_string);
        notice::tell(&format!(
            "error: chalkstore has a bug, met at {place}\nhelp: {}\n",
            Tool::report_a_bug()
        ));
        probe::remember_panic(place);
    }));
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let answered = move || match super::complete::answer(&arguments) {
        Some(exit) => exit,
        None => run(arguments),
    };
    panic::catch_unwind(panic::AssertUnwindSafe(answered)).unwrap_or(Exit::Bug)
}

fn run(arguments: Vec<OsString>) -> Exit {
    let parsed = parser().try_get_matches_from(&arguments).and_then(|matches| {
        let cli = Cli::from_arg_matches(&matches)?;
        Ok((cli, matches))
    });
    let (Cli { command, globals }, matches) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => return tell_clap(error, arguments),
    };
    let name = matches.subcommand_name().unwrap_or_default();
    let settled = globals.settle(&matches, name);
    let settled = settled.and_then(|globals| {
        let endpoints = if looks(name) { aws::check_endpoints() } else { Ok(()) };
        endpoints.map(|()| globals).map_err(CliError::usage_message)
    });
    let result = settled.and_then(|globals| match command {
        Command::ValidateUri(arguments) => validate_uri::run(&arguments, &globals),
        Command::Topology(arguments) => topology::run(&arguments, &globals),
        Command::Size(arguments) => size::run(&arguments, &globals),
        Command::CreateTable(arguments) => create_table::run(&arguments, &globals),
        Command::Setup(arguments) => setup::run(&arguments, &globals),
        Command::Init(arguments) => init::run(&arguments, &globals),
        Command::StoreSecret(arguments) => store_secret::run(&arguments, &globals),
        Command::CheckTable(arguments) => check_table::run(&arguments, &globals),
        Command::ReplicationLag(arguments) => replication_lag::run(&arguments, &globals),
        Command::CheckAccess(arguments) => check_access::run(&arguments, &globals),
        Command::Failover(arguments) => failover::run(&arguments, &globals),
        Command::Preflight(arguments) => preflight::run(&arguments, &globals),
        Command::Dataflow(arguments) => dataflow::run(&arguments, &globals),
        Command::Report(arguments) => report::run(&arguments, &globals),
        Command::Diff(arguments) => diff::run(&arguments, &globals),
        Command::Explain(arguments) => explain::run(&arguments, &globals),
        Command::Completions(arguments) => completions::run(&arguments),
    });
    result.unwrap_or_else(|error| {
        error.tell();
        error.exit
    })
}

/// Help and version go to standard output, errors to standard error, without what may be a secret in them.
fn tell_clap(error: clap::Error, arguments: Vec<OsString>) -> Exit {
    let error = match error.kind() {
        ErrorKind::DisplayVersion => error,
        // Help comes from the command line that is made for it, and knows the variables.
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            match help::wide_enough(described()).try_get_matches_from(arguments) {
                Err(described) if described.kind() == error.kind() => described,
                _ => error,
            }
        }
        _ => return refuse(error),
    };
    if error.use_stderr() {
        tell_rendered(&error);
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

/// Tells what is wrong with the command line. Anything that was given may be a secret that was meant for another
/// place, so that only what is harmless is quoted.
fn refuse(mut error: clap::Error) -> Exit {
    // A parser of ours that names its option has said it all.
    let reason = std::error::Error::source(&error).map(ToString::to_string);
    if let Some(reason) = reason.filter(|reason| reason.starts_with("--")) {
        notice::error(&[reason], None);
        return Exit::Usage;
    }
    if error.get(ContextKind::SuggestedArg).is_none() && error.kind() == ErrorKind::UnknownArgument {
        // What begins with a dash is a slip, and never the URI that clap's tip would make of it.
        error.remove(ContextKind::Suggested);
    }
    if let Some(ContextValue::String(suggested)) = error.get(ContextKind::SuggestedArg)
        && let Some(name) = suggested.strip_prefix("--").and_then(|older| name_of_today(&command(), older))
    {
        error.insert(ContextKind::SuggestedArg, ContextValue::String(name));
    }
    // What stands where no value belongs may be a password or a piece of a URI.
    let word = match error.kind() {
        ErrorKind::UnknownArgument => Some(ContextKind::InvalidArg),
        ErrorKind::InvalidSubcommand => Some(ContextKind::InvalidSubcommand),
        _ => None,
    };
    for kind in [Some(ContextKind::InvalidValue), word].into_iter().flatten() {
        let Some(ContextValue::String(text)) = error.get(kind) else { continue };
        let is_value = kind == ContextKind::InvalidValue;
        let shown = if is_value { shown_value(text) } else { shown_word(text) }.into_owned();
        // An empty value is told by clap in words of its own.
        if !text.is_empty() && shown != *text {
            error.insert(kind, ContextValue::String(shown));
            // Its tips quote what was given.
            error.remove(ContextKind::Suggested);
        }
    }
    tell_rendered(&error);
    Exit::Usage
}

/// The option that goes by an older name, too, by the name that is shown: clap proposes either.
fn name_of_today(program: &clap::Command, older: &str) -> Option<String> {
    let is_it = |option: &&Arg| option.get_all_aliases().is_some_and(|names| names.contains(&older));
    let name = program.get_arguments().find(is_it).and_then(Arg::get_long).map(|name| format!("--{name}"));
    name.or_else(|| program.get_subcommands().find_map(|inner| name_of_today(inner, older)))
}

fn tell_rendered(error: &clap::Error) {
    let text = error.render();
    let style = Style::stderr(ColorChoice::Auto, Verbosity::Normal);
    notice::tell(&if style.color { text.ansi().to_string() } else { text.to_string() });
}
