//! What the checks look at.

use super::Named;
use crate::aws::{self, Failure};
use crate::replication::evidence::{AuroraGlobal, GlobalTable, Replicator, Source, ValkeyStore};
use crate::replication::lag::{Lag, lags, now_epoch_s};
use crate::replication::rpo::{StoreLoss, losses};
use crate::replication::{Evidence, Expectations};
use crate::report::catalogue::LAG_KNOWN;
use crate::report::{Check, Finding};

/// A check and how it is made.
pub(super) struct Judge {
    pub(super) check: &'static Check,
    /// Whether it applies to what was named.
    pub(super) applies: fn(&Named) -> bool,
    /// What there is to say; no finding where the passing state was seen. "Could not find out" is `unknown`, said.
    pub(super) find: fn(&Case<'_>) -> Told,
}

/// What a check came to.
#[derive(Default)]
pub(super) struct Told {
    pub(super) findings: Vec<Finding>,
    /// Facts that do not change the result.
    pub(super) notes: Vec<String>,
}

impl From<Vec<Finding>> for Told {
    fn from(findings: Vec<Finding>) -> Self {
        Self { findings, notes: Vec::new() }
    }
}

impl Judge {
    /// The check's findings: a pass where it has none.
    pub(super) fn findings(&self, case: &Case<'_>) -> Vec<Finding> {
        let Told { mut findings, notes } = (self.find)(case);
        if findings.is_empty() {
            findings.push(Finding::pass(self.check));
        }
        if let Some(first) = findings.first_mut().filter(|_| !notes.is_empty()) {
            first.detail_mut().notes.extend(notes.into_iter().map(Into::into));
        }
        findings
    }
}

/// What was seen, and what it comes to.
pub(in crate::replication) struct Case<'a> {
    pub(in crate::replication) evidence: &'a Evidence,
    pub(in crate::replication) expected: &'a Expectations,
    /// When the observation began, in seconds since 1970 (UTC).
    pub(in crate::replication) now_epoch_s: i64,
    /// Every lag.
    pub(in crate::replication) lags: Vec<Lag>,
    /// What each store would lose.
    pub(in crate::replication) losses: Vec<StoreLoss>,
}

impl<'a> Case<'a> {
    pub(super) fn new(evidence: &'a Evidence, expected: &'a Expectations) -> Self {
        let lags = lags(evidence);
        let losses = losses(evidence, &lags);
        Self { evidence, expected, now_epoch_s: now_epoch_s(evidence), lags, losses }
    }

    /// The objective, in milliseconds.
    #[expect(clippy::cast_precision_loss, reason = "an RPO is below 2^53 ms")]
    pub(in crate::replication) fn rpo_ms(&self) -> f64 {
        self.expected.rpo_ms() as f64
    }

    pub(in crate::replication) fn tables(&self) -> impl Iterator<Item = &'a GlobalTable> + use<'a> {
        self.evidence.sources.iter().filter_map(|source| match source {
            Source::GlobalTable(seen) => Some(seen),
            _ => None,
        })
    }

    pub(super) fn replicators(&self) -> impl Iterator<Item = &'a Replicator> + use<'a> {
        self.evidence.sources.iter().filter_map(|source| match source {
            Source::MskReplicator(seen) => Some(seen),
            _ => None,
        })
    }

    pub(super) fn databases(&self) -> impl Iterator<Item = &'a AuroraGlobal> + use<'a> {
        self.evidence.sources.iter().filter_map(|source| match source {
            Source::AuroraGlobal(seen) => Some(seen),
            _ => None,
        })
    }

    pub(in crate::replication) fn stores(&self) -> impl Iterator<Item = &'a ValkeyStore> + use<'a> {
        self.evidence.sources.iter().filter_map(|source| match source {
            Source::Valkey(seen) => Some(seen),
            _ => None,
        })
    }
}

/// A call that told nothing. `call` is the permission that it takes.
pub(super) fn unread(check: &'static Check, about: &str, call: &str, failure: &Failure) -> Finding {
    aws::unread(check, &LAG_KNOWN, call, failure).about(about)
}
