//! From what stands to what is wanted: look, show, ask, do.

use std::time::Duration;

use crate::aws::Options;
use crate::cli::changing::{ChangeArgs, may_go_on};
use crate::observe::Context;
use crate::secrets::Secret;
use crate::secrets::stored::apply::{Order, apply};
use crate::secrets::stored::observe::{look, open};
use crate::secrets::stored::{Evidence, Intent, Seen};

/// What is to be done.
pub(in crate::cli) struct Job {
    pub(in crate::cli) name: String,
    pub(in crate::cli) value: Secret,
    pub(in crate::cli) replace: bool,
    pub(in crate::cli) change: ChangeArgs,
    pub(in crate::cli) options: Options,
    pub(in crate::cli) timeout: Duration,
}

impl Job {
    /// Does it. What stands there is looked at within the timeout of an observation; storing has the time of a wait.
    pub(in crate::cli) async fn work(&self, mut evidence: Evidence, context: &Context) -> Evidence {
        let looking = context.limited(self.timeout);
        let service = match open(&self.options, self.timeout, &looking).await {
            Ok(service) => service,
            Err(failure) => {
                evidence.before = Some(Seen::Failed(failure));
                return evidence;
            }
        };
        evidence.region = Some(service.region.clone());
        let mut shown = None;
        // Who is asked may take their time: what is done is what was shown, or it is shown anew.
        let before = loop {
            let looking = context.limited(self.timeout);
            let before = look(&service, &self.name, &self.value, &looking).await;
            evidence.before = Some(before.clone());
            let plan = evidence.plan().unwrap_or_default();
            if evidence.intent != Intent::Apply || plan.blocked.is_some() {
                return evidence;
            }
            if plan.calls.is_empty() || self.change.yes || shown.as_ref() == Some(&plan.calls) {
                break before;
            }
            if shown.is_some() {
                context.told(
                    "what the secret holds has changed since this was shown: this is what would be done now",
                );
            }
            let line = |call: &crate::secrets::stored::Call| {
                format!("  {} {} in {}: {}", call.operation(), self.name, service.region, call.summary())
            };
            let lines: Vec<String> = plan.calls.iter().map(line).collect();
            if !may_go_on(&self.change, &lines, context).await {
                evidence.intent = Intent::Declined;
                return evidence;
            }
            shown = Some(plan.calls);
        };
        let order =
            Order { name: &self.name, uri: &self.value, wanted: &evidence.wanted, replace: self.replace };
        let applying = context.limited(self.change.wait_timeout);
        evidence.applied = Some(apply(&service, &order, &before, &applying).await);
        evidence
    }
}
