//! What is wrong with a file, and where.

use thiserror::Error;

/// Why a file is no configuration of a collector. Bad input: exit code 2.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{name}{}: {message}", line.map(|line| format!(", line {line}")).unwrap_or_default())]
pub struct Problem {
    /// The file, as it was named; in it the ConfigMap and its key, where the fault is in one.
    pub name: String,
    /// The line of the file, from 1; null where it has none.
    pub line: Option<usize>,
    /// What is wrong there. No text of the file stands in it but names of keys.
    pub message: String,
}
