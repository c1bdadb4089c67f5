//! What clients saw, as times in which one Region served them.
//!
//! Resolvers have many caches, and while these change one by one, answers alternate: a single good answer is no end of an
//! outage.

use super::dark;
use super::evidence::{State, Track};

/// What became of requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Served<'a> {
    /// A Region served them.
    By(&'a str),
    /// They were served from an address of no Region that is known.
    ByStranger,
    /// They failed.
    Not,
}

/// What clients saw, as long as it was the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    pub(super) served: Served<'a>,
    pub(super) first_us: u64,
    pub(super) last_us: u64,
    pub(super) looks: u64,
}

/// A time in which one Region served, or one that is not known, and nothing else was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run<'a> {
    /// The Region; nothing where the addresses are of none that is known.
    pub(super) region: Option<&'a str>,
    /// Its places among the pieces, the end not included.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) first_us: u64,
    pub(super) last_us: u64,
    /// How long it was seen to serve: without the pauses in between.
    pub(super) served_us: u64,
}

/// The runs that count, and the last one where that does not count yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Runs<'a> {
    pub(super) settled: Vec<Run<'a>>,
    pub(super) unsettled: Option<Run<'a>>,
}

/// What clients saw, without what failed while nothing could be reached.
pub(super) fn pieces<'a>(client: &'a Track, dark: &[(u64, u64)]) -> Vec<Piece<'a>> {
    let mut pieces: Vec<Piece<'a>> = Vec::new();
    for one in &client.stretches {
        let whole = (one.first_us, one.last_us);
        let (served, parts) = match &one.state {
            State::Answered { region, .. } if one.state.is_served() => {
                (region.as_deref().map_or(Served::ByStranger, Served::By), vec![whole])
            }
            state if state.is_error() => (Served::Not, without(whole, dark)),
            _ => continue,
        };
        for (first_us, last_us) in parts {
            let looks = share(one.looks, last_us - first_us, one.last_us - one.first_us);
            let is_same = |last: &&mut Piece<'_>| last.served == served && served == Served::Not;
            if let Some(last) = pieces.last_mut().filter(is_same) {
                last.last_us = last_us;
                last.looks = last.looks.saturating_add(looks);
            } else {
                pieces.push(Piece { served, first_us, last_us, looks });
            }
        }
    }
    pieces
}

/// What is left of a time without others, which are in order.
fn without((first_us, last_us): (u64, u64), others: &[(u64, u64)]) -> Vec<(u64, u64)> {
    let mut left = Vec::new();
    let mut since = Some(first_us);
    for (from, to) in others.iter().filter(|(from, to)| *from <= last_us && *to >= first_us) {
        left.extend(since.filter(|since| since < from).map(|since| (since, *from)));
        since = (*to < last_us).then_some(*to);
    }
    left.extend(since.map(|since| (since, last_us)));
    left
}

/// How many of a stretch's looks were in a part of it, by time; one at least.
pub(super) fn share(looks: u64, part_us: u64, whole_us: u64) -> u64 {
    if part_us == whole_us {
        return looks;
    }
    let share = u128::from(looks) * u128::from(part_us) / u128::from(whole_us.max(1));
    u64::try_from(share).unwrap_or(looks).max(1)
}

/// The times in which one Region served for `settled_us` at least. What was served first counts as well, however short,
/// where requests failed next, or nothing else was seen: it says what was left. What was served last does not: nobody
/// knows whether it would have stayed.
pub(super) fn runs<'a>(pieces: &[Piece<'a>], pauses: &[(u64, u64)], settled_us: u64) -> Runs<'a> {
    let mut all: Vec<Run<'a>> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let region = match piece.served {
            Served::By(region) => Some(region),
            Served::ByStranger => None,
            Served::Not => continue,
        };
        if let Some(run) = all.last_mut().filter(|run| run.end == at && run.region == region) {
            run.end = at + 1;
            run.last_us = piece.last_us;
        } else {
            let (first_us, last_us) = (piece.first_us, piece.last_us);
            all.push(Run { region, start: at, end: at + 1, first_us, last_us, served_us: 0 });
        }
    }
    for run in &mut all {
        let unseen_us = dark::within(pauses, run.first_us, run.last_us);
        run.served_us = run.last_us.saturating_sub(run.first_us).saturating_sub(unseen_us);
    }
    let is_first =
        |run: &Run<'_>| run.start == 0 && pieces.get(run.end).is_none_or(|next| next.served == Served::Not);
    let counts = |run: &Run<'_>| run.served_us >= settled_us || is_first(run);
    let last = all.last().filter(|run| run.end == pieces.len() && !counts(run)).copied();
    Runs { settled: all.into_iter().filter(counts).collect(), unsettled: last }
}
