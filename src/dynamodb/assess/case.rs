//! What the checks look at.

use crate::dynamodb::evidence::TableSeen;
use crate::dynamodb::sizing::{
    Basis, Evidence, Expectations, Present, Sizing, of_table, of_trace, of_workload,
};
use crate::dynamodb::workload::InputError;
use crate::report::{Check, Finding};

/// What to do where a part of the table was not told.
pub(super) const SEE_ANSWERS: &str = "see CAP014: it says what was not told, and what to do about it";

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
            Basis::Table(basis) => of_table(basis, expected)?.into_iter().collect(),
        };
        Ok(Self { evidence, expected, sizings })
    }

    /// The table that exists, where it is one.
    pub(in crate::dynamodb) fn table(&self) -> Option<&'a TableSeen> {
        match &self.evidence.basis {
            Basis::Table(basis) => Some(&basis.seen),
            Basis::Workloads(_) | Basis::Trace(_) => None,
        }
    }

    /// The table as it is, beside what is recommended.
    ///
    /// # Errors
    /// The finding of a check for which it would have to be known.
    pub(super) fn present(&self, check: &'static Check) -> Result<(&Sizing, &Present), Vec<Finding>> {
        let unknown = || {
            let message = "what the table consumes is not known (CAP014)";
            vec![Finding::unknown(check, message).help(SEE_ANSWERS)]
        };
        let sizing = self.sizings.first().ok_or_else(unknown)?;
        Ok((sizing, sizing.present.as_ref().ok_or_else(unknown)?))
    }

    /// The day of the evidence, such as `2026-11-21`.
    pub(super) fn day(&self) -> &str {
        self.evidence.at.get(..10).unwrap_or_default()
    }

    /// The share of units that may be throttled.
    pub(in crate::dynamodb) fn max_throttle(&self) -> f64 {
        self.expected.max_throttle.unwrap_or(0.0)
    }
}

/// A check of a table that exists, and how it is made.
pub(super) struct TableJudge {
    pub(super) check: &'static Check,
    /// What there is to say; nothing where the passing state was seen.
    pub(super) find: fn(&Case<'_>, &TableSeen) -> Vec<Finding>,
}

impl TableJudge {
    /// What the check finds; nothing where there is no table to look at.
    pub(super) fn findings(&self, case: &Case<'_>) -> Vec<Finding> {
        let Some(seen) = case.table() else { return Vec::new() };
        let findings = (self.find)(case, seen);
        if findings.is_empty() { vec![Finding::pass(self.check)] } else { findings }
    }
}

impl Judge {
    /// What the check finds in every sizing. Where there are several, each finding names its own.
    pub(super) fn findings(&self, case: &Case<'_>) -> Vec<Finding> {
        if case.sizings.is_empty() {
            return vec![Finding::skip(self.check, "what the table consumes is not known (CAP014)")];
        }
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
