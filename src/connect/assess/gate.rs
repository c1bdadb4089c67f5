//! Collecting findings, one stage after another: what a stage needs and did not get is skipped, and says why.

use crate::observe::LONGER;
use crate::report::{Check, Finding, Status};

/// The findings so far, and what stands in the way of the rest.
pub(super) struct Verdicts {
    planned: Vec<&'static Check>,
    found: Vec<Finding>,
    closed: Option<String>,
}

impl Verdicts {
    /// Nothing found yet, of these.
    pub(super) const fn new(planned: Vec<&'static Check>) -> Self {
        Self { planned, found: Vec::new(), closed: None }
    }

    /// Adds a finding that the next stages do not hang on.
    pub(super) fn add(&mut self, finding: Finding) {
        self.found.push(finding);
    }

    /// Adds a finding without which, unless it is good enough, there is nothing more to be said.
    pub(super) fn need(&mut self, finding: Finding) {
        self.close_on(&finding);
        self.found.push(finding);
    }

    /// Skips what is still to come, on account of this finding, if that failed or is unknown.
    pub(super) fn close_on(&mut self, finding: &Finding) {
        let code = finding.check.code;
        match finding.status {
            Status::Fail => self.close(format!("needs {code}, which failed")),
            Status::Unknown => self.close(format!("needs {code}, which could not be determined")),
            Status::Pass | Status::Warn | Status::Skip => {}
        }
    }

    /// Skips what is still to come. The first reason stands.
    pub(super) fn close(&mut self, reason: String) {
        self.closed.get_or_insert(reason);
    }

    /// Whether there is more to be said.
    pub(super) const fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// One finding for each planned check, in their order.
    pub(super) fn finish(mut self) -> Vec<Finding> {
        let mut findings = Vec::with_capacity(self.planned.len());
        for check in self.planned {
            match self.found.iter().position(|finding| finding.check.code == check.code) {
                Some(index) => findings.push(self.found.swap_remove(index)),
                None => findings.push(match &self.closed {
                    Some(reason) => Finding::skip(check, reason.clone()),
                    None => Finding::unknown(check, "this was not reached before the deadline").help(LONGER),
                }),
            }
        }
        findings
    }
}
