//! From a goal to the steps that reach it: each shard by itself, then the majority of primaries, then the proof.

use std::collections::{BTreeMap, BTreeSet};

use super::advice::{Advice, Goal, needs};
use super::assign::assign;
use super::outage::{Store, Verdict};
use super::placement::{Choices, Placement};
use super::step::{Step, after};
use super::zone_loss::worst_verdicts;
use crate::valkey::Topology;
use crate::valkey::topology::Shard;

/// How many zones are thought of for one shard. In a store with more, those that the shard stands in and that it must be
/// read in, filled up with those that hold the fewest primaries: then there may be a smaller change than is found.
const ZONES_AT_MOST: usize = 6;

/// Finds the steps to one goal.
pub(super) struct Planner<'a> {
    topology: &'a Topology,
    goal: Goal,
    store: Store<'a>,
    /// Every zone that nodes may stand in, sorted.
    zones: Vec<&'a str>,
    /// Those that need a replica of each shard.
    local: Vec<usize>,
    /// The zones by the number of primaries, fewest first.
    emptiest: Vec<usize>,
    none_lost: Vec<bool>,
}

/// A shard, and the zones that are thought of for it.
struct Task<'a> {
    index: usize,
    shard: &'a Shard,
    zones: Vec<usize>,
    placement: Placement,
}

impl<'a> Planner<'a> {
    pub(super) fn new(topology: &'a Topology, goal: Goal, local: &'a BTreeSet<String>) -> Self {
        let local: Vec<&str> = match goal {
            Goal::SurvivesLocally => local.iter().map(String::as_str).collect(),
            Goal::NoSlotLost | Goal::Survives => Vec::new(),
        };
        let mut zones = topology.zones();
        zones.extend(&local);
        zones.sort_unstable();
        zones.dedup();
        let local = local.iter().filter_map(|zone| zones.binary_search(zone).ok()).collect();
        let mut primaries = vec![0_usize; zones.len()];
        for primary in topology.serving().filter_map(|(_, shard)| shard.primary) {
            let zone = topology.nodes[primary].zone().and_then(|zone| zones.binary_search(&zone).ok());
            if let Some(zone) = zone {
                primaries[zone] += 1;
            }
        }
        let mut emptiest: Vec<usize> = (0..zones.len()).collect();
        emptiest.sort_by_key(|zone| primaries[*zone]);
        let none_lost = vec![false; topology.nodes.len()];
        Self { topology, goal, store: Store::new(topology), zones, local, emptiest, none_lost }
    }

    pub(super) fn advise(&self) -> Advice {
        let voters = self.store.serving.len();
        let mut advice = Advice {
            goal: self.goal,
            steps: Vec::new(),
            is_reached: false,
            is_smallest: true,
            after: worst_verdicts(self.topology),
            needs: Vec::new(),
            nodes_without_zone: Vec::new(),
            shards_without_copy: Vec::new(),
            to_mend: Vec::new(),
            mending_suffices: false,
        };
        let members = self.store.serving.iter().flat_map(|(_, shard)| shard.members());
        let is_unplaced = |node: &usize| {
            self.topology.nodes[*node].zone().is_none() && !self.store.is_dead(&self.none_lost, *node)
        };
        advice.nodes_without_zone = members.filter(is_unplaced).collect();
        if !advice.nodes_without_zone.is_empty() {
            return advice;
        }
        let (tasks, lost): (Vec<Task<'_>>, Vec<Task<'_>>) = self
            .store
            .serving
            .iter()
            .map(|(index, shard)| self.task(*index, shard))
            .partition(|task| task.placement.counts.iter().any(|count| *count > 0));
        advice.shards_without_copy = lost.iter().map(|task| task.index).collect();
        advice.is_smallest = self.zones.len() <= ZONES_AT_MOST;
        // So many primaries may be lost with one zone.
        let room = (voters.saturating_sub(1) / 2).saturating_sub(lost.len());
        let is_possible = room * self.zones.len() >= tasks.len() && self.zones.len() > 1;
        if !is_possible && lost.is_empty() {
            advice.needs = needs(self.zones.len(), voters);
        }
        // Adding nodes for a goal that stays out of reach would be wasted.
        if is_possible || self.goal == Goal::NoSlotLost {
            self.plan(&tasks, room, is_possible, &mut advice);
        }
        self.verify(&mut advice);
        advice
    }

