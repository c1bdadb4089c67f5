//! What breaks when a zone dies.

use schemars::JsonSchema;
use serde::Serialize;

use super::kept::Seen;
use super::outage::{State, Store, Verdict};
use super::reads::{PolicyReads, reads};
use super::servers::{Servers, Weights};
use crate::numbers::as_f64;
use crate::valkey::reply::DEFAULT_NODE_TIMEOUT_MS;
use crate::valkey::topology::Node;
use crate::valkey::{Address, Expectations, Lost, Topology};

/// The loss of a zone, or of a set of zones and nodes, and what becomes of the store.
///
/// Nodes that have failed already, or do not answer, are dead beforehand. Lists of shards are places in
/// [`Topology::shards`], those of nodes in [`Topology::nodes`].
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Loss {
    /// The zone, where one alone is lost.
    pub zone: Option<String>,
    /// All that is lost.
    pub what: Vec<Lost>,
    /// What of it names no node of this store.
    pub matches_nothing: Vec<Lost>,
    /// The nodes that are lost.
    pub nodes: Vec<usize>,
    /// What it comes to. `unknown` where `if_unzoned_survive` and `if_unzoned_die` differ.
    pub verdict: Verdict,
    /// What it comes to when no node whose zone is unknown stands in the zone; all that follows is reckoned so.
    pub if_unzoned_survive: Verdict,
    /// What it comes to when every node whose zone is unknown stands in the zone.
    pub if_unzoned_die: Verdict,
    /// The slots whose own primary is lost: they are not served from the first moment. A stand-alone store has none.
    pub slots_lost: u16,
    /// The slots that are still not served when all that fails over by itself has done so. With
    /// `cluster-require-full-coverage`, as by default, one uncovered slot stops all, and so does a lost majority.
    pub slots_unserved: u16,
    /// The shards that fail over by themselves.
    pub shards_failing_over: Vec<usize>,
    /// Each of those with the replica that becomes its primary: the one whose data is the most recent.
    pub elected: Vec<(usize, usize)>,
    /// The shards that have a live copy and no primary: the majority is lost, or nothing of theirs may be elected. The
    /// way out is `CLUSTER FAILOVER TAKEOVER` by hand.
    pub stuck: Vec<usize>,
    /// The shards without any live copy.
    pub gone: Vec<usize>,
    /// Whether a majority of the primaries that vote is left to elect. In a stand-alone store, whether its primary is.
    pub majority_kept: bool,
    /// The shards without a replica that could become primary, afterwards.
    pub without_replica: Vec<usize>,
    /// In how many seconds failovers are done, at the earliest and the latest; none where nothing fails over.
    pub failover_s: Option<(f64, f64)>,
    /// Whether that goes by the store's own `cluster-node-timeout`, and not by the default.
    pub node_timeout_known: bool,
    /// Whether, for about a second between the moment that the loss is agreed on and the failover, all slots are refused.
    pub pauses_all: bool,
    /// `cluster_state` afterwards.
    pub state_after: State,
    /// What each policy's reads do; empty where all query servers are lost with it.
    pub reads: Vec<PolicyReads>,
    /// The nodes any one of which, lost afterwards, would leave more slots unserved. Empty where the store is down.
    pub second_fault: Vec<usize>,
}

/// The loss of each zone, and then of each set that the operator wants imagined.
pub fn zone_losses(topology: &Topology, expectations: &Expectations) -> Vec<Loss> {
    let store = Store::new(topology);
    let seen = Seen::new(topology);
    let zones = topology.zones().into_iter().map(|zone| vec![Lost::Zone(zone.to_owned())]);
    let sets = zones.chain(expectations.lose.iter().cloned());
    let weights = Servers::new(expectations).weights(topology);
    sets.map(|what| loss(&store, &seen, &weights, what)).collect()
}

/// The verdict on each zone's loss alone, nodes of unknown zone dying with every one.
pub(super) fn worst_verdicts(topology: &Topology) -> Vec<(String, Verdict)> {
    let store = Store::new(topology);
    let verdict = |zone: &str| {
        let is_in = |node: &Node| node.zone().is_none_or(|own| own == zone);
        store.lose(&topology.nodes.iter().map(is_in).collect::<Vec<_>>()).verdict
    };
    topology.zones().into_iter().map(|zone| (zone.to_owned(), verdict(zone))).collect()
}

