//! TBL030 to TBL034: a plan, and what became of it.

use crate::dynamodb::table::Evidence;
use crate::report::Finding;

/// What there is to say of a plan and of its apply; nothing of a table that is only checked.
pub(super) const fn findings(_evidence: &Evidence) -> Vec<Finding> {
    Vec::new()
}
