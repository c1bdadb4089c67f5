//! The smallest change of a placement that makes the loss of every zone survivable.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::outage::{Verdict, broken, mended};
use super::planner::Planner;
use super::servers::Servers;
use super::step::Step;
use crate::valkey::{Expectations, Policy, Topology};

/// What is to hold for the loss of each zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// Every slot is served again by itself.
    NoSlotLost,
    /// Every shard keeps a primary and a replica.
    Survives,
    /// That, and every shard has a replica in each zone of query servers, as `ZONAL_AFFINITY` wants it.
    SurvivesLocally,
}

impl Goal {
    /// The worst verdict that meets it.
    pub const fn verdict(self) -> Verdict {
        match self {
            Self::NoSlotLost => Verdict::Degraded,
            Self::Survives | Self::SurvivesLocally => Verdict::Survives,
        }
    }
}

/// What a store would have to have so that a goal can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Need {
    /// Zones.
    pub zones: usize,
    /// Primaries with slots.
    pub voting_primaries: usize,
}

/// How to reach a goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Advice {
    /// The goal.
    pub goal: Goal,
    /// What to do, in this order. Empty where all is well, or where nothing is known to help.
    pub steps: Vec<Step>,
    /// Whether the goal is reached then. That was reckoned anew from the changed topology.
    pub is_reached: bool,
    /// Whether no fewer nodes would have to be moved or added. It holds but for stores of very many zones.
    pub is_smallest: bool,
    /// What the loss of each zone comes to then.
    pub after: Vec<(String, Verdict)>,
    /// Where no placement can reach the goal: what would be needed, each of them enough.
    pub needs: Vec<Need>,
    /// Nodes whose zone must be known first.
    pub nodes_without_zone: Vec<usize>,
    /// Shards without a live copy, which no placement helps: repair them first.
    pub shards_without_copy: Vec<usize>,
    /// Nodes that count as absent because they are down, load, or have lost their primary for too long: to mend them is
    /// a smaller change than any step.
    pub to_mend: Vec<usize>,
    /// Whether the goal is reached when they are mended, without any step.
    pub mending_suffices: bool,
}

/// Advice for each goal, the lowest first; that of local reads only where the zones of query servers were said and the
/// policy may be `ZONAL_AFFINITY`. Nothing for a store that stands alone: nothing there fails over by itself, wherever it
/// stands.
///
/// What is smallest: fewest nodes moved or added, then fewest added, then fewest promoted. Nodes that have failed, or
/// cannot be elected, count as absent.
pub fn advice(topology: &Topology, expectations: &Expectations) -> Vec<Advice> {
    if !topology.is_cluster || topology.serving().next().is_none() {
        return Vec::new();
    }
    let mut local: BTreeSet<String> = BTreeSet::new();
    if expectations.policy.is_none_or(|policy| policy == Policy::ZonalAffinity) {
        local.extend(Servers::new(expectations).placed.into_keys());
    }
    let mut goals = vec![Goal::NoSlotLost, Goal::Survives];
    if !local.is_empty() {
        goals.push(Goal::SurvivesLocally);
    }
    let to_mend = broken(topology);
    let mended = (!to_mend.is_empty()).then(|| mended(topology));
    let for_goal = |goal| {
        let mut advice = Planner::new(topology, goal, &local).advise();
        advice.mending_suffices = mended.as_ref().is_some_and(|mended| {
            let after = Planner::new(mended, goal, &local).advise();
            after.is_reached && after.steps.is_empty()
        });
        advice.to_mend.clone_from(&to_mend);
        advice
    };
    goals.into_iter().map(for_goal).collect()
}

