//! How often a table's capacity may be lowered.

/// Decreases that a table may make at any time of a UTC day.
pub const FREE_DECREASES: u32 = 4;

const DAY_S: i64 = 24 * 60 * 60;
const WAIT_S: i64 = 60 * 60;

/// The decreases of one table in the current UTC day.
///
/// Four at any time, then one when 3,600 s have passed since the last that was accepted; all is forgotten at 00:00 UTC.
/// So says the service's own refusal ("After the first 4 decreases, each subsequent decrease in the same UTC day can be
/// performed at most once every 3600 seconds"). That makes 27 a day at most, as the developer guide's *Service quotas*
/// has it. A try that is refused costs nothing. Reads and writes share the budget; an index has its own.
#[derive(Clone, Copy, Debug)]
pub struct DecreaseBudget {
    day: i64,
    today: u32,
    last_s: i64,
}

impl Default for DecreaseBudget {
    fn default() -> Self {
        Self { day: i64::MIN, today: 0, last_s: i64::MIN }
    }
}

impl DecreaseBudget {
    /// Whether a decrease would be accepted now (epoch seconds).
    #[must_use]
    pub fn allows(&self, now_s: i64) -> bool {
        now_s.div_euclid(DAY_S) != self.day
            || self.today < FREE_DECREASES
            || now_s.saturating_sub(self.last_s) >= WAIT_S
    }

    /// The first second at which a decrease would be accepted, for a clock that does not go back.
    #[must_use]
    pub const fn free_from_s(&self) -> i64 {
        if self.today < FREE_DECREASES {
            return i64::MIN;
        }
        let midnight_s = self.day.saturating_add(1).saturating_mul(DAY_S);
        let waited_s = self.last_s.saturating_add(WAIT_S);
        if midnight_s < waited_s { midnight_s } else { waited_s }
    }

    /// Asks for a decrease now; true is accepted, and then counts.
    pub fn take(&mut self, now_s: i64) -> bool {
        let is_allowed = self.allows(now_s);
        if is_allowed {
            let day = now_s.div_euclid(DAY_S);
            self.today = if day == self.day { self.today.saturating_add(1) } else { 1 };
            self.day = day;
            self.last_s = now_s;
        }
        is_allowed
    }

    /// Accepted decreases of the UTC day of the last accepted one, as `NumberOfDecreasesToday` tells them.
    #[must_use]
    pub const fn today(&self) -> u32 {
        self.today
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Vector 32: 4 at once, then 3,600 s apart.
    #[test]
    fn four_at_once_then_an_hour_apart() {
        let mut budget = DecreaseBudget::default();
        let noon = 20_000 * DAY_S + 12 * 3600;
        for _ in 0..4 {
            assert!(budget.take(noon));
        }
        assert!(!budget.take(noon));
        assert!(!budget.take(noon + 3599));
        assert!(budget.take(noon + 3600));
        assert_eq!(budget.today(), 5);
        // Since the last accepted one, not since the last try.
        assert!(!budget.take(noon + 7199));
        assert!(budget.take(noon + 7200));
    }

    /// Vector 32: 27 a day at most, however often is asked.
    #[test]
    fn no_more_than_27_a_day() {
        let mut budget = DecreaseBudget::default();
        let midnight = 20_000 * DAY_S;
        let accepted = (0..DAY_S).filter(|second| budget.take(midnight + second)).count();
        assert_eq!(accepted, 27);
        assert!((0..4).all(|_| budget.take(midnight + DAY_S)), "a new day");
        assert!(!budget.take(midnight + DAY_S));
    }

    #[test]
    fn when_it_is_free_again_is_known() {
        let mut budget = DecreaseBudget::default();
        assert_eq!(budget.free_from_s(), i64::MIN);
        for mut now_s in [20_000 * DAY_S + 3600, 20_000 * DAY_S + 23 * 3600 + 1, 20_003 * DAY_S + 5] {
            while budget.take(now_s) {}
            let free_from_s = budget.free_from_s();
            while !budget.allows(now_s) {
                now_s += 1;
            }
            assert_eq!(now_s, free_from_s);
        }
    }

    #[test]
    fn any_time_is_a_time() {
        let mut budget = DecreaseBudget::default();
        for now_s in [i64::MIN, -1, 0, i64::MAX] {
            assert!(budget.take(now_s));
        }
    }
}
