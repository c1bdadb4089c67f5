//! The cheapest change of one shard's placement that meets a goal, for each zone that its primary may end in.

use std::collections::BTreeSet;

use super::advice::Goal;

/// How many placements are looked at for one shard. What takes more gets replicas added until the goal is met.
const PLACEMENTS_AT_MOST: usize = 20_000;

/// A shard's placement; zones are numbers from 0. Shards that look the same are solved once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Placement {
    /// The nodes in each zone that could serve as its primary.
    pub(super) counts: Vec<usize>,
    /// The zone of its primary, where that is alive.
    pub(super) primary: Option<usize>,
    /// The zones that need a replica, a primary not being one.
    pub(super) local: Vec<usize>,
}

/// A placement to change to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    /// What it costs: a node that is moved or added weighs more than any number of promotions, and of two the one that is
    /// added weighs more.
    pub(super) cost: i64,
    /// The nodes in each zone, afterwards: every way that costs the same, though not more than a few.
    pub(super) ways: Vec<Vec<usize>>,
}

/// How many ways that cost the same are kept.
const WAYS_AT_MOST: usize = 8;

/// What one node costs that is moved or added.
const CHANGE: i64 = 1 << 40;
/// What it costs more if it is added.
const ADDED: i64 = 1 << 20;

/// The choices of one shard, by the zone of its primary, and whether they are surely the cheapest.
#[derive(Clone, Debug)]
pub(super) struct Choices {
    pub(super) by_primary: Vec<Option<Choice>>,
    pub(super) is_cheapest: bool,
}

impl Placement {
    /// The cheapest choice for each zone of the primary; or, without `each`, only what the cheapest of all needs to be
    /// among them. Placements are tried by the number of nodes that change, so that the first to fit is cheapest.
    pub(super) fn choices(&self, goal: Goal, each: bool) -> Choices {
        let zones = self.counts.len();
        let mut by_primary: Vec<Option<Choice>> = vec![None; zones];
        let mut level = BTreeSet::from([self.counts.clone()]);
        let mut looked_at = 1;
        for changes in 0..=self.local.len() + 4 {
            for counts in &level {
                for (primary, best) in by_primary.iter_mut().enumerate() {
                    let Some(cost) = self.cost(counts, primary, changes, goal) else { continue };
                    match best {
                        Some(best) if best.cost < cost => {}
                        Some(best) if best.cost == cost => {
                            if best.ways.len() < WAYS_AT_MOST {
                                best.ways.push(counts.clone());
                            }
                        }
                        _ => *best = Some(Choice { cost, ways: vec![counts.clone()] }),
                    }
                }
            }
            let found = by_primary.iter().flatten().count();
            if found == zones || (found > 0 && !each) {
                return Choices { by_primary, is_cheapest: true };
            }
            let next: BTreeSet<Vec<usize>> =
                level.iter().flat_map(|counts| self.neighbours(counts)).collect();
            looked_at += next.len();
            if looked_at > PLACEMENTS_AT_MOST {
                if found == 0 {
                    self.add_until_it_fits(goal, &mut by_primary);
                }
                return Choices { by_primary, is_cheapest: false };
            }
            level = next;
        }
        // More changes than these never help.
        Choices { by_primary, is_cheapest: true }
    }

