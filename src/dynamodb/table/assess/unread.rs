//! What was asked for and not answered: always `unknown`.

use crate::aws::{self, Asked, Failure};
use crate::report::catalogue::TBL_ACTIVE;
use crate::report::{Check, Finding};

/// A call that told nothing. `call` is the permission that it takes.
pub(super) fn unread(check: &'static Check, region: &str, call: &str, failure: &Failure) -> Finding {
    aws::unread(check, &TBL_ACTIVE, call, failure).about(region)
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
