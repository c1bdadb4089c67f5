//! What holds for every topology.

use proptest::prelude::*;

use super::*;
use crate::valkey::topology::State as NodeState;
use crate::valkey::{Expectations, Lost, QueryServers, SLOTS, Topology};

/// Shards of up to five nodes in up to four zones; some nodes without one where `unzoned`.
fn layouts(unzoned: bool) -> impl Strategy<Value = Vec<Vec<Option<&'static str>>>> {
    let zone = prop::sample::select(vec![Some("a"), Some("b"), Some("c"), Some("d")]);
    let zone = if unzoned { prop_oneof![6 => zone, 1 => Just(None)].boxed() } else { zone.boxed() };
    prop::collection::vec(prop::collection::vec(zone, 1..5), 1..8)
}

fn imagined(layout: &[Vec<Option<&str>>]) -> Topology {
    let shards: Vec<&[Option<&str>]> = layout.iter().map(Vec::as_slice).collect();
    Topology::imagined(&shards)
}

/// Topologies in every state of disrepair.
fn topologies() -> impl Strategy<Value = Topology> {
    let state = prop::sample::select(vec![
        NodeState::Up,
        NodeState::Up,
        NodeState::Up,
        NodeState::Up,
        NodeState::Loading,
        NodeState::Suspected,
        NodeState::Unreached,
        NodeState::Failed,
    ]);
    let node = (state, any::<bool>(), prop::option::of(any::<bool>()), prop::option::of(0_u64..1000));
    let flags = (any::<bool>(), prop::option::of(any::<bool>()), prop::option::of(any::<bool>()));
    (layouts(true), prop::collection::vec(node, 35), flags, any::<bool>()).prop_map(
        |(layout, states, (is_cluster, coverage, reads), has_headless)| {
            let mut topology = imagined(&layout);
            for (node, (state, is_listed, stands, lag)) in topology.nodes.iter_mut().zip(states) {
                node.state = state;
                node.is_listed &= is_listed;
                node.stands_for_election = stands;
                node.lag_bytes = lag;
            }
            if has_headless {
                topology.shards[0].primary = None;
            }
            topology.is_cluster = is_cluster;
            topology.settings.require_full_coverage = coverage;
            topology.settings.allow_reads_when_down = reads;
            topology
        },
    )
}

fn expectations() -> impl Strategy<Value = Expectations> {
    let zone = prop::option::of(prop::sample::select(vec!["a", "b", "x"]).prop_map(str::to_owned));
    let servers = (zone.clone(), 0_u32..50).prop_map(|(zone, count)| QueryServers { zone, count });
    (zone, prop::collection::vec(servers, 0..3), 0_u32..3).prop_map(
        |(zone, query_servers, clients_per_server)| {
            let lose = vec![vec![Lost::Zone("a".to_owned()), Lost::Zone("b".to_owned())]];
            Expectations {
                zone,
                query_servers,
                clients_per_server: Some(clients_per_server),
                lose,
                ..Expectations::default()
            }
        },
    )
}

/// The worst that a zone's loss comes to, where unknown zones are taken for the worst.
fn worst(topology: &Topology) -> Verdict {
    let losses = zone_losses(topology, &Expectations::default());
    losses.iter().map(|loss| loss.if_unzoned_die).max().unwrap_or(Verdict::Survives)
}

/// The verdict on each zone's loss.
fn each(topology: &Topology) -> Vec<(Option<String>, Verdict)> {
    let losses = zone_losses(topology, &Expectations::default());
    losses.into_iter().map(|loss| (loss.zone, loss.if_unzoned_die)).collect()
}

