//! The moves of traffic in what was seen.

use std::collections::BTreeMap;

use super::Evidence;
use super::dark::{self, dark, pauses};
use super::evidence::{State, Stretch, Thing, Track};
use super::followers::{self, Follower, Way};
use super::runs::{Piece, Run, Served, pieces, runs};

/// Something happened after the first of these times and not after the second, in microseconds after the first look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Between {
    /// When it had not happened yet.
    pub after_us: u64,
    /// When it was seen.
    pub by_us: u64,
}

/// A time in which requests failed. Between the failures some may have been served: it is over when clients were served
/// for as long as resolvers may keep another answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outage {
    /// When the first request failed; nothing where it had begun before the watching did.
    pub began: Option<Between>,
    /// When the last one had failed; nothing where it had not ended.
    pub ended: Option<Between>,
    /// When the first failure was seen.
    pub first_us: u64,
    /// When the last failure was seen.
    pub last_us: u64,
    /// How much of the time between them nothing was looked at, or nothing could be reached.
    pub unseen_us: u64,
}

impl Outage {
    /// From the first failure that was seen to the last. `served`: when clients were last served before, and first served
    /// after, as far as that was seen; `blind`: when nothing was seen.
    pub(super) fn between(
        (first_us, last_us): (u64, u64),
        served: (Option<u64>, Option<u64>),
        blind: &[(u64, u64)],
    ) -> Self {
        Self {
            began: served.0.map(|after_us| Between { after_us, by_us: first_us }),
            ended: served.1.map(|by_us| Between { after_us: last_us, by_us }),
            first_us,
            last_us,
            unseen_us: dark::within(blind, first_us, last_us),
        }
    }

    /// How long it lasted at least, in milliseconds.
    pub const fn at_least_ms(&self) -> u64 {
        self.last_us.saturating_sub(self.first_us).saturating_sub(self.unseen_us) / 1000
    }

    /// How long it lasted at most, in milliseconds; nothing where its beginning or its end was not seen.
    pub fn at_most_ms(&self) -> Option<u64> {
        Some(self.ended?.by_us.saturating_sub(self.began?.after_us) / 1000)
    }
}

/// From one Region to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Where clients were served before.
    pub from: String,
    /// Where they are served now.
    pub to: String,
    /// The time in which requests failed; nothing where none was seen to fail.
    pub outage: Option<Outage>,
    /// The longest time between two looks on the way, in microseconds: a request may have failed in it unseen.
    pub unseen_us: u64,
    /// When the health check of the Region that was left turned; of a failback, that of the Region that was returned to.
    pub check: Option<Between>,
    /// How each resolver followed, in their order.
    pub resolvers: Vec<Follower>,
    /// From when on clients were served by the other Region, and by no other.
    pub served: Between,
    /// Of a failback, when the Region that traffic returned to answered again on its own host.
    pub recovered: Option<Between>,
    /// Whether traffic returned to the Region that served first, which the move before had left.
    pub is_failback: bool,
}

/// An outage that is no part of a move from one Region to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// The Region that served before; nothing where it is not known.
    pub before: Option<String>,
    /// The Region that served after it; nothing where it is not known.
    pub then: Option<String>,
    /// The time in which requests failed.
    pub outage: Outage,
}

/// What served at the end, and not for long enough to count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsettled {
    /// The Region; nothing where it is not known.
    pub region: Option<String>,
    /// How long it had served, in microseconds.
    pub served_us: u64,
    /// How much longer it would have had to, in microseconds.
    pub missing_us: u64,
}

impl Move {
    /// From the Region's recovery until it served again, at least and at most, in milliseconds.
    pub fn failback_ms(&self) -> Option<(u64, u64)> {
        let recovered = self.recovered?;
        let at_least = self.served.after_us.saturating_sub(recovered.by_us);
        Some((at_least / 1000, self.served.by_us.saturating_sub(recovered.after_us) / 1000))
    }
}

/// What a drill came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drill {
    /// The Region that served clients first, for long enough to count where any did.
    pub active: Option<String>,
    /// The Region that served last, for long enough to count.
    pub last: Option<String>,
    /// The moves, in order: a failover, and then a failback.
    pub moves: Vec<Move>,
    /// Where no move was seen: resolvers that led to a Region that did not serve, while another one served the client.
    pub stranded: Vec<Follower>,
    /// Outages after which the same Region served again, with that Region.
    pub passing: Vec<(String, Outage)>,
    /// An outage that had begun before the watching did, and the Region that served after it.
    pub early: Option<(String, Outage)>,
    /// Outages before or after which it is not known which Region served.
    pub asides: Vec<Aside>,
    /// An outage whose end was not seen: it had not ended, or nobody knows yet whether it had (`unsettled`).
    pub open: Option<Outage>,
    /// What served when the watching ended, and not for long enough to count.
    pub unsettled: Option<Unsettled>,
    /// How many requests each Region answered.
    pub answered: BTreeMap<String, u64>,
    /// Requests through the failover name.
    pub requests: u64,
    /// Those that were not served.
    pub errors: u64,
    /// Those that were served from an address of no Region that is known.
    pub strangers: u64,
    /// How long was watched, in microseconds.
    pub watched_us: u64,
    /// How long a resolver may keep an answer by its TTL, in microseconds.
    pub kept_us: u64,
    /// How long after a move a resolver may still lead to the Region that was left, in microseconds.
    pub allowed_us: u64,
    /// When nothing at all could be reached, or was looked at, from when to when, in microseconds: the network of this
    /// machine rather than every Region at once. No outage is reckoned from it.
    pub blind: Vec<(u64, u64)>,
}

