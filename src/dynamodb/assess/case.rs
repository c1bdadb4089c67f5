//! What the checks look at.

use crate::dynamodb::sizing::{Basis, Evidence, Expectations, Sizing, of_trace, of_workload};
use crate::dynamodb::workload::InputError;
use crate::report::{Check, Finding};

/// A check and how it is made.
pub(super) struct Judge {
    pub(super) check: &'static Check,
    /// What there is to say of one sizing; nothing where the passing state was seen. "Could not find out" is
    /// `unknown`, said.
    pub(super) find: fn(&Case<'_>, &Sizing) -> Vec<Finding>,
}

/// What the checks look at.
pub(in crate::dynamodb) struct Case<'a> {
    pub(in crate::dynamodb) evidence: &'a Evidence,
    pub(in crate::dynamodb) expected: &'a Expectations,
    /// What each workload, or the trace, comes to.
    pub(in crate::dynamodb) sizings: Vec<Sizing>,
}

impl<'a> Case<'a> {
    /// Sizes whatever was told or seen.
    ///
    /// # Errors
    /// What is wrong with the inputs: evidence that somebody else wrote.
    pub(super) fn new(evidence: &'a Evidence, expected: &'a Expectations) -> Result<Self, Vec<InputError>> {
        let sizings = match &evidence.basis {
            Basis::Workloads(all) => {
                all.iter().map(|one| of_workload(one, expected)).collect::<Result<_, _>>()?
            }
            Basis::Trace(seen) => vec![of_trace(seen, expected)?],
        };
        Ok(Self { evidence, expected, sizings })
    }

    /// The day of the evidence, such as `2026-11-21`.
    pub(super) fn day(&self) -> &str {
        self.evidence.at.get(..10).unwrap_or_default()
    }

    /// The share of units that may be throttled.
    pub(super) fn max_throttle(&self) -> f64 {
        self.expected.max_throttle.unwrap_or(0.0)
    }
}

impl Judge {
    /// What the check finds in every sizing. Where there are several, each finding names its own.
    pub(super) fn findings(&self, case: &Case<'_>) -> Vec<Finding> {
        let are_several = case.sizings.len() > 1;
        let of_one = |sizing: &Sizing| {
            let mut findings = (self.find)(case, sizing);
            if findings.is_empty() {
                findings.push(Finding::pass(self.check));
            }
            if are_several {
                findings = findings.into_iter().map(|finding| finding.about(sizing.name.clone())).collect();
            }
            findings
        };
        case.sizings.iter().flat_map(of_one).collect()
    }
}
