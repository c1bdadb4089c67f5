//! What was asked for and not answered: always `unknown`.

use crate::aws::{Failure, FailureKind, Wanted};
use crate::report::{Check, Finding};

/// A call that told nothing. `call` is the permission that it takes, which is the call's name behind its service.
pub(super) fn unread(check: &'static Check, subject: &str, call: &str, failure: &Failure) -> Finding {
    let name = call.split_once(':').map_or(call, |(_, name)| name);
    Finding::unknown(check, format!("{name}: {failure}")).help(remedy(call, failure)).about(subject)
}

/// AWS was not asked at all: nobody could have said who asks.
pub(super) fn uncredentialed(check: &'static Check, failure: &Failure) -> Finding {
    Finding::unknown(check, failure.to_string()).help(failure.kind.help(Wanted::Credentials))
}

/// What to do about a call that told nothing.
fn remedy(call: &str, failure: &Failure) -> String {
    match failure.kind {
        FailureKind::AccessDenied => {
            format!("allow {call}: `chalkstore explain FO001` lists the permissions")
        }
        FailureKind::Throttled => {
            "ask again later: AWS had too many requests of this account (Route 53 takes 5 a second of all)"
                .to_owned()
        }
        kind => kind.help(Wanted::Answer).to_owned(),
    }
}
