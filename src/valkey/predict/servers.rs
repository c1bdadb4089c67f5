//! Where the query servers stand.

use std::collections::{BTreeMap, BTreeSet};

use crate::numbers::as_f64;
use crate::valkey::{Expectations, Topology};

/// The query servers by zone.
#[derive(Clone, Debug, Default)]
pub(super) struct Servers {
    /// How many stand in each zone that was said.
    pub(super) placed: BTreeMap<String, u64>,
    /// How many stand nobody said where.
    pub(super) unplaced: u64,
}

impl Servers {
    /// Those of which no zone was said stand in `CHALK_AVAILABILITY_ZONE`, where that is known.
    pub(super) fn new(expectations: &Expectations) -> Self {
        let mut servers = Self::default();
        for said in &expectations.query_servers {
            match said.zone.as_ref().or(expectations.zone.as_ref()) {
                Some(zone) => *servers.placed.entry(zone.clone()).or_default() += u64::from(said.count),
                None => servers.unplaced += u64::from(said.count),
            }
        }
        if expectations.query_servers.is_empty() {
            match &expectations.zone {
                Some(zone) => *servers.placed.entry(zone.clone()).or_default() += 1,
                None => servers.unplaced += 1,
            }
        }
        if let Some(zone) = &expectations.zone {
            servers.placed.entry(zone.clone()).or_default();
        }
        servers
    }

    pub(super) fn all(&self) -> u64 {
        self.placed.values().sum::<u64>() + self.unplaced
    }

    /// The zones to look at: those that were said, and every zone of the store where some servers may stand anywhere.
    pub(super) fn zones(&self, topology: &Topology) -> BTreeSet<String> {
        let mut zones: BTreeSet<String> = self.placed.keys().cloned().collect();
        if self.unplaced > 0 {
            zones.extend(topology.zones().into_iter().map(str::to_owned));
        }
        zones
    }

    /// How many there may be in a zone: those that stand there, and those that stand nobody said where.
    pub(super) fn at_most_in(&self, zone: &str) -> u64 {
        self.placed.get(zone).copied().unwrap_or_default() + self.unplaced
    }

    /// The weight of each zone among the query servers. Those that stand nobody said where count as spread evenly over
    /// the zones of the store; where it has none, they are left out.
    pub(super) fn weights(&self, topology: &Topology) -> Weights {
        let mut by_zone: BTreeMap<String, f64> =
            self.placed.iter().map(|(zone, count)| (zone.clone(), as_f64(*count))).collect();
        let zones = topology.zones();
        for zone in &zones {
            let share = as_f64(self.unplaced) / as_f64(zones.len() as u64);
            if share > 0.0 {
                *by_zone.entry((*zone).to_owned()).or_default() += share;
            }
        }
        by_zone.retain(|_, weight| *weight > 0.0);
        // A zone that was asked about, though no server stands there.
        if by_zone.is_empty() {
            by_zone = self.placed.keys().map(|zone| (zone.clone(), 1.0)).collect();
        }
        Weights { by_zone, elsewhere: if zones.is_empty() { as_f64(self.unplaced) } else { 0.0 } }
    }
}

/// The weight of each zone among the query servers.
#[derive(Clone, Debug)]
pub(super) struct Weights {
    pub(super) by_zone: BTreeMap<String, f64>,
    /// Of those that stand in no zone that is known.
    pub(super) elsewhere: f64,
}

impl Weights {
    /// Those of these zones left out.
    pub(super) fn without<'a>(&'a self, lost: &'a [&'a str]) -> Left<'a> {
        let own: f64 = self.by_zone.values().sum();
        let gone: f64 = lost.iter().filter_map(|zone| self.by_zone.get(*zone)).sum();
        // Sums of floats are not exact; nobody left is nobody.
        let is_empty = self.elsewhere <= 0.0 && self.by_zone.keys().all(|zone| lost.contains(&zone.as_str()));
        Left { weights: self, lost, all: if is_empty { 0.0 } else { own + self.elsewhere - gone } }
    }
}

/// The query servers that are left when some zones are lost.
#[derive(Clone, Copy, Debug)]
pub(super) struct Left<'a> {
    weights: &'a Weights,
    lost: &'a [&'a str],
    /// The weight of all that are left.
    pub(super) all: f64,
}

impl Left<'_> {
    pub(super) fn of(&self, zone: &str) -> f64 {
        if self.lost.contains(&zone) {
            0.0
        } else {
            self.weights.by_zone.get(zone).copied().unwrap_or_default()
        }
    }

    /// The weight of those that stand in no zone that is known.
    pub(super) const fn elsewhere(&self) -> f64 {
        self.weights.elsewhere
    }
}
