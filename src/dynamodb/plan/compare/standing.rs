//! Small pieces that all comparisons share.

use crate::aws::Asked;
use crate::dynamodb::evidence::{Facts, RegionSeen};
use crate::dynamodb::plan::{Action, Attribute, Call, Compared, Fix, Verdict};

/// A Region in which the table stands.
#[derive(Clone, Copy)]
pub(super) struct Standing<'a> {
    pub(super) seen: &'a RegionSeen,
    pub(super) facts: &'a Facts,
}

impl Standing<'_> {
    pub(super) fn region(&self) -> &str {
        &self.seen.region
    }

    /// A result in this Region.
    pub(super) fn compared(&self, attribute: Attribute, verdict: Verdict) -> Compared {
        Compared { attribute, region: self.region().to_owned(), verdict }
    }

    /// A call in this Region.
    pub(super) fn call(&self, action: Action) -> Fix {
        Fix::Calls(vec![Call::new(self.region(), action)])
    }
}

/// Compares what was asked for on its own; what was not answered is unread.
pub(super) fn asked<T>(asked: Option<&Asked<T>>, judge: impl FnOnce(&T) -> Verdict) -> Verdict {
    match asked {
        Some(Asked::Answered(answer)) => judge(answer),
        Some(Asked::Failed(failure)) => Verdict::Unread(failure.clone()),
        None => unread("it was not asked for"),
    }
}

/// Something that AWS did not tell.
pub(super) fn unread(why: &str) -> Verdict {
    Verdict::Unread(crate::aws::Failure::new(crate::aws::FailureKind::Other, why))
}

/// A difference.
pub(super) fn differs(is: impl Into<String>, wanted: impl Into<String>, fix: Fix) -> Verdict {
    Verdict::Differs { is: is.into(), wanted: wanted.into(), fix }
}

/// `on` or `off`.
pub(super) const fn on_off(is_on: bool) -> &'static str {
    if is_on { "on" } else { "off" }
}