/// Finds the moves.
pub fn reckon(seen: &Evidence) -> Drill {
    let (dark, pauses) = (dark(seen), pauses(seen));
    let mut blind: Vec<(u64, u64)> = dark.iter().chain(&pauses).copied().collect();
    blind.sort_unstable();
    let mut drill = Drill {
        blind,
        watched_us: seen.watched_us,
        kept_us: seen.kept_us(),
        allowed_us: seen.allowed_us(),
        ..Drill::default()
    };
    let Some(client) = seen.track(&Thing::Client) else { return drill };
    // What failed just before a pause, or just after it, was seen to fail.
    let pieces = pieces(client, &dark);
    drill.count(&pieces);
    let settled_us = seen.settled_us();
    let runs = runs(&pieces, &pauses, settled_us);
    drill.unsettled = runs.unsettled.map(|run| Unsettled {
        region: run.region.map(str::to_owned),
        served_us: run.served_us,
        missing_us: settled_us.saturating_sub(run.served_us),
    });
    let runs = runs.settled;
    let known = |region: Option<&str>| region.map(str::to_owned);
    let first_known = pieces.iter().find_map(|piece| match piece.served {
        Served::By(region) => Some(region),
        _ => None,
    });
    drill.active = known(runs.iter().find_map(|run| run.region).or(first_known));
    drill.last = known(runs.last().and_then(|run| run.region));
    if let Some(first) = runs.first() {
        let outage = outage(&pieces[..first.start], None, Some(first), &drill.blind);
        match (outage, first.region) {
            (Some(outage), Some(region)) if outage.began.is_none() => {
                drill.early = Some((region.to_owned(), outage));
            }
            (Some(outage), then) => drill.asides.push(Aside { before: None, then: known(then), outage }),
            (None, _) => {}
        }
    }
    for pair in runs.windows(2) {
        let [before, after] = pair else { continue };
        let outage = outage(&pieces[before.end..after.start], Some(before), Some(after), &drill.blind);
        match (before.region, after.region) {
            (Some(from), Some(to)) if from == to => {
                drill.passing.extend(outage.map(|outage| (to.to_owned(), outage)));
            }
            (Some(from), Some(to)) => {
                let unseen_us = longest_pause(&pieces[before.end - 1..=after.start]);
                let active = drill.active.as_deref();
                // What served until the end is still what resolvers should lead to.
                let until_us = if after.end == pieces.len() { u64::MAX } else { after.last_us };
                let mut moved =
                    moved(seen, (&drill.moves, active), (from, to), (before, after), outage, unseen_us);
                let way = Way {
                    from,
                    to,
                    since_us: outage.and_then(|outage| outage.began).map_or(before.last_us, |at| at.after_us),
                    served_us: after.first_us,
                    until_us,
                    earlier_us: drill.moves.last().map(|one| one.served.by_us),
                    is_failback: moved.is_failback,
                };
                moved.resolvers = followers::followers(seen, &way, &drill.blind);
                drill.moves.push(moved);
            }
            (from, to) => drill.asides.extend(outage.map(|outage| Aside {
                before: known(from),
                then: known(to),
                outage,
            })),
        }
    }
    let rest = runs.last().map_or(0, |last| last.end);
    drill.open = outage(&pieces[rest..], runs.last(), None, &drill.blind);
    if let ([], [Run { region: Some(to), first_us, .. }, ..]) = (drill.moves.as_slice(), runs.as_slice()) {
        drill.stranded = followers::stranded(seen, to, *first_us, &drill.blind);
    }
    drill
}

impl Drill {
    /// How the resolvers followed the moves, and those that led astray without one.
    pub fn followers(&self) -> impl Iterator<Item = &Follower> {
        self.moves.iter().flat_map(|one| &one.resolvers).chain(&self.stranded)
    }

