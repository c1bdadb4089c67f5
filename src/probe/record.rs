//! What was seen of one subject, from its first probe to its section of the report.

use std::borrow::Cow;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::cut::{self, Judged};
use super::{Baseline, CheckCode, Expectations, Observed, Selection, Wanted, caught_panic, waived};
use crate::config::{Waiver, in_keys};
use crate::report::{Assessment, Block, Check, Finding, Row, Section};
use crate::store_ref;
use crate::words::seconds;

/// What a subject is judged by, where it is not what the whole run is judged by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Terms {
    /// The day on which it is judged, as `2026-11-21`: skips end.
    pub day: String,
    /// What is expected of it.
    pub expectations: Expectations,
    /// Checks that are skipped.
    pub waivers: Vec<Waiver>,
    /// The checks that were asked for; nothing where all were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selection: Option<Selection>,
    /// What an older report knows already; nothing where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Baseline>,
}

impl Terms {
    /// Leaves out what nobody asked for, and tells what is waived or known already.
    fn settle(&self, findings: &mut Vec<Finding>) {
        if let Some(selection) = &self.selection {
            selection.uncover(findings);
        }
        waived::apply(findings, self);
        if let Some(selection) = &self.selection {
            selection.apply(findings);
        }
        if let Some(baseline) = &self.baseline {
            baseline.apply(findings);
        }
    }
}

/// What was seen of one subject.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Recorded {
    /// Its name, where the input gave it one.
    pub name: Option<String>,
    /// Where in the input it stood, as in `uris.csv:17`.
    pub origin: Option<String>,
    /// What it is judged by; null where that is what the run is judged by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Box<Terms>>,
    /// What each probe saw, in the order of the report.
    pub observed: Vec<Observed>,
    /// Where that look was cut off by the end of a waiting: what the one before it saw. It stands where the last one had no
    /// answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<Observed>,
    /// Where it was looked at again and again, and did not become as it should be in time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gave_up: Option<GaveUp>,
}

/// A waiting that was in vain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GaveUp {
    /// How long was waited, in seconds.
    pub waited_s: u64,
    /// The codes of the checks that were waited for and still were not as they should be, sorted.
    pub checks: Vec<String>,
}

impl GaveUp {
    /// `gave up waiting after 120 s for NET002, TBL001`.
    pub fn words(&self) -> String {
        let waited = seconds(self.waited_s);
        format!("gave up waiting after {waited} for {}", self.checks.join(", "))
    }

    /// Puts it into a report: a row for scripts, and a note on the first of the checks for a person.
    fn tell(&self, assessment: &mut Assessment) {
        assessment.rows.push(Row { table: "gave_up", value: json!(self) });
        let is_meant = |finding: &&mut Finding| {
            finding.status.is_problem() && self.checks.iter().any(|code| code == finding.check.code)
        };
        if let Some(finding) = assessment.findings.iter_mut().find(is_meant) {
            finding.detail_mut().notes.push(self.words().into());
        }
    }
}

/// A section, and whether a bug kept something out of it.
pub struct Reported {
    /// The section.
    pub section: Section,
    /// Whether a bug was caught, now or when the evidence was recorded.
    pub is_bug: bool,
}

impl Recorded {
    /// Judges everything that was seen. A probe whose judging panics has its checks `unknown`; the rest stands.
    pub fn report(&self, wanted: Wanted, expected: &Expectations) -> Reported {
        let expected = self.terms.as_ref().map_or(expected, |terms| &terms.expectations);
        let (seen, was_bug) = judged(&self.observed, wanted, expected);
        let (before, was_bug_before) = judged(&self.before, wanted, expected);
        let is_bug = was_bug || was_bug_before;
        let mut assessment = if before.is_empty() { cut::whole(seen) } else { cut::complete(seen, before) };
        let subject = assessment.subject.take();
        if let Some(terms) = &self.terms {
            in_keys_of_the_file(&mut assessment);
            terms.settle(&mut assessment.findings);
        }
        if let Some(gave_up) = &self.gave_up {
            gave_up.tell(&mut assessment);
        }
        let subject = subject.unwrap_or_else(|| self.label());
        let title = self.name.as_deref().unwrap_or(&subject);
        for row in &mut assessment.rows {
            row.value["subject"] = title.into();
            row.value["origin"] = self.origin.as_deref().into();
        }
        let section = Section::new(subject, self.name.clone(), assessment).from(self.origin.clone());
        Reported { section, is_bug }
    }

    /// Whether an apply did not come to its end. One that was interrupted ends as the run does.
    pub fn is_stopped(&self) -> bool {
        self.observed.iter().any(Observed::is_stopped)
    }

    /// Whether a signal is how its observation ends: nothing is missing for it, and what was saved is judged as a whole.
    pub fn is_whole_when_stopped(&self) -> bool {
        self.observed.iter().all(|observed| matches!(observed, Observed::Drill(_)))
    }

    /// Whether a signal came before all of it was seen.
    pub fn is_interrupted(&self) -> bool {
        self.observed.iter().any(|observed| matches!(observed, Observed::Interrupted { .. }))
    }

