//! What a cache in front of the table answers: an LRU cache by Che's approximation.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::zipf::Zipf;
use crate::numbers::as_f64;

/// How far the estimated hit rate of an LRU cache may be from that of a real one, in points of 0 to 1, from
/// 50 entries on and for requests that follow the law. Tests hold it against a simulated cache.
pub const LRU_ERROR: f64 = 0.01;
/// Below so many entries the estimate is rougher than [`LRU_ERROR`].
pub(super) const LEAST_ENTRIES: u64 = 50;

/// What an LRU cache does to requests that follow Zipf's law.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LruEstimate {
    /// The share of requests that the cache answers, 0 to 1.
    pub hit_rate: f64,
    /// How far off that may be, in the same points.
    pub error: f64,
    /// The share of requests that ask for the most popular key, 0 to 1.
    pub top_key_share: f64,
    /// The share of those that the cache answers, 0 to 1.
    pub top_key_hit_rate: f64,
}

/// The hit rate of an LRU cache of `entries` entries under the independent reference model: every request draws its key
/// by the law, whatever came before.
///
/// Che's approximation (Che, Tung and Wang, *Hierarchical Web Caching Systems*, 2002): a key is in the cache if it was
/// asked for within the last T requests, T being the number for which the expected number of different keys equals the
/// entries: the sum over keys of 1 − e^(−pT) is the number of entries; the hit rate is the sum of p·(1 − e^(−pT)).
///
/// It says nothing of entries that expire or are thrown out by writes, nor of requests that come in bursts of one key
/// (which hit more).
#[must_use]
pub fn lru(entries: u64, zipf: &Zipf) -> LruEstimate {
    let top_key_share = zipf.share(1);
    let of = |hit_rate: f64, error: f64, top_key_hit_rate: f64| LruEstimate {
        hit_rate,
        error,
        top_key_share,
        top_key_hit_rate,
    };
    if entries == 0 {
        return of(0.0, 0.0, 0.0);
    }
    if entries >= zipf.keys() {
        return of(1.0, 0.0, 1.0);
    }
    let span = characteristic_requests(as_f64(entries), zipf);
    let kept = |share: f64| -(-share * span).exp_m1();
    let hit_rate = zipf.sum_over_keys(|share| share * kept(share)).clamp(0.0, 1.0);
    of(hit_rate, if entries < LEAST_ENTRIES { 0.05 } else { LRU_ERROR }, kept(top_key_share))
}

/// T: after how many requests the cache has been filled anew.
fn characteristic_requests(entries: f64, zipf: &Zipf) -> f64 {
    // Fewer requests than entries cannot fill it; with so many, every key was asked for.
    let (mut low, mut high) = (entries.ln(), (60.0 / zipf.share(zipf.keys())).ln());
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        let span = middle.exp();
        if zipf.sum_over_keys(|share| -(-share * span).exp_m1()) < entries {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high).exp()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::random::Random;

    /// A real LRU cache: what is asked for, by when; the oldest goes.
    fn simulated(keys: u64, skew: f64, entries: usize, requests: u64, seed: u64) -> f64 {
        let mut random = Random::new(seed);
        let mut sums = Vec::new();
        let mut sum = 0.0;
        for rank in 1..=keys {
            sum += as_f64(rank).powf(-skew);
            sums.push(sum);
        }
        let (mut when, mut by_time) = (BTreeMap::<usize, u64>::new(), BTreeMap::<u64, usize>::new());
        let (warm, mut hits) = (requests / 2, 0_u64);
        for now in 0..requests {
            let drawn = random.fraction() * sum;
            let key = sums.partition_point(|sum| *sum < drawn);
            if let Some(before) = when.insert(key, now) {
                by_time.remove(&before);
                hits += u64::from(now >= warm);
            } else if when.len() > entries {
                let (_, oldest) = by_time.pop_first().expect("it is full");
                when.remove(&oldest);
            }
            by_time.insert(now, key);
        }
        as_f64(hits) / as_f64(requests - warm)
    }

    #[test]
    fn the_estimate_agrees_with_a_real_cache() {
        for (keys, entries) in [(1_000, 50), (1_000, 500), (20_000, 200), (20_000, 4_000)] {
            for skew in [0.0, 0.8, 1.0, 1.2] {
                let said = lru(entries, &Zipf::new(keys, skew)).hit_rate;
                let size = usize::try_from(entries).expect("small");
                let seen = simulated(keys, skew, size, 200_000, 11);
                // Half of the requests are counted: their own noise is below 0.004 (three standard deviations).
                assert!((said - seen).abs() < LRU_ERROR + 0.004, "{keys} {entries} {skew}: {said} {seen}");
            }
        }
    }

    #[test]
    fn uniform_requests_hit_as_often_as_the_cache_is_large() {
        for entries in [1_000, 250_000_000, 9_000_000_000] {
            let said = lru(entries, &Zipf::new(10_000_000_000, 0.0)).hit_rate;
            assert!((said - as_f64(entries) / 1e10).abs() < 1e-6, "{entries}: {said}");
        }
    }

    #[test]
    fn the_ends_are_exact_and_more_entries_never_hurt() {
        let zipf = Zipf::new(1_000, 1.0);
        assert!((lru(0, &zipf).hit_rate - 0.0).abs() < f64::EPSILON);
        assert!((lru(1_000, &zipf).hit_rate - 1.0).abs() < f64::EPSILON);
        let rates: Vec<f64> = (0..=1_000).step_by(50).map(|entries| lru(entries, &zipf).hit_rate).collect();
        assert!(rates.is_sorted(), "{rates:?}");
        let large = lru(100_000_000, &Zipf::new(10_000_000_000, 1.0));
        // A cache that always held the most popular keys would do better: H(1e8) / H(1e10) = 0.805.
        assert!((0.7..0.805).contains(&large.hit_rate) && large.top_key_hit_rate > 0.999, "{large:?}");
    }
}
