//! `chalkstore completions SHELL`

use std::io;

use clap::{Args, ValueEnum};
use clap_complete::env::{Bash, Elvish, EnvCompleter, Fish, Powershell, Zsh};
use clap_complete::{Generator, Shell};
use clap_complete_nushell::Nushell;

use super::complete::VARIABLE;
use super::error::CliError;
use super::explain::write_stdout;
use super::main::command;
use crate::report::Exit;

/// Print a shell's completion script.
///
/// The script asks chalkstore itself what can stand at the cursor: also the environments of chalkstore.toml and the
/// checks. The one of nushell, and any with --static, knows commands and options alone, and runs nothing.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The shell.
    shell: CompletionShell,
    /// A script that runs nothing: commands and options, without environments and checks.
    #[arg(long = "static")]
    is_static: bool,
}

const EXAMPLES: &str = "\
Examples:
  chalkstore completions bash >> ~/.bash_completion
  source <(chalkstore completions zsh)
  chalkstore completions fish > ~/.config/fish/completions/chalkstore.fish";

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
    let script = if arguments.is_static {
        Ok(fixed(arguments.shell))
    } else {
        asking(arguments.shell).map_err(CliError::output)
    };
    write_stdout(&script?)
}

/// A script that asks the program; of a shell that cannot, the fixed one.
fn asking(shell: CompletionShell) -> io::Result<Vec<u8>> {
    let completer: &dyn EnvCompleter = match shell {
        CompletionShell::Bash => &Bash,
        CompletionShell::Zsh => &Zsh,
        CompletionShell::Fish => &Fish,
        CompletionShell::PowerShell => &Powershell,
        CompletionShell::Elvish => &Elvish,
        CompletionShell::Nushell => return Ok(fixed(shell)),
    };
    let mut script = Vec::new();
    completer.write_registration(VARIABLE, "chalkstore", "chalkstore", "chalkstore", &mut script)?;
    Ok(script)
}

/// A script that knows the commands and options of this version.
fn fixed(shell: CompletionShell) -> Vec<u8> {
    match shell {
        CompletionShell::Bash => generate(Shell::Bash),
        CompletionShell::Zsh => generate(Shell::Zsh),
        CompletionShell::Fish => generate(Shell::Fish),
        CompletionShell::PowerShell => generate(Shell::PowerShell),
        CompletionShell::Elvish => generate(Shell::Elvish),
        CompletionShell::Nushell => generate(Nushell),
    }
}

/// Writes a script to memory first: the generators panic when what they write to goes away.
fn generate(generator: impl Generator) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(generator, &mut command(), "chalkstore", &mut script);
    script
}
