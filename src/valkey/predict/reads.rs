//! What the reads of each policy do while nodes are lost.

use schemars::JsonSchema;
use serde::Serialize;

use super::kept::Seen;
use super::outage::{Fate, State, Store};
use super::policies::{Model, RULES, read_weight};
use super::servers::Left;
use crate::numbers::as_f64;
use crate::valkey::Policy;
use crate::valkey::topology::Shard;

/// The share of reads that fail under one policy, every slot being read alike, for query servers that were connected
/// before the loss and are not lost with it.
///
/// Nodes that are lost are taken to be silent, as those of a lost zone are, and not to refuse connections as those of a
/// crashed process do: a client that keeps one replica of a shard then waits for it again and again and never turns to
/// another node. Where connections are refused, the asynchronous client does turn to the primary.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PolicyReads {
    /// The policy.
    pub policy: Policy,
    /// By whose word.
    pub model: Model,
    /// From the loss until the other nodes agree on it.
    pub failing_meanwhile: f64,
    /// When what can fail over has done so, with the asynchronous client.
    pub failing_after: f64,
    /// The same with the synchronous client, which never hears of a new primary until some other shard redirects it.
    pub failing_after_sync: f64,
}

/// The reads of each policy. Nothing where no query server is left that would read.
pub(super) fn reads(
    store: &Store<'_>,
    seen: &Seen<'_>,
    left: Left<'_>,
    lost: &[bool],
    fate: &Fate,
) -> Vec<PolicyReads> {
    let all: f64 = store.serving.iter().map(|(_, shard)| read_weight(store.topology, shard)).sum();
    if left.all <= 0.0 || all <= 0.0 {
        return Vec::new();
    }
    let reads_stop = fate.state == State::Fail && store.topology.settings.allow_reads_when_down != Some(true);
    let is_hit =
        |shard: &Shard| shard.primary.is_none() || shard.members().any(|node| store.is_dead(lost, node));
    let hit: Vec<_> = store.serving.iter().filter(|(_, shard)| is_hit(shard)).collect();
    RULES
        .iter()
        .map(|(policy, model)| {
            let (mut meanwhile, mut after, mut after_sync) = (0.0, 0.0, 0.0);
            for (index, shard) in &hit {
                let part = read_weight(store.topology, shard) / all / left.all;
                let fails_over = fate.failing_over.iter().any(|(shard, _)| shard == index);
                for (zone, weight) in audiences(seen, shard, *policy, *model, left) {
                    let kept = seen.kept(shard, *policy, *model, zone);
                    let failing =
                        part * weight * failing(shard, &kept, *policy, |node| store.is_dead(lost, node));
                    meanwhile += failing;
                    after_sync += failing;
                    // Only who reads the primary is led to the new one.
                    if !(kept.is_empty() && fails_over) {
                        after += failing;
                    }
                }
            }
            let ended = |share: f64| if reads_stop { 1.0 } else { share.clamp(0.0, 1.0) };
            PolicyReads {
                policy: *policy,
                model: *model,
                failing_meanwhile: meanwhile.clamp(0.0, 1.0),
                failing_after: ended(after),
                failing_after_sync: ended(after_sync),
            }
        })
        .collect()
}

/// The query servers, by the zones that make a difference for a shard: those that its replicas stand in, and all others
/// together.
fn audiences<'a>(
    seen: &'a Seen<'_>,
    shard: &Shard,
    policy: Policy,
    model: Model,
    left: Left<'_>,
) -> Vec<(Option<&'a str>, f64)> {
    let mut others = left.all;
    let mut audiences = Vec::new();
    if policy == Policy::ZonalAffinity {
        let mut zones: Vec<&str> =
            shard.replicas.iter().filter_map(|replica| seen.zone(model, *replica)).collect();
        zones.sort_unstable();
        zones.dedup();
        for zone in zones {
            let weight = left.of(zone);
            others -= weight;
            audiences.push((Some(zone), weight));
        }
    }
    audiences.push((None, others.max(0.0)));
    audiences
}

/// The share of a shard's reads that meet a dead node only. A client that keeps several replicas tries another one.
pub(super) fn failing(shard: &Shard, kept: &[usize], policy: Policy, is_dead: impl Fn(usize) -> bool) -> f64 {
    let targets = if kept.is_empty() { shard.primary.as_slice() } else { kept };
    let dead = targets.iter().filter(|node| is_dead(**node)).count() as u64;
    let count = targets.len() as u64;
    if count == 0 {
        1.0
    } else if policy == Policy::UniformRandom {
        as_f64(dead) / as_f64(count)
    } else {
        as_f64(dead / count)
    }
}
