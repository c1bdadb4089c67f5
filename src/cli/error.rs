//! An error that ends a command before there is a report.

use std::fmt;

use crate::render::OpenError;
use crate::report::Exit;

/// What went wrong, what to do, and what the process exits with.
#[derive(Debug)]
pub(super) struct CliError {
    pub(super) exit: Exit,
    pub(super) error: anyhow::Error,
    pub(super) hint: Option<String>,
}

impl CliError {
    /// The command line, the configuration or an input file is wrong.
    pub(super) fn usage(error: impl Into<anyhow::Error>) -> Self {
        Self { exit: Exit::Usage, error: error.into(), hint: None }
    }

    /// The same from a sentence.
    pub(super) fn usage_message(message: impl fmt::Display + fmt::Debug + Send + Sync + 'static) -> Self {
        Self::usage(anyhow::Error::msg(message))
    }

    /// An output could not be written.
    pub(super) fn output(error: impl Into<anyhow::Error>) -> Self {
        Self { exit: Exit::Output, error: error.into(), hint: None }
    }

    /// Says what to do.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl From<OpenError> for CliError {
    fn from(error: OpenError) -> Self {
        Self { exit: error.exit(), error: error.into(), hint: None }
    }
}