    /// Whether a plan has something to do.
    pub fn has_changes(&self) -> bool {
        self.observed.iter().any(Observed::has_changes)
    }

    /// What to call a subject of which no URI was seen: where it should have come from.
    fn label(&self) -> String {
        let secret = self.observed.iter().chain(&self.before).find_map(|observed| match observed {
            Observed::Source(store_ref::Evidence::Secret { name, .. }) => Some(format!("secret {name}")),
            _ => None,
        });
        secret.or_else(|| self.name.clone()).unwrap_or_else(|| "(nothing was seen)".to_owned())
    }

    /// Whether what was read from a file can be judged.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn validate(&self) -> Result<(), &'static str> {
        if self.observed.is_empty() {
            return Err("nothing was observed of this subject");
        }
        self.observed.iter().chain(&self.before).try_for_each(Observed::validate)
    }
}

/// Judges what probes saw, and says whether a bug was caught.
fn judged(observed: &[Observed], wanted: Wanted, expected: &Expectations) -> (Vec<Judged>, bool) {
    let mut is_any_bug = false;
    let judge = |observed: &Observed| {
        let judged = catch_unwind(AssertUnwindSafe(|| observed.assess(wanted, expected)));
        let is_bug = judged.is_err() || matches!(observed, Observed::Bug { .. });
        is_any_bug |= is_bug;
        let judged = judged.unwrap_or_else(|_panic| {
            let bug = Observed::Bug { checks: CheckCode::all(observed.checks()), place: caught_panic() };
            bug.assess(wanted, expected)
        });
        Judged::new(observed, judged, is_bug)
    };
    let all = observed.iter().map(judge).collect();
    (all, is_any_bug)
}

/// What is said of an environment names the keys that describe it: nobody gave the options of single commands.
fn in_keys_of_the_file(assessment: &mut Assessment) {
    for finding in &mut assessment.findings {
        let Some(detail) = &mut finding.detail else { continue };
        for text in std::iter::once(&mut detail.message).chain(&mut detail.help).chain(&mut detail.notes) {
            if let Cow::Owned(told) = in_keys(text, Some(finding.check.category)) {
                *text = told.into();
            }
        }
    }
    for block in &mut assessment.view {
        if let Block::Text(text) = block {
            *text = in_keys(text, None).into_owned();
        }
    }
}

/// Takes down what is seen of a subject while it is observed, so that whatever ends the observation, what was known
/// until then is kept.
#[derive(Default)]
pub struct Watch {
    recorded: RefCell<Recorded>,
    planned: RefCell<Vec<&'static Check>>,
    parts: RefCell<Vec<Rc<Self>>>,
}

impl Watch {
    /// A watch over a subject.
    pub fn new(name: Option<String>, origin: Option<String>) -> Rc<Self> {
        let recorded = Recorded { name, origin, ..Recorded::default() };
        Rc::new(Self { recorded: RefCell::new(recorded), ..Self::default() })
    }

    /// A watch over a subject that is judged by terms of its own.
    pub fn on_terms(name: String, origin: Option<String>, terms: Terms) -> Rc<Self> {
        let watch = Self::new(Some(name), origin);
        watch.recorded.borrow_mut().terms = Some(Box::new(terms));
        watch
    }

    /// A watch over a part of the subject that is observed beside others. In the record stands what it saw behind what
    /// was seen by the parts before it.
    pub fn part(&self) -> Rc<Self> {
        let part = Self::new(None, None);
        self.parts.borrow_mut().push(Rc::clone(&part));
        part
    }

    /// Says which checks what comes next is to answer.
    pub fn plan(&self, checks: impl IntoIterator<Item = &'static Check>) {
        *self.planned.borrow_mut() = checks.into_iter().collect();
    }

    /// Takes down what was seen; what was planned is answered.
    pub fn saw(&self, observed: Observed) {
        self.planned.borrow_mut().clear();
        self.recorded.borrow_mut().observed.push(observed);
    }

    /// Takes down that checks are not made, and why: one that they need has failed, or nobody asked for them.
    pub fn not_tried(&self, checks: impl IntoIterator<Item = &'static Check>, reason: impl Into<String>) {
        self.saw(Observed::NotTried { checks: CheckCode::all(checks), reason: reason.into() });
    }

    /// Answers what is still planned with `otherwise`: whatever was to answer it has ended.
    pub fn close(&self, otherwise: impl FnOnce(Vec<CheckCode>) -> Observed) {
        let open = CheckCode::all(self.planned.take());
        if !open.is_empty() {
            self.saw(otherwise(open));
        }
    }

    /// The record, with `otherwise` for the checks that are still to be answered.
    pub(super) fn end(&self, otherwise: impl Fn(Vec<CheckCode>) -> Observed) -> Recorded {
        self.end_by(&otherwise)
    }

    fn end_by(&self, otherwise: &dyn Fn(Vec<CheckCode>) -> Observed) -> Recorded {
        self.close(otherwise);
        let mut recorded = self.recorded.take();
        let parts = self.parts.take();
        recorded.observed.extend(parts.iter().flat_map(|part| part.end_by(otherwise).observed));
        recorded
    }
}
