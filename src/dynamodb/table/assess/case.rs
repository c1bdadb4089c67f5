//! What the checks look at.

use super::expected::{completed, finding, gives};
use crate::aws::FailureKind;
use crate::dynamodb::evidence::{Facts, RegionSeen, TableSeen};
use crate::dynamodb::plan::{Attribute, Compared, compare};
use crate::dynamodb::spec::Wanted;
use crate::dynamodb::table::{Evidence, Expectations};
use crate::report::{Check, Finding};

/// A check and how it is made.
pub(super) struct Judge {
    pub(super) check: &'static Check,
    /// Whether it says something of every Region, and so cannot pass where one was not seen.
    pub(super) is_everywhere: bool,
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

impl Told {
    /// That there is nothing to judge, and why.
    pub(super) fn skip(check: &'static Check, reason: &'static str) -> Self {
        Finding::skip(check, reason).into()
    }

    /// A fact beside the findings.
    #[must_use]
    pub(super) fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
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

impl Judge {
    /// The check's findings: a pass where it has none.
    pub(super) fn findings(&self, case: &Case<'_>) -> Vec<Finding> {
        let Told { mut findings, notes } = (self.find)(case);
        if findings.is_empty() && self.is_everywhere {
            findings = case.undescribed().map(|region| unknown_in(self.check, region)).collect();
        }
        if findings.is_empty() {
            findings.push(Finding::pass(self.check));
        }
        if let Some(first) = findings.first_mut().filter(|_| !notes.is_empty()) {
            first.detail_mut().notes.extend(notes.into_iter().map(Into::into));
        }
        findings
    }
}

/// Of a Region that was not seen nothing is known.
fn unknown_in(check: &'static Check, region: &str) -> Finding {
    Finding::unknown(check, format!("the table was not described in {region} (TBL001)"))
        .help("TBL001 says why; ask again when it is described")
        .about(region)
}

/// A table that was described, and what is expected of it.
pub(in crate::dynamodb::table) struct Case<'a> {
    pub(in crate::dynamodb::table) seen: &'a TableSeen,
    /// What the Region that was asked told.
    pub(in crate::dynamodb::table) facts: &'a Facts,
    pub(super) wanted: &'a Wanted,
    /// Whether the whole table was wanted, what was not said being the documentation's.
    pub(super) is_whole: bool,
    compared: Result<Vec<Compared>, String>,
}

/// A Region in which the table stands.
#[derive(Clone, Copy)]
pub(in crate::dynamodb::table) struct Standing<'a> {
    pub(in crate::dynamodb::table) seen: &'a RegionSeen,
    pub(in crate::dynamodb::table) facts: &'a Facts,
}

impl<'a> Standing<'a> {
    /// The Region's name.
    pub(in crate::dynamodb::table) fn region(self) -> &'a str {
        &self.seen.region
    }
}

impl<'a> Case<'a> {
    /// Nothing where the table was not described.
    pub(in crate::dynamodb::table) fn new(
        evidence: &'a Evidence,
        expected: &'a Expectations,
    ) -> Option<Self> {
        let seen = &evidence.seen;
        let own = seen.own()?;
        let facts = own.described.answer()?;
        let setup = evidence.setup.as_ref();
        let wanted = setup.map_or(&expected.wanted, |setup| &setup.wanted);
        let spec = match setup {
            Some(setup) => setup.plan(seen).map(|(spec, _)| spec),
            None => completed(wanted, seen, facts).spec(&seen.name, &own.region),
        };
        let compared = spec.map(|spec| compare(&spec, seen));
        Some(Self { seen, facts, wanted, is_whole: setup.is_some(), compared })
    }

    /// The Regions in which the table stands, the one that was asked first.
    pub(in crate::dynamodb::table) fn regions(&self) -> impl Iterator<Item = Standing<'a>> + '_ {
        let is_replica = |name: &str| self.facts.replicas.iter().any(|replica| replica.region == name);
        let regions = self.seen.regions.iter().enumerate();
        let own = regions.filter(move |(at, region)| *at == 0 || is_replica(&region.region));
        own.filter_map(|(_, seen)| Some(Standing { seen, facts: seen.described.answer()? }))
    }

    /// Regions with a replica that was not described; where there is no table, TBL001 fails.
    fn undescribed(&self) -> impl Iterator<Item = &'a str> + '_ {
        let replicas = self.facts.replicas.iter().map(|replica| replica.region.as_str());
        replicas.filter(|name| match self.seen.regions.iter().find(|region| region.region == *name) {
            Some(region) => {
                region.described.failure().is_some_and(|failure| failure.kind != FailureKind::NotFound)
            }
            None => true,
        })
    }

    /// Whether it stands in several Regions.
    pub(super) const fn is_global(&self) -> bool {
        !self.facts.replicas.is_empty()
    }

    /// What comes of what is expected; nothing where anything that makes sense may be.
    pub(super) fn expected(&self, check: &'static Check, attribute: Attribute) -> Option<Vec<Finding>> {
        if !gives(self.wanted, self.is_whole, attribute) {
            return None;
        }
        Some(match &self.compared {
            Err(why) => vec![
                Finding::unknown(check, format!("what is expected contradicts itself: {why}"))
                    .help("expect something else"),
            ],
            Ok(compared) => compared
                .iter()
                .filter(|one| one.attribute == attribute)
                .filter_map(|one| finding(check, one))
                .collect(),
        })
    }
}
