//! Whether every resolver followed a move: the client's requests go where the first resolver leads, and say nothing of
//! other resolvers' clients.

use super::evidence::{State, Stretch, Thing, Track};
use super::reckon::{first, is_known};
use super::{Between, Evidence, Outage};

/// How a resolver followed a move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Follower {
    /// The resolver, with the type of its records where that is not A.
    pub resolver: String,
    /// The Region that the client left.
    pub from: String,
    /// The Region that served the client then.
    pub to: String,
    /// When that was first seen, in microseconds after the first look.
    pub served_us: u64,
    /// Whether it led there, too.
    pub followed: Followed,
    /// When it was last seen to lead to the Region that was left, though the client was served by the other one: in
    /// microseconds after the first look; nothing where it was not, or where it does not have to follow.
    pub behind_us: Option<u64>,
    /// Whether it still did so when the watching ended.
    pub is_behind: bool,
    /// The time in which it led its clients to a Region that did not serve, where that is longer than the client's.
    pub outage: Option<Outage>,
}

/// When a resolver led to the Region that traffic moved to, and no more to the one that was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Followed {
    /// It had not led to the one that was left.
    Already,
    /// From then on.
    At(Between),
    /// It was not seen to.
    No,
}

/// A move, as far as resolvers have to follow it. Times are in microseconds after the first look.
pub(super) struct Way<'a> {
    pub(super) from: &'a str,
    pub(super) to: &'a str,
    /// When the Region that was left had served last.
    pub(super) since_us: u64,
    /// From when on the other one served the client, and until when.
    pub(super) served_us: u64,
    pub(super) until_us: u64,
    /// When the move before this one was over.
    pub(super) earlier_us: Option<u64>,
    pub(super) is_failback: bool,
}

impl Follower {
    /// How long after the move it was seen to lead to the Region that was left, in microseconds.
    pub fn late_us(&self) -> Option<u64> {
        Some(self.behind_us?.saturating_sub(self.served_us))
    }
}

/// How each resolver followed a move.
pub(super) fn followers(seen: &Evidence, way: &Way<'_>, blind: &[(u64, u64)]) -> Vec<Follower> {
    let is_resolver = |track: &&Track| matches!(track.thing, Thing::Resolver { .. });
    seen.tracks.iter().filter(is_resolver).map(|track| follower(seen, track, way, blind)).collect()
}

/// Where no move was seen: the resolvers that led to another Region than the client's, which did not serve.
pub(super) fn stranded(seen: &Evidence, to: &str, served_us: u64, blind: &[(u64, u64)]) -> Vec<Follower> {
    let regions = seen.tracks.iter().filter_map(|track| match &track.thing {
        Thing::Region { region } if region != to => Some(region),
        _ => None,
    });
    let all = regions.flat_map(|from| {
        let until_us = u64::MAX;
        let way = Way { from, to, since_us: 0, served_us, until_us, earlier_us: None, is_failback: false };
        followers(seen, &way, blind)
    });
    all.filter(|one| one.outage.is_some()).collect()
}

fn follower(seen: &Evidence, track: &Track, way: &Way<'_>, blind: &[(u64, u64)]) -> Follower {
    let to_old = |one: &&Stretch| leads(&one.state, way.from);
    let to_new = |state: &State| leads(state, way.to) && !leads(state, way.from);
    let arrived = first(track, to_new, way.since_us).filter(|at| at.by_us <= way.until_us);
    let followed = arrived.map_or(Followed::No, |at| {
        let earlier_us = way.earlier_us.unwrap_or(0);
        let had_left = |one: &Stretch| one.first_us < at.by_us && one.last_us >= earlier_us;
        let mut old = track.stretches.iter().filter(to_old);
        if old.any(had_left) { Followed::At(at) } else { Followed::Already }
    });
    // A Region that returned takes back those whom it had; others may have been led elsewhere all along, by latency say.
    let had_it = |one: &Stretch| one.first_us <= way.earlier_us.unwrap_or(0) && leads(&one.state, way.to);
    let has_to = !way.is_failback || track.stretches.iter().any(had_it);
    // A resolver is not asked in the same instant as the client asks.
    let late_us = way.served_us.saturating_add(seen.every_ms.saturating_mul(1000));
    let is_behind = |one: &&Stretch| one.first_us <= way.until_us && one.last_us > late_us;
    let behind = track.stretches.iter().filter(to_old).rfind(is_behind).filter(|_| has_to);
    let last = track.stretches.iter().rfind(|one| is_known(one));
    Follower {
        resolver: track.thing.name(),
        from: way.from.to_owned(),
        to: way.to.to_owned(),
        served_us: way.served_us,
        followed,
        behind_us: behind.map(|one| one.last_us.min(way.until_us)),
        is_behind: behind.is_some() && way.until_us == u64::MAX && last.as_ref().is_some_and(to_old),
        outage: behind.and_then(|_| outage(seen, track, way, blind)),
    }
}

/// The time in which a resolver led to the Region that was left, and that did not serve on its own host. A host that never
/// answered may only be out of reach from here.
fn outage(seen: &Evidence, track: &Track, way: &Way<'_>, blind: &[(u64, u64)]) -> Option<Outage> {
    let host = seen.track(&Thing::Region { region: way.from.to_owned() })?;
    let has_answered = host.stretches.iter().any(|one| one.state.is_answer());
    let failed = || host.stretches.iter().filter(|one| has_answered && one.state.is_error());
    let old = track.stretches.iter().filter(|one| leads(&one.state, way.from));
    let both = old.flat_map(|one| {
        failed().map(|other| {
            let first_us = one.first_us.max(other.first_us).max(way.since_us);
            (first_us, one.last_us.min(other.last_us).min(way.until_us))
        })
    });
    let both: Vec<(u64, u64)> = both.filter(|(first_us, last_us)| first_us <= last_us).collect();
    let first_us = both.iter().map(|(first_us, _)| *first_us).min()?;
    let last_us = both.iter().map(|(_, last_us)| *last_us).max().filter(|last| *last > way.served_us)?;
    let served = || host.stretches.iter().filter(|one| one.state.is_served());
    let before = served().map(|one| one.last_us).filter(|at| *at < first_us).max();
    let elsewhere = track.stretches.iter().filter(|one| is_known(one) && !leads(&one.state, way.from));
    let after = served().chain(elsewhere).map(|one| one.first_us).filter(|at| *at > last_us).min();
    Some(Outage::between((first_us, last_us), (before, after), blind))
}

fn leads(state: &State, region: &str) -> bool {
    matches!(state, State::Leads { regions } if regions.iter().any(|one| one == region))
}
