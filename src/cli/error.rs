//! An error that ends a command before there is a report.

use std::fmt;

use crate::render::{OpenError, notice};
use crate::report::{Exit, Problem};
use crate::store_ref::observe::{NotOne, ReadError};
use crate::uri;

/// What went wrong, what to do, and what the process exits with.
#[derive(Debug)]
pub(super) struct CliError {
    pub(super) exit: Exit,
    pub(super) error: anyhow::Error,
    pub(super) hint: Option<String>,
    /// What is wrong in a file, where that is what went wrong.
    pub(super) problems: Vec<Problem>,
}

impl CliError {
    /// The command line, a file or a variable is wrong.
    pub(super) fn usage(error: impl Into<anyhow::Error>) -> Self {
        Self { exit: Exit::Usage, error: error.into(), hint: None, problems: Vec::new() }
    }

    /// The same from a sentence.
    pub(super) fn usage_message(message: impl fmt::Display + fmt::Debug + Send + Sync + 'static) -> Self {
        Self::usage(anyhow::Error::msg(message))
    }

    /// Everything that is wrong in a file.
    pub(super) fn problems(problems: Vec<Problem>) -> Self {
        let error = match problems.len() {
            1 => anyhow::anyhow!("1 problem"),
            many => anyhow::anyhow!("{many} problems"),
        };
        Self { problems, ..Self::usage(error) }
    }

    /// An output could not be written.
    pub(super) fn output(error: impl Into<anyhow::Error>) -> Self {
        Self { exit: Exit::Output, error: error.into(), hint: None, problems: Vec::new() }
    }

    /// Tells it on standard error. A URI that was given in the wrong place is masked there too.
    pub(super) fn tell(&self) {
        if !self.problems.is_empty() {
            notice::problems(&self.problems);
        }
        let causes: Vec<String> = self.error.chain().map(|cause| uri::scrub(&cause.to_string())).collect();
        notice::error(&causes, self.hint.as_deref().map(uri::scrub).as_deref());
    }

    /// Says what in a file it is about.
    pub(super) fn about(mut self, key: String) -> Self {
        self.error = self.error.context(key);
        self
    }

    /// Says what to do.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl From<ReadError> for CliError {
    fn from(error: ReadError) -> Self {
        let hint = match &error {
            ReadError::NoVariable(name) => Some(format!("is it exported? `export {name}`")),
            ReadError::Io { .. } => None,
        };
        Self { hint, ..Self::usage(error) }
    }
}

impl From<NotOne> for CliError {
    fn from(why: NotOne) -> Self {
        match why {
            NotOne::Unread(error) => error.into(),
            // Nothing can be looked at, and nothing that was said is wrong.
            NotOne::None(_) => Self { exit: Exit::NoChecks, ..Self::usage(why) },
            NotOne::Several(_) => Self::usage(why),
        }
    }
}

impl From<OpenError> for CliError {
    fn from(error: OpenError) -> Self {
        Self { exit: error.exit(), error: error.into(), hint: None, problems: Vec::new() }
    }
}
