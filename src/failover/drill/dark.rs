//! When the watching itself was blind.

use super::Evidence;
use super::evidence::{Stretch, Thing, Track};

/// When nothing could be reached that had answered before: every resolver, every Region and the client failed; and when
/// nothing was looked at for longer than three looks take. A resolver alone that is silent is no proof: without a Region
/// that had answered on its own host, nothing is called blind.
pub(super) fn dark(seen: &Evidence) -> Vec<(u64, u64)> {
    let Some(client) = seen.track(&Thing::Client) else { return Vec::new() };
    let of = |is: fn(&Thing) -> bool| seen.tracks.iter().filter(move |track| is(&track.thing));
    let resolvers: Vec<&Track> = of(|thing| matches!(thing, Thing::Resolver { .. })).collect();
    let regions: Vec<&Track> = of(|thing| matches!(thing, Thing::Region { .. })).collect();
    let is_dark = |stretch: &Stretch| {
        let fails = |track: &&Track| {
            let between = |one: &&Stretch| one.first_us <= stretch.last_us && one.last_us >= stretch.first_us;
            let mut now = track.stretches.iter().filter(between).peekable();
            now.peek().is_some() && now.all(|one| !one.state.is_answer())
        };
        let answered = |track: &&Track| {
            let before = track.stretches.iter().filter(|one| one.last_us < stretch.first_us);
            before.map(|one| &one.state).any(super::evidence::State::is_served)
        };
        !stretch.state.is_answer()
            && regions.iter().any(answered)
            && resolvers.iter().chain(&regions).all(fails)
    };
    let dark = client.stretches.iter().filter(|stretch| is_dark(stretch));
    let mut blind: Vec<(u64, u64)> = dark.map(|stretch| (stretch.first_us, stretch.last_us)).collect();
    let longest = seen.pause_us();
    let pauses = client.stretches.windows(2).map(|pair| (pair[0].last_us, pair[1].first_us));
    blind.extend(pauses.filter(|(from, to)| to.saturating_sub(*from) > longest));
    blind.sort_unstable();
    blind
}

/// How much of a time was blind, in microseconds.
pub(super) fn within(blind: &[(u64, u64)], from_us: u64, to_us: u64) -> u64 {
    let part = |(from, to): &(u64, u64)| (*to).min(to_us).saturating_sub((*from).max(from_us));
    blind.iter().map(part).sum()
}
