//! What is watched, and what was seen of it so far.

use std::time::Duration;

use tokio::time::Instant;

use super::clock::Clock;
use super::look::{self, Looked};
use super::turns::Turns;
use crate::failover::drill::Evidence;
use crate::failover::drill::evidence::{Ended, Thing, Track};
use crate::failover::drill::lag::merged;
use crate::failover::evidence::{HealthCheck, RecordKind, ResolverSeen};
use crate::failover::model::region_of;
use crate::failover::observe::{HostAddress, Resolver, ResolverAddress, Statuses};
use crate::observe::Context;
use crate::report::Change;
use crate::{aws, failover, replication};

/// `CloudWatch` has a point a minute.
const LAG_EVERY: Duration = Duration::from_mins(1);

/// What to watch, and how often.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// From the beginning of one look to that of the next.
    pub every: Duration,
    /// Whom to ask for the name, at least one; the client's requests go where the first of them leads.
    pub resolvers: Vec<ResolverAddress>,
    /// How the failover name is spoken with.
    pub client: HostAddress,
    /// The replication to read beside it; nothing where no table was named.
    pub lag: Option<replication::observe::Wanted>,
}

/// Watches a failover name.
pub struct Watcher {
    pub(super) wanted: Wanted,
    pub(super) options: aws::Options,
    pub(super) resolvers: Vec<Resolver>,
    /// The types of addresses that resolvers are asked for: those that the name had before the drill.
    pub(super) kinds: Vec<RecordKind>,
    /// None where health checks cannot be asked.
    pub(super) statuses: Option<Statuses>,
    /// The name as it is now: Regions are told by the addresses that their hosts have now.
    pub(super) now: failover::Evidence,
    pub(super) clock: Clock,
    pub(super) turns: Turns,
    checks_due: Instant,
    lag_due: Instant,
    seen: Evidence,
}

impl Watcher {
    /// Gets ready to watch a name that was looked at.
    pub fn new(
        before: failover::Evidence,
        wanted: Wanted,
        options: aws::Options,
        statuses: Option<Statuses>,
    ) -> Self {
        let resolvers: Vec<Resolver> = wanted.resolvers.iter().map(Resolver::new).collect();
        let (clock, begun) = (Clock::start(), Instant::now());
        let seen = Evidence {
            started_at: format!("{:.3}", clock.started()),
            every_ms: u64::try_from(wanted.every.as_millis()).unwrap_or(u64::MAX),
            watched_us: 0,
            tracks: things(&before, &resolvers).into_iter().map(Track::new).collect(),
            lag: None,
            ended: Ended::Interrupted,
            before: before.clone(),
        };
        let kinds = kinds(&before);
        let mut now = before;
        // What the metric said before the drill says nothing of it.
        for check in &mut now.health_checks {
            check.metric_status = None;
        }
        let asked = now.health_checks.iter().filter(|check| check.observations.is_some());
        let turns = Turns::new(asked.map(|check| check.id.clone()).collect());
        Self {
            wanted,
            options,
            resolvers,
            kinds,
            statuses,
            now,
            clock,
            turns,
            checks_due: begun,
            lag_due: begun,
            seen,
        }
    }

    /// Looks once, and says what changed. It takes no longer than a look may.
    pub async fn look(&mut self, context: &Context) -> Vec<Change> {
        let now = Instant::now();
        let wants_checks = self.statuses.is_some() && now >= self.checks_due;
        let wants_lag = self.wanted.lag.is_some() && now >= self.lag_due;
        let turn = if wants_checks { self.turns.take() } else { Vec::new() };
        let looked = look::look(self, &turn, wants_lag, context).await;
        if wants_checks {
            self.checks_due = now + Turns::pause();
        }
        if wants_lag {
            self.lag_due = now + LAG_EVERY;
        }
        self.note(looked)
    }

    /// Whether traffic has moved to another Region since the first look, and whether it is back: for as long as it takes to
    /// count as the end of a change.
    pub fn moved_and_back(&self) -> (bool, bool) {
        let drill = failover::drill::reckon(&self.seen);
        // A resolver that has not followed yet may still be on time: this is until it is not.
        let is_behind = drill.followers().any(|one| one.is_behind);
        let more_us = if is_behind { self.seen.grace_us().saturating_mul(2) } else { 0 };
        let settled_us = self.seen.settled_us().saturating_add(more_us);
        let is_settled = |at_us: u64| self.seen.watched_us.saturating_sub(at_us) >= settled_us;
        let moved = drill.moves.split_last();
        let has_moved =
            moved.is_some_and(|(last, others)| !others.is_empty() || is_settled(last.served.by_us));
        let is_back = moved.is_some_and(|(last, _)| {
            Some(&last.to) == drill.active.as_ref() && is_settled(last.served.by_us)
        });
        (has_moved, is_back && drill.open.is_none())
    }

