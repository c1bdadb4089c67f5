//! Why a table was not asked for in any Region: for TBL001 and CAP014.

use super::evidence::TableSeen;
use crate::aws::Wanted;
use crate::connect::evidence::Credentials;
use crate::observe::LONGER;
use crate::report::{Check, Finding};

/// Why no Region was asked at all; nothing where one was.
pub(super) fn unasked(check: &'static Check, seen: &TableSeen) -> Option<Finding> {
    if let Some(failure) = seen.unplaced() {
        return Some(Finding::unknown(check, failure.to_string()).help(failure.kind.help(Wanted::Region)));
    }
    match &seen.credentials {
        None => Some(
            Finding::unknown(check, "the deadline came before AWS credentials were looked for").help(LONGER),
        ),
        Some(Credentials::Failed(failure)) => {
            Some(Finding::unknown(check, failure.to_string()).help(failure.kind.help(Wanted::Credentials)))
        }
        Some(Credentials::Found { .. }) if seen.regions.is_empty() => {
            Some(Finding::unknown(check, "the deadline came before the table was described").help(LONGER))
        }
        Some(Credentials::Found { .. }) => None,
    }
}
