//! `chalkstore completions SHELL`

use clap::{Args, ValueEnum};
use clap_complete::{Generator, Shell};
use clap_complete_nushell::Nushell;

use super::error::CliError;
use super::explain::write_stdout;
use super::main::command;
use crate::report::Exit;

/// Print the completion script of a shell.
///
/// For example: chalkstore completions bash > ~/.local/share/bash-completion/completions/chalkstore
#[derive(Args)]
pub(super) struct Arguments {
    /// The shell.
    shell: CompletionShell,
}

/// The shells that there are completions for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CompletionShell {
    Bash,
    Zsh,
    Fish,
    #[value(name = "powershell")]
    PowerShell,
    Elvish,
    Nushell,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    write_stdout(&script(arguments.shell))
}

/// Writes a script to memory first: the generators panic when what they write to goes away.
fn script(shell: CompletionShell) -> Vec<u8> {
    match shell {
        CompletionShell::Bash => generate(Shell::Bash),
        CompletionShell::Zsh => generate(Shell::Zsh),
        CompletionShell::Fish => generate(Shell::Fish),
        CompletionShell::PowerShell => generate(Shell::PowerShell),
        CompletionShell::Elvish => generate(Shell::Elvish),
        CompletionShell::Nushell => generate(Nushell),
    }
}

fn generate(generator: impl Generator) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(generator, &mut command(), "chalkstore", &mut script);
    script
}
