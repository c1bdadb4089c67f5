//! What is wrong with an evidence file.

use std::io;

use super::line::EVIDENCE_VERSION;
use crate::probe::bundle::BundleError;

/// What is wrong with an evidence file.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// It could not be opened or read.
    #[error("cannot read the evidence file {path}")]
    Read {
        /// The file.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// It could not be created.
    #[error("cannot write the evidence file {path}")]
    Create {
        /// The file.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// A line is not what it should be.
    #[error("line {line} of {path} is not evidence")]
    Line {
        /// The file.
        path: String,
        /// The line, counted from 1.
        line: usize,
        /// What the parser says.
        source: serde_json::Error,
    },
    /// A subject's evidence contradicts itself.
    #[error("line {line} of {path} is not evidence that can be judged: {what}")]
    Subject {
        /// The file.
        path: String,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong.
        what: &'static str,
    },
    /// The end is missing.
    #[error("{path} was cut off after {}: what came later is not known", counted(*.subjects))]
    CutOff {
        /// The file.
        path: String,
        /// How many subjects there are.
        subjects: u64,
    },
    /// It does not begin with a header.
    #[error("{path} is not an evidence file: it does not begin with a header")]
    NoHeader {
        /// The file.
        path: String,
    },
    /// It is of a later version.
    #[error("{path} has evidence version {found}, and this chalkstore reads up to {EVIDENCE_VERSION}")]
    Newer {
        /// The file.
        path: String,
        /// Its version.
        found: u32,
    },
    /// It was recorded by another command.
    #[error(
        "{path} was saved by `chalkstore {found}`, not by `chalkstore {wanted}`: `chalkstore report {path}` reads what any command saved"
    )]
    Command {
        /// The file.
        path: String,
        /// The command that saved it.
        found: String,
        /// The command that reads it.
        wanted: String,
    },
    /// It is a bundle, and not one that can be read.
    #[error(transparent)]
    Bundle(#[from] BundleError),
}

fn counted(subjects: u64) -> String {
    if subjects == 1 { "1 subject".to_owned() } else { format!("{subjects} subjects") }
}
