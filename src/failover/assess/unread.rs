//! What was asked for and not answered: always `unknown`.

use crate::aws::{self, Failure, FailureKind, Wanted};
use crate::report::catalogue::FO_NAME;
use crate::report::{Check, Finding};

/// A call that told nothing. `call` is the permission that it takes.
pub(super) fn unread(check: &'static Check, call: &str, failure: &Failure) -> Finding {
    let finding = aws::unread(check, &FO_NAME, call, failure);
    if failure.kind == FailureKind::Throttled && call.starts_with("route53:") {
        finding.help("ask again later: Route 53 takes 5 requests a second of an account, whoever sends them")
    } else {
        finding
    }
}

/// AWS was not asked at all: nobody could have said who asks.
pub(super) fn uncredentialed(check: &'static Check, failure: &Failure) -> Finding {
    Finding::unknown(check, failure.to_string()).help(failure.kind.help(Wanted::Credentials))
}
