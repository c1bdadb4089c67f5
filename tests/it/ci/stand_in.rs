//! A program that stands in for chalkstore: it writes down how it was called, writes the reports it was asked for, and ends
//! as it was told to. So scripts are tested for what they hand over, whatever chalkstore makes of it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use crate::program::Ran;

const SCRIPT: &str = r#"#!/usr/bin/env bash
if [ "$1" = --version ]; then echo "chalkstore 0.1.0 (0123456789ab 2026-01-01)"; exit 0; fi
printf '%s\0' "$@" >"$STAND_IN_FOLDER/arguments"
env -0 >"$STAND_IN_FOLDER/environment"
for argument in "$@"; do
    case $argument in
        --output=*=*) echo "report" >>"${argument#--output=*=}" ;;
        --save-evidence=*) echo "evidence" >"${argument#--save-evidence=}" ;;
    esac
done
printf '%s' "${STAND_IN_SAYS-}"
exit "${STAND_IN_ENDS:-0}"
"#;

/// A folder to run a script in, with the stand-in as `chalkstore` in `bin`.
pub(super) struct StandIn {
    folder: tempfile::TempDir,
}

impl StandIn {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let bin = folder.path().join("bin");
        fs::create_dir(&bin).expect("a folder in it");
        let program = bin.join("chalkstore");
        fs::write(&program, SCRIPT).expect("can be written");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("can be made a program");
        Self { folder }
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A command in the folder, which finds the stand-in, and nothing of this machine's settings.
    pub(super) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let bin = self.path().join("bin");
        let path = std::env::var("PATH").unwrap_or_default();
        command.env_clear().env("PATH", format!("{}:{path}", bin.display()));
        command.env("STAND_IN_FOLDER", self.path()).current_dir(self.path());
        command
    }

    /// The arguments that chalkstore was called with, or none where it was not called.
    pub(super) fn arguments(&self) -> Vec<String> {
        let text = fs::read_to_string(self.path().join("arguments")).unwrap_or_default();
        text.split_terminator('\0').map(str::to_owned).collect()
    }

    /// A variable that it was called with.
    pub(super) fn variable(&self, name: &str) -> Option<String> {
        let text = fs::read_to_string(self.path().join("environment")).unwrap_or_default();
        text.split('\0').find_map(|line| line.strip_prefix(&format!("{name}="))).map(str::to_owned)
    }
}

/// Values that would do harm where they were read as a script, a pattern, an option or a workflow's command.
pub(super) const HOSTILE: [&str; 8] = [
    "$(touch pwned)",
    "`touch pwned`",
    "a; touch pwned",
    "' ; touch pwned ; '",
    "\" ; touch pwned ; \"",
    "*",
    "--config=/etc/passwd",
    "${HOME}",
];

pub(super) fn ran(mut command: Command) -> Ran {
    command.output().expect("the script's shell is there").into()
}
