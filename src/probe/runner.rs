//! Does many observations at once, and hands a record over for each, in order, whatever happens.

use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Mutex;
use std::time::Duration;

use futures_util::future::LocalBoxFuture;
use futures_util::stream::FuturesOrdered;
use futures_util::{FutureExt, StreamExt};

use super::{Observed, Recorded, Watch};
use crate::report::Exit;

/// Beyond its deadline an observation gets this long to come to its end. An observation keeps its deadline by
/// itself; this is what stands behind it when it does not.
const GRACE: Duration = Duration::from_secs(2);

/// An observation to be made.
pub struct Job<'a> {
    /// Takes down what is seen.
    pub watch: Rc<Watch>,
    /// Looks.
    pub work: LocalBoxFuture<'a, ()>,
}

/// What is said where work has come to its end, and not every check has an answer.
const UNANSWERED: &str = "a probe that left checks unanswered";

/// Does one part of a job by itself: whatever becomes of it, what it was to answer has an answer in its `watch`, and no
/// other part is touched.
pub async fn part(watch: &Watch, work: LocalBoxFuture<'_, ()>, timeout: Duration) {
    let place = guarded(work, timeout).await.unwrap_or_else(|| UNANSWERED.to_owned());
    watch.close(|checks| Observed::Bug { checks, place });
}

/// Does work, and says where a bug has stopped it, if one has.
async fn guarded(work: LocalBoxFuture<'_, ()>, timeout: Duration) -> Option<String> {
    match tokio::time::timeout(timeout + GRACE, AssertUnwindSafe(work).catch_unwind()).await {
        Ok(Ok(())) => None,
        Ok(Err(_panic)) => Some(caught_panic()),
        Err(_late) => Some("a probe that did not keep its deadline".to_owned()),
    }
}

/// Does jobs, at most `limit` at once, each with `timeout`, and hands the records over in the order of the jobs.
///
/// A job that panics or does not keep its deadline leaves evidence of a bug. When `signal` comes, jobs under way and
/// jobs not begun are handed over with what was known, and the signal is returned.
pub async fn run<'a>(
    mut jobs: impl Iterator<Item = Job<'a>>,
    limit: usize,
    timeout: Duration,
    mut signal: Pin<&mut impl Future<Output = Exit>>,
    mut done: impl FnMut(Recorded),
) -> Option<Exit> {
    let mut watches: VecDeque<Rc<Watch>> = VecDeque::new();
    let mut under_way = FuturesOrdered::new();
    loop {
        while under_way.len() < limit {
            let Some(Job { watch, work }) = jobs.next() else { break };
            watches.push_back(watch);
            under_way.push_back(guarded(work, timeout));
        }
        tokio::select! {
            biased;
            exit = &mut signal => {
                let not_begun = jobs.map(|job| job.watch);
                for watch in watches.into_iter().chain(not_begun) {
                    done(watch.end(|checks| Observed::Interrupted { checks }));
                }
                return Some(exit);
            }
            bug = under_way.next() => {
                let (Some(bug), Some(watch)) = (bug, watches.pop_front()) else { return None };
                let place = bug.unwrap_or_else(|| UNANSWERED.to_owned());
                done(watch.end(|checks| Observed::Bug { checks, place: place.clone() }));
            }
        }
    }
}

static PANIC_PLACE: Mutex<Option<String>> = Mutex::new(None);

/// Remembers where a panic happened. Its message is not kept: it may quote what was being handled, and that may be
/// a secret.
pub fn remember_panic(place: String) {
    if let Ok(mut remembered) = PANIC_PLACE.lock() {
        *remembered = Some(place);
    }
}

/// Where the last panic happened.
pub fn caught_panic() -> String {
    let remembered = PANIC_PLACE.lock().ok().and_then(|place| place.clone());
    remembered.unwrap_or_else(|| "an unknown place".to_owned())
}

