//! Random numbers that a seed decides, for simulations that anyone can repeat.

use super::servers::as_f64;

/// `SplitMix64` (Steele, Lea, Flood 2014): a counter, well mixed.
#[derive(Clone, Debug)]
pub(super) struct Random(u64);

impl Random {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to, but not including, 1.
    pub(super) fn fraction(&mut self) -> f64 {
        as_f64(self.next() >> 11) / as_f64(1 << 53)
    }

    /// From the normal distribution, by Box and Muller.
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.fraction()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.fraction()).cos()
    }

    /// How many of `count` balls fall into the one bin of `bins`. Exact up to a variance of 200, where the least probability is still in a float's range; beyond that the normal
    /// distribution stands in, which is off by a ball or so.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the value was made whole and not negative"
    )]
    pub(super) fn one_of(&mut self, count: u64, bins: u64) -> u64 {
        if bins <= 1 || count == 0 {
            return if bins == 0 { 0 } else { count };
        }
        let (n, p) = (as_f64(count), 1.0 / as_f64(bins));
        let (mean, variance) = (n * p, n * p * (1.0 - p));
        if variance > 200.0 {
            let drawn = (mean + variance.sqrt() * self.normal()).round();
            return drawn.clamp(0.0, n) as u64;
        }
        // From zero upwards until the sum of the probabilities passes the fraction.
        let target = self.fraction();
        let ratio = p / (1.0 - p);
        let mut probability = (n * (-p).ln_1p()).exp();
        let (mut sum, mut drawn) = (probability, 0);
        while sum < target && drawn < count {
            probability *= ratio * as_f64(count - drawn) / as_f64(drawn + 1);
            sum += probability;
            drawn += 1;
        }
        drawn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_the_published_one() {
        let mut random = Random::new(1_234_567);
        let drawn = [random.next(), random.next(), random.next()];
        assert_eq!(drawn, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn balls_fall_as_often_as_they_should() {
        for (count, bins) in [(10, 2), (200, 5), (700, 2), (5_000, 3)] {
            let mut random = Random::new(7);
            let drawn: Vec<f64> = (0..20_000).map(|_| as_f64(random.one_of(count, bins))).collect();
            let mean = drawn.iter().sum::<f64>() / 20_000.0;
            let variance = drawn.iter().map(|drawn| (drawn - mean).powi(2)).sum::<f64>() / 20_000.0;
            let p = 1.0 / as_f64(bins);
            assert!((mean / (as_f64(count) * p) - 1.0).abs() < 0.01, "{count} {bins} {mean}");
            assert!(
                (variance / (as_f64(count) * p * (1.0 - p)) - 1.0).abs() < 0.05,
                "{count} {bins} {variance}"
            );
        }
        assert_eq!(Random::new(1).one_of(9, 1), 9);
    }
}
