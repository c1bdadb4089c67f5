//! Zipf's law: how often each key is asked for.

use crate::numbers::as_f64;

/// Ranks that are added up one by one; the rest is integrated.
const EXACT_RANKS: u64 = 1024;
/// Intervals of the integral. With these the sums here agree with exact ones to 1e-6 (tested up to a million keys).
const INTERVALS: u32 = 512;

/// The k-th most popular of `keys` keys is asked for with a probability of k^-skew / H, H being the sum of k^-skew over
/// all keys. A skew of 0 is uniform.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Zipf {
    keys: u64,
    skew: f64,
    total: f64,
}

impl Zipf {
    /// The law for so many keys, at least one, and a skew that is not negative.
    #[must_use]
    pub fn new(keys: u64, skew: f64) -> Self {
        let mut zipf = Self { keys: keys.max(1), skew: skew.max(0.0), total: 1.0 };
        zipf.total = zipf.sum(|weight| weight);
        zipf
    }

    /// How many keys there are.
    pub const fn keys(&self) -> u64 {
        self.keys
    }

    /// The probability of the key at a rank; 1 is the most popular.
    pub fn share(&self, rank: u64) -> f64 {
        as_f64(rank.max(1)).powf(-self.skew) / self.total
    }

    /// The sum of a function of each key's probability. It takes the same time for any number of keys: the first 1,024
    /// are added up, the rest is an integral from half a rank before to half a rank behind (Euler and Maclaurin's first
    /// term), taken over the logarithm of the rank by Simpson's rule.
    pub fn sum_over_keys(&self, of: impl Fn(f64) -> f64) -> f64 {
        self.sum(|weight| of(weight / self.total))
    }

    fn sum(&self, of: impl Fn(f64) -> f64) -> f64 {
        let weight = |rank: f64| rank.powf(-self.skew);
        let exact = self.keys.min(EXACT_RANKS);
        // From the least upwards, so that small numbers are not lost beside large ones.
        let head: f64 = (1..=exact).rev().map(|rank| of(weight(as_f64(rank)))).sum();
        if self.keys == exact {
            return head;
        }
        let (from, to) = ((as_f64(exact) + 0.5).ln(), (as_f64(self.keys) + 0.5).ln());
        let width = (to - from) / f64::from(INTERVALS);
        let tail: f64 = (0..=INTERVALS)
            .map(|at| {
                let rank = (from + width * f64::from(at)).exp();
                let factor = match at {
                    0 | INTERVALS => 1.0,
                    at if at % 2 == 1 => 4.0,
                    _ => 2.0,
                };
                factor * of(weight(rank)) * rank
            })
            .sum();
        head + tail * width / 3.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_agree_with_exact_ones() {
        for keys in [1, 2, 1024, 1025, 1100, 5_000, 1_000_000] {
            for skew in [0.0, 0.5, 0.8, 1.0, 1.2, 2.0] {
                let zipf = Zipf::new(keys, skew);
                let exact: f64 = (1..=keys).rev().map(|rank| as_f64(rank).powf(-skew)).sum();
                assert!((zipf.total / exact - 1.0).abs() < 1e-6, "{keys} {skew}: {} {exact}", zipf.total);
                let all = zipf.sum_over_keys(|share| share);
                assert!((all - 1.0).abs() < 1e-9, "{keys} {skew}: {all}");
            }
        }
    }

    #[test]
    fn the_shares_are_as_the_law_says() {
        // H(10,000,000,000; 1) = ln n + 0.5772… .
        let zipf = Zipf::new(10_000_000_000, 1.0);
        assert!((1.0 / zipf.share(1) - (1e10_f64.ln() + 0.577_215_664_9)).abs() < 1e-6);
        assert!((Zipf::new(1_000_000, 0.0).share(1) - 1e-6).abs() < 1e-12);
        assert!((zipf.share(1) / zipf.share(2) - 2.0).abs() < 1e-12);
    }
}
