//! Looks, plans, asks, applies and looks again.

use crate::aws::Options;
use crate::cli::changing::{ChangeArgs, may_go_on};
use crate::dynamodb::apply::{Limits, apply, canary};
use crate::dynamodb::evidence::TableSeen;
use crate::dynamodb::observe::{self, table};
use crate::dynamodb::plan::{Plan, make};
use crate::dynamodb::spec::{TableSpec, Wanted};
use crate::dynamodb::table::{Evidence, Setup, plan_lines};
use crate::observe::Context;

/// One table that is to be set up.
pub(in crate::cli) struct Work {
    pub(in crate::cli) wanted: Wanted,
    pub(in crate::cli) spec: TableSpec,
    pub(in crate::cli) options: Options,
    pub(in crate::cli) limits: Limits,
    pub(in crate::cli) change: ChangeArgs,
    pub(in crate::cli) canary: bool,
}

/// What came of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Asked {
    /// Nobody had to be, or wants it.
    GoOn,
    /// Somebody does not want it, or it is only a plan, or it cannot be done.
    Leave,
}

impl Work {
    /// Does all of it, and gives what was seen and done.
    pub(in crate::cli) async fn run(&self, context: &Context) -> Evidence {
        let before = self.look(context).await;
        let plan = make(&self.spec, &before);
        let mut setup = Setup {
            wanted: self.wanted.clone(),
            region: self.spec.region.clone(),
            is_planned: self.change.plan,
            before: None,
            applied: None,
            canary: None,
        };
        if self.ask(&plan, context).await == Asked::Leave {
            return Evidence { seen: before, setup: Some(setup) };
        }
        let (applied, seen) = apply(&self.spec, &before, &self.options, self.limits, context).await;
        let is_finished = applied.ended == crate::dynamodb::table::Ended::Finished;
        setup.applied = Some(applied);
        setup.before = Some(Box::new(before));
        if self.canary && is_finished && !context.is_stopped() {
            setup.canary = Some(canary(&self.spec, &self.options, self.limits.timeout, context).await);
        }
        Evidence { seen, setup: Some(setup) }
    }

    async fn look(&self, context: &Context) -> TableSeen {
        let regions = self.spec.replicas.iter().map(|replica| replica.region.clone()).collect();
        let wanted = observe::Wanted::for_plan(regions);
        table(&self.spec.name, &self.options, &wanted, &context.limited(self.limits.timeout)).await
    }

    /// Whether to go on. What is not known, or cannot be, is not begun.
    async fn ask(&self, plan: &Plan, context: &Context) -> Asked {
        let is_known = !matches!(plan.existence, crate::dynamodb::plan::Existence::Unknown(_));
        if self.change.plan || !is_known || plan.stopped.is_some() || plan.unread().next().is_some() {
            return Asked::Leave;
        }
        let lines = plan_lines(&self.spec, plan);
        if plan.calls.is_empty() || may_go_on(&self.change, &lines, context).await {
            Asked::GoOn
        } else {
            Asked::Leave
        }
    }
}
