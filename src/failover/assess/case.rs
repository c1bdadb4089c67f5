//! What the checks look at: the name's records by type, each with its Region.

use super::unread::unread;
use crate::aws::Failure;
use crate::failover::Expectations;
use crate::failover::evidence::{Balancer, Evidence, Healthz, HostSeen, Policy, Record, Role, Zone};
use crate::failover::model::{self, plain};
use crate::report::{Check, Finding};

/// The types of records that lead clients to a Region, the most used first.
const KINDS: [&str; 3] = ["A", "AAAA", "CNAME"];

/// Everything that was seen, and what is expected of it.
pub(in crate::failover) struct Case<'a> {
    pub(in crate::failover) evidence: &'a Evidence,
    pub(in crate::failover) expected: &'a Expectations,
    groups: Result<Vec<Group<'a>>, Missing<'a>>,
}

/// Why there are no records to judge.
#[derive(Clone, Copy)]
pub(in crate::failover) enum Missing<'a> {
    /// A call that told nothing.
    Unread(&'static str, &'a Failure),
    /// There are none: FO001.
    Absent,
}

/// The records of one type.
pub(in crate::failover) struct Group<'a> {
    pub(in crate::failover) kind: &'static str,
    pub(in crate::failover) entries: Vec<Entry<'a>>,
}

/// A record, and the Region that it leads to.
pub(in crate::failover) struct Entry<'a> {
    pub(in crate::failover) record: &'a Record,
    pub(in crate::failover) region: Option<String>,
}

/// How the records of one type are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::failover) enum Mode<'a> {
    /// There is one, whatever happens.
    Simple,
    /// One stands in for the other.
    Failover,
    /// All that are healthy answer; in words, as `by weight`.
    Together(&'static str),
    /// One that is not judged.
    Other(&'a str),
}

impl Missing<'_> {
    /// What a check of records says.
    pub(super) fn finding(self, check: &'static Check) -> Finding {
        match self {
            Self::Unread(call, failure) => unread(check, call, failure),
            Self::Absent => Finding::skip(check, "the name has no records (FO001)"),
        }
    }
}

impl<'a> Entry<'a> {
    /// `the primary (us-east-1)`, or the identifier instead of the role.
    pub(in crate::failover) fn label(&self) -> String {
        let what = match &self.record.policy {
            Policy::Failover { role: Role::Primary } => "the primary".to_owned(),
            Policy::Failover { role: Role::Secondary } => "the secondary".to_owned(),
            _ => match &self.record.set_identifier {
                Some(id) => format!("the record `{id}`"),
                None => "the record".to_owned(),
            },
        };
        match &self.region {
            Some(region) => format!("{what} ({region})"),
            None => what,
        }
    }

    /// Whether it answers only where others do not: a secondary, a weight of 0.
    pub(in crate::failover) fn stands_by(&self) -> bool {
        matches!(
            self.record.policy,
            Policy::Failover { role: Role::Secondary } | Policy::Weighted { weight: 0 }
        )
    }

    /// Whether it is the primary of a pair.
    pub(in crate::failover) fn is_primary(&self) -> bool {
        self.record.policy == Policy::Failover { role: Role::Primary }
    }

    /// Whether anything decides about its health.
    pub(super) fn has_signal(&self) -> bool {
        self.record.health_check.is_some() || self.evaluates_target()
    }

    /// Whether its target's health decides.
    pub(super) fn evaluates_target(&self) -> bool {
        self.record.alias.as_ref().is_some_and(|alias| alias.evaluates_target_health)
    }

    /// Its target, as it is compared and shown: a name in small letters without `dualstack.`, or its values.
    pub(in crate::failover) fn target(&self) -> String {
        if let Some(alias) = &self.record.alias {
            return plain(&alias.dns_name);
        }
        let mut values: Vec<String> = self.record.values.iter().map(|value| plain(value)).collect();
        values.sort();
        values.join(", ")
    }

