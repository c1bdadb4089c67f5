//! SEC…: how a URI was handed over.

use super::Evidence;
use crate::aws::FailureKind;
use crate::report::catalogue::{SEC_ARGUMENT, SEC_READABLE};
use crate::report::{Check, Finding};
use crate::secrets;

/// Why nothing is looked at behind a secret that cannot be read.
pub const NOT_TRIED: &str = "not tried: the secret could not be read";

/// Every check that this room makes.
pub fn plan() -> [&'static Check; 2] {
    [&SEC_ARGUMENT, &SEC_READABLE]
}

/// What reading a secret answers.
pub fn plan_secret() -> [&'static Check; 1] {
    [&SEC_READABLE]
}

/// Judges how a URI was handed over.
pub fn assess(evidence: &Evidence) -> Finding {
    match evidence {
        Evidence::Arguments { bears_secret: false } => Finding::pass(&SEC_ARGUMENT),
        Evidence::Arguments { bears_secret: true } => {
            Finding::warn(&SEC_ARGUMENT, "a URI with a secret, or with what may be one, was given as an argument")
                .help("pipe it in (`… | chalkstore COMMAND -`), or take --uri-file or --uri-env, or --secret where the command has it: arguments are seen by everybody who lists processes, and stay in the shell's history and in CI logs")
        }
        Evidence::Secret { failure: None, version, .. } => {
            let finding = Finding::pass(&SEC_READABLE);
            version.iter().fold(finding, |finding, version| finding.note(format!("it is {version}")))
        }
        Evidence::Secret { name, failure: Some(failure), .. } => {
            let message = format!("the secret `{name}` could not be read: {failure}");
            let finding = match failure.kind {
                FailureKind::NotFound | FailureKind::Unusable => Finding::fail(&SEC_READABLE, message),
                _ => Finding::unknown(&SEC_READABLE, message),
            };
            finding.help(help(failure.kind))
        }
    }
}

fn help(kind: FailureKind) -> String {
    match kind {
        FailureKind::AccessDenied => {
            "allow `secretsmanager:GetSecretValue` on the secret, and `kms:Decrypt` on its key if it has its own"
                .to_owned()
        }
        FailureKind::NotFound => {
            "check the name and the Region: a secret exists in one Region and in those that it is replicated to"
                .to_owned()
        }
        FailureKind::Unusable => {
            "store the URI as the secret's string; a secret that is scheduled for deletion has to be restored first"
                .to_owned()
        }
        kind => secrets::help(kind, "secretsmanager:GetSecretValue"),
    }
}
