//! What the commands that change something have in common: a plan, a question, and how long is waited.

use std::io::{self, BufRead, IsTerminal, Write};
use std::time::Duration;

use clap::Args;

use super::error::CliError;
use super::globals::timeout;
use crate::observe::Context;
use crate::render::{notice, visible};

const CHANGING: &str = "What is done";

/// Whether anything is changed.
#[derive(Args, Clone, Debug)]
pub(super) struct ChangeArgs {
    /// Show what would be done, and do nothing.
    #[arg(long, help_heading = CHANGING, conflicts_with = "yes")]
    pub(super) plan: bool,

    /// Do it without asking.
    #[arg(long, short, help_heading = CHANGING)]
    pub(super) yes: bool,

    /// With --plan: exit with 5 where there is something to do, and with 0 where there is not.
    #[arg(long, help_heading = CHANGING, requires = "plan", conflicts_with = "yes")]
    pub(super) detailed_exitcode: bool,

    /// How long one thing, such as a new replica, is waited for at most.
    #[arg(
        long,
        value_name = "DURATION",
        help_heading = CHANGING,
        default_value = "30m",
        value_parser = timeout,
        allow_hyphen_values = true
    )]
    pub(super) wait_timeout: Duration,
}

impl ChangeArgs {
    /// Refuses to begin where nobody could be asked.
    pub(super) fn check(&self) -> Result<(), CliError> {
        if self.plan || self.yes || io::stdin().is_terminal() && io::stderr().is_terminal() {
            return Ok(());
        }
        Err(CliError::usage_message("nobody can be asked here, and neither --plan nor --yes was given")
            .hint("--plan shows what would be done; --yes does it"))
    }
}

/// Whether to go on: `--yes`, or what would be done was shown and somebody said so. Anything but `yes` is a no.
pub(super) async fn may_go_on(change: &ChangeArgs, plan: &[String], context: &Context) -> bool {
    if change.yes {
        return true;
    }
    context.asking();
    // Also who wants to read little has to know what is asked about.
    for line in plan {
        notice::tell(&format!("{}\n", visible(line)));
    }
    // Reading the terminal blocks: on a thread of its own, so that a signal is heard while somebody thinks.
    let answer = tokio::task::spawn_blocking(|| {
        ask("Do this?", &mut io::stdin().lock(), &mut io::stderr()).unwrap_or(false)
    });
    matches!(context.within(answer).await, Ok(Ok(true)))
}

fn ask(question: &str, input: &mut dyn BufRead, output: &mut dyn Write) -> io::Result<bool> {
    write!(output, "{question} Only `yes` goes on: ")?;
    output.flush()?;
    let mut line = String::new();
    input.read_line(&mut line)?;
    Ok(line.trim() == "yes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_yes_goes_on() {
        for (answer, goes_on) in
            [("yes\n", true), (" yes \n", true), ("y\n", false), ("", false), ("YES\n", false)]
        {
            let mut told = Vec::new();
            assert_eq!(
                ask("Go?", &mut answer.as_bytes(), &mut told).expect("is read"),
                goes_on,
                "{answer:?}"
            );
            assert!(told.starts_with(b"Go? "));
        }
    }
}
