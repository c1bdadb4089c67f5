//! What was seen of a table, and what was done to it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::aws::Failure;
use crate::dynamodb::evidence::TableSeen;
use crate::dynamodb::plan::{Call, Existence, Plan, make, plan_for};
use crate::dynamodb::spec::{TableSpec, Wanted};

/// A table as it stands and, where it was to be set up, what was planned and done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The table as it stands now: after an apply, if there was one.
    pub seen: TableSeen,
    /// What was wanted of it; null where it is only checked.
    pub setup: Option<Setup>,
}

impl Evidence {
    /// Whether an apply did not come to its end; one that was interrupted has ended as its run did.
    pub fn is_stopped(&self) -> bool {
        let applied = self.setup.as_ref().and_then(|setup| setup.applied.as_ref());
        applied.is_some_and(|applied| !matches!(applied.ended, Ended::Finished | Ended::Interrupted))
    }

    /// Whether what is built on the table may go on: it stands as wanted, or is planned and can be made so.
    ///
    /// # Errors
    /// What stands in the way.
    pub fn may_go_on(&self) -> Result<(), &'static str> {
        let Some(setup) = &self.setup else { return Ok(()) };
        let (spec, before) = setup.plan(&self.seen).map_err(|_| "the table makes no sense")?;
        if matches!(before.existence, Existence::Unknown(_)) || before.unread().next().is_some() {
            return Err("what stands of the table is not known");
        }
        if before.stopped.is_some() || before.has_open_ends() {
            return Err("the table cannot be made as it is wanted");
        }
        let Some(applied) = &setup.applied else {
            return if setup.is_planned { Ok(()) } else { Err("the table was not set up") };
        };
        let after = make(&spec, &self.seen);
        if applied.ended != Ended::Finished || !after.is_done() {
            return Err("the table is not as it is wanted yet");
        }
        if setup.canary.as_ref().is_some_and(CanarySeen::has_failed) {
            return Err("the item that was to prove the table could not be written or read");
        }
        Ok(())
    }

    /// Whether it is a plan with calls to make.
    pub fn has_changes(&self) -> bool {
        let Some(setup) = self.setup.as_ref().filter(|setup| setup.applied.is_none()) else { return false };
        setup.plan(&self.seen).is_ok_and(|(_, plan)| !plan.calls.is_empty())
    }

    /// Whether what was read from a file can be judged.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn validate(&self) -> Result<(), &'static str> {
        match &self.setup {
            Some(setup) if setup.wanted.spec(&self.seen.name, &setup.region).is_err() => {
                Err("the table that was wanted makes no sense")
            }
            _ => self.seen.validate(),
        }
    }
}

/// What was wanted, and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Setup {
    /// What was wanted: [`Wanted::spec`] makes the table of it.
    pub wanted: Wanted,
    /// The Region in which the table was to be created.
    pub region: String,
    /// Whether no more was asked for than a plan.
    #[serde(default)]
    pub is_planned: bool,
    /// The table before anything was done to it; null where nothing was.
    pub before: Option<Box<TableSeen>>,
    /// What was done; null of a plan.
    pub applied: Option<Applied>,
    /// The item that was written and read; null where that was not asked for, or not reached.
    pub canary: Option<CanarySeen>,
}

impl Setup {
    /// The table that is wanted and the plan for it, from what stood before anything was done: `seen` where nothing was.
    ///
    /// # Errors
    /// When what was wanted makes no sense.
    pub fn plan(&self, seen: &TableSeen) -> Result<(TableSpec, Plan), String> {
        let start = self.before.as_deref().unwrap_or(seen);
        plan_for(&self.wanted, &seen.name, &self.region, start)
    }
}

/// What an apply did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Applied {
    /// Every call that was tried, in order.
    pub calls: Vec<Done>,
    /// How it ended.
    pub ended: Ended,
}

/// A call that was tried.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Done {
    /// The call.
    pub call: Call,
    /// How often it was tried: more than once where AWS was busy.
    pub tries: u32,
    /// How long call and wait took, in milliseconds.
    pub took_ms: u64,
    /// Why it failed; null where it did not.
    pub failure: Option<Failure>,
}

/// How an apply ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum Ended {
    /// Every call was made.
    Finished,
    /// The last call failed.
    Failed,
    /// Something was waited for longer than is allowed.
    WaitedTooLong {
        /// What was waited for.
        what: String,
        /// How long, in seconds.
        seconds: u64,
    },
    /// What stands could not be read again on the way.
    Lost {
        /// Why.
        failure: Failure,
    },
    /// All was called, again and again, and the table still differs.
    Unsettled,
    /// A signal came; the call under way was finished.
    Interrupted,
}

/// An item that was written to be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CanarySeen {
    /// The item's key, which no entity has.
    pub key: String,
    /// Why it could not be written; null where it could.
    pub write_failure: Option<Failure>,
    /// What reading it came to, by Region.
    pub reads: Vec<CanaryRead>,
    /// Why it could not be deleted; null where it could, or was never written.
    pub delete_failure: Option<Failure>,
}

impl CanarySeen {
    /// Whether it did not go all the way.
    pub fn has_failed(&self) -> bool {
        self.write_failure.is_some() || self.reads.iter().any(|read| read.after_ms.is_none())
    }
}

/// What reading the item in one Region came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CanaryRead {
    /// The Region.
    pub region: String,
    /// After how long it was there, in milliseconds; null where it was not in time.
    pub after_ms: Option<u64>,
    /// Why reading failed; null where it did not.
    pub failure: Option<Failure>,
}