fn loss(store: &Store<'_>, seen: &Seen<'_>, weights: &Weights, what: Vec<Lost>) -> Loss {
    let topology = store.topology;
    let is_meant = |node: &Node| what.iter().any(|lost| is_named(lost, node));
    let lost: Vec<bool> = topology.nodes.iter().map(is_meant).collect();
    let fate = store.lose(&lost);
    let has_zone = what.iter().any(|lost| zone_of(lost).is_some());
    let if_unzoned_die = if has_zone && topology.nodes.iter().any(|node| node.zone().is_none()) {
        let all: Vec<bool> =
            topology.nodes.iter().zip(&lost).map(|(node, lost)| *lost || node.zone().is_none()).collect();
        store.lose(&all).verdict
    } else {
        fate.verdict
    };
    // Query servers of a lost zone are lost with it.
    let mut lost_zones: Vec<&str> = what.iter().filter_map(zone_of).collect();
    lost_zones.sort_unstable();
    lost_zones.dedup();
    let reads = reads(store, seen, weights.without(&lost_zones), &lost, &fate);
    let zone = if let [one] = what.as_slice() { zone_of(one).map(str::to_owned) } else { None };
    let matches_nothing =
        what.iter().filter(|lost| !topology.nodes.iter().any(|node| is_named(lost, node))).cloned().collect();
    Loss {
        zone,
        matches_nothing,
        nodes: (0..lost.len()).filter(|node| lost[*node]).collect(),
        verdict: if fate.verdict == if_unzoned_die { fate.verdict } else { Verdict::Unknown },
        if_unzoned_survive: fate.verdict,
        if_unzoned_die,
        slots_lost: fate.slots_lost,
        slots_unserved: fate.slots_unserved,
        shards_failing_over: fate.failing_over.iter().map(|(shard, _)| *shard).collect(),
        majority_kept: fate.majority_kept,
        failover_s: failover_s(node_timeout_ms(topology), fate.failing_over.len() as u64),
        node_timeout_known: topology.settings.node_timeout_ms.is_some(),
        pauses_all: !fate.failing_over.is_empty()
            && fate.state == State::Ok
            && topology.settings.require_full_coverage.unwrap_or(true),
        state_after: fate.state,
        reads,
        elected: fate.failing_over,
        stuck: fate.stuck,
        gone: fate.gone,
        without_replica: fate.without_replica,
        second_fault: fate.second_fault,
        what,
    }
}

const fn zone_of(lost: &Lost) -> Option<&str> {
    match lost {
        Lost::Zone(zone) => Some(zone.as_str()),
        Lost::Node(_) => None,
    }
}

fn is_named(lost: &Lost, node: &Node) -> bool {
    match lost {
        Lost::Zone(zone) => node.zone() == Some(zone),
        Lost::Node(address) => {
            let announced = node.hostname.as_ref().map(|host| Address::new(host.clone(), node.address.port));
            node.address == *address || announced.as_ref() == Some(address)
        }
    }
}

/// `cluster-node-timeout` of the store, or the default.
pub(super) fn node_timeout_ms(topology: &Topology) -> u64 {
    topology.settings.node_timeout_ms.unwrap_or(DEFAULT_NODE_TIMEOUT_MS)
}