    /// What it costs to come to these counts with the primary in this zone; none where that misses the goal.
    fn cost(&self, counts: &[usize], primary: usize, changes: usize, goal: Goal) -> Option<i64> {
        if !is_met(counts, primary, &self.local, goal) {
            return None;
        }
        let promotes = self.primary != Some(primary);
        // The old primary can only be moved once another node has taken its place: one that is not itself on the way.
        let moves_primary = self.primary.is_some_and(|old| counts[old] == 0);
        if promotes && self.counts[primary] == 0 && changes <= usize::from(moves_primary) {
            return None;
        }
        let added = counts.iter().sum::<usize>() - self.counts.iter().sum::<usize>();
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX >> 41);
        Some(count(changes) * CHANGE + count(added) * ADDED + i64::from(promotes))
    }

    /// The placements one node further: a node comes to a zone that none has left, from a zone that none has come to, or
    /// anew.
    fn neighbours(&self, counts: &[usize]) -> Vec<Vec<usize>> {
        let zones = 0..counts.len();
        let mut neighbours = Vec::new();
        for to in zones.clone().filter(|to| counts[*to] >= self.counts[*to]) {
            let mut with = counts.to_vec();
            with[to] += 1;
            for from in zones.clone() {
                if from != to && counts[from] > 0 && counts[from] <= self.counts[from] {
                    let mut moved = with.clone();
                    moved[from] -= 1;
                    neighbours.push(moved);
                }
            }
            neighbours.push(with);
        }
        neighbours
    }

    fn add_until_it_fits(&self, goal: Goal, by_primary: &mut [Option<Choice>]) {
        let Some(primary) = self.primary.or_else(|| self.counts.iter().position(|count| *count > 0)) else {
            return;
        };
        let mut counts = self.counts.clone();
        for zone in &self.local {
            if counts[*zone] == usize::from(*zone == primary) {
                counts[*zone] += 1;
            }
        }
        for _ in 0..4 {
            let changes = counts.iter().sum::<usize>() - self.counts.iter().sum::<usize>();
            if let Some(cost) = self.cost(&counts, primary, changes, goal) {
                by_primary[primary] = Some(Choice { cost, ways: vec![counts] });
                return;
            }
            let Some(emptiest) = counts.iter_mut().min() else { return };
            *emptiest += 1;
        }
    }
}

/// Whether a placement meets a goal as far as the shard alone goes: the majority of primaries is for all together.
fn is_met(counts: &[usize], primary: usize, local: &[usize], goal: Goal) -> bool {
    let all: usize = counts.iter().sum();
    let replicas = |zone: usize| counts[zone].saturating_sub(usize::from(zone == primary));
    let fullest = counts.iter().copied().max().unwrap_or_default();
    counts[primary] > 0
        && match goal {
            // A replica outside the primary's zone.
            Goal::NoSlotLost => all > counts[primary],
            // Two nodes outside whatever zone.
            Goal::Survives | Goal::SurvivesLocally => all >= fullest + 2,
        }
        && local.iter().all(|zone| replicas(*zone) > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Changed nodes, added ones among them, and promotions of the cheapest choice with the primary in each zone.
    fn costs(counts: &[usize], local: &[usize], goal: Goal) -> Vec<(i64, i64, i64)> {
        let placement = Placement { counts: counts.to_vec(), primary: Some(0), local: local.to_vec() };
        let choices = placement.choices(goal, true);
        let split =
            |choice: Choice| (choice.cost / CHANGE, choice.cost % CHANGE / ADDED, choice.cost % ADDED);
        choices.by_primary.into_iter().map(|choice| choice.map_or((-1, -1, -1), split)).collect()
    }

    #[test]
    fn the_cheapest_change_is_found() {
        let kept = (0, 0, 0);
        assert_eq!(costs(&[1, 1, 1], &[], Goal::Survives), [kept, (0, 0, 1), (0, 0, 1)]);
        assert_eq!(costs(&[2, 0, 0], &[], Goal::NoSlotLost), [(1, 0, 0), (1, 0, 1), (1, 0, 1)]);
        assert_eq!(costs(&[1, 1, 0], &[], Goal::NoSlotLost), [kept, (0, 0, 1), (1, 0, 1)]);
        assert_eq!(costs(&[1, 1, 0], &[], Goal::Survives)[0], (1, 1, 0));
        assert_eq!(costs(&[3, 0, 0], &[], Goal::Survives)[0], (2, 0, 0));
        // A replica in zone 0 too, where the primary stands.
        assert_eq!(costs(&[1, 1, 1], &[0, 1, 2], Goal::SurvivesLocally)[0], (1, 1, 0));
        assert_eq!(costs(&[2, 1, 0], &[1, 2], Goal::SurvivesLocally)[0], (1, 0, 0));
        assert_eq!(costs(&[1], &[], Goal::NoSlotLost), [(-1, -1, -1)], "one zone does not do");
        assert_eq!(costs(&[1, 0], &[], Goal::NoSlotLost), [(1, 1, 0), (1, 1, 1)]);
    }
}
