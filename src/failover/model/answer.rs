//! Which records answer, when each one's health is known.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Health, Route, Shape};

/// How many unknown healths are tried both ways. More than that: everything may answer.
const MOST_UNKNOWN: usize = 10;

/// An entry that answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// Its place in the route's entries.
    pub entry: usize,
    /// Its share of the answers, from 0 to 1; null where that depends on where the clients are.
    pub share: Option<f64>,
}

/// Which entries of a route answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// Those that answer, in the route's order; where it is not certain, all that may.
    pub parts: Vec<Part>,
    /// Whether every entry is unhealthy, and therefore counts as healthy: Route 53 answers with a dead Region rather
    /// than not at all.
    pub is_last_resort: bool,
    /// Whether it is certain: false where it depends on a health that is not known, or on a policy that is not reckoned
    /// with.
    pub is_certain: bool,
}

impl Answer {
    /// The only entry that answers; nothing where there are several, or where it is not certain.
    pub fn only(&self) -> Option<usize> {
        match self.parts.as_slice() {
            [part] if self.is_certain => Some(part.entry),
            _ => None,
        }
    }

    /// Whether an entry is among those that answer, or may.
    pub fn has(&self, entry: usize) -> bool {
        self.parts.iter().any(|part| part.entry == entry)
    }
}

impl Route<'_> {
    /// Which entries answer, by the health of each; `healths` in the order of the entries, and unknown where it is too
    /// short.
    pub fn answering(&self, healths: &[Health]) -> Answer {
        let health = |entry: usize| healths.get(entry).copied().unwrap_or(Health::Unknown);
        let all = 0..self.entries.len();
        let unknown: Vec<usize> = all.clone().filter(|entry| health(*entry) == Health::Unknown).collect();
        let any = || Answer {
            parts: all.clone().map(|entry| Part { entry, share: None }).collect(),
            is_last_resort: false,
            is_certain: false,
        };
        if self.shape == Shape::Mixed || unknown.len() > MOST_UNKNOWN {
            return any();
        }
        // Whatever the unknown ones are, it is certain where it comes to the same.
        let mut answers = (0..1_usize << unknown.len()).map(|mask| {
            let is_set = |entry| unknown.iter().position(|one| *one == entry).map(|bit| mask >> bit & 1 == 0);
            let is_healthy: Vec<bool> = all
                .clone()
                .map(|entry| is_set(entry).unwrap_or_else(|| health(entry) == Health::Healthy))
                .collect();
            self.certain(&is_healthy)
        });
        let Some(first) = answers.next() else { return any() };
        let others: Vec<Answer> = answers.collect();
        if others.iter().all(|other| other.parts == first.parts) {
            // All dead or all alive: the same records answer.
            let is_last_resort = first.is_last_resort && others.iter().all(|other| other.is_last_resort);
            return Answer { is_last_resort, ..first };
        }
        let may = |entry: &usize| first.has(*entry) || others.iter().any(|other| other.has(*entry));
        let parts = all.clone().filter(may).map(|entry| Part { entry, share: None }).collect();
        Answer { parts, is_last_resort: false, is_certain: false }
    }

    /// Which entries answer, where every health is known.
    fn certain(&self, is_healthy: &[bool]) -> Answer {
        let all: Vec<usize> = (0..self.entries.len()).collect();
        let healthy: Vec<usize> = all.iter().copied().filter(|entry| is_healthy[*entry]).collect();
        let is_last_resort = healthy.is_empty();
        // All unhealthy is as if all were healthy.
        let able = if is_last_resort { all } else { healthy };
        let parts = match self.shape {
            Shape::Failover => self.of_pair(&able),
            Shape::Weighted => self.by_weight(&able),
            Shape::Latency if able.len() > 1 => {
                able.into_iter().map(|entry| Part { entry, share: None }).collect()
            }
            Shape::Latency | Shape::Multivalue | Shape::Simple | Shape::Mixed => evenly(&able),
        };
        Answer { parts, is_last_resort, is_certain: true }
    }

    /// The primary, and the secondary only where the primary is not able to.
    fn of_pair(&self, able: &[usize]) -> Vec<Part> {
        let entries = &self.entries;
        let primary = able.iter().find(|entry| entries[**entry].is_primary());
        let entry = primary.or_else(|| able.iter().find(|entry| entries[**entry].is_secondary()));
        entry.map(|entry| Part { entry: *entry, share: Some(1.0) }).into_iter().collect()
    }

    /// By weight; those of weight zero only where no other is able to.
    fn by_weight(&self, able: &[usize]) -> Vec<Part> {
        let weight = |entry: &usize| self.entries[*entry].weight().unwrap_or_default();
        let total: u64 = able.iter().map(weight).sum();
        if total == 0 {
            return evenly(able);
        }
        #[expect(clippy::cast_precision_loss, reason = "a weight is at most 255")]
        let share = |entry: &usize| weight(entry) as f64 / total as f64;
        let weighted = able.iter().filter(|entry| weight(entry) > 0);
        weighted.map(|entry| Part { entry: *entry, share: Some(share(entry)) }).collect()
    }
}

/// Each as often as the others.
fn evenly(able: &[usize]) -> Vec<Part> {
    #[expect(clippy::cast_precision_loss, reason = "a name has fewer than 2^53 records")]
    let share = 1.0 / able.len() as f64;
    able.iter().map(|entry| Part { entry: *entry, share: Some(share) }).collect()
}
