//! The health checks that records name, and the children of calculated ones.

use std::collections::BTreeSet;

use super::case::{Case, Entry, Missing};
use crate::aws::{Asked, Failure};
use crate::failover::evidence::{HealthCheck, HealthCheckFacts, Observation};

/// How deep calculated checks are followed. AWS allows one level; what was read may be anything.
const DEEPEST: usize = 4;

/// A health check that was described.
pub(in crate::failover) struct Checked<'a> {
    pub(in crate::failover) check: &'a HealthCheck,
    pub(in crate::failover) facts: &'a HealthCheckFacts,
    /// The records that it decides about: as `the primary (us-east-1)`.
    pub(in crate::failover) labels: Vec<String>,
    /// Their Regions.
    pub(in crate::failover) regions: Vec<String>,
    /// The calculated check that counts it, where it is a child.
    pub(in crate::failover) parent: Option<&'a str>,
}

/// A health check that a record, or a calculated check, names.
pub(in crate::failover) enum Named<'a> {
    Described(Checked<'a>),
    /// Its id, and why it was not.
    Unread(&'a str, &'a Failure),
    /// Its id.
    Unasked(&'a str),
}

impl Checked<'_> {
    /// `health check ID of the primary (us-east-1)`.
    pub(in crate::failover) fn name(&self) -> String {
        let child = if self.parent.is_some() { "child " } else { "" };
        format!("{child}health check {} of {}", self.check.id, self.labels.join(" and "))
    }

    pub(super) fn id(&self) -> &str {
        &self.check.id
    }

    /// Whether it asks by HTTP without TLS.
    pub(super) fn is_http(&self) -> bool {
        matches!(self.facts.kind.as_str(), "HTTP" | "HTTP_STR_MATCH")
    }

    /// Whether it asks by HTTP through TLS.
    pub(super) fn is_https(&self) -> bool {
        matches!(self.facts.kind.as_str(), "HTTPS" | "HTTPS_STR_MATCH")
    }

    /// Whether checkers probe an endpoint.
    pub(super) fn probes(&self) -> bool {
        self.is_http() || self.is_https() || self.facts.kind == "TCP"
    }

    /// Whether a text has to be in the answer.
    pub(super) fn searches(&self) -> bool {
        self.facts.kind.ends_with("_STR_MATCH")
    }

    /// What is probed: a name, or an address.
    pub(super) fn endpoint(&self) -> &str {
        self.facts.address.as_deref().or(self.facts.host.as_deref()).unwrap_or("nothing")
    }

    /// What the checkers say, where that is known.
    pub(in crate::failover) fn observations(&self) -> Option<&[Observation]> {
        Some(self.check.observations.as_ref()?.answer()?.as_slice())
    }
}

/// The share of checkers that are content, from 0 to 1, with their numbers; nothing where there are none.
pub(in crate::failover) fn success_share(observations: &[Observation]) -> Option<(usize, usize)> {
    let good = observations.iter().filter(|one| one.is_success()).count();
    (!observations.is_empty()).then_some((good, observations.len()))
}

/// The status of an HTTP answer that a checker tells, as in `Success: HTTP Status Code 301, Moved Permanently`.
pub(super) fn http_status(observation: &Observation) -> Option<u16> {
    let at = observation.status.find("HTTP Status Code")?;
    let rest = &observation.status[at + "HTTP Status Code".len()..];
    let digits: String =
        rest.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

impl<'a> Case<'a> {
    /// Every health check that is named, in the order of the records, children behind their parents.
    pub(in crate::failover) fn named_checks(&self) -> Result<Vec<Named<'_>>, Missing<'a>> {
        let mut ids: Vec<(&str, Option<&str>)> = Vec::new();
        let groups = self.groups()?;
        let entries = || groups.iter().flat_map(|group| &group.entries);
        let add = |ids: &mut Vec<_>, id, parent| {
            if ids.iter().all(|(known, _)| *known != id) {
                ids.push((id, parent));
            }
        };
        for id in entries().filter_map(|entry| entry.record.health_check.as_deref()) {
            add(&mut ids, id, None);
            let children = self.evidence.health_check(id).and_then(|check| check.described.answer());
            for child in children.into_iter().flat_map(|facts| &facts.children) {
                add(&mut ids, child, Some(id));
            }
        }
        Ok(ids.into_iter().map(|(id, parent)| self.named(id, parent)).collect())
    }

    pub(super) fn named<'b>(&'b self, id: &'b str, parent: Option<&'b str>) -> Named<'b> {
        let Some(check) = self.evidence.health_check(id) else { return Named::Unasked(id) };
        let facts = match &check.described {
            Asked::Answered(facts) => facts,
            Asked::Failed(failure) => return Named::Unread(id, failure),
        };
        let owner = parent.unwrap_or(id);
        let of = |entry: &&Entry<'_>| entry.record.health_check.as_deref() == Some(owner);
        let (mut labels, mut regions) = (Vec::new(), Vec::new());
        for entry in self.entries().filter(of) {
            let label = entry.label();
            if !labels.contains(&label) {
                labels.push(label);
            }
            regions.extend(entry.region.clone().filter(|region| !regions.contains(region)));
        }
        Named::Described(Checked { check, facts, labels, regions, parent })
    }

    /// The checks that a check rests on: itself, or what a calculated one counts.
    pub(super) fn leaves<'b>(&'b self, id: &'b str) -> BTreeSet<&'b str> {
        let mut seen = BTreeSet::from([id]);
        let mut open = vec![id];
        let mut leaves = BTreeSet::new();
        while let Some(id) = open.pop() {
            let children = self.facts(id).map(|facts| facts.children.as_slice()).unwrap_or_default();
            if children.is_empty() {
                leaves.insert(id);
            }
            open.extend(children.iter().map(String::as_str).filter(|child| seen.insert(child)));
        }
        leaves
    }

    /// Whether a check turns unhealthy when these do.
    pub(super) fn fails_with(&self, id: &str, dead: &BTreeSet<&str>) -> bool {
        self.fails_within(id, dead, 0)
    }

    fn fails_within(&self, id: &str, dead: &BTreeSet<&str>, depth: usize) -> bool {
        let Some(facts) = self.facts(id) else { return dead.contains(id) };
        if facts.is_disabled || depth > DEEPEST {
            return false;
        }
        if facts.children.is_empty() {
            return dead.contains(id);
        }
        let healthy =
            facts.children.iter().filter(|child| !self.fails_within(child, dead, depth + 1)).count();
        facts.health_threshold.is_some_and(|needed| needed as usize > healthy)
    }

    fn facts(&self, id: &str) -> Option<&'a HealthCheckFacts> {
        self.evidence.health_check(id)?.described.answer()
    }

    /// Those that were described.
    pub(in crate::failover) fn checked(&self) -> Vec<Checked<'_>> {
        let described = |named| match named {
            Named::Described(checked) => Some(checked),
            Named::Unread(..) | Named::Unasked(_) => None,
        };
        self.named_checks().unwrap_or_default().into_iter().filter_map(described).collect()
    }
}
