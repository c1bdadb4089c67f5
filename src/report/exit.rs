//! Exit codes: their numbers, and the one function that chooses among them.

use super::Counts;

/// Every way in which the process can end. The numbers are a contract with scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Nothing at or above `--fail-on`.
    Ok = 0,
    /// Findings at or above `--fail-on`.
    Findings = 1,
    /// The command line, a file or a variable is wrong.
    Usage = 2,
    /// No finding, but something could not be determined.
    Unknown = 3,
    /// Nothing was checked: there was no input, or every check was left out. What was found and is accepted was checked.
    NoChecks = 4,
    /// With `--detailed-exitcode`: a plan has changes to make.
    Changes = 5,
    /// An apply stopped midway; running it again resumes.
    Stopped = 6,
    /// A bug in chalkstore.
    Bug = 70,
    /// An output could not be written.
    Output = 74,
    /// Interrupted by SIGINT.
    Interrupted = 130,
    /// Terminated by SIGTERM.
    Terminated = 143,
}

impl Exit {
    /// All of them with what they mean, in numeric order, for help and man pages.
    pub const ALL: [(Self, &'static str); 11] = [
        (Self::Ok, "nothing at or above --fail-on"),
        (Self::Findings, "findings at or above --fail-on"),
        (Self::Usage, "the command line, a file or a variable is wrong"),
        (Self::Unknown, "nothing of that, but something could not be determined"),
        (Self::NoChecks, "nothing was checked"),
        (Self::Changes, "with --detailed-exitcode: a plan has changes to make"),
        (Self::Stopped, "an apply stopped midway; running it again resumes"),
        (Self::Bug, "a bug in chalkstore"),
        (Self::Output, "an output could not be written"),
        (Self::Interrupted, "interrupted; what was known is reported"),
        (Self::Terminated, "terminated; what was known is reported"),
    ];

    /// The number that the shell sees.
    pub const fn code(self) -> u8 {
        self as u8
    }
}

/// From which status on a finding makes the command fail (`--fail-on`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum FailOn {
    /// Warnings and failures.
    Warn,
    /// Failures only.
    #[default]
    Fail,
    /// No finding; unknown results still exit with 3.
    Never,
}

impl FailOn {
    /// The word on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Warn => "warn",
            Self::Fail => "fail",
            Self::Never => "never",
        }
    }
}

/// What happened during a run, as far as it decides the exit code.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outcome {
    /// Results by status.
    pub counts: Counts,
    /// How many of those that count as skipped were made, and what they found is accepted.
    pub accepted: u64,
    /// A bug was caught, such as a probe that panicked.
    pub bug: bool,
    /// An input could not be read or was malformed.
    pub usage: bool,
    /// An output could not be written.
    pub output: bool,
    /// The run was interrupted, and how.
    pub interrupted: Option<Exit>,
    /// An apply did not come to its end.
    pub stopped: bool,
    /// A plan has changes to make, and whoever runs it wants to know by the exit code.
    pub has_changes: bool,
}

impl Outcome {
    /// Chooses the exit code. When several hold, the first of 70, 2, 74, 130/143, 6, 4, 1, 3, 5, 0 applies.
    ///
    /// An interrupt stands before the verdicts, because a verdict on half of the subjects is none.
    pub fn exit(&self, fail_on: FailOn) -> Exit {
        let counts = self.counts;
        let failing = match fail_on {
            FailOn::Warn => counts.warn + counts.fail,
            FailOn::Fail => counts.fail,
            FailOn::Never => 0,
        };
        if self.bug {
            Exit::Bug
        } else if self.usage {
            Exit::Usage
        } else if self.output {
            Exit::Output
        } else if let Some(exit) = self.interrupted {
            exit
        } else if self.stopped {
            Exit::Stopped
        } else if counts.total() == counts.skip && self.accepted == 0 {
            Exit::NoChecks
        } else if failing > 0 {
            Exit::Findings
        } else if counts.unknown > 0 {
            Exit::Unknown
        } else if self.has_changes {
            Exit::Changes
        } else {
            Exit::Ok
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(fail: u64, warn: u64, unknown: u64, pass: u64) -> Outcome {
        Outcome { counts: Counts { fail, warn, unknown, pass, skip: 0 }, ..Outcome::default() }
    }

    #[test]
    fn verdicts_in_their_order() {
        assert_eq!(outcome(1, 1, 1, 1).exit(FailOn::Fail), Exit::Findings);
        assert_eq!(outcome(1, 1, 1, 1).exit(FailOn::Never), Exit::Unknown);
        assert_eq!(outcome(0, 1, 0, 1).exit(FailOn::Fail), Exit::Ok);
        assert_eq!(outcome(0, 1, 0, 1).exit(FailOn::Warn), Exit::Findings);
        assert_eq!(outcome(0, 0, 1, 1).exit(FailOn::Fail), Exit::Unknown);
        assert_eq!(outcome(0, 0, 0, 0).exit(FailOn::Never), Exit::NoChecks);
    }

    #[test]
    fn what_went_wrong_beats_what_was_found() {
        let all = Outcome {
            bug: true,
            usage: true,
            output: true,
            interrupted: Some(Exit::Terminated),
            stopped: true,
            has_changes: true,
            ..outcome(1, 0, 0, 0)
        };
        assert_eq!(all.exit(FailOn::Fail), Exit::Bug);
        let all = Outcome { bug: false, ..all };
        assert_eq!(all.exit(FailOn::Fail), Exit::Usage);
        let all = Outcome { usage: false, ..all };
        assert_eq!(all.exit(FailOn::Fail), Exit::Output);
        let all = Outcome { output: false, ..all };
        assert_eq!(all.exit(FailOn::Fail), Exit::Terminated);
        let all = Outcome { interrupted: None, ..all };
        assert_eq!(all.exit(FailOn::Never), Exit::Stopped);
        let all = Outcome { stopped: false, ..all };
        assert_eq!(all.exit(FailOn::Fail), Exit::Findings);
        assert_eq!(all.exit(FailOn::Never), Exit::Changes);
        let unknown = Outcome { has_changes: true, ..outcome(0, 0, 1, 0) };
        assert_eq!(unknown.exit(FailOn::Fail), Exit::Unknown);
    }

    #[test]
    fn only_skips_are_no_checks() {
        let counts = Counts { skip: 4, ..Counts::default() };
        let none = Outcome { counts, ..Outcome::default() };
        assert_eq!(none.exit(FailOn::Never), Exit::NoChecks);
        // One was made, and what it found is waived or known.
        assert_eq!(Outcome { accepted: 1, ..none }.exit(FailOn::Warn), Exit::Ok);
    }

    #[test]
    fn numbers_are_the_contract() {
        let numbers: Vec<u8> = Exit::ALL.iter().map(|(exit, _)| exit.code()).collect();
        assert_eq!(numbers, [0, 1, 2, 3, 4, 5, 6, 70, 74, 130, 143]);
    }
}
