//! What all environments of a run share.

use std::rc::Rc;
use std::time::Duration;

use tokio::time::Instant;

use super::job;
use crate::aws::Session;
use crate::failover::observe::Limiter;
use crate::observe::Progress;
use crate::preflight::Plan;
use crate::preflight::plan::longest;
use crate::probe::Job;

/// How many environments are looked at at once. Each may have a hundred sockets open.
pub const AT_ONCE: usize = 64;

/// What all environments of a round share.
#[derive(Clone, Default)]
pub struct Shared {
    /// Credentials and connections. They are looked for anew in each round, because they expire.
    pub session: Session,
    /// The pace of Route 53.
    pub route53: Limiter,
    /// Who is told how far it is.
    pub sink: Option<Rc<dyn Fn(Progress)>>,
    /// How long one environment may take.
    pub timeout: Duration,
    /// When all of them are to come to their end, whenever their turns come; nothing where they may take their time.
    pub end: Option<Instant>,
}

impl Shared {
    /// How long an environment may take whose turn has come.
    pub fn time(&self) -> Duration {
        let left = self.end.map(|end| end.saturating_duration_since(Instant::now()));
        left.map_or(self.timeout, |left| left.min(self.timeout))
    }
}

/// A job for each environment, and the longest that one of them may take with all its waiting.
pub fn jobs<'a>(plans: &'a [Plan], shared: &'a Shared) -> (impl Iterator<Item = Job<'a>>, Duration) {
    (plans.iter().map(|plan| job(plan, shared)), longest(plans, shared.timeout))
}
