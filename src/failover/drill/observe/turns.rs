//! Which health checks are asked in which look.

use std::collections::BTreeMap;
use std::time::Duration;

/// Health checks are asked no more often than this: Route 53 allows five calls a second to a whole account, which
/// belong to others too.
const LEAST: Duration = Duration::from_secs(5);

/// So many health checks are asked in one look at most. Each takes two calls, of which there are four a second, and a look
/// is over after three seconds: more of them would not be answered, and always the same ones.
const AT_MOST: usize = 4;

/// The health checks whose checkers can be asked, and whose turn it is.
#[derive(Debug, Default)]
pub(super) struct Turns {
    ids: Vec<String>,
    next: usize,
    /// When each was asked last, in microseconds after the first look began.
    asked_us: BTreeMap<String, u64>,
}

impl Turns {
    pub(super) fn new(ids: Vec<String>) -> Self {
        Self { ids, ..Self::default() }
    }

    /// Those whose turn it is: each is asked sooner or later.
    pub(super) fn take(&mut self) -> Vec<String> {
        let count = self.ids.len().min(AT_MOST);
        let taken = self.ids.iter().cycle().skip(self.next).take(count).cloned().collect();
        self.next = (self.next + count) % self.ids.len().max(1);
        taken
    }

    /// How long to wait from one turn to the next.
    pub(super) const fn pause() -> Duration {
        LEAST
    }

    /// How many turns it takes until all have been asked.
    pub(super) fn rounds(&self) -> u64 {
        u64::try_from(self.ids.len().div_ceil(AT_MOST)).unwrap_or(u64::MAX).max(1)
    }

    pub(super) fn asked(&mut self, id: &str, at_us: u64) {
        self.asked_us.insert(id.to_owned(), at_us);
    }

    /// Of when it is what these say together: the one that was asked the longest time ago. Nothing where one of them never
    /// was.
    pub(super) fn known_us(&self, ids: &[String]) -> Option<u64> {
        let all: Option<Vec<u64>> = ids.iter().map(|id| self.asked_us.get(id).copied()).collect();
        all?.into_iter().min()
    }
}

#[cfg(test)]
mod tests {
    use super::Turns;

    #[test]
    fn every_health_check_has_its_turn() {
        let ids: Vec<String> = (0..7).map(|id| id.to_string()).collect();
        let mut turns = Turns::new(ids);
        assert_eq!(turns.take(), ["0", "1", "2", "3"]);
        assert_eq!(turns.take(), ["4", "5", "6", "0"]);
        assert_eq!(turns.take(), ["1", "2", "3", "4"]);
        assert_eq!(turns.rounds(), 2);
        let both = ["4".to_owned(), "0".to_owned()];
        turns.asked("4", 20);
        assert_eq!(turns.known_us(&both), None);
        turns.asked("0", 5);
        assert_eq!(turns.known_us(&both), Some(5));
        assert!(Turns::new(Vec::new()).take().is_empty());
    }
}