    fn count(&mut self, pieces: &[Piece<'_>]) {
        for piece in pieces {
            self.requests = self.requests.saturating_add(piece.looks);
            match piece.served {
                Served::By(region) => {
                    let own = self.answered.entry(region.to_owned()).or_default();
                    *own = own.saturating_add(piece.looks);
                }
                Served::ByStranger => self.strangers = self.strangers.saturating_add(piece.looks),
                Served::Not => self.errors = self.errors.saturating_add(piece.looks),
            }
        }
    }
}

/// The outage in pieces between two runs; nothing where no request failed in them.
fn outage(
    pieces: &[Piece<'_>],
    before: Option<&Run<'_>>,
    after: Option<&Run<'_>>,
    blind: &[(u64, u64)],
) -> Option<Outage> {
    let is_failure = |piece: &&Piece<'_>| piece.served == Served::Not;
    let first = pieces.iter().position(|piece| is_failure(&piece))?;
    let last = pieces.iter().rposition(|piece| is_failure(&piece))?;
    let (first_us, last_us) = (pieces[first].first_us, pieces[last].last_us);
    let served_before = first.checked_sub(1).map(|at| pieces[at].last_us);
    let served_before = served_before.or_else(|| before.map(|run| run.last_us));
    let served_after = pieces.get(last + 1).map(|piece| piece.first_us);
    let served_after = served_after.or_else(|| after.map(|run| run.first_us)).filter(|_| after.is_some());
    Some(Outage::between((first_us, last_us), (served_before, served_after), blind))
}

fn longest_pause(pieces: &[Piece<'_>]) -> u64 {
    pieces.windows(2).map(|pair| pair[1].first_us.saturating_sub(pair[0].last_us)).max().unwrap_or(0)
}

fn moved(
    seen: &Evidence,
    (earlier, active): (&[Move], Option<&str>),
    (from, to): (&str, &str),
    (before, after): (&Run<'_>, &Run<'_>),
    outage: Option<Outage>,
    unseen_us: u64,
) -> Move {
    let since = outage.and_then(|outage| outage.began).map_or(before.last_us, |began| began.after_us);
    // A failback returns to the Region that served first, when the move before left that; what happened before that move
    // has nothing to do with it. To leave the first Region once more is another failover.
    let left = earlier.last().filter(|one| one.from == to && active == Some(to));
    let left = left.map(|one| one.served.after_us);
    let own = |region: &str| {
        let name = region.to_owned();
        move |track: &&Track| matches!(&track.thing, Thing::HealthCheck { region: Some(region), .. } if *region == name)
    };
    let is = |wanted: State| move |state: &State| *state == wanted;
    let (check, recovered) = match left {
        None => {
            let checks = seen.tracks.iter().filter(own(from));
            (
                checks
                    .filter_map(|track| first(track, is(State::Unhealthy), since))
                    .min_by_key(|at| at.by_us),
                None,
            )
        }
        Some(left_us) => {
            let is_before = |at: &Between| at.by_us <= after.first_us && at.by_us >= left_us;
            let checks = seen.tracks.iter().filter(own(to));
            let check = checks.filter_map(|track| {
                let all = turns(track, is(State::Unhealthy), is(State::Healthy));
                // What its checkers say is asked seldom, and may be seen only after clients were served.
                let later = all.iter().find(|at| at.by_us > after.first_us);
                all.iter().rfind(|at| is_before(at)).or(later).copied()
            });
            let host = seen.track(&Thing::Region { region: to.to_owned() });
            let recovered = host.and_then(|track| {
                turns(track, State::is_error, State::is_served).into_iter().rfind(is_before)
            });
            (check.max_by_key(|at| at.by_us), recovered)
        }
    };
    let after_us = outage.map_or(before.last_us, |outage| outage.last_us);
    Move {
        from: from.to_owned(),
        to: to.to_owned(),
        outage,
        unseen_us,
        check,
        resolvers: Vec::new(),
        served: Between { after_us, by_us: after.first_us },
        recovered,
        is_failback: left.is_some(),
    }
}

/// When something became so that was so at `since_us` or later: a health check and a resolver may be ahead of the client. What
/// is asked seldom is as it was last seen until it is seen otherwise.
pub(super) fn first(track: &Track, is: impl Fn(&State) -> bool, since_us: u64) -> Option<Between> {
    let lasts = |at: usize| track.stretches.get(at + 1).is_none_or(|next| next.first_us >= since_us);
    let mut stretches = track.stretches.iter().enumerate();
    let at = stretches.find(|(at, one)| is(&one.state) && lasts(*at)).map(|(at, _)| at)?;
    // Of what could not be found out meanwhile, nobody knows how it was.
    let before = track.stretches[..at].iter().rev().find(|one| is_known(one));
    Some(Between { after_us: before.map_or(0, |one| one.last_us), by_us: track.stretches.get(at)?.first_us })
}

pub(super) const fn is_known(stretch: &Stretch) -> bool {
    !matches!(stretch.state, State::Unknown { .. })
}

/// When something turned from one state into another, in order.
fn turns(track: &Track, was: impl Fn(&State) -> bool, is: impl Fn(&State) -> bool) -> Vec<Between> {
    let known: Vec<&Stretch> = track.stretches.iter().filter(|one| is_known(one)).collect();
    let pairs = known.windows(2).filter(|pair| was(&pair[0].state) && is(&pair[1].state));
    pairs.map(|pair| Between { after_us: pair[0].last_us, by_us: pair[1].first_us }).collect()
}
