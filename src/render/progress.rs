//! A spinner on standard error while observations go on.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::rc::Rc;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::escape::visible;
use super::notice;
use super::style::Verbosity;
use crate::observe::Progress;

/// One line that says what is being waited for, or nothing at all where no person watches. What is told on the way
/// stays, wherever it is read: a CI log, too, must not be silent through an apply of ten minutes.
///
/// It comes into being with the first progress: an answer that needs no wait draws nothing.
#[derive(Clone, Default)]
pub struct Spinner {
    bar: Option<Rc<OnceCell<ProgressBar>>>,
    is_quiet: bool,
}

impl Spinner {
    /// A spinner on standard error: only on a terminal, and neither in CI nor when quiet.
    pub fn stderr(verbosity: Verbosity) -> Self {
        let is_set =
            |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "false");
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        if !io::stderr().is_terminal() || is_dumb || is_set("CI") || verbosity == Verbosity::Quiet {
            return Self { bar: None, is_quiet: verbosity == Verbosity::Quiet };
        }
        Self { bar: Some(Rc::default()), is_quiet: false }
    }

    /// No spinner, and nothing told.
    pub const fn hidden() -> Self {
        Self { bar: None, is_quiet: true }
    }

    /// Whom an observation tells how far it is; nobody where nothing is to be told.
    pub fn sink(&self) -> Option<Rc<dyn Fn(Progress)>> {
        if self.bar.is_none() && self.is_quiet {
            return None;
        }
        let spinner = self.clone();
        let state = RefCell::new(State::default());
        Some(Rc::new(move |progress| {
            if let Progress::Told { line } = progress {
                let line = format!("{}\n", visible(&line));
                return spinner.suspend(|| notice::tell(&line));
            }
            let Some(bar) = &spinner.bar else { return };
            if progress == Progress::Asking {
                return bar.get().map_or((), |bar| bar.set_draw_target(ProgressDrawTarget::hidden()));
            }
            let bar = bar.get_or_init(bar_on_stderr);
            if bar.is_hidden() {
                bar.set_draw_target(ProgressDrawTarget::stderr());
            }
            let mut state = state.borrow_mut();
            state.apply(progress);
            bar.set_message(state.message());
        }))
    }

    /// Does something with the spinner out of the way, such as writing to the same terminal.
    pub fn suspend<R>(&self, act: impl FnOnce() -> R) -> R {
        match self.bar() {
            Some(bar) => bar.suspend(act),
            None => act(),
        }
    }

    /// Takes the spinner away for good.
    pub fn clear(&self) {
        if let Some(bar) = self.bar() {
            bar.finish_and_clear();
        }
    }

    fn bar(&self) -> Option<&ProgressBar> {
        self.bar.as_ref()?.get()
    }
}

fn bar_on_stderr() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

/// What is under way.
#[derive(Default)]
struct State {
    done: usize,
    stages: BTreeMap<String, Cow<'static, str>>,
}

impl State {
    fn apply(&mut self, progress: Progress) {
        match progress {
            Progress::Stage { subject, stage } => {
                self.stages.insert(subject, stage);
            }
            Progress::Done { subject } => {
                self.stages.remove(&subject);
                self.done += 1;
            }
            Progress::Told { .. } | Progress::Asking => {}
        }
    }

    /// One subject is named; of many the first is, as an example of what is waited for.
    fn message(&self) -> String {
        let Some((subject, stage)) = self.stages.first_key_value() else {
            return format!("{} done", self.done);
        };
        let what = format!("{stage}  {}", visible(subject));
        match (self.done, self.stages.len()) {
            (0, 1) => what,
            (done, under_way) => format!("{done} done, {under_way} under way: {what}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_is_waited_for() {
        let mut state = State::default();
        let mut told = Vec::new();
        for progress in [
            Progress::Stage { subject: "b\u{1b}".to_owned(), stage: "TCP".into() },
            Progress::Stage { subject: "a".to_owned(), stage: "DNS".into() },
            Progress::Done { subject: "a".to_owned() },
            Progress::Done { subject: "b\u{1b}".to_owned() },
        ] {
            state.apply(progress);
            told.push(state.message());
        }
        let expected =
            ["TCP  b\\u{1b}", "0 done, 2 under way: DNS  a", "1 done, 1 under way: TCP  b\\u{1b}", "2 done"];
        assert_eq!(told, expected);
    }

    #[test]
    fn a_hidden_spinner_is_told_nothing() {
        let spinner = Spinner::hidden();
        assert!(spinner.sink().is_none());
        assert_eq!(spinner.suspend(|| 7), 7);
        spinner.clear();
    }

    #[test]
    fn an_answer_that_needs_no_wait_draws_nothing() {
        let spinner = Spinner { bar: Some(Rc::default()), is_quiet: false };
        let sink = spinner.sink().expect("there is one");
        assert_eq!(spinner.suspend(|| 7), 7);
        assert!(spinner.bar().is_none());
        sink(Progress::Done { subject: "a".to_owned() });
        assert_eq!(spinner.bar().map(ProgressBar::message).as_deref(), Some("1 done"));
        spinner.clear();
    }
}
