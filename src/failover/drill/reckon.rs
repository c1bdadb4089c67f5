//! The moves of traffic in what was seen.

use super::Evidence;
use super::evidence::{State, Stretch, Thing, Track};

/// Something happened after the first of these times and not after the second, in microseconds after the first look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Between {
    /// When it had not happened yet.
    pub after_us: u64,
    /// When it was seen.
    pub by_us: u64,
}

/// From one Region to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Where clients were served before.
    pub from: String,
    /// Where they are served now.
    pub to: String,
    /// When the first request failed; nothing where none did.
    pub failed: Option<Between>,
    /// When the health check of the Region that was left changed.
    pub check: Option<Between>,
    /// When each resolver led elsewhere, in the order of the resolvers; nothing for one that did not.
    pub resolvers: Vec<(String, Option<Between>)>,
    /// When the first request was served by the other Region.
    pub served: Between,
    /// When the Region that traffic went to had answered again on its own host, where it had not before: a failback.
    pub recovered: Option<Between>,
}

impl Move {
    /// From the Region's recovery until it served again, at least and at most, in milliseconds: of a failback alone.
    pub fn failback_ms(&self) -> Option<(u64, u64)> {
        let recovered = self.recovered?;
        let at_least = self.served.after_us.saturating_sub(recovered.by_us);
        Some((at_least / 1000, self.served.by_us.saturating_sub(recovered.after_us) / 1000))
    }

    /// How long clients were not served, at least and at most, in milliseconds: 0 at least where no request failed.
    pub const fn outage_ms(&self) -> (u64, u64) {
        match self.failed {
            None => (0, (self.served.by_us - self.served.after_us) / 1000),
            Some(failed) => (
                self.served.after_us.saturating_sub(failed.by_us) / 1000,
                self.served.by_us.saturating_sub(failed.after_us) / 1000,
            ),
        }
    }
}

/// What a drill came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drill {
    /// The Region that served clients first.
    pub active: Option<String>,
    /// The moves, in order: a failover, and then a failback.
    pub moves: Vec<Move>,
    /// Outages after which the same Region served again: how long at least and at most, in milliseconds.
    pub passing_ms: Vec<(u64, u64)>,
    /// When clients were not served at the end of the watching, since when; nothing where they were.
    pub open: Option<Between>,
    /// Requests through the failover name, and how many of them were not served.
    pub requests: u64,
    /// Those that were not served.
    pub errors: u64,
    /// How long was watched, in microseconds.
    pub watched_us: u64,
    /// When nothing at all could be reached, or was looked at, from when to when, in microseconds: the network of this
    /// machine rather than every Region at once. No outage is reckoned from it.
    pub blind: Vec<(u64, u64)>,
}

/// Finds the moves.
pub fn reckon(seen: &Evidence) -> Drill {
    let mut drill = Drill { blind: blind(seen), watched_us: seen.watched_us, ..Drill::default() };
    let Some(client) = seen.track(&Thing::Client) else { return drill };
    let is_blind = |stretch: &Stretch| {
        drill.blind.iter().any(|(from, to)| *from <= stretch.first_us && stretch.last_us <= *to)
    };
    let mut served: Option<(&str, &Stretch)> = None;
    let mut first_error: Option<Between> = None;
    let mut last_error_us = 0;
    let stretches: Vec<&Stretch> = client.stretches.iter().filter(|stretch| !is_blind(stretch)).collect();
    for stretch in stretches {
        drill.requests += stretch.looks;
        if stretch.state.is_error() {
            drill.errors += stretch.looks;
            let after_us = served.map_or(0, |(_, stretch)| stretch.last_us);
            first_error.get_or_insert(Between { after_us, by_us: stretch.first_us });
            last_error_us = stretch.last_us;
            continue;
        }
        let State::Answered { region: Some(region), .. } = &stretch.state else { continue };
        if let Some((before, last)) = served.filter(|(before, _)| before != region) {
            let after_us = if first_error.is_some() { last_error_us } else { last.last_us };
            let moved = Between { after_us, by_us: stretch.first_us };
            drill.moves.push(moved_to(seen, (before, region), first_error, last.last_us, moved));
        }
        if let (Some(failed), Some((_, last))) = (first_error, served.filter(|(before, _)| before == region))
        {
            let at_least = last_error_us.saturating_sub(failed.by_us) / 1000;
            drill.passing_ms.push((at_least, (stretch.first_us - last.last_us) / 1000));
        }
        drill.active.get_or_insert_with(|| region.clone());
        served = Some((region, stretch));
        first_error = None;
    }
    drill.open = first_error;
    drill
}