/// Whether anything panicked, on whatever thread.
pub fn has_panicked() -> bool {
    PANIC_PLACE.lock().is_ok_and(|place| place.is_some())
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use super::*;
    use crate::report::catalogue::{NET_PING, NET_TCP, NET_TLS};
    use crate::store_ref::Evidence;

    fn job(work: impl FnOnce(Rc<Watch>) -> LocalBoxFuture<'static, ()>) -> Job<'static> {
        let watch = Watch::new(None, None);
        Job { work: work(Rc::clone(&watch)), watch }
    }

    fn seen() -> Observed {
        Observed::Source(Evidence::Arguments { bears_secret: false })
    }

    /// Each record as the names of what is in it.
    async fn names(
        jobs: Vec<Job<'static>>,
        signal: impl Future<Output = Exit>,
    ) -> (Vec<String>, Option<Exit>) {
        let mut names = Vec::new();
        let signal = std::pin::pin!(signal);
        let exit = run(jobs.into_iter(), 2, Duration::from_millis(100), signal, |recorded| {
            let value = serde_json::to_value(&recorded.observed).expect("is plain data");
            let probes = value.as_array().expect("a list").iter().map(|one| one["probe"].to_string());
            names.push(probes.collect::<Vec<_>>().join(" "));
        })
        .await;
        (names, exit)
    }

    #[tokio::test(start_paused = true)]
    async fn every_job_leaves_a_record_in_order_whatever_happens() {
        let jobs = vec![
            job(|watch| {
                async move {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    watch.saw(seen());
                }
                .boxed_local()
            }),
            job(|watch| {
                watch.saw(seen());
                ready(()).boxed_local()
            }),
            job(|watch| {
                watch.saw(seen());
                watch.plan([&NET_TCP, &NET_PING]);
                async { panic!("a bug") }.boxed_local()
            }),
            job(|watch| {
                watch.plan([&NET_TCP]);
                pending().boxed_local()
            }),
        ];
        let (names, exit) = names(jobs, pending()).await;
        assert_eq!(names, ["\"source\"", "\"source\"", "\"source\" \"bug\"", "\"bug\""]);
        assert_eq!(exit, None);
    }

    /// One part panics, one hangs, one leaves a check unanswered: each has its own checks open, and the rest stands.
    #[tokio::test(start_paused = true)]
    async fn a_part_that_panics_keeps_its_checks_unknown_and_the_rest_stands() {
        let watch = Watch::on_terms("prod".to_owned(), None, crate::probe::Terms::default());
        let [good, bad, hung, short] = [(); 4].map(|()| watch.part());
        bad.plan([&NET_TCP]);
        hung.plan([&NET_PING]);
        short.plan([&NET_TLS]);
        let work = async {
            let limit = Duration::from_millis(100);
            futures_util::join!(
                part(&bad, async { panic!("a bug") }.boxed_local(), limit),
                part(&hung, pending().boxed_local(), limit),
                part(&short, ready(()).boxed_local(), limit),
                part(&good, async { good.saw(seen()) }.boxed_local(), limit),
            );
        };
        let mut recorded = None;
        let jobs = std::iter::once(Job { watch: Rc::clone(&watch), work: work.boxed_local() });
        let signal = std::pin::pin!(pending());
        run(jobs, 1, Duration::from_secs(1), signal, |one| recorded = Some(one)).await;
        let recorded = recorded.expect("there is a record");
        assert_eq!(recorded.name.as_deref(), Some("prod"));
        assert!(matches!(recorded.observed[0], Observed::Source(_)), "the parts stand in their order");
        let reported =
            recorded.report(crate::probe::Wanted::default(), &crate::probe::Expectations::default());
        assert!(reported.is_bug);
        let findings = &reported.section.assessment.findings;
        for check in [&NET_TCP, &NET_PING, &NET_TLS] {
            let finding = findings.iter().find(|one| std::ptr::eq(one.check, check)).expect("is told");
            assert_eq!(finding.status, crate::report::Status::Unknown, "{}", check.code);
        }
        assert!(findings.iter().any(|one| one.check.code == "SEC001"));
    }

    #[tokio::test(start_paused = true)]
    async fn a_signal_hands_over_what_was_known() {
        let waiting = |watch: Rc<Watch>| {
            watch.plan([&NET_TCP]);
            async move {
                watch.saw(seen());
                watch.plan([&NET_PING]);
                pending::<()>().await;
            }
            .boxed_local()
        };
        let jobs = (0..3).map(|_| job(waiting)).collect();
        let signal = async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            Exit::Interrupted
        };
        let (names, exit) = names(jobs, signal).await;
        // Two were under way, one had not begun.
        assert_eq!(names, ["\"source\" \"interrupted\"", "\"source\" \"interrupted\"", "\"interrupted\""]);
        assert_eq!(exit, Some(Exit::Interrupted));
    }
}
