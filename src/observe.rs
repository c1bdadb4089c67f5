//! What every observation shares: one deadline for the whole of it, a clock, and a place to say how far it is.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use tokio::sync::watch::Receiver;
use tokio::time::{Instant, timeout_at};

use crate::aws::Session;
use crate::words::lasting;

/// What to do about an answer for which there was not time enough.
pub const LONGER: &str = "give it longer with --timeout";

/// Told to whoever draws progress; observing never prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// A subject's observation reached this stage.
    Stage {
        /// The subject, as it may be shown.
        subject: String,
        /// What is being done, such as `TLS handshake`.
        stage: Cow<'static, str>,
    },
    /// A person is asked something: nothing else is drawn meanwhile.
    Asking,
    /// Something that a person wants to have read afterwards too, such as a call that changed something.
    Told {
        /// One line.
        line: String,
    },
    /// A subject's observation is done.
    Done {
        /// The subject, as it may be shown.
        subject: String,
    },
}

/// The deadline passed before an answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no answer within {}", lasting(*.after))]
pub struct TimedOut {
    /// How long was waited for this one answer.
    pub after: Duration,
}

/// What comes of reading something of which nobody knows whether it ever ends, such as a pipe. It is left behind at the deadline:
/// the process does not wait for it.
///
/// # Errors
/// When it did not end until `deadline`, or panicked.
pub fn in_time<T: Send + 'static>(
    deadline: std::time::Instant,
    read: impl FnOnce() -> T + Send + 'static,
) -> Result<T, RecvTimeoutError> {
    let (sender, receiver) = channel();
    thread::spawn(move || sender.send(read()));
    receiver.recv_timeout(deadline.saturating_duration_since(std::time::Instant::now()))
}

/// What an observation is given beside its target.
#[derive(Clone)]
pub struct Context {
    started: Instant,
    deadline: Instant,
    subject: String,
    sink: Option<Rc<dyn Fn(Progress)>>,
    /// Turns true when whoever started the observation wants it to end at once.
    stop: Option<Receiver<bool>>,
    /// What it shares with other observations of the same run.
    session: Option<Session>,
}

impl Context {
    /// A context whose deadline is `timeout` from now. `subject` is shown with progress.
    pub fn new(timeout: Duration, subject: impl Into<String>, sink: Option<Rc<dyn Fn(Progress)>>) -> Self {
        let started = Instant::now();
        Self {
            started,
            deadline: started + timeout,
            subject: subject.into(),
            sink,
            stop: None,
            session: None,
        }
    }

    /// Microseconds since the observation began.
    pub fn elapsed_us(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    /// What is left until the deadline.
    pub fn remaining(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    /// The same with a deadline of its own, `limit` from now, where that comes sooner: for one of many targets.
    #[must_use]
    pub fn limited(&self, limit: Duration) -> Self {
        Self { deadline: self.deadline.min(Instant::now() + limit), ..self.clone() }
    }

    /// The same with a deadline of its own, `timeout` from now, whatever the deadline was: for what takes longer than the
    /// rest. Whoever wants to stop is heard.
    #[must_use]
    pub fn longer(&self, timeout: Duration) -> Self {
        Self { deadline: Instant::now() + timeout, ..self.clone() }
    }

    /// The same, whose deadline comes at once when `stop` turns true: what was known until then is kept.
    #[must_use]
    pub fn stopped_by(self, stop: Receiver<bool>) -> Self {
        Self { stop: Some(stop), ..self }
    }

    /// The same for something that has to be seen to whatever the deadline was and whoever wants to stop.
    #[must_use]
    pub fn afresh(&self, timeout: Duration) -> Self {
        let session = self.session.clone();
        Self { stop: None, session, ..Self::new(timeout, self.subject.clone(), self.sink.clone()) }
    }

    /// The same as a part of a run of many: credentials are looked for once for all of them, and no server is asked for too
    /// much at once.
    #[must_use]
    pub fn in_session(self, session: Session) -> Self {
        Self { session: Some(session), ..self }
    }

    /// What it shares with other observations of the same run.
    pub const fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// Whether whoever started it wants it to end.
    pub fn is_stopped(&self) -> bool {
        self.stop.as_ref().is_some_and(|stop| *stop.borrow())
    }

    /// Says how far the observation is.
    pub fn stage(&self, stage: impl Into<Cow<'static, str>>) {
        self.tell(Progress::Stage { subject: self.subject.clone(), stage: stage.into() });
    }

    /// Tells a line that stays, also where nobody watches.
    pub fn told(&self, line: impl Into<String>) {
        self.tell(Progress::Told { line: line.into() });
    }

    /// Says that a person is being asked.
    pub fn asking(&self) {
        self.tell(Progress::Asking);
    }

    /// Says that the observation is done.
    pub fn done(&self) {
        self.tell(Progress::Done { subject: self.subject.clone() });
    }

    fn tell(&self, progress: Progress) {
        if let Some(sink) = &self.sink {
            sink(progress);
        }
    }

    /// Waits for `future`, but not past the deadline.
    ///
    /// # Errors
    /// [`TimedOut`] when the deadline passed first.
    pub async fn within<F: Future>(&self, future: F) -> Result<F::Output, TimedOut> {
        self.until(self.deadline, future).await
    }

    /// Waits for `future`, but no longer than `limit` and not past the deadline: for a stage that must
    /// leave time for what explains its failure.
    ///
    /// # Errors
    /// [`TimedOut`] when the limit or the deadline passed first.
    pub async fn at_most<F: Future>(&self, limit: Duration, future: F) -> Result<F::Output, TimedOut> {
        let latest = Instant::now().checked_add(limit).unwrap_or(self.deadline);
        self.until(self.deadline.min(latest), future).await
    }

    async fn until<F: Future>(&self, deadline: Instant, future: F) -> Result<F::Output, TimedOut> {
        let begun = Instant::now();
        let late = || TimedOut { after: begun.elapsed() };
        let Some(mut stop) = self.stop.clone() else {
            return timeout_at(deadline, future).await.map_err(|_| late());
        };
        tokio::select! {
            biased;
            // A sender that is gone stops nothing any more.
            Ok(_) = stop.wait_for(|is_stopped| *is_stopped) => Err(late()),
            answer = timeout_at(deadline, future) => answer.map_err(|_| late()),
        }
    }
}
