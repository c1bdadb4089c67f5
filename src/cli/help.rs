//! How help reads: names in quotes, commands in groups, examples that can be pasted, and exit codes under each.

use std::env;
use std::fmt::Write as _;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, Command};

use super::globals::{foreign, looks};
use crate::report::Exit;

/// An example has no longer line: a line that help breaks is no command any more.
const WIDTH: usize = 60;

/// The commands by what they are for.
const GROUPS: [(&str, &[&str]); 3] = [
    (
        "Look (begin here)",
        &[
            "preflight",
            "validate-uri",
            "topology",
            "check-table",
            "check-access",
            "replication-lag",
            "failover",
            "dataflow",
            "size",
        ],
    ),
    ("Set up", &["setup", "create-table", "store-secret", "init"]),
    ("Read results", &["report", "diff", "explain", "completions"]),
];

/// What stands below the groups, in lines that fit.
const LEGEND: &str = "\
* writes: a table or a secret, after it has shown the plan
and asked; 'init' a file. Everything else only reads, but
for --canary: it writes items to a table and deletes them.
Reports and other files are written where you name them.";

const EXAMPLES: &str = "\
Examples:
  chalkstore validate-uri --secret online-store-uri --connect
  chalkstore init --environment production --secret online-store-uri --region us-east-1
  chalkstore preflight production";

/// The command line with its help as people are to read it.
pub(super) fn dressed(command: Command) -> Command {
    let ending = format!("{}\n\n{}", folded(EXAMPLES), exit_codes());
    let command = quoted(command);
    let groups = groups(&command);
    let ended = command.mut_subcommands(|subcommand| {
        let line = exit_line(&subcommand);
        with_ending(subcommand, &line)
    });
    let template =
        format!("{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{groups}\n{{options}}{{after-help}}");
    ended.help_template(template).after_help(ending)
}

/// Values described as help describes all else. What they are read as gets lost, so that this is for showing alone.
pub(super) fn with_plain_values(command: Command) -> Command {
    let command = command.mut_subcommands(with_plain_values);
    command.mut_args(|argument| {
        let values = argument.get_possible_values();
        let has_names =
            |value: &PossibleValue| value.get_help().is_some_and(|help| help.to_string().contains('`'));
        if !values.iter().any(has_names) {
            return argument;
        }
        let plain = values.into_iter().map(|value| match value.get_help().map(in_quotes) {
            Some(help) => value.help(help),
            None => value,
        });
        argument.value_parser(PossibleValuesParser::new(plain))
    })
}

/// Help breaks lines where the terminal ends, and where that is too narrow for examples it leaves that to the terminal.
pub(super) fn wide_enough(command: Command) -> Command {
    let said = || env::var("COLUMNS").ok()?.parse().ok();
    let columns = terminal_size::terminal_size().map_or_else(said, |(width, _)| Some(usize::from(width.0)));
    if columns.is_some_and(|columns| columns < WIDTH) { command.term_width(WIDTH) } else { command }
}

/// Doc comments are Markdown, help is not.
fn quoted(command: Command) -> Command {
    let mut command = command.mut_subcommands(quoted).mut_args(|mut argument: Arg| {
        if let Some(help) = argument.get_help().map(in_quotes) {
            argument = argument.help(help);
        }
        if let Some(help) = argument.get_long_help().map(in_quotes) {
            argument = argument.long_help(help);
        }
        argument
    });
    if let Some(about) = command.get_about().map(in_quotes) {
        command = command.about(about);
    }
    if let Some(about) = command.get_long_about().map(in_quotes) {
        command = command.long_about(about);
    }
    command
}

/// A name stands in quotes, so that nobody reads it as a word of the sentence.
fn in_quotes(text: &impl ToString) -> String {
    text.to_string().replace('`', "'")
}

/// What each command is for, up to the first colon; those that write have a star.
fn groups(command: &Command) -> String {
    let (header, literal) = (command.get_styles().get_header(), command.get_styles().get_literal());
    let longest = command.get_subcommands().map(|command| command.get_name().len()).max().unwrap_or_default();
    let mut text = String::new();
    for (title, names) in GROUPS {
        line(&mut text, &format!("{header}{title}:{header:#}"));
        for command in names.iter().filter_map(|name| command.find_subcommand(name)) {
            let star = if writes(command) { '*' } else { ' ' };
            let gap = " ".repeat(longest - command.get_name().len());
            let name = format!("{literal}{}{literal:#}{gap}", command.get_name());
            line(&mut text, &format!("{star} {name}  {}", gist(command)));
        }
        text.push('\n');
    }
    text + LEGEND + "\n\n" + &format!("{header}Options:{header:#}")
}

fn line(text: &mut String, line: &str) {
    let _into_memory = writeln!(text, "{line}");
}

/// What a command is for, in a line.
fn gist(command: &Command) -> String {
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    about.split(": ").next().unwrap_or_default().to_owned()
}

/// Whether a command changes something when it is told to do what it is for.
fn writes(command: &Command) -> bool {
    has(command, "yes") || command.get_name() == "init"
}

