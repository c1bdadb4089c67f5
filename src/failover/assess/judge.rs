//! How a check is made, and what it came to.

use super::case::{Case, Group};
use super::checked::{Checked, Named};
use super::unread::unread;
use crate::aws::FailureKind;
use crate::observe::LONGER;
use crate::report::{Check, Finding, Severity, Status};

/// A check and how it is made.
pub(super) struct Judge {
    pub(super) check: &'static Check,
    pub(super) find: Find,
    /// Why it is skipped where it applies to nothing.
    pub(super) none: &'static str,
}

/// What a check looks at. "Could not find out" is `unknown`, said; no finding where the passing state was seen.
pub(super) enum Find {
    /// The whole evidence.
    Whole(fn(&Case<'_>) -> Told),
    /// Each type of the name's records. Nothing where the check does not apply to it.
    Route(fn(&Case<'_>, &Group<'_>) -> Option<Told>),
    /// Each health check that was described. Nothing where the check does not apply to it.
    Checked(fn(&Case<'_>, &Checked<'_>) -> Option<Told>),
}

/// What a check came to.
#[derive(Default)]
pub(super) struct Told {
    pub(super) findings: Vec<Finding>,
    /// Facts that do not change the result.
    pub(super) notes: Vec<String>,
}

impl Told {
    /// A fact beside the findings.
    #[must_use]
    pub(super) fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds another's findings, and its notes as far as they are new.
    pub(super) fn add(&mut self, other: Self) {
        self.findings.extend(other.findings);
        for note in other.notes {
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
    }
}

impl From<Vec<Finding>> for Told {
    fn from(findings: Vec<Finding>) -> Self {
        Self { findings, notes: Vec::new() }
    }
}

impl From<Finding> for Told {
    fn from(finding: Finding) -> Self {
        vec![finding].into()
    }
}

impl From<Option<Finding>> for Told {
    fn from(finding: Option<Finding>) -> Self {
        finding.into_iter().collect::<Vec<_>>().into()
    }
}

impl Judge {
    /// The check's findings: a pass where it has none.
    pub(super) fn findings(&self, case: &Case<'_>) -> Vec<Finding> {
        let told = match self.find {
            Find::Whole(find) => find(case),
            Find::Route(find) => self.of_routes(case, find),
            Find::Checked(find) => self.of_checks(case, find),
        };
        let Told { mut findings, notes } = told;
        if findings.is_empty() {
            findings.push(Finding::pass(self.check));
        }
        for finding in &mut findings {
            // What still works is not as bad as what the check is there for.
            if finding.status == Status::Warn && finding.severity == Severity::Critical {
                finding.severity = Severity::Medium;
            }
        }
        if let Some(first) = findings.first_mut().filter(|_| !notes.is_empty()) {
            first.detail_mut().notes.extend(notes.into_iter().map(Into::into));
        }
        findings
    }

    fn of_routes(&self, case: &Case<'_>, find: fn(&Case<'_>, &Group<'_>) -> Option<Told>) -> Told {
        let groups = match case.groups() {
            Ok(groups) => groups,
            Err(missing) => return missing.finding(self.check).into(),
        };
        let mut all = Told::default();
        let mut applies = false;
        // What holds for A holds for AAAA nearly always: it is said once.
        let mut same: Vec<(Finding, Vec<&str>)> = Vec::new();
        for group in groups {
            let Some(told) = find(case, group) else { continue };
            applies = true;
            for finding in told.findings {
                let known = same
                    .iter_mut()
                    .find(|(one, _)| one.status == finding.status && one.detail == finding.detail);
                match known {
                    Some((_, kinds)) => kinds.push(group.kind),
                    None => same.push((finding, vec![group.kind])),
                }
            }
            all.add(Told { findings: Vec::new(), notes: told.notes });
        }
        for (finding, mut kinds) in same {
            kinds.dedup();
            let subject = match finding.subject("") {
                "" => kinds.join(", "),
                subject => format!("{} {subject}", kinds.join(", ")),
            };
            all.findings.push(finding.about(subject));
        }
        if !applies {
            return Finding::skip(self.check, self.none).into();
        }
        all
    }

    fn of_checks(&self, case: &Case<'_>, find: fn(&Case<'_>, &Checked<'_>) -> Option<Told>) -> Told {
        let named = match case.named_checks() {
            Ok(named) => named,
            Err(missing) => return missing.finding(self.check).into(),
        };
        let mut all = Told::default();
        let mut applies = false;
        for one in &named {
            match one {
                Named::Described(checked) => {
                    if let Some(told) = find(case, checked) {
                        applies = true;
                        all.add(told);
                    }
                }
                // FO020 tells.
                Named::Unread(_, failure) if failure.kind == FailureKind::NotFound => {}
                Named::Unread(id, failure) => {
                    applies = true;
                    all.findings.push(unread(self.check, "route53:GetHealthCheck", failure).about(*id));
                }
                Named::Unasked(id) => {
                    applies = true;
                    all.findings.push(unasked(self.check, id));
                }
            }
        }
        if named.is_empty() {
            return Finding::skip(self.check, "no record names a health check").into();
        }
        if !applies {
            return Finding::skip(self.check, self.none).into();
        }
        all
    }
}

/// A health check that was not asked for.
pub(super) fn unasked(check: &'static Check, id: &str) -> Finding {
    Finding::unknown(check, format!("health check {id} was not asked for in time")).help(LONGER).about(id)
}
