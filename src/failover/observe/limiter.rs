//! One pace for all calls to Route 53: it takes 5 a second of a whole account, whoever asks, and whatever is asked.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};

use crate::observe::{Context, TimedOut};

/// The distance between two calls: 4 a second, so that somebody else can ask, too.
const APART: Duration = Duration::from_millis(250);
/// How long everybody waits when Route 53 says that there were too many; longer each time.
const BACK_OFF: Duration = Duration::from_millis(500);

/// How many names are looked at in Route 53 at once, where a run has many: with more of them each would wait for its turns
/// longer than it has time, and fewer would leave turns unused.
const NAMES: usize = 2;

/// The pace of one account's calls. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Limiter {
    pace: Rc<Pace>,
    /// Held while a name of many is looked at.
    place: Rc<RefCell<Option<OwnedSemaphorePermit>>>,
}

#[derive(Debug)]
struct Pace {
    next: Cell<Option<Instant>>,
    names: Arc<Semaphore>,
}

impl Default for Pace {
    fn default() -> Self {
        Self { next: Cell::default(), names: Arc::new(Semaphore::new(NAMES)) }
    }
}

impl Limiter {
    /// Waits until a name of many may be looked at, before its deadline begins to run: what it waits for is this program's
    /// own pace. What is returned shares the pace; [`Limiter::leave`] lets the next name begin.
    pub async fn for_name(&self) -> Self {
        let place = Arc::clone(&self.pace.names).acquire_owned().await.ok();
        Self { pace: Rc::clone(&self.pace), place: Rc::new(RefCell::new(place)) }
    }

    /// Says that the name needs no more turns.
    pub fn leave(&self) {
        self.place.take();
    }

    /// Waits for the next turn; every call takes one, and every repetition of a call.
    ///
    /// # Errors
    /// [`TimedOut`] at once where the turn comes after the context's deadline: nobody else waits for it then.
    pub async fn turn(&self, context: &Context) -> Result<(), TimedOut> {
        let now = Instant::now();
        let turn = self.pace.next.get().map_or(now, |next| next.max(now));
        if turn.saturating_duration_since(now) >= context.remaining() {
            return Err(TimedOut { after: Duration::ZERO });
        }
        self.pace.next.set(Some(turn + APART));
        context.within(sleep_until(turn)).await
    }

    /// Puts all turns off after Route 53 has refused a call for the `times`th time because there were too many.
    pub fn back_off(&self, times: u32) {
        let until = Instant::now() + BACK_OFF * 2_u32.saturating_pow(times.saturating_sub(1)).min(16);
        self.pace.next.set(Some(self.pace.next.get().map_or(until, |next| next.max(until))));
    }
}

#[cfg(test)]
mod tests {
    use futures_util::future::join_all;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn no_second_sees_more_than_five_whoever_asks() {
        let limiter = Limiter::default();
        let begun = Instant::now();
        let asking = (0..50).map(|_| {
            let limiter = limiter.clone();
            async move {
                let context = Context::new(Duration::from_mins(1), "a test", None);
                limiter.turn(&context).await.expect("there is time");
                begun.elapsed()
            }
        });
        let mut turns = join_all(asking).await;
        turns.sort_unstable();
        assert_eq!(turns[0], Duration::ZERO);
        assert!(turns[49] <= Duration::from_millis(12_300), "{:?}", turns[49]);
        assert!(turns.windows(6).all(|six| six[0] + Duration::from_secs(1) < six[5]));
    }

    #[tokio::test(start_paused = true)]
    async fn names_of_a_run_wait_before_their_time_begins() {
        let limiter = Limiter::default();
        let begun = Instant::now();
        let looking = (0..10).map(|_| {
            let limiter = limiter.clone();
            async move {
                let own = limiter.for_name().await;
                let context = Context::new(Duration::from_secs(4), "a test", None);
                for _ in 0..4 {
                    own.turn(&context).await.expect("there is time for it");
                }
                own.leave();
                // What else is looked at keeps nobody waiting.
                tokio::time::sleep(Duration::from_mins(1)).await;
            }
        });
        join_all(looking).await;
        assert!(begun.elapsed() <= Duration::from_secs(71), "{:?}", begun.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn a_turn_after_the_deadline_is_not_waited_for() {
        let limiter = Limiter::default();
        let context = Context::new(Duration::from_millis(600), "a test", None);
        for _ in 0..3 {
            limiter.turn(&context).await.expect("there is time");
        }
        let late = Context::new(Duration::from_millis(200), "a test", None);
        assert!(limiter.turn(&late).await.is_err());
        // Who has more time gets the turn that nobody took.
        let begun = Instant::now();
        let more = Context::new(Duration::from_secs(1), "a test", None);
        limiter.turn(&more).await.expect("there is time");
        assert!(begun.elapsed() <= Duration::from_millis(260));
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_puts_everybody_off() {
        let limiter = Limiter::default();
        let context = Context::new(Duration::from_secs(30), "a test", None);
        for (times, least) in [(1, 500), (2, 1000), (3, 2000)] {
            let begun = Instant::now();
            limiter.back_off(times);
            limiter.turn(&context).await.expect("there is time");
            assert!(begun.elapsed() >= Duration::from_millis(least), "{times}");
        }
    }
}
