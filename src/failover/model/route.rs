//! The records of one name and type, and how Route 53 chooses among them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::target::DEEPEST;
use super::{Health, Judged, Signal, Target, region};
use crate::failover::Evidence;
use crate::failover::evidence::{Policy, Record, RecordKind, Role};

/// The TTL of an alias to a load balancer, which nobody can change, in seconds.
const BALANCER_TTL_S: u64 = 60;

/// How Route 53 chooses among the records of one name and type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// One stands in for the other.
    Failover,
    /// By weight.
    Weighted,
    /// By the resolver's latency to a Region.
    Latency,
    /// Up to eight at random.
    Multivalue,
    /// There is only one record.
    Simple,
    /// Several policies, or one that is not reckoned with (geography, …).
    Mixed,
}

/// The records of the failover name and one type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route<'a> {
    /// The type.
    pub kind: RecordKind,
    /// How Route 53 chooses.
    pub shape: Shape,
    /// The records: of a failover pair the primary first, else as AWS listed them.
    pub entries: Vec<Entry<'a>>,
}

/// A record of a [`Route`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The record.
    pub record: &'a Record,
    /// The Region that it leads to; nothing where that is not known.
    pub region: Option<String>,
    /// How long resolvers keep it, in seconds: 60 for an alias to a load balancer, its target's for an alias to other
    /// records of the zone. Nothing where that is not known.
    pub ttl_s: Option<u64>,
    /// Whether the TTL is AWS's own: that of an alias to a load balancer.
    pub is_ttl_fixed: bool,
    /// What decides about its health. None: it always counts as healthy.
    pub signals: Vec<Signal>,
}

/// The failover name's records: one route for each of A, AAAA and CNAME that it has. None where the zone or its records
/// could not be read.
pub fn routes(evidence: &Evidence) -> Vec<Route<'_>> {
    ["A", "AAAA", "CNAME"].into_iter().filter_map(|kind| of(evidence, &evidence.name, kind)).collect()
}

/// The records of a name and a type, in the zone that clients see.
pub(super) fn records<'a>(evidence: &'a Evidence, name: &str, kind: &str) -> Vec<&'a Record> {
    let all = evidence.zone().and_then(|zone| zone.records.answer()).into_iter().flatten();
    all.filter(|record| record.name == name && record.kind == kind).collect()
}

/// Any name's route; nothing where it has no records of the type.
pub(in crate::failover) fn of<'a>(evidence: &'a Evidence, name: &str, kind: &str) -> Option<Route<'a>> {
    let zone = evidence.zone()?;
    let mut records = records(evidence, name, kind);
    // The sort keeps the order of equals.
    records.sort_by_key(|record| match &record.policy {
        Policy::Failover { role: Role::Primary } => 0,
        Policy::Failover { role: Role::Secondary } => 1,
        _ => 2,
    });
    let entry = |record: &&'a Record| {
        let (ttl_s, is_ttl_fixed) = ttl(record, evidence, 0);
        let region = region::within(record, evidence, 0);
        Entry { record, region, ttl_s, is_ttl_fixed, signals: Signal::of(record, zone) }
    };
    let kind = match kind {
        "A" => RecordKind::A,
        "AAAA" => RecordKind::Aaaa,
        "CNAME" => RecordKind::Cname,
        _ => return None,
    };
    let entries: Vec<Entry<'a>> = records.iter().map(entry).collect();
    (!entries.is_empty()).then(|| Route { kind, shape: shape(&records), entries })
}

fn shape(records: &[&Record]) -> Shape {
    let of_record = |record: &&Record| match &record.policy {
        Policy::Simple => Shape::Simple,
        Policy::Failover { role: Role::Primary | Role::Secondary } => Shape::Failover,
        Policy::Weighted { .. } => Shape::Weighted,
        Policy::Latency { .. } => Shape::Latency,
        Policy::Multivalue => Shape::Multivalue,
        Policy::Failover { role: Role::Other(_) } | Policy::Other { .. } => Shape::Mixed,
    };
    let mut shapes = records.iter().map(of_record);
    let first = shapes.next().unwrap_or(Shape::Mixed);
    if shapes.all(|shape| shape == first) { first } else { Shape::Mixed }
}

/// How long resolvers keep a record, in seconds, and whether nobody can change that.
fn ttl(record: &Record, evidence: &Evidence, depth: usize) -> (Option<u64>, bool) {
    let target = evidence.zone().and_then(|zone| Target::of(record, zone));
    match target {
        None => (record.ttl_s, false),
        Some(Target::Balancer { .. }) => (Some(BALANCER_TTL_S), true),
        Some(Target::Records { name, kind }) if depth < DEEPEST => {
            // The longest of those that may answer.
            let inner = records(evidence, &name, &kind);
            let ttls: Vec<_> = inner.iter().map(|record| ttl(record, evidence, depth + 1)).collect();
            let longest = ttls.iter().map(|(ttl_s, _)| *ttl_s).collect::<Option<Vec<u64>>>();
            let is_fixed = !ttls.is_empty() && ttls.iter().all(|(_, is_fixed)| *is_fixed);
            (longest.and_then(|ttls| ttls.into_iter().max()), is_fixed)
        }
        Some(Target::Records { .. } | Target::Other { .. }) => (None, false),
    }
}

impl Entry<'_> {
    /// Its health now: every signal has to be healthy; without a signal it always is.
    pub fn health(&self, evidence: &Evidence) -> Judged {
        self.health_within(evidence, 0)
    }

    pub(super) fn health_within(&self, evidence: &Evidence, depth: usize) -> Judged {
        if self.signals.is_empty() {
            return Judged::new(
                Health::Healthy,
                "nothing decides about its health: it always counts as healthy",
            );
        }
        Judged::all(self.signals.iter().map(|signal| signal.health_within(evidence, depth)).collect())
    }

    /// What to call it: its Region, or its set identifier, or what it leads to.
    pub fn name(&self) -> String {
        let record = self.record;
        let leads_to =
            || record.alias.as_ref().map_or_else(|| record.values.join(", "), |alias| alias.dns_name.clone());
        self.region.clone().or_else(|| record.set_identifier.clone()).unwrap_or_else(leads_to)
    }

    /// Whether it is the primary of a failover pair.
    pub fn is_primary(&self) -> bool {
        self.record.policy == Policy::Failover { role: Role::Primary }
    }

    /// Whether it is the secondary of a failover pair.
    pub fn is_secondary(&self) -> bool {
        self.record.policy == Policy::Failover { role: Role::Secondary }
    }

    /// Its weight, where records are chosen by weight.
    pub const fn weight(&self) -> Option<u64> {
        match self.record.policy {
            Policy::Weighted { weight } => Some(weight),
            _ => None,
        }
    }
}

impl Route<'_> {
    /// The health of each entry, in their order.
    pub fn healths(&self, evidence: &Evidence) -> Vec<Judged> {
        self.entries.iter().map(|entry| entry.health(evidence)).collect()
    }
}
