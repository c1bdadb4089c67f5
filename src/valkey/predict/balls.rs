//! Balls into bins: how many query servers choose one of the replicas at random.

use crate::numbers::as_f64;
use crate::random::Random;

/// How many of `count` balls fall into the one bin of `bins`. Exact up to a variance of 200, where the least probability
/// is still in a float's range; beyond that the normal distribution stands in, which is off by a ball or so.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value was made whole and not negative"
)]
pub(super) fn in_one_of(random: &mut Random, count: u64, bins: u64) -> u64 {
    if bins <= 1 || count == 0 {
        return if bins == 0 { 0 } else { count };
    }
    let (n, p) = (as_f64(count), 1.0 / as_f64(bins));
    let (mean, variance) = (n * p, n * p * (1.0 - p));
    if variance > 200.0 {
        let drawn = (mean + variance.sqrt() * normal(random)).round();
        return drawn.clamp(0.0, n) as u64;
    }
    // From zero upwards until the sum of the probabilities passes the fraction.
    let target = random.fraction();
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

/// From the normal distribution, by Box and Muller.
fn normal(random: &mut Random) -> f64 {
    let radius = (-2.0 * (1.0 - random.fraction()).ln()).sqrt();
    radius * (std::f64::consts::TAU * random.fraction()).cos()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn balls_fall_as_often_as_they_should() {
        for (count, bins) in [(10, 2), (200, 5), (700, 2), (5_000, 3)] {
            let mut random = Random::new(7);
            let drawn: Vec<f64> = (0..20_000).map(|_| as_f64(in_one_of(&mut random, count, bins))).collect();
            let mean = drawn.iter().sum::<f64>() / 20_000.0;
            let variance = drawn.iter().map(|drawn| (drawn - mean).powi(2)).sum::<f64>() / 20_000.0;
            let p = 1.0 / as_f64(bins);
            assert!((mean / (as_f64(count) * p) - 1.0).abs() < 0.01, "{count} {bins} {mean}");
            assert!(
                (variance / (as_f64(count) * p * (1.0 - p)) - 1.0).abs() < 0.05,
                "{count} {bins} {variance}"
            );
        }
        assert_eq!(in_one_of(&mut Random::new(1), 9, 1), 9);
    }
}
