//! What was asked for and not answered: always `unknown`.

use crate::aws::Asked;
use crate::aws::{Failure, FailureKind, Wanted};
use crate::report::{Check, Finding};

/// A call that told nothing. `call` is the permission that it takes, which is the call's name behind its service.
pub(super) fn unread(check: &'static Check, region: &str, call: &str, failure: &Failure) -> Finding {
    let help = match failure.kind {
        FailureKind::AccessDenied => {
            format!("allow {call}: `chalkstore explain TBL001` lists the permissions")
        }
        kind => kind.help(Wanted::Answer).to_owned(),
    };
    let name = call.split_once(':').map_or(call, |(_, name)| name);
    // A question that was turned away is no answer: it says nothing of the table, least of all that it is gone.
    let message = if failure.kind == FailureKind::Throttled {
        format!("AWS throttled the question, and the table may be fine: {name}: {failure}")
    } else {
        format!("{name}: {failure}")
    };
    Finding::unknown(check, message).help(help).about(region)
}

/// The answer, or the finding where there is none. Nothing at all where it was not asked for.
///
/// # Errors
/// The finding of an answer that did not come.
pub(super) fn answer<'a, T>(
    check: &'static Check,
    region: &str,
    call: &str,
    asked: Option<&'a Asked<T>>,
) -> Result<Option<&'a T>, Finding> {
    match asked {
        None => Ok(None),
        Some(Asked::Answered(answer)) => Ok(Some(answer)),
        Some(Asked::Failed(failure)) => Err(unread(check, region, call, failure)),
    }
}
