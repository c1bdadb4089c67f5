//! What clients saw, as times in which one Region served them.
//!
//! Resolvers have many caches, and while these change one by one, answers alternate: a single good answer is no end of an
//! outage.

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

/// A time in which one Region served, and nothing else was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run<'a> {
    pub(super) region: &'a str,
    /// Its places among the pieces, the end not included.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) first_us: u64,
    pub(super) last_us: u64,
}

/// What clients saw, without what was seen while nothing could be reached.
pub(super) fn pieces<'a>(client: &'a Track, blind: &[(u64, u64)]) -> Vec<Piece<'a>> {
    let mut pieces: Vec<Piece<'a>> = Vec::new();
    for one in &client.stretches {
        let is_blind = blind.iter().any(|(from, to)| *from <= one.first_us && one.last_us <= *to);
        let served = match &one.state {
            State::Answered { region, .. } if one.state.is_served() => {
                region.as_deref().map_or(Served::ByStranger, Served::By)
            }
            state if state.is_error() && !is_blind => Served::Not,
            _ => continue,
        };
        let is_same = |last: &&mut Piece<'_>| last.served == served && served == Served::Not;
        if let Some(last) = pieces.last_mut().filter(is_same) {
            last.last_us = one.last_us;
            last.looks = last.looks.saturating_add(one.looks);
        } else {
            let (first_us, last_us, looks) = (one.first_us, one.last_us, one.looks);
            pieces.push(Piece { served, first_us, last_us, looks });
        }
    }
    pieces
}

/// The times in which one Region served for `settled_us` at least; and what was served first and last, however short.
pub(super) fn runs<'a>(pieces: &[Piece<'a>], settled_us: u64) -> Vec<Run<'a>> {
    let mut all: Vec<Run<'a>> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let Served::By(region) = piece.served else { continue };
        if let Some(run) = all.last_mut().filter(|run| run.end == at && run.region == region) {
            run.end = at + 1;
            run.last_us = piece.last_us;
        } else {
            let (first_us, last_us) = (piece.first_us, piece.last_us);
            all.push(Run { region, start: at, end: at + 1, first_us, last_us });
        }
    }
    let last = all.len().saturating_sub(1);
    let is_settled = |at: usize, run: &Run<'_>| {
        let is_at_the_end = at == last && run.end == pieces.len();
        at == 0 || is_at_the_end || run.last_us.saturating_sub(run.first_us) >= settled_us
    };
    all.iter().enumerate().filter(|(at, run)| is_settled(*at, run)).map(|(_, run)| *run).collect()
}
