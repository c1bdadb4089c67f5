//! Looks, plans, asks, applies and looks again.

use crate::aws::Options;
use crate::cli::changing::{ChangeArgs, may_go_on};
use crate::dynamodb::apply::{Limits, apply, canary};
use crate::dynamodb::evidence::TableSeen;
use crate::dynamodb::observe::{self, table};
use crate::dynamodb::plan::{Existence, Plan, plan_for};
use crate::dynamodb::spec::{TableSpec, Wanted};
use crate::dynamodb::table::{Ended, Evidence, Setup, plan_lines};
use crate::observe::Context;

/// One table that is to be set up.
pub(in crate::cli) struct Work {
    pub(in crate::cli) wanted: Wanted,
    /// The same in full, before anybody has looked at what stands.
    pub(in crate::cli) spec: TableSpec,
    pub(in crate::cli) options: Options,
    pub(in crate::cli) limits: Limits,
    pub(in crate::cli) change: ChangeArgs,
    pub(in crate::cli) canary: bool,
}

/// What stands, what is wanted of it, and the way there.
struct Planned {
    before: TableSeen,
    spec: TableSpec,
    plan: Plan,
}

impl Planned {
    /// Whether it can be begun. What is not known, or cannot be, is not.
    fn can_begin(&self) -> bool {
        let is_known = !matches!(self.plan.existence, Existence::Unknown(_));
        is_known && self.plan.stopped.is_none() && self.plan.unread().next().is_none()
    }
}

impl Work {
    /// Does all of it, and gives what was seen and done.
    pub(in crate::cli) async fn run(&self, context: &Context) -> Evidence {
        let (planned, goes_on) = self.agreed(context).await;
        let Planned { before, spec, .. } = planned;
        let mut setup = Setup {
            wanted: self.wanted.clone(),
            region: self.spec.region.clone(),
            is_planned: self.change.plan,
            before: None,
            applied: None,
            canary: None,
        };
        if !goes_on {
            return Evidence { seen: before, setup: Some(setup) };
        }
        let (applied, seen) = apply(&spec, &before, &self.options, self.limits, context).await;
        let is_finished = applied.ended == Ended::Finished;
        setup.applied = Some(applied);
        setup.before = Some(Box::new(before));
        if self.canary && is_finished && !context.is_stopped() {
            setup.canary = Some(canary(&spec, &self.options, self.limits.timeout, context).await);
        }
        Evidence { seen, setup: Some(setup) }
    }

    /// Looks and plans, and asks. Who is asked may take their time: what is done is what was shown, or it is shown anew.
    async fn agreed(&self, context: &Context) -> (Planned, bool) {
        let mut planned = self.planned(context).await;
        loop {
            if self.change.plan || !planned.can_begin() {
                return (planned, false);
            }
            if self.change.yes || planned.plan.calls.is_empty() {
                return (planned, true);
            }
            let lines = plan_lines(&planned.spec, &planned.plan, planned.before.account());
            if !may_go_on(&self.change, &lines, context).await {
                return (planned, false);
            }
            let now = self.planned(context).await;
            if now.plan.calls == planned.plan.calls {
                return (now, true);
            }
            context.told("what stands has changed since this was shown: this is what would be done now");
            planned = now;
        }
    }

    async fn planned(&self, context: &Context) -> Planned {
        let regions = self.spec.replicas.iter().map(|replica| replica.region.clone()).collect();
        let wanted = observe::Wanted::for_plan(regions);
        let before =
            table(&self.spec.name, &self.options, &wanted, &context.limited(self.limits.timeout)).await;
        let (spec, plan) = match plan_for(&self.wanted, &self.spec.name, &self.spec.region, &before) {
            Ok(planned) => planned,
            // What makes no sense was refused before.
            Err(_) => (self.spec.clone(), crate::dynamodb::plan::make(&self.spec, &before)),
        };
        Planned { before, spec, plan }
    }
}