    fn task(&self, index: usize, shard: &'a Shard) -> Task<'a> {
        let usable: Vec<usize> = self.usable(shard).filter_map(|node| self.zone_of(node)).collect();
        let primary = self.living_primary(shard).and_then(|primary| self.zone_of(primary));
        // Replicas that serve reads though they cannot be elected.
        let served: Vec<usize> = self
            .topology
            .listed_replicas(shard)
            .filter(|node| {
                self.topology.nodes[*node].state.is_up() && !self.store.is_candidate(&self.none_lost, *node)
            })
            .filter_map(|node| self.zone_of(node))
            .collect();
        let local: Vec<usize> = self.local.iter().copied().filter(|zone| !served.contains(zone)).collect();
        let mut zones: Vec<usize> = usable.iter().chain(&local).copied().collect();
        zones.sort_unstable();
        zones.dedup();
        for zone in &self.emptiest {
            if zones.len() >= ZONES_AT_MOST.min(self.zones.len()) {
                break;
            }
            if let Err(place) = zones.binary_search(zone) {
                zones.insert(place, *zone);
            }
        }
        let place = |zone: &usize| zones.binary_search(zone).unwrap_or_default();
        let mut counts = vec![0; zones.len()];
        for zone in &usable {
            counts[place(zone)] += 1;
        }
        let placement = Placement {
            counts,
            primary: primary.as_ref().map(place),
            local: local.iter().map(place).collect(),
        };
        Task { index, shard, zones, placement }
    }

    fn zone_of(&self, node: usize) -> Option<usize> {
        self.zones.binary_search(&self.topology.nodes[node].zone()?).ok()
    }

    fn living_primary(&self, shard: &Shard) -> Option<usize> {
        shard.primary.filter(|primary| !self.store.is_dead(&self.none_lost, *primary))
    }

    /// The primary if it is alive, and the replicas that could become it.
    fn usable<'s>(&'s self, shard: &'s Shard) -> impl Iterator<Item = usize> + 's {
        let is_candidate = |node: &usize| self.store.is_candidate(&self.none_lost, *node);
        self.living_primary(shard).into_iter().chain(shard.replicas.iter().copied().filter(is_candidate))
    }

    fn plan(&self, tasks: &[Task<'_>], room: usize, is_possible: bool, advice: &mut Advice) {
        // What each shard needs for itself mostly leaves the majority well spread, and is quickly found.
        for each in [false, true] {
            let mut known: BTreeMap<&Placement, Choices> = BTreeMap::new();
            for task in tasks {
                known.entry(&task.placement).or_insert_with(|| task.placement.choices(self.goal, each));
            }
            let options: Vec<Vec<(usize, i64)>> = tasks
                .iter()
                .map(|task| {
                    let choices = task.zones.iter().zip(&known[&task.placement].by_primary);
                    choices.filter_map(|(zone, choice)| Some((*zone, choice.as_ref()?.cost))).collect()
                })
                .collect();
            let is_within = |sink: Option<usize>| {
                assign(&options, |zone| if Some(zone) == sink { usize::MAX } else { room })
            };
            let chosen = if !each {
                // Only where nothing has to give way is the first answer the cheapest.
                let unbound = assign(&options, |_| usize::MAX);
                unbound.filter(|chosen| is_possible && is_within(None).as_ref() == Some(chosen))
            } else if is_possible {
                is_within(None)
            } else {
                // One zone keeps too many, so that the loss of the others is survived.
                let cost = |chosen: &Vec<usize>| -> i64 {
                    options.iter().zip(chosen).map(|(options, one)| options[*one].1).sum()
                };
                let sinks = self.emptiest.iter().rev().take(ZONES_AT_MOST);
                sinks.filter_map(|zone| is_within(Some(*zone))).min_by_key(cost)
            };
            let Some(chosen) = chosen else { continue };
            let mut crowds = vec![0_usize; self.zones.len()];
            for task in tasks {
                task.zones
                    .iter()
                    .zip(&task.placement.counts)
                    .for_each(|(zone, count)| crowds[*zone] += count);
            }
            for ((task, options), option) in tasks.iter().zip(&options).zip(chosen) {
                let zone = options[option].0;
                let choices = &known[&task.placement];
                advice.is_smallest &= choices.is_cheapest;
                let place = task.zones.binary_search(&zone).unwrap_or_default();
                let Some(choice) = &choices.by_primary[place] else { continue };
                // Of ways that cost the same, the one that fills the emptier zones.
                let crowd = |counts: &&Vec<usize>| -> usize {
                    task.zones.iter().zip(counts.iter()).map(|(zone, count)| count * crowds[*zone]).sum()
                };
                if let Some(counts) = choice.ways.iter().min_by_key(crowd) {
                    self.steps(task, counts, place, &mut advice.steps);
                    for ((zone, then), now) in task.zones.iter().zip(counts).zip(&task.placement.counts) {
                        crowds[*zone] = (crowds[*zone] + then).saturating_sub(*now);
                    }
                }
            }
            return;
        }
    }

    /// The steps from a shard's placement to another: replicas are moved and added first, then one is promoted, then the
    /// old primary is moved, if it is in the way.
    fn steps(&self, task: &Task<'_>, counts: &[usize], primary: usize, steps: &mut Vec<Step>) {
        let zone = |place: usize| self.zones[task.zones[place]].to_owned();
        let address = |node: usize| self.topology.nodes[node].address.clone();
        let place_of = |node: &usize| {
            self.zone_of(*node).and_then(|zone| task.zones.binary_search(&zone).ok()).unwrap_or_default()
        };
        let promotes = task.placement.primary != Some(primary);
        let old = self.living_primary(task.shard);
        let mut surplus: Vec<usize> =
            task.placement.counts.iter().zip(counts).map(|(now, then)| now.saturating_sub(*then)).collect();
        let mut deficits: Vec<usize> = Vec::new();
        for (place, (now, then)) in task.placement.counts.iter().zip(counts).enumerate() {
            deficits.extend(std::iter::repeat_n(place, then.saturating_sub(*now)));
        }
        // The new primary's zone is filled first, by a node that is not the old primary.
        deficits.sort_by_key(|place| std::cmp::Reverse(*place == primary));
        let mut leaving: Vec<usize> = Vec::new();
        let replicas: Vec<usize> = self.usable(task.shard).filter(|node| Some(*node) != old).collect();
        for node in replicas.iter().copied().chain(old) {
            let place = place_of(&node);
            if surplus[place] > 0 {
                surplus[place] -= 1;
                leaving.push(node);
            }
        }
        let mut staying =
            replicas.iter().copied().filter(|node| !leaving.contains(node) && place_of(node) == primary);
        let mut promoted = staying.next();
        let mut last = None;
        let mut added = steps.iter().filter(|step| matches!(step, Step::Add { .. })).count();
        // The old primary is the last to leave; what is added comes before it.
        let old_leaves = leaving.last().copied().filter(|node| Some(*node) == old);
        let moving = leaving.len() - usize::from(old_leaves.is_some());
        for (number, to) in deficits.iter().enumerate() {
            let arriving = if let Some(node) = leaving[..moving].get(number) {
                let (shard, node) = (task.index, *node);
                steps.push(Step::Move { shard, node, address: address(node), to_zone: zone(*to) });
                node
            } else if let (Some(node), true) = (old_leaves, number + 1 == deficits.len()) {
                let shard = task.index;
                last = Some(Step::Move { shard, node, address: address(node), to_zone: zone(*to) });
                continue;
            } else {
                steps.push(Step::Add { shard: task.index, zone: zone(*to) });
                added += 1;
                self.topology.nodes.len() + added - 1
            };
            if *to == primary && promoted.is_none() {
                promoted = Some(arriving);
            }
        }
        if let (true, Some(node)) = (promotes, promoted) {
            let address = self.topology.nodes.get(node).map(|node| node.address.clone());
            steps.push(Step::Promote { shard: task.index, node, address, zone: zone(primary) });
        }
        steps.extend(last);
    }

    /// Reckons anew from the changed topology. Steps that make the loss of some zone worse, and
    /// worse than the goal, are not advised.
    fn verify(&self, advice: &mut Advice) {
        let changed = after(self.topology, &advice.steps);
        let verdicts = worst_verdicts(&changed);
        let before: BTreeMap<&str, Verdict> =
            advice.after.iter().map(|(zone, verdict)| (zone.as_str(), *verdict)).collect();
        let is_worse = |(zone, verdict): &(String, Verdict)| {
            *verdict > self.goal.verdict() && before.get(zone.as_str()).is_some_and(|old| verdict > old)
        };
        if verdicts.iter().any(is_worse) {
            advice.steps.clear();
            return;
        }
        let is_local = self.local.iter().all(|zone| {
            changed.serving().all(|(_, shard)| {
                changed.listed_replicas(shard).any(|node| {
                    let node = &changed.nodes[node];
                    node.state.is_up() && node.zone() == Some(self.zones[*zone])
                })
            })
        });
        advice.is_reached = is_local && verdicts.iter().all(|(_, verdict)| *verdict <= self.goal.verdict());
        advice.after = verdicts;
    }
}