proptest! {
    #[test]
    fn counts_conserve(topology in topologies(), expectations in expectations()) {
        for row in policies(&topology, &expectations) {
            let sum: f64 = row.per_node.iter().sum();
            prop_assert!((sum - crate::numbers::as_f64(row.connections_total)).abs() < 1e-6, "{row:?}");
            prop_assert_eq!(row.connections_total, row.query_servers * row.connections_per_query_server);
            prop_assert!(row.cross_zone_read_share.is_none_or(|share| (0.0..=1.0).contains(&share)));
        }
        for loss in zone_losses(&topology, &expectations) {
            let shards = [&loss.shards_failing_over, &loss.stuck, &loss.gone].map(Vec::len).iter().sum::<usize>();
            prop_assert!(shards <= topology.serving().count());
            prop_assert!(loss.slots_lost <= SLOTS && loss.slots_unserved <= SLOTS);
            prop_assert!(loss.if_unzoned_survive <= loss.if_unzoned_die, "{loss:?}");
            let is_served = matches!(loss.if_unzoned_survive, Verdict::Survives | Verdict::Degraded);
            prop_assert_eq!(is_served, loss.stuck.is_empty() && loss.gone.is_empty() && loss.state_after == State::Ok);
            for reads in &loss.reads {
                for share in [reads.failing_meanwhile, reads.failing_after, reads.failing_after_sync] {
                    prop_assert!((0.0..=1.0).contains(&share));
                }
                prop_assert!(reads.failing_after <= reads.failing_after_sync);
            }
            if loss.state_after == State::Ok {
                second_faults_are_right(&topology, &loss)?;
            }
        }
        let _told = (layout(&topology), events(&topology, &expectations), uniform_load(&topology, &expectations));
    }

    #[test]
    fn losing_a_replica_never_helps_and_adding_one_never_harms(
        topology in topologies(),
        place in any::<prop::sample::Index>(),
    ) {
        let with_replica: Vec<usize> =
            (0..topology.shards.len()).filter(|shard| !topology.shards[*shard].replicas.is_empty()).collect();
        if with_replica.is_empty() {
            return Ok(());
        }
        // The node stays, as one of no shard, so that the zones stay the same.
        let mut fewer = topology.clone();
        fewer.shards[with_replica[place.index(with_replica.len())]].replicas.pop();
        for ((zone, more), (_, less)) in each(&topology).iter().zip(each(&fewer)) {
            prop_assert!(*more <= less, "{zone:?}");
        }
    }

    #[test]
    fn nothing_is_worse_than_one_zone_for_all(layout in layouts(false)) {
        let together: Vec<Vec<Option<&str>>> = layout.iter().map(|shard| vec![Some("a"); shard.len()]).collect();
        prop_assert!(worst(&imagined(&layout)) <= worst(&imagined(&together)));
    }

    #[test]
    fn the_best_placement_ranks_first(shards in 3_usize..12, replicas in 2_usize..4, layout in layouts(true)) {
        let zones = ["a", "b", "c", "d", "e"];
        let best: Vec<Vec<Option<&str>>> = (0..shards)
            .map(|shard| (0..=replicas).map(|node| Some(zones[(shard + node) % 5])).collect())
            .collect();
        prop_assert_eq!(worst(&imagined(&best)), Verdict::Survives);
        prop_assert!(worst(&imagined(&layout)) >= Verdict::Survives);
    }

    #[test]
    fn advice_holds(topology in topologies(), expectations in expectations()) {
        for advice in advice(&topology, &expectations) {
            let changed = after(&topology, &advice.steps);
            let verdicts = each(&changed);
            let now: Vec<Verdict> = verdicts.iter().map(|(_, verdict)| *verdict).collect();
            prop_assert_eq!(now.clone(), advice.after.iter().map(|(_, verdict)| *verdict).collect::<Vec<_>>());
            if advice.is_reached {
                prop_assert!(now.iter().all(|verdict| *verdict <= advice.goal.verdict()), "{advice:?}");
            }
            let members = |topology: &Topology| topology.shards.iter().flat_map(|shard| shard.members().collect::<Vec<_>>()).count();
            let added = advice.steps.iter().filter(|step| matches!(step, Step::Add { .. })).count();
            prop_assert_eq!(members(&changed), members(&topology) + added);
        }
    }

    /// With three zones, three to nine sound shards and a node to spare, every goal is reached (but with four primaries),
    /// and no goal takes fewer steps than a lower one.
    #[test]
    fn advice_succeeds_where_it_can(mut layout in layouts(false), more in layouts(false)) {
        layout.extend(more);
        layout.extend([vec![Some("a")], vec![Some("b")], vec![Some("c")]]);
        layout.truncate(9);
        let topology = imagined(&layout);
        let expectations = Expectations {
            query_servers: vec![QueryServers { zone: Some("a".to_owned()), count: 1 }],
            ..Expectations::default()
        };
        let room = (layout.len() - 1) / 2;
        let is_possible = room * topology.zones().len() >= layout.len();
        let nodes = |advice: &Advice| advice.steps.iter().filter(|step| !matches!(step, Step::Promote { .. })).count();
        let all = advice(&topology, &expectations);
        prop_assert_eq!(all.len(), 3);
        prop_assert!(all.iter().all(|advice| advice.is_reached == is_possible && advice.needs.is_empty() == is_possible), "{all:#?}");
        if is_possible {
            prop_assert!(nodes(&all[0]) <= nodes(&all[1]) && nodes(&all[1]) <= nodes(&all[2]));
        }
    }
}