fn moved_to(
    seen: &Evidence,
    (from, to): (&str, &str),
    failed: Option<Between>,
    last_served_us: u64,
    served: Between,
) -> Move {
    let since = failed.map_or(last_served_us, |failed| failed.after_us);
    let leads_to = |state: &State| matches!(state, State::Leads { regions } if regions.iter().any(|one| one == to) && !regions.iter().any(|one| one == from));
    let mut resolvers = Vec::new();
    let mut check = None;
    for track in &seen.tracks {
        match &track.thing {
            Thing::Resolver { .. } => {
                resolvers.push((track.thing.name(), first(track, leads_to, since)));
            }
            Thing::HealthCheck { region: Some(region), .. } if region == from => {
                check = check.or_else(|| first(track, |state| *state == State::Unhealthy, since));
            }
            _ => {}
        }
    }
    if check.is_none() {
        // A failback: the health check of the Region that traffic returns to has recovered.
        let of_target = seen.tracks.iter().filter(
            |track| matches!(&track.thing, Thing::HealthCheck { region: Some(region), .. } if region == to),
        );
        let (was, is) = (|one: &State| *one == State::Unhealthy, |one: &State| *one == State::Healthy);
        check = of_target.filter_map(|track| turned(track, was, is, served.by_us)).next_back();
    }
    let recovered = seen
        .track(&Thing::Region { region: to.to_owned() })
        .and_then(|track| turned(track, State::is_error, State::is_served, served.by_us));
    Move { from: from.to_owned(), to: to.to_owned(), failed, check, resolvers, served, recovered }
}

/// When something was first so, not long before `since_us`: a health check and a resolver may be ahead of the client.
fn first(track: &Track, is: impl Fn(&State) -> bool, since_us: u64) -> Option<Between> {
    let at = track.stretches.iter().position(|one| is(&one.state) && one.last_us >= since_us)?;
    let after_us =
        at.checked_sub(1).and_then(|before| track.stretches.get(before)).map_or(0, |one| one.last_us);
    Some(Between { after_us, by_us: track.stretches.get(at)?.first_us })
}

/// When something was last seen to turn from one state into another, by a time.
fn turned(track: &Track, was: fn(&State) -> bool, is: fn(&State) -> bool, by_us: u64) -> Option<Between> {
    let pairs = track.stretches.windows(2);
    let turns = pairs.filter(|pair| was(&pair[0].state) && is(&pair[1].state) && pair[1].first_us <= by_us);
    turns.map(|pair| Between { after_us: pair[0].last_us, by_us: pair[1].first_us }).next_back()
}

/// When nothing could be reached: every resolver, every Region and the client failed; and when nothing was looked at,
/// for longer than three looks take.
fn blind(seen: &Evidence) -> Vec<(u64, u64)> {
    let Some(client) = seen.track(&Thing::Client) else { return Vec::new() };
    let others: Vec<&Track> = seen
        .tracks
        .iter()
        .filter(|track| matches!(track.thing, Thing::Resolver { .. } | Thing::Region { .. }))
        .collect();
    let is_dark = |stretch: &Stretch| {
        let dark = |track: &&Track| {
            let between = |one: &&Stretch| one.first_us <= stretch.last_us && one.last_us >= stretch.first_us;
            track.stretches.iter().filter(between).all(|one| !one.state.is_answer())
        };
        !stretch.state.is_answer() && !others.is_empty() && others.iter().all(dark)
    };
    let mut blind: Vec<(u64, u64)> = client
        .stretches
        .iter()
        .filter(|stretch| is_dark(stretch))
        .map(|stretch| (stretch.first_us, stretch.last_us))
        .collect();
    let longest = seen.pause_us();
    let pauses = client.stretches.windows(2).map(|pair| (pair[0].last_us, pair[1].first_us));
    blind.extend(pauses.filter(|(from, to)| to - from > longest));
    blind.sort_unstable();
    blind
}
