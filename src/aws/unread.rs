//! What is said of a call that told nothing: always `unknown`.

use super::{Failure, FailureKind, Wanted};
use crate::report::{Check, Finding};

/// That a call told nothing. `call` is the permission that it takes, which is the call's name behind its service; `page` is
/// the check whose page lists it.
pub fn unread(check: &'static Check, page: &Check, call: &str, failure: &Failure) -> Finding {
    Finding::unknown(check, unread_words(call, failure)).help(unread_help(page, call, failure.kind))
}

/// A call's name behind its service, and why it told nothing.
pub fn unread_words(call: &str, failure: &Failure) -> String {
    let name = call.split_once(':').map_or(call, |(_, name)| name);
    // A question that was turned away says nothing of a thing, least of all that it is gone.
    if failure.kind == FailureKind::Throttled {
        format!("AWS throttled the question, and what it was about may be fine: {name}: {failure}")
    } else {
        format!("{name}: {failure}")
    }
}

/// What to do where a call told nothing.
pub fn unread_help(page: &Check, call: &str, kind: FailureKind) -> String {
    match kind {
        FailureKind::AccessDenied => {
            format!("allow {call}: `chalkstore explain {}` lists the permissions", page.code)
        }
        kind => kind.help(Wanted::Answer).to_owned(),
    }
}
