//! From what stands to what is wanted: look, show, ask, do.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use futures_util::FutureExt as _;
use tokio::sync::watch::{Receiver, channel};

use super::Arguments;
use crate::cli::changing::confirm;
use crate::cli::error::CliError;
use crate::cli::globals::Globals;
use crate::cli::run::Run;
use crate::cli::watched::watched;
use crate::observe::Context;
use crate::probe::{Observed, Watch};
use crate::render::{Spinner, notice};
use crate::secrets::Secret;
use crate::secrets::stored::apply::{Order, apply};
use crate::secrets::stored::observe::{look, open};
use crate::secrets::stored::{Evidence, Intent, Plan, Seen, every_check};

/// How long somebody may think.
const ASKED: Duration = Duration::from_hours(24);

/// What is to be done.
pub(super) struct Job<'a> {
    pub(super) arguments: &'a Arguments,
    pub(super) globals: &'a Globals,
    pub(super) name: String,
    pub(super) value: Secret,
}

/// How it came out, as far as the exit code is about it.
#[derive(Clone, Copy, Default)]
struct CameOut {
    has_changes: bool,
    is_stopped: bool,
}

impl Job<'_> {
    /// Does it, and reports. `observed` is what is known of the URI.
    pub(super) fn run(
        &self,
        run: &mut Run,
        observed: Vec<Observed>,
        evidence: Evidence,
    ) -> Result<(), CliError> {
        let change = &self.arguments.change;
        let watch = Watch::new(None, None);
        for seen in observed {
            watch.saw(seen);
        }
        watch.plan(every_check());
        let (stop, stopped) = channel(false);
        let came_out: Rc<Cell<CameOut>> = Rc::default();
        let (spinner, watching, coming_out) =
            (run.spinner().clone(), Rc::clone(&watch), Rc::clone(&came_out));
        let work = async move {
            let seen = self.work(evidence, &spinner, stopped).await;
            coming_out.set(CameOut { has_changes: seen.has_changes(), is_stopped: seen.is_stopped() });
            watching.saw(Observed::StoredSecret(Box::new(seen)));
        };
        let asked = if change.plan || change.yes { Duration::ZERO } else { ASKED };
        // The last look of an apply whose time was over has a time of its own.
        let limit = self.globals.timeout * 4 + change.wait_timeout + asked;
        watched(run, limit, watch, &stop, work.boxed_local())?;
        let CameOut { has_changes, is_stopped } = came_out.get();
        if is_stopped {
            run.stopped();
        }
        if has_changes && change.detailed_exitcode {
            run.has_changes();
        }
        Ok(())
    }

    async fn work(&self, mut evidence: Evidence, spinner: &Spinner, stopped: Receiver<bool>) -> Evidence {
        let timeout = self.globals.timeout;
        let context =
            |limit| Context::new(limit, self.name.as_str(), spinner.sink()).stopped_by(stopped.clone());
        let looking = context(timeout);
        let service = match open(&self.arguments.aws.options("store-secret"), timeout, &looking).await {
            Ok(service) => service,
            Err(failure) => {
                evidence.before = Some(Seen::Failed(failure));
                return evidence;
            }
        };
        evidence.region = Some(service.region.clone());
        let before = look(&service, &self.name, &self.value, &looking).await;
        evidence.before = Some(before.clone());
        let plan = evidence.plan().unwrap_or_default();
        looking.done();
        if evidence.intent == Intent::Apply && plan.blocked.is_none() {
            if !plan.calls.is_empty()
                && !self.may_go_on(&plan, &service.region, spinner, stopped.clone()).await
            {
                evidence.intent = Intent::Declined;
                return evidence;
            }
            let order = Order {
                name: &self.name,
                uri: &self.value,
                wanted: &self.arguments.wanted,
                replace: self.arguments.replace,
            };
            let applying = context(self.arguments.change.wait_timeout);
            evidence.applied = Some(apply(&service, &order, &before, &applying).await);
            applying.done();
        }
        evidence
    }

    /// Whether to go on: `--yes`, or the plan was shown and somebody said so.
    async fn may_go_on(
        &self,
        plan: &Plan,
        region: &str,
        spinner: &Spinner,
        mut stopped: Receiver<bool>,
    ) -> bool {
        if self.arguments.change.yes {
            return true;
        }
        spinner.clear();
        // Also who wants to read little has to know what is asked about.
        for call in &plan.calls {
            notice::note(&format!("{} {} in {region}: {}", call.operation(), self.name, call.summary()));
        }
        // A signal is answered while somebody thinks: the terminal is read on a thread of its own.
        let answer = tokio::task::spawn_blocking(|| confirm("Do this?"));
        tokio::select! {
            biased;
            Ok(_) = stopped.wait_for(|is_stopped| *is_stopped) => false,
            answer = answer => answer.unwrap_or(false),
        }
    }
}
