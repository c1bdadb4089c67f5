//! When the watching itself was blind.

use super::Evidence;
use super::evidence::{State, Stretch, Thing, Track};

/// When nothing could be reached that had answered before: every resolver, every Region and the client failed. A resolver
/// alone that is silent is no proof: without a Region that had answered on its own host, nothing is called dark. In order,
/// and not overlapping.
///
/// Clients may have failed before, and go on failing afterwards: only the part of it in which everything else failed, too,
/// is dark.
pub(super) fn dark(seen: &Evidence) -> Vec<(u64, u64)> {
    let Some(client) = seen.track(&Thing::Client) else { return Vec::new() };
    let is_other = |thing: &Thing| matches!(thing, Thing::Resolver { .. } | Thing::Region { .. });
    let others: Vec<&Track> = seen.tracks.iter().filter(|track| is_other(&track.thing)).collect();
    let regions = || others.iter().filter(|track| matches!(track.thing, Thing::Region { .. }));
    let answers = others.iter().flat_map(|track| &track.stretches).filter(|one| one.state.is_answer());
    let mut answers: Vec<(u64, u64)> = answers.map(|one| (one.first_us, one.last_us)).collect();
    answers.sort_unstable();
    let is_dark = |(from, to): &(u64, u64)| {
        let failed = |one: &Stretch| one.first_us <= *to && one.last_us >= *from && !one.state.is_answer();
        let answered = |one: &Stretch| one.first_us < *from && State::is_served(&one.state);
        others.iter().all(|track| track.stretches.iter().any(failed))
            && regions().any(|track| track.stretches.iter().any(answered))
    };
    let failing = client.stretches.iter().filter(|one| !one.state.is_answer());
    failing.flat_map(|one| between((one.first_us, one.last_us), &answers)).filter(is_dark).collect()
}

/// The parts of a time in which none of the answers came, which are in order of their beginnings.
fn between((from, to): (u64, u64), answers: &[(u64, u64)]) -> Vec<(u64, u64)> {
    let mut parts = Vec::new();
    // An answer at the very beginning is of the same look.
    let mut since = from;
    let mut is_open = true;
    for (first, last) in answers.iter().filter(|(first, last)| *first <= to && *last >= from) {
        if is_open && *first > since {
            parts.push((since, *first));
        }
        since = since.max(*last);
        is_open = since < to;
    }
    if is_open {
        parts.push((since, to));
    }
    parts
}

/// When nothing was looked at for longer than three looks take.
pub(super) fn pauses(seen: &Evidence) -> Vec<(u64, u64)> {
    let Some(client) = seen.track(&Thing::Client) else { return Vec::new() };
    let longest = seen.pause_us();
    let pauses = client.stretches.windows(2).map(|pair| (pair[0].last_us, pair[1].first_us));
    pauses.filter(|(from, to)| to.saturating_sub(*from) > longest).collect()
}

/// How much of a time was blind, in microseconds.
pub(super) fn within(blind: &[(u64, u64)], from_us: u64, to_us: u64) -> u64 {
    let part = |(from, to): &(u64, u64)| (*to).min(to_us).saturating_sub((*from).max(from_us));
    blind.iter().map(part).sum()
}