    /// The load balancer that it leads to.
    pub(in crate::failover) fn balancer(&self, evidence: &'a Evidence) -> Option<&'a Balancer> {
        let target = self.target();
        evidence.balancers.iter().find(|balancer| balancer.dns_name == target)
    }

    /// The host that it leads to, as far as that was seen; else its Region's, the one that was given first.
    pub(in crate::failover) fn host(&self, evidence: &'a Evidence) -> Option<&'a HostSeen> {
        let region = self.region.as_deref()?;
        let led_to = model::addresses(self.record, evidence);
        let is_there = |host: &&HostSeen| {
            host.region == region
                && host.addresses.iter().filter_map(|one| one.parse().ok()).any(|one| led_to.contains(&one))
        };
        let mut there: Vec<&HostSeen> = evidence.hosts.iter().filter(is_there).collect();
        there.sort_by_key(|host| !host.is_given);
        if let Some(first) = there.first() {
            return Some(first);
        }
        let own = || evidence.hosts.iter().filter(move |host| host.region == region);
        own().find(|host| host.is_given).or_else(|| own().next())
    }
}

/// What tells whether a host's Region serves: a given host by its own name, a load balancer under the failover name, for
/// its own name is in nobody's rules.
pub(in crate::failover) fn told_by(host: &HostSeen) -> Option<&Healthz> {
    let own = host.healthz.as_ref();
    if host.is_given { own } else { host.as_failover_name.as_ref().or(own) }
}

impl<'a> Group<'a> {
    /// How its records are chosen.
    pub(in crate::failover) fn mode(&self) -> Mode<'a> {
        match self.entries.first().map(|entry| &entry.record.policy) {
            None | Some(Policy::Simple) => Mode::Simple,
            Some(Policy::Failover { .. }) => Mode::Failover,
            Some(Policy::Weighted { .. }) => Mode::Together("by weight"),
            Some(Policy::Latency { .. }) => Mode::Together("by latency"),
            Some(Policy::Multivalue) => Mode::Together("several values"),
            Some(Policy::Other { what }) => Mode::Other(what),
        }
    }

    /// Whether one of several records answers: only then can anything move.
    pub(super) fn is_routed(&self) -> bool {
        self.mode() != Mode::Simple && self.entries.len() > 1
    }
}

impl<'a> Case<'a> {
    /// What there is to judge.
    pub(in crate::failover) fn new(evidence: &'a Evidence, expected: &'a Expectations) -> Self {
        Self { evidence, expected, groups: groups(evidence) }
    }

    /// The records by type, A first; or why there are none.
    pub(in crate::failover) fn groups(&self) -> Result<&[Group<'a>], Missing<'a>> {
        match &self.groups {
            Ok(groups) if groups.is_empty() => Err(Missing::Absent),
            Ok(groups) => Ok(groups),
            Err(missing) => Err(*missing),
        }
    }

    /// The records of the type that most clients ask for.
    pub(in crate::failover) fn main(&self) -> Option<&Group<'a>> {
        self.groups().ok()?.first()
    }

    /// All records.
    pub(in crate::failover) fn entries(&self) -> impl Iterator<Item = &Entry<'a>> {
        self.groups().unwrap_or_default().iter().flat_map(|group| &group.entries)
    }

    /// The zone's id, for commands.
    pub(super) fn zone_id(&self) -> &'a str {
        self.evidence.zone().map_or("ZONE", |zone: &Zone| &zone.id)
    }

    /// The Regions, the primary's first: those that records lead to, then those whose hosts were given.
    pub(in crate::failover) fn regions(&self) -> Vec<&str> {
        let mut regions: Vec<&str> = Vec::new();
        let first = self.entries().filter(|entry| !entry.stands_by());
        let second = self.entries().filter(|entry| entry.stands_by());
        let of_records = first.chain(second).filter_map(|entry| entry.region.as_deref());
        for region in of_records.chain(self.evidence.hosts.iter().map(|host| host.region.as_str())) {
            if !regions.contains(&region) {
                regions.push(region);
            }
        }
        regions
    }

    /// What a check of every Region says of the records whose Region is not known: it was not looked for there.
    pub(super) fn placeless(&self, check: &'static Check) -> Option<Finding> {
        let nowhere = self.entries().filter(|entry| entry.region.is_none());
        let mut all: Vec<String> =
            nowhere.map(|entry| format!("{} ({})", entry.label(), entry.target())).collect();
        all.dedup();
        (!all.is_empty()).then(|| {
            let message =
                format!("which Region {} stands in is not known: nothing was asked there", all.join(", "));
            Finding::unknown(check, message).help("say it: --region-host REGION=HOST")
        })
    }

    /// The Region that is to be served: the declared one, else the primary's. None where several answer together.
    pub(in crate::failover) fn active(&self) -> Option<&str> {
        self.expected.active.as_deref().or_else(|| {
            self.entries().find(|entry| entry.is_primary()).and_then(|entry| entry.region.as_deref())
        })
    }
}

fn groups(evidence: &Evidence) -> Result<Vec<Group<'_>>, Missing<'_>> {
    if let Some(failure) = evidence.zones.failure() {
        return Err(Missing::Unread("route53:ListHostedZonesByName", failure));
    }
    let Some(zone) = evidence.zone() else { return Ok(Vec::new()) };
    if let Some(failure) = zone.records.failure() {
        return Err(Missing::Unread("route53:ListResourceRecordSets", failure));
    }
    let entry = |record| Entry { record, region: model::region_of(record, evidence) };
    let of_kind = |kind: &'static str| {
        let mut entries: Vec<Entry<'_>> = zone.records(&evidence.name, kind).map(entry).collect();
        entries.sort_by_key(Entry::stands_by);
        Group { kind, entries }
    };
    Ok(KINDS.map(of_kind).into_iter().filter(|group| !group.entries.is_empty()).collect())
}