    /// How things stand, in a line.
    pub fn line(&self) -> String {
        let last = |track: &Track| Some(format!("{}: {}", track.thing.name(), track.last()?.words()));
        let told = self.seen.tracks.iter().filter(|track| !matches!(track.thing, Thing::HealthCheck { .. }));
        told.filter_map(last).collect::<Vec<_>>().join(" · ")
    }

    /// What was seen of it all.
    pub fn end(mut self, ended: Ended) -> Evidence {
        self.seen.ended = ended;
        self.seen
    }

    /// What a health check is called among the things that are watched.
    pub(super) fn thing_of_check(&self, id: &str) -> Option<Thing> {
        let things = self.seen.tracks.iter().map(|track| &track.thing);
        let mut own = things.filter(|thing| matches!(thing, Thing::HealthCheck { id: own, .. } if own == id));
        own.next().cloned()
    }

    fn note(&mut self, looked: Looked) -> Vec<Change> {
        let pause_us = self.seen.pause_us();
        let mut changes = Vec::new();
        for (thing, state, at_us) in looked.states {
            let Some(track) = self.seen.tracks.iter_mut().find(|track| track.thing == thing) else {
                continue;
            };
            let (before, after) =
                (track.last().map(super::super::evidence::State::words), Some(state.words()));
            changes.extend(Change::between(thing.name(), "state", before, after));
            // Where there are many health checks, each waits for its turn.
            let is_check = matches!(track.thing, Thing::HealthCheck { .. });
            let rounds = if is_check { self.turns.rounds() } else { 1 };
            track.note(state, at_us, pause_us.saturating_mul(rounds));
        }
        if let Some(lag) = looked.lag {
            let before = self.seen.lag.take().map(|before| *before);
            self.seen.lag = Some(Box::new(merged(before, lag)));
        }
        self.seen.watched_us = self.clock.now_us();
        changes
    }
}

/// The types of addresses that the name has: IPv4 in any case.
fn kinds(before: &failover::Evidence) -> Vec<RecordKind> {
    let is_v6 = |seen: &ResolverSeen| seen.kind == RecordKind::Aaaa && seen.addresses().next().is_some();
    let v6 = before.resolvers.iter().any(is_v6).then_some(RecordKind::Aaaa);
    std::iter::once(RecordKind::A).chain(v6).collect()
}

/// What there is to watch: the client first.
fn things(before: &failover::Evidence, resolvers: &[Resolver]) -> Vec<Thing> {
    let mut things = vec![Thing::Client];
    for resolver in resolvers {
        for kind in kinds(before) {
            things.push(Thing::Resolver { resolver: resolver.label().to_owned(), kind });
        }
    }
    for check in &before.health_checks {
        if is_probed(before, check) {
            things.push(Thing::HealthCheck {
                id: check.id.clone(),
                region: region_of_check(before, &check.id),
            });
        }
    }
    things.extend(before.hosts.iter().map(|host| Thing::Region { region: host.region.clone() }));
    let mut known = Vec::new();
    things.retain(|thing| {
        let is_new = !known.contains(thing);
        known.push(thing.clone());
        is_new
    });
    things
}

/// Whether checkers probe for a health check, or for all of its children: what watches an alarm, or follows a routing
/// control, has nothing that could be asked again and again.
fn is_probed(before: &failover::Evidence, check: &HealthCheck) -> bool {
    let children = check.described.answer().map_or(&[][..], |facts| facts.children.as_slice());
    let has = |id: &String| before.health_check(id).is_some_and(|child| child.observations.is_some());
    check.observations.is_some() || !children.is_empty() && children.iter().all(has)
}

/// The Region of the record that names a health check.
fn region_of_check(before: &failover::Evidence, id: &str) -> Option<String> {
    let records = before.zone()?.records.answer()?;
    let mut own = records.iter().filter(|record| record.health_check.as_deref() == Some(id));
    own.find_map(|record| region_of(record, before))
}
