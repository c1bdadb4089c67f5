//! What a Bloom filter in front of the table keeps away: reads of keys that are not there.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A Bloom filter of the least memory for a rate of false positives.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BloomEstimate {
    /// Bits for each key: −ln(rate) / (ln 2)².
    pub bits_per_key: f64,
    /// Hash functions: bits for each key × ln 2, rounded.
    pub hashes: u32,
    /// Memory for all keys, in bytes.
    pub bytes: f64,
    /// The share of absent keys that pass all the same, with that whole number of hash functions.
    pub false_positive_rate: f64,
}

/// The filter for so many keys and a rate of false positives between 0 and 1 (Bloom 1970).
#[must_use]
pub fn bloom(keys: f64, false_positive_rate: f64) -> BloomEstimate {
    let rate = false_positive_rate.clamp(1e-12, 0.999_999);
    let ln2 = std::f64::consts::LN_2;
    let bits_per_key = -rate.ln() / (ln2 * ln2);
    let hashes = (bits_per_key * ln2).round().clamp(1.0, 64.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, and from 1 to 64")]
    let whole = hashes as u32;
    BloomEstimate {
        bits_per_key,
        hashes: whole,
        bytes: (bits_per_key * keys / 8.0).ceil(),
        false_positive_rate: (-(-hashes / bits_per_key).exp_m1()).powf(hashes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    /// By what share the rate of false positives of a real filter may differ from the one asked for: the number of hash
    /// functions is whole, the best one is not.
    const BLOOM_ERROR: f64 = 0.1;

    /// A real filter: keys set bits at places that two hashes decide (Kirsch and Mitzenmacher 2006).
    fn simulated(estimate: &BloomEstimate, keys: u64, asked: u64) -> f64 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small in the test")]
        let bits = (estimate.bytes * 8.0) as u64;
        let mut filter = vec![false; usize::try_from(bits).expect("small")];
        let places = |key: u64| {
            let mut random = Random::new(key);
            let (first, step) = (random.next(), random.next() | 1);
            (0..estimate.hashes).map(move |hash| {
                usize::try_from(first.wrapping_add(step.wrapping_mul(u64::from(hash))) % bits).expect("small")
            })
        };
        for key in 0..keys {
            for place in places(key) {
                filter[place] = true;
            }
        }
        let passed = (keys..keys + asked).filter(|key| places(*key).all(|place| filter[place])).count();
        f64::from(u32::try_from(passed).expect("small")) / f64::from(u32::try_from(asked).expect("small"))
    }

    #[test]
    fn the_estimate_agrees_with_a_real_filter() {
        for rate in [0.2, 0.05, 0.01, 0.003] {
            let estimate = bloom(50_000.0, rate);
            assert!((estimate.false_positive_rate / rate - 1.0).abs() < BLOOM_ERROR, "{estimate:?}");
            let seen = simulated(&estimate, 50_000, 400_000);
            assert!((seen / rate - 1.0).abs() < BLOOM_ERROR + 0.05, "{rate}: {seen} {estimate:?}");
        }
    }

    #[test]
    fn a_percent_of_false_positives_takes_ten_bits_a_key() {
        let estimate = bloom(1e9, 0.01);
        assert!((estimate.bits_per_key - 9.585).abs() < 0.001 && estimate.hashes == 7);
        assert!((estimate.bytes / 1e9 - 1.198).abs() < 0.001, "{estimate:?}");
    }
}