/// How long failovers take. Measured from the loss until every node is well again, for one shard (at
/// 2 s in the tests of zone loss: Valkey 9 elects soonest, at 2.7 s, and Redis 7.0 latest):
///
/// | timeout | measured | said |
/// |---|---|---|
/// | 2 s | 2.7 to 4.2 | 2.6 to 4.3 |
/// | 5 s | 6.8 to 8.2 | 5.8 to 8.5 |
/// | 15 s | 17.2, 21.5 | 16.3 to 22.5 |
///
/// Several shards may fail over one after another: three took up to 9.2 s where the timeout was 5 s. Every further shard
/// adds up to 1.2 s therefore, though not more than the four timeouts after which an election is repeated.
fn failover_s(timeout_ms: u64, shards: u64) -> Option<(f64, f64)> {
    let timeout = as_f64(timeout_ms) / 1000.0;
    let further = (1.2 * as_f64(shards.saturating_sub(1))).min(4.0 * timeout);
    (shards > 0).then_some((timeout * 1.05 + 0.5, timeout * 1.4 + 1.5 + further))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::float_cmp, reason = "wholes, halves and nought are exact")]

    use super::super::policies::Model;
    use super::*;
    use crate::valkey::topology::State as NodeState;
    use crate::valkey::{Policy, QueryServers};

    const A: Option<&str> = Some("a");
    const B: Option<&str> = Some("b");
    const C: Option<&str> = Some("c");

    fn losses(topology: &Topology) -> Vec<Loss> {
        zone_losses(topology, &Expectations::default())
    }

    fn verdicts(topology: &Topology) -> Vec<Verdict> {
        losses(topology).iter().map(|loss| loss.verdict).collect()
    }

    /// The layouts that were measured, with what became of them when zone a was killed.
    #[test]
    fn the_measured_outcomes_are_predicted() {
        use Verdict::{Degraded, LosesData, LosesWrites, Survives};
        let spread: &[&[Option<&str>]] = &[&[A, B, C], &[B, A, C], &[C, A, B]];
        let one_each: &[&[Option<&str>]] = &[&[A, B], &[B, C], &[C, A]];
        let two_in_a: &[&[Option<&str>]] = &[&[A, B, C], &[A, B, C], &[B, A, C]];
        let two_zones: &[&[Option<&str>]] = &[&[A, B], &[A, B], &[B, A], &[B, A]];
        let seven: &[&[Option<&str>]] = &[&[A, B], &[A, C], &[A, B], &[B, C], &[B, C], &[C, B], &[C, B]];
        let same_zone: &[&[Option<&str>]] = &[&[A, A], &[B, C], &[C, B]];
        for (layout, verdict, state, failing_over, stuck) in [
            (spread, Survives, State::Ok, 1, 0),
            (one_each, Degraded, State::Ok, 1, 0),
            (two_in_a, LosesWrites, State::Fail, 0, 2),
            (two_zones, LosesWrites, State::Fail, 0, 2),
            (seven, Degraded, State::Ok, 3, 0),
            (same_zone, LosesData, State::Fail, 0, 0),
        ] {
            let topology = Topology::imagined(layout);
            let loss = losses(&topology).remove(0);
            assert_eq!((loss.verdict, loss.state_after), (verdict, state), "{layout:?}");
            assert_eq!((loss.shards_failing_over.len(), loss.stuck.len()), (failing_over, stuck));
            assert_eq!(loss.slots_unserved == 0, state == State::Ok);
            assert_eq!(loss.majority_kept, loss.stuck.is_empty());
        }
        let mut topology = Topology::imagined(same_zone);
        topology.settings.require_full_coverage = Some(false);
        let loss = losses(&topology).remove(0);
        assert_eq!((loss.verdict, loss.state_after, loss.slots_unserved), (LosesData, State::Ok, 5461));
        assert_eq!(loss.gone, [0]);
    }

    #[test]
    fn failover_times_enclose_the_measured_ones() {
        for (timeout, shards, measured) in [
            (2_000, 1, &[2.7, 3.4, 4.2][..]),
            (5_000, 1, &[6.8, 8.1, 8.2]),
            (5_000, 3, &[9.2, 7.5, 8.8]),
            (15_000, 1, &[17.2, 21.5]),
        ] {
            let (earliest, latest) = failover_s(timeout, shards).expect("something fails over");
            assert!(measured.iter().all(|seconds| (earliest..=latest).contains(seconds)), "{timeout}");
        }
        assert_eq!(failover_s(5_000, 0), None);
        let loss = losses(&Topology::imagined(&[&[A, B], &[B, C], &[C, A]])).remove(0);
        assert!(!loss.node_timeout_known && loss.pauses_all);
    }

    #[test]
    fn nodes_of_unknown_zone_make_the_answer_unknown_only_where_they_decide_it() {
        let decided = Topology::imagined(&[&[A, B, C], &[B, None, C, A], &[C, A, B]]);
        assert_eq!(verdicts(&decided), [Verdict::Survives; 3]);
        let open = losses(&Topology::imagined(&[&[A, None], &[B, C], &[C, B]])).remove(0);
        assert_eq!(open.verdict, Verdict::Unknown);
        assert_eq!((open.if_unzoned_survive, open.if_unzoned_die), (Verdict::Degraded, Verdict::LosesData));
    }

    #[test]
    fn what_forbids_an_election() {
        let mut topology = Topology::imagined(&[&[A, B], &[B, C], &[C, A]]);
        topology.nodes[1].stands_for_election = Some(false);
        let loss = losses(&topology).remove(0);
        assert_eq!((loss.verdict, &*loss.stuck), (Verdict::LosesWrites, &[0][..]), "a live copy exists");
        let mut topology = Topology::imagined(&[&[A, B], &[B, C], &[C, A]]);
        topology.nodes[1].state = NodeState::Loading;
        assert_eq!(verdicts(&topology)[0], Verdict::LosesData, "a loading replica has no copy yet");
        let mut topology = Topology::imagined(&[&[A, B], &[B, C], &[C, A]]);
        let down = |since| crate::valkey::reply::Replication {
            link_status: Some("down".to_owned()),
            link_down_since_s: since,
            ..Default::default()
        };
        for (since, factor, verdict) in [
            (Some(160), 10, Verdict::Degraded),
            (Some(161), 10, Verdict::LosesWrites),
            (None, 10, Verdict::LosesWrites),
            (None, 0, Verdict::Degraded),
        ] {
            topology.nodes[1].replication = Some(down(since));
            topology.settings.replica_validity_factor = Some(factor);
            assert_eq!(verdicts(&topology)[0], verdict, "{since:?} {factor}");
        }
    }

    #[test]
    fn what_is_dead_already_counts() {
        let mut topology = Topology::imagined(&[&[A, B, C], &[B, A, C], &[C, A, B]]);
        topology.nodes[3].state = NodeState::Failed;
        assert_eq!(verdicts(&topology), [Verdict::LosesWrites, Verdict::Survives, Verdict::LosesWrites]);
        let mut topology = Topology::imagined(&[&[A, B], &[B, C], &[C, A]]);
        topology.nodes[1].state = NodeState::Unreached;
        assert_eq!(verdicts(&topology), [Verdict::LosesData, Verdict::Degraded, Verdict::Degraded]);
    }

    #[test]
    fn the_next_fault() {
        let loss = losses(&Topology::imagined(&[&[A, B, C], &[B, A, C], &[C, A, B]])).remove(0);
        assert!(loss.second_fault.is_empty());
        let loss = losses(&Topology::imagined(&[&[A, B], &[B, C], &[C, A]])).remove(0);
        assert_eq!((&*loss.without_replica, &*loss.second_fault), (&[0, 2][..], &[1, 4][..]));
        let two = losses(&Topology::imagined(&[&[A, B, C], &[B, A, C]]));
        assert_eq!(two[2].verdict, Verdict::Survives, "no primary stands in c");
        assert_eq!(two[2].second_fault, [0, 3], "of two voters none may be lost");
    }

    #[test]
    fn any_set_may_be_lost() {
        let topology = Topology::imagined(&[&[A, B], &[B, C], &[C, A]]);
        let node = |port| Lost::Node(Address::new("127.0.0.1", port));
        let lose = vec![vec![node(7000), node(7001)], vec![Lost::Zone("x".to_owned())]];
        let all = zone_losses(&topology, &Expectations { lose, ..Expectations::default() });
        assert_eq!((all.len(), all[3].verdict, &*all[3].nodes), (5, Verdict::LosesData, &[0, 1][..]));
        assert_eq!(all[3].zone, None);
        assert_eq!(all[4].matches_nothing, [Lost::Zone("x".to_owned())]);
    }

    #[test]
    fn a_store_that_stands_alone_does_not_fail_over() {
        let mut topology = Topology::imagined(&[&[A, B]]);
        topology.is_cluster = false;
        assert_eq!(verdicts(&topology), [Verdict::LosesWrites, Verdict::Degraded]);
        assert_eq!(losses(&topology)[1].second_fault, [0]);
        let mut alone = Topology::imagined(&[&[A]]);
        alone.is_cluster = false;
        assert_eq!(verdicts(&alone), [Verdict::LosesData]);
        assert!(verdicts(&Topology::default()).is_empty());
    }

    #[test]
    fn reads_during_and_after_a_loss() {
        let topology = Topology::imagined(&[&[A, B, C], &[B, A, C], &[C, A, B]]);
        let at = |zone: &str| Expectations {
            query_servers: vec![QueryServers { zone: Some(zone.to_owned()), count: 5 }],
            ..Expectations::default()
        };
        let reads = |zone: &str| zone_losses(&topology, &at(zone)).remove(0).reads;
        let shares: Vec<_> = reads("b")
            .iter()
            .map(|reads| (reads.policy, reads.model, (reads.failing_meanwhile * 300.0).round()))
            .collect();
        let documented = Model::Documented;
        assert_eq!(
            shares,
            [
                (Policy::Unset, documented, 0.0),
                (Policy::UniformRandom, documented, 100.0),
                (Policy::ZonalAffinity, documented, 0.0),
                (Policy::ZonalAffinity, Model::Client, 0.0),
            ]
        );
        assert!(reads("a").is_empty(), "they are lost with their zone");
        // No zone matches: the documented model reads primaries, and one of them is lost.
        let elsewhere = &reads("x")[2];
        let told = [elsewhere.failing_meanwhile, elsewhere.failing_after, elsewhere.failing_after_sync];
        assert_eq!(told.map(|share| (share * 3.0).round()), [1.0, 0.0, 1.0]);
        // The majority is lost, and with it every read.
        let mut topology = Topology::imagined(&[&[A, B, C], &[A, B, C], &[B, A, C]]);
        assert_eq!(zone_losses(&topology, &at("b"))[0].reads[0].failing_after, 1.0);
        topology.settings.allow_reads_when_down = Some(true);
        assert_eq!(zone_losses(&topology, &at("b"))[0].reads[0].failing_after, 0.0);
    }
}
