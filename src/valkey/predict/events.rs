//! What one replica's death, freeze or promotion does to the reads of clients that are connected already, as it was
//! measured.

use schemars::JsonSchema;
use serde::Serialize;

use super::kept::Seen;
use super::policies::{Model, RULES, read_weight};
use super::servers::Servers;
use crate::numbers::as_f64;
use crate::valkey::{Expectations, Policy, Topology};

/// What happens to a replica that a client keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Its process ends: connections are refused.
    Dead,
    /// It holds its connections and answers nothing.
    Frozen,
    /// It becomes its shard's primary, and the old primary returns as a replica.
    Promoted,
}

/// Which of the client library's two cluster clients. Which one a query server uses is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Client {
    /// The blocking one.
    Sync,
    /// The asynchronous one.
    Async,
}

/// How many replicas of the shard the client keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// This one only.
    Only,
    /// This one and others.
    Several,
}

/// What reads of the shard do from then on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Every read fails at once, until the replica returns or some other shard redirects the client.
    Fails,
    /// Every read waits for its timeout with every retry, then fails: 17 timeouts with the default of 16 retries.
    WaitsThenFails,
    /// Every read waits for its timeout once, then fails.
    TimesOut,
    /// Reads move to the primary.
    MovesToPrimary,
    /// The other replicas serve; a read that meets this one is tried again.
    OthersServe,
    /// The other replicas serve; a read that meets this one first waits: 3 s were seen with a timeout of 1 s.
    OthersServeSlowly,
    /// Reads and writes both go to it, and for the life of the process no replica of the shard is read: the old primary
    /// is none of the addresses that were kept at the start.
    ReadsThePrimaryForGood,
    /// The other replicas are read, and the old primary once it follows.
    ReadsTheOthers,
}

/// What an event does, for how much of the reads.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct EventRow {
    /// The policy.
    pub policy: Policy,
    /// By whose word.
    pub model: Model,
    /// The event.
    pub event: Event,
    /// The client.
    pub client: Client,
    /// How many replicas of the shard are kept.
    pub kept: Kept,
    /// What it does.
    pub effect: Effect,
    /// Whether this very case was measured; else it follows from those that were.
    pub is_measured: bool,
    /// The greatest share of all reads that one such event concerns.
    pub read_share: f64,
}

/// What an event does to the reads of its shard, and whether that was measured.
pub const fn effect(event: Event, kept: Kept, client: Client) -> (Effect, bool) {
    match (event, kept, client) {
        (Event::Dead, Kept::Only, Client::Sync) => (Effect::Fails, true),
        (Event::Dead, Kept::Only, Client::Async) => (Effect::MovesToPrimary, true),
        (Event::Dead, Kept::Several, _) => (Effect::OthersServe, true),
        (Event::Frozen, Kept::Only, Client::Sync) => (Effect::WaitsThenFails, true),
        (Event::Frozen, Kept::Only, Client::Async) => (Effect::TimesOut, true),
        (Event::Frozen, Kept::Several, Client::Sync) => (Effect::OthersServeSlowly, true),
        (Event::Frozen, Kept::Several, Client::Async) => (Effect::OthersServeSlowly, false),
        (Event::Promoted, Kept::Only, _) => (Effect::ReadsThePrimaryForGood, true),
        (Event::Promoted, Kept::Several, _) => (Effect::ReadsTheOthers, false),
    }
}

/// Every event under every policy, for the kinds of shard that this store has: those of which a client keeps one replica,
/// and those of which it keeps several. Shards that keep none read their primary, and no replica's fate concerns them.
pub fn events(topology: &Topology, expectations: &Expectations) -> Vec<EventRow> {
    let seen = Seen::new(topology);
    let servers = Servers::new(expectations);
    let mut zones: Vec<Option<String>> = servers.zones(topology).into_iter().map(Some).collect();
    if zones.is_empty() {
        zones.push(None);
    }
    let all: f64 = topology.serving().map(|(_, shard)| read_weight(topology, shard)).sum();
    let mut rows = Vec::new();
    for (policy, model) in RULES {
        let asked = if policy == Policy::ZonalAffinity { &zones[..] } else { &[None] };
        // The greatest share that hangs on one replica, where it is the only one and where there are several.
        let mut shares = [None::<f64>; 2];
        for zone in asked {
            for (_, shard) in topology.serving() {
                let kept = seen.kept(shard, policy, model, zone.as_deref()).len();
                // Whoever chose another replica notices nothing.
                let of_shard = read_weight(topology, shard) / all;
                let (place, share) = match (policy, kept) {
                    (_, 0) => continue,
                    (Policy::UniformRandom, kept) => (0, of_shard / as_f64(kept as u64)),
                    (_, kept) => (usize::from(kept > 1), of_shard),
                };
                shares[place] = Some(shares[place].map_or(share, |most| most.max(share)));
            }
        }
        for (kept, share) in [Kept::Only, Kept::Several].into_iter().zip(shares) {
            let Some(read_share) = share else { continue };
            for event in [Event::Dead, Event::Frozen, Event::Promoted] {
                for client in [Client::Sync, Client::Async] {
                    let (effect, is_measured) = effect(event, kept, client);
                    // Measured with every replica kept, and with one of each shard.
                    let is_measured = is_measured && policy != Policy::ZonalAffinity;
                    rows.push(EventRow {
                        policy,
                        model,
                        event,
                        client,
                        kept,
                        effect,
                        is_measured,
                        read_share,
                    });
                }
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_policy_has_the_rows_of_its_shards() {
        let (a, b) = (Some("a"), Some("b"));
        let topology = Topology::imagined(&[&[a, b, b], &[a, b], &[a]]);
        let rows = events(&topology, &Expectations { zone: b.map(str::to_owned), ..Expectations::default() });
        let count = |policy, kept| rows.iter().filter(|row| row.policy == policy && row.kept == kept).count();
        assert_eq!([count(Policy::Unset, Kept::Only), count(Policy::Unset, Kept::Several)], [6, 6]);
        assert_eq!(
            [count(Policy::UniformRandom, Kept::Only), count(Policy::UniformRandom, Kept::Several)],
            [6, 0]
        );
        assert_eq!(count(Policy::ZonalAffinity, Kept::Several), 12, "in both models");
        let share = |policy| {
            let row = rows.iter().find(|row| row.policy == policy && row.kept == Kept::Only);
            row.map(|row| (row.read_share * 3.0 * 10.0).round() / 10.0)
        };
        assert_eq!(share(Policy::UniformRandom), Some(1.0), "the second shard hangs on its one replica");
        assert!(events(&Topology::default(), &Expectations::default()).is_empty());
    }
}
