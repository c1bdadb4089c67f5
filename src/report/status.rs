//! The five statuses of a result, the four severities of a failure, and their counts.

use std::ops::AddAssign;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What became of one check on one subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// The check's passing state was seen.
    Pass,
    /// Not asked for, or a check that it needs failed.
    Skip,
    /// It works, but somebody should look at it.
    Warn,
    /// Asked for, but it could not be determined. Never a pass.
    Unknown,
    /// The check's passing state was seen not to hold.
    Fail,
}

impl Status {
    /// All statuses in the order in which counts are printed.
    pub const ALL: [Self; 5] = [Self::Pass, Self::Warn, Self::Fail, Self::Skip, Self::Unknown];

    /// The word used in every format.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Skip => "skip",
            Self::Warn => "warn",
            Self::Unknown => "unknown",
            Self::Fail => "fail",
        }
    }

    /// Whether a reader who asked for problems only wants to see it.
    pub const fn is_problem(self) -> bool {
        matches!(self, Self::Warn | Self::Unknown | Self::Fail)
    }
}

/// How bad a failure of a check is. It orders problems; it never decides the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Low,
    /// Will hurt under some conditions.
    Medium,
    /// Will hurt.
    High,
    /// The store cannot be used, or data is at risk.
    Critical,
}

impl Severity {
    /// The word used in every format.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// How many results there are of each status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// Results with [`Status::Pass`].
    pub pass: u64,
    /// Results with [`Status::Warn`].
    pub warn: u64,
    /// Results with [`Status::Fail`].
    pub fail: u64,
    /// Results with [`Status::Skip`].
    pub skip: u64,
    /// Results with [`Status::Unknown`].
    pub unknown: u64,
}

impl Counts {
    /// Counts one result.
    pub const fn add(&mut self, status: Status) {
        match status {
            Status::Pass => self.pass += 1,
            Status::Warn => self.warn += 1,
            Status::Fail => self.fail += 1,
            Status::Skip => self.skip += 1,
            Status::Unknown => self.unknown += 1,
        }
    }

    /// The number of results with this status.
    pub const fn of(&self, status: Status) -> u64 {
        match status {
            Status::Pass => self.pass,
            Status::Warn => self.warn,
            Status::Fail => self.fail,
            Status::Skip => self.skip,
            Status::Unknown => self.unknown,
        }
    }

    /// The number of results, whatever their status. Those of a file may be more than there can be.
    pub const fn total(&self) -> u64 {
        let problems = self.warn.saturating_add(self.fail).saturating_add(self.unknown);
        problems.saturating_add(self.pass).saturating_add(self.skip)
    }

    /// The worst status that was counted: what a subject is called as a whole.
    pub fn worst(&self) -> Status {
        [Status::Fail, Status::Unknown, Status::Warn, Status::Pass, Status::Skip]
            .into_iter()
            .find(|status| self.of(*status) > 0)
            .unwrap_or(Status::Skip)
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.pass += other.pass;
        self.warn += other.warn;
        self.fail += other.fail;
        self.skip += other.skip;
        self.unknown += other.unknown;
    }
}
