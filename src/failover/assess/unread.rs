//! What was asked for and not answered: always `unknown`.

use crate::aws::{Failure, FailureKind};
use crate::report::{Check, Finding};

/// A call that told nothing. `call` is the permission that it takes, which is the call's name behind its service.
pub(super) fn unread(check: &'static Check, subject: &str, call: &str, failure: &Failure) -> Finding {
    let name = call.split_once(':').map_or(call, |(_, name)| name);
    Finding::unknown(check, format!("{name}: {failure}")).help(remedy(call, failure)).about(subject)
}

/// What to do about a call that told nothing.
fn remedy(call: &str, failure: &Failure) -> String {
    match failure.kind {
        FailureKind::AccessDenied => {
            format!("allow {call}: `chalkstore explain FO001` lists the permissions")
        }
        FailureKind::NoCredentials => "sign in (aws sso login), or give --profile".to_owned(),
        FailureKind::Timeout => "give it longer with --timeout".to_owned(),
        FailureKind::Unreachable => "look at the network and at AWS_ENDPOINT_URL, and ask again".to_owned(),
        FailureKind::Throttled => {
            "ask again later: AWS had too many requests of this account (Route 53 takes 5 a second of all)"
                .to_owned()
        }
        FailureKind::ExpiredCredentials => "sign in again (aws sso login)".to_owned(),
        FailureKind::InvalidCredentials => {
            "look at the credentials: `aws sts get-caller-identity` with the same profile".to_owned()
        }
        _ => "see what AWS says, and ask again".to_owned(),
    }
}