/// The smallest stores in which no zone needs to hold a majority, from this one on: with more zones, with more primaries,
/// with both.
pub(super) fn needs(zones: usize, voting_primaries: usize) -> Vec<Need> {
    let fits =
        |need: &Need| need.zones * (need.voting_primaries.saturating_sub(1) / 2) >= need.voting_primaries;
    let more_zones = (0..voting_primaries + 3).map(|more| Need { zones: zones + more, voting_primaries });
    let more_primaries =
        |zones| (0..4).map(move |more| Need { zones, voting_primaries: voting_primaries + more }).find(fits);
    let mut needs: Vec<Need> = more_zones.into_iter().find(fits).into_iter().collect();
    needs.extend([zones, zones.max(3)].into_iter().filter_map(more_primaries));
    needs.sort_unstable();
    needs.dedup();
    needs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::valkey::QueryServers;

    const A: Option<&str> = Some("a");
    const B: Option<&str> = Some("b");
    const C: Option<&str> = Some("c");

    fn told(layout: &[&[Option<&str>]], goal: Goal) -> (Vec<String>, bool) {
        let query_servers =
            ["a", "b", "c"].map(|zone| QueryServers { zone: Some(zone.to_owned()), count: 1 });
        let expectations = Expectations { query_servers: query_servers.into(), ..Expectations::default() };
        let all = advice(&Topology::imagined(layout), &expectations);
        let one = all.into_iter().find(|advice| advice.goal == goal).expect("has the goal");
        (one.steps.iter().map(ToString::to_string).collect(), one.is_reached)
    }

    #[test]
    fn nothing_is_advised_where_all_is_well() {
        let good: &[&[Option<&str>]] = &[&[A, B, C], &[B, A, C], &[C, A, B]];
        assert_eq!(told(good, Goal::NoSlotLost), (vec![], true));
        assert_eq!(told(good, Goal::Survives), (vec![], true));
    }

    #[test]
    fn a_promotion_does_where_primaries_stand_together() {
        let crowded: &[&[Option<&str>]] = &[&[A, B, C], &[A, B, C], &[B, A, C]];
        let (steps, is_reached) = told(crowded, Goal::Survives);
        assert_eq!((steps.len(), is_reached), (1, true), "{steps:?}");
        assert!(steps[0].ends_with("in c the primary"), "{steps:?}");
        let all_in_one: &[&[Option<&str>]] = &[&[A, B, C], &[A, B, C], &[A, B, C]];
        assert_eq!(told(all_in_one, Goal::Survives).0.len(), 2);
    }

    #[test]
    fn a_replica_is_moved_out_of_its_primarys_zone() {
        let (steps, is_reached) = told(&[&[A, A], &[B, C], &[C, A]], Goal::NoSlotLost);
        assert_eq!((steps, is_reached), (vec!["shard 0: move replica 127.0.0.1:7001 to b".to_owned()], true));
    }

    #[test]
    fn everything_in_one_zone_is_taken_apart() {
        let (steps, is_reached) = told(&[&[A, A], &[A, A], &[A, A], &[B], &[C]], Goal::NoSlotLost);
        // Three replicas move out, two are added, one of those that moved is promoted.
        assert_eq!((steps.len(), is_reached), (6, true), "{steps:#?}");
    }

    #[test]
    fn local_reads_want_a_replica_in_each_zone() {
        let (steps, is_reached) = told(&[&[A, B, C], &[B, A, C], &[C, A, B]], Goal::SurvivesLocally);
        let wanted =
            ["shard 0: add a replica in a", "shard 1: add a replica in b", "shard 2: add a replica in c"];
        assert_eq!((steps, is_reached), (wanted.map(str::to_owned).to_vec(), true));
    }

    #[test]
    fn what_cannot_be_is_told_with_what_it_takes() {
        let needs = |layout| {
            let all = advice(&Topology::imagined(layout), &Expectations::default());
            assert!(all.iter().all(|advice| !advice.is_reached));
            all[0].needs.iter().map(|need| (need.zones, need.voting_primaries)).collect::<Vec<_>>()
        };
        assert_eq!(needs(&[&[A, B], &[A, B], &[B, A]]), [(3, 3)], "a third zone");
        assert_eq!(
            needs(&[&[A, B], &[B, C], &[C, A], &[A, B]]),
            [(3, 5), (4, 4)],
            "four voters in three zones"
        );
        assert_eq!(needs(&[&[A, B, C]]), [(3, 3)], "one voter");
        // Of two zones one at least can be lost.
        let two =
            advice(&Topology::imagined(&[&[A, B], &[A, B], &[B, A], &[B, A]]), &Expectations::default());
        assert_eq!(two[0].steps.len(), 1);
        assert_eq!(two[0].after.iter().filter(|(_, verdict)| *verdict == Verdict::Degraded).count(), 1);
        assert!(two[1].steps.is_empty());
    }

    #[test]
    fn what_is_down_is_to_be_mended_before_anything_is_added() {
        let mut topology = Topology::imagined(&[&[A, B], &[B, C], &[C, A]]);
        let of = |topology: &Topology| {
            let one = advice(topology, &Expectations::default()).swap_remove(0);
            (one.steps.len(), one.to_mend, one.mending_suffices)
        };
        assert_eq!(of(&topology), (0, vec![], false));
        topology.nodes[1].state = crate::valkey::topology::State::Failed;
        assert_eq!(of(&topology), (1, vec![1], true));
        // Beside another fault mending is not enough.
        let mut topology = Topology::imagined(&[&[A, B], &[B, B], &[C, A]]);
        topology.nodes[1].state = crate::valkey::topology::State::Failed;
        assert_eq!(of(&topology), (2, vec![1], false));
    }

    #[test]
    fn what_must_be_mended_first_is_told() {
        let mut topology = Topology::imagined(&[&[A, None], &[B, C], &[C, B]]);
        assert_eq!(advice(&topology, &Expectations::default())[0].nodes_without_zone, [1]);
        topology.nodes[0].state = crate::valkey::topology::State::Failed;
        topology.nodes[1].state = crate::valkey::topology::State::Failed;
        let all = advice(&topology, &Expectations::default());
        assert_eq!((&*all[0].shards_without_copy, all[0].is_reached), (&[0][..], false));
        topology.is_cluster = false;
        assert!(advice(&topology, &Expectations::default()).is_empty());
    }
}