/// Whether a command, or one below it, has this argument.
fn has(command: &Command, id: &str) -> bool {
    command.get_arguments().any(|argument| argument.get_id() == id)
        || command.get_subcommands().any(|command| has(command, id))
}

/// The same ending for a command and for those below it: examples, where all of the help is asked for, and exit codes.
fn with_ending(command: Command, exit_line: &str) -> Command {
    let examples = command.get_after_long_help().map(|examples| folded(&examples.to_string()) + "\n\n");
    command
        .mut_subcommands(|subcommand| with_ending(subcommand, exit_line))
        .after_help(exit_line.to_owned())
        .after_long_help(examples.unwrap_or_default() + exit_line)
}

/// The exit codes that a command has, in a few words each.
fn exit_line(command: &Command) -> String {
    let name = command.get_name();
    let compares = name == "diff";
    let judges = !foreign(name).contains(&"fail_on");
    let codes = [
        (Exit::Ok, if compares { "nothing got worse" } else { "ok" }, true),
        (Exit::Findings, if compares { "something did" } else { "findings" }, judges),
        (Exit::Usage, "usage", true),
        (Exit::Unknown, if compares { "not known" } else { "unknown" }, looks(name) || judges),
        (Exit::NoChecks, if compares { "nothing compared" } else { "nothing checked" }, judges),
        (Exit::Changes, "changes planned", has(command, "detailed_exitcode")),
        (Exit::Stopped, "stopped midway", has(command, "yes")),
    ];
    let told = codes.into_iter().filter(|(_, _, can_be)| *can_be);
    let told: Vec<String> = told.map(|(exit, words, _)| format!("{} {words}", exit.code())).collect();
    format!("Exit codes: {}; all: chalkstore --help", told.join(", "))
}

fn exit_codes() -> String {
    let mut text = "Exit codes:\n".to_owned();
    for (exit, meaning) in Exit::ALL {
        line(&mut text, &format!("  {:>3}  {meaning}", exit.code()));
    }
    text
}

/// Examples in lines that fit, with a line for each program of a pipe: all lines of a command but its last end in a
/// backslash.
fn folded(examples: &str) -> String {
    let mut text = String::new();
    for example in examples.lines() {
        if example.chars().count() <= WIDTH {
            line(&mut text, example);
            continue;
        }
        let mut at = " ".to_owned();
        for unit in units(example.trim_start()) {
            let length = format!("{at} {unit} \\").chars().count();
            let breaks = length > WIDTH || unit.starts_with("| ");
            if breaks && !at.trim_start().is_empty() {
                line(&mut text, &format!("{at} \\"));
                at = String::from("     ");
            }
            at = at + " " + &unit;
        }
        line(&mut text, &at);
    }
    text.trim_end().to_owned()
}

/// What stays in one line: an option and its value, a pipe and the program behind it, what is quoted.
fn units(command: &str) -> Vec<String> {
    let is_operator = |word: &str| ["|", "<", ">", ">>"].contains(&word);
    let is_option = |word: &str| word.starts_with('-') && word.len() > 1;
    let waits = |unit: &str| is_operator(unit) || is_option(unit) && !unit.contains(['=', ' ']);
    let mut units: Vec<String> = Vec::new();
    let mut quote = None;
    for word in command.split(' ') {
        let begins = is_operator(word) || is_option(word);
        match units.last_mut() {
            Some(last) if quote.is_some() || waits(last) && !begins => {
                last.push(' ');
                last.push_str(word);
            }
            _ => units.push(word.to_owned()),
        }
        for c in word.chars() {
            match quote {
                None if c == '\'' || c == '"' => quote = Some(c),
                Some(open) if c == open => quote = None,
                _ => {}
            }
        }
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_is_broken_where_a_shell_reads_on() {
        assert_eq!(folded("Examples:\n  chalkstore diff a b"), "Examples:\n  chalkstore diff a b");
        let long =
            "  aws dynamodb scan --table-name features --max-items 1000 | chalkstore size item - --key pk";
        assert_eq!(
            folded(long),
            "  aws dynamodb scan --table-name features --max-items 1000 \\\n      | chalkstore size item - --key pk"
        );
        let name = "x".repeat(36);
        assert_eq!(
            folded(&format!("  program get --yes 'a b {name} c' d")),
            format!("  program get \\\n      --yes 'a b {name} c' d")
        );
    }

    #[test]
    fn every_command_is_in_one_group_and_has_a_gist_that_fits() {
        let command = super::super::command();
        let mut grouped: Vec<&str> = GROUPS.iter().flat_map(|(_, names)| *names).copied().collect();
        let mut names: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
        grouped.sort_unstable();
        names.sort_unstable();
        assert_eq!(grouped, names);
        for line in groups(&command).lines() {
            let shown = clap::builder::StyledStr::from(line.to_owned()).to_string();
            assert!(shown.chars().count() <= WIDTH, "{shown}");
        }
        let writing = command.get_subcommands().filter(|command| writes(command));
        let writing: Vec<&str> = writing.map(Command::get_name).collect();
        assert_eq!(writing, ["create-table", "store-secret", "setup", "init"]);
    }
}