/// Tries the loss of each node on top.
fn second_faults_are_right(topology: &Topology, loss: &Loss) -> Result<(), TestCaseError> {
    let mut hit = topology.clone();
    for node in &loss.nodes {
        hit.nodes[*node].state = NodeState::Failed;
    }
    let fates = zone_losses(&hit, &Expectations { lose: vec![vec![]], ..Expectations::default() });
    let Some(now) = fates.last() else { return Ok(()) };
    // The failovers are done.
    for shard in &loss.shards_failing_over {
        let Some(elected) = loss.elected.iter().find(|(own, _)| own == shard).map(|(_, node)| *node) else {
            return Err(TestCaseError::fail("nobody was elected"));
        };
        let shard = &mut hit.shards[*shard];
        shard.replicas.retain(|replica| *replica != elected);
        shard.replicas.extend(shard.primary.replace(elected));
    }
    for node in 0..hit.nodes.len() {
        let mut worse = hit.clone();
        worse.nodes[node].state = NodeState::Failed;
        let lost = Expectations { lose: vec![vec![]], ..Expectations::default() };
        let then = zone_losses(&worse, &lost).pop();
        let then = then.map(|then| (then.slots_unserved, then.stuck.len() + then.gone.len()));
        let is_fatal = then.is_some_and(|then| then > (now.slots_unserved, now.stuck.len() + now.gone.len()));
        prop_assert_eq!(is_fatal, loss.second_fault.contains(&node), "node {} of {:?}", node, loss);
    }
    Ok(())
}

/// A thousand nodes in three zones, and in as many zones as nodes: what is quadratic would be felt.
#[test]
fn large_stores_are_no_trouble() {
    let names: Vec<String> = (0..999).map(|zone| format!("z{zone}")).collect();
    let query_servers = vec![QueryServers { zone: Some(names[0].clone()), count: 1000 }];
    let expectations = Expectations { query_servers, ..Expectations::default() };
    for spread in [3, 999] {
        let zone = |shard: usize, node: usize| Some(names[(shard * 3 + node) % spread].as_str());
        let layout: Vec<Vec<Option<&str>>> =
            (0..333).map(|shard| (0..3).map(|node| zone(shard, node)).collect()).collect();
        let topology = imagined(&layout);
        assert_eq!(policies(&topology, &expectations).len(), 4);
        assert_eq!(zone_losses(&topology, &expectations).len(), spread);
        let advice = advice(&topology, &expectations);
        assert!(advice.iter().all(|advice| advice.is_reached));
        // All primaries stand in the first zone of three: half of them have to leave it, and nothing else.
        let promotions = if spread == 3 { 167 } else { 0 };
        assert_eq!(advice[1].steps.len(), promotions);
        assert!(uniform_load(&topology, &expectations).is_some());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Against every placement of the same nodes, and every choice of primaries: none that meets the goal needs fewer
    /// nodes to move, and of those that need as many, none needs fewer promotions.
    #[test]
    fn no_change_is_smaller(layout in prop::array::uniform3(prop::array::uniform2(0_usize..3))) {
        let zones = ["a", "b", "c"].map(Some);
        let before: Vec<usize> = layout.iter().flatten().copied().collect();
        let placed = |places: &[usize], flips: usize| {
            let shards: Vec<Vec<Option<&str>>> = (0..3)
                .map(|shard| {
                    let pair = [zones[places[2 * shard]], zones[places[2 * shard + 1]]];
                    if flips >> shard & 1 == 1 { vec![pair[1], pair[0]] } else { pair.to_vec() }
                })
                .collect();
            imagined(&shards)
        };
        let mut least: Option<(usize, usize)> = None;
        for number in 0..3_usize.pow(6) {
            let places: Vec<usize> = (0..6).map(|node| number / 3_usize.pow(node) % 3).collect();
            let moved = |node: usize| places[node] != before[node];
            for flips in 0..8_usize {
                let cost = ((0..6).filter(|node| moved(*node)).count(), flips.count_ones() as usize);
                // A primary is moved only once another has taken its place.
                let is_possible = (0..3).all(|shard| !moved(2 * shard) || flips >> shard & 1 == 1);
                let is_less = least.is_none_or(|least| cost < least);
                if is_possible && is_less && worst(&placed(&places, flips)) <= Verdict::Degraded {
                    least = Some(cost);
                }
            }
        }
        let given = placed(&before, 0);
        let advised = advice(&given, &Expectations::default()).remove(0);
        let promotions = advised.steps.iter().filter(|step| matches!(step, Step::Promote { .. })).count();
        let told = (advised.steps.len() - promotions, promotions);
        // Advice keeps to the zones that the store stands in.
        if given.zones().len() == 3 {
            prop_assert_eq!(Some(told), least, "{:?}", advised);
        }
    }
}
