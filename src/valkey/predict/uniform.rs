//! How uneven `UNIFORM_RANDOM` is: query servers as balls, the replicas of a shard as bins.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::balls::in_one_of;
use super::polynomial::Polynomial;
use super::servers::Servers;
use crate::numbers::as_f64;
use crate::random::Random;
use crate::valkey::{Expectations, Topology};

/// How much an exact reckoning may cost, in multiplications: about 10 ms. It suffices for 1,000 query servers and 10
/// replicas in each shard, or 2,000 and 3; what costs more is simulated.
const EXACT_AT_MOST: u64 = 20_000_000;
/// How many draws a simulation may take.
const DRAWS: u64 = 400_000;

/// How a number was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Reckoned; right to the digits shown.
    Exact,
    /// Simulated; the same seed gives the same numbers.
    Simulated {
        /// The seed.
        seed: u64,
        /// How often it was drawn.
        rounds: u64,
    },
}

/// How many query servers read from the replica that has the most.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Busiest {
    /// What each replica of the shard with the fewest would have, if all had the same.
    pub even: f64,
    /// What the busiest is expected to have.
    pub expected: f64,
    /// What the busiest does not exceed in 99 of 100 starts.
    pub p99: u64,
    /// How this was found.
    pub method: Method,
}

/// The load of the busiest replica under `UNIFORM_RANDOM`.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct UniformLoad {
    /// The query servers that choose. The clients of one are taken to share its choice; connections are this many
    /// times more.
    pub query_servers: u64,
    /// Clients in each of them.
    pub clients: u64,
    /// A shard with the fewest replicas, where the busiest has most.
    pub shard: usize,
    /// Its busiest replica.
    pub one_shard: Busiest,
    /// The busiest of all shards.
    pub all_shards: Busiest,
}

/// How uneven random choice is in this store. None where no shard has a replica to choose.
pub fn uniform_load(topology: &Topology, expectations: &Expectations) -> Option<UniformLoad> {
    let count = |shard| topology.listed_replicas(shard).count() as u64;
    let shards: Vec<(u64, usize)> = topology
        .serving()
        .filter(|_| topology.is_cluster)
        .map(|(index, shard)| (count(shard), index))
        .filter(|(replicas, _)| *replicas > 0)
        .collect();
    let (fewest, shard) = *shards.iter().min()?;
    let query_servers = Servers::new(expectations).all();
    let bins: Vec<u64> = shards.iter().map(|(replicas, _)| *replicas).collect();
    Some(UniformLoad {
        query_servers,
        clients: expectations.clients(),
        shard,
        one_shard: busiest(query_servers, &[fewest], expectations.seed()),
        all_shards: busiest(query_servers, &bins, expectations.seed()),
    })
}

/// The load of the busiest bin, when this many balls are thrown once for each entry of `bins`, into that many bins.
pub fn busiest(balls: u64, bins: &[u64], seed: u64) -> Busiest {
    let mut shards: BTreeMap<u64, u64> = BTreeMap::new();
    for bins in bins.iter().filter(|bins| **bins > 0) {
        *shards.entry(*bins).or_default() += 1;
    }
    let fewest = shards.keys().next().copied().unwrap_or(1);
    let even = as_f64(balls) / as_f64(fewest);
    // Where a shard has one replica, it has all; where there is no ball, all have none.
    if fewest == 1 || balls == 0 {
        return Busiest { even, expected: as_f64(balls), p99: balls, method: Method::Exact };
    }
    let (expected, p99, method) = exact(balls, &shards).unwrap_or_else(|| simulated(balls, &shards, seed));
    Busiest { even, expected, p99, method }
}

/// `E[max] = Σ (1 − P(max ≤ k))`, and the least k with `P(max ≤ k) ≥ 0.99`. None where it costs too much.
///
/// `P(max ≤ k)` is only worked out where it differs from 0 and 1. Loads of bins are negatively associated, so it is at
/// most the product of the bins' own `P(load ≤ k)`; and it is at least 1 less the sum of their `P(load > k)`.
fn exact(balls: u64, shards: &BTreeMap<u64, u64>) -> Option<(f64, u64, Method)> {
    let mut spent = 0;
    let mut expected = 0.0;
    let mut p99 = None;
    let fewest = *shards.keys().next()?;
    if balls > EXACT_AT_MOST / 100 {
        return None;
    }
    let mut tails: Vec<(u64, f64, Tail)> =
        shards.iter().map(|(bins, count)| (*bins, as_f64(*count), Tail::new(balls, *bins))).collect();
    for k in 0..=balls {
        let (mut upper, mut missing) = (0.0, 0.0);
        for (bins, count, tail) in &mut tails {
            let above = tail.next();
            upper += *count * as_f64(*bins) * (-above).ln_1p();
            missing += *count * as_f64(*bins) * above;
        }
        let probability = if k < balls.div_ceil(fewest) || upper < -35.0 {
            0.0
        } else if missing < 1e-7 {
            // What is left beyond is smaller still.
            expected += missing;
            if missing < 1e-12 {
                break;
            }
            p99 = p99.or(Some(k));
            continue;
        } else {
            let mut product = 1.0;
            for (bins, count, _) in &tails {
                spent += cost(balls, *bins, k);
                if spent > EXACT_AT_MOST {
                    return None;
                }
                product *= none_above(balls, *bins, k).powf(*count);
            }
            product
        };
        expected += 1.0 - probability;
        if probability >= 0.99 {
            p99 = p99.or(Some(k));
        }
    }
    Some((expected, p99.unwrap_or(balls), Method::Exact))
}

/// `P(load > k)` of one bin, for k from 0 upwards.
struct Tail {
    balls: u64,
    odds: f64,
    k: u64,
    logarithm: f64,
    below: f64,
}

impl Tail {
    fn new(balls: u64, bins: u64) -> Self {
        let p = 1.0 / as_f64(bins);
        Self { balls, odds: p / (1.0 - p), k: 0, logarithm: as_f64(balls) * (-p).ln_1p(), below: 0.0 }
    }

    fn next(&mut self) -> f64 {
        self.below += self.logarithm.exp();
        let left = as_f64(self.balls - self.k.min(self.balls));
        self.k += 1;
        self.logarithm += (self.odds * left / as_f64(self.k)).ln();
        (1.0 - self.below).clamp(0.0, 1.0 - 1e-16)
    }
}

/// About how many multiplications [`none_above`] takes.
fn cost(balls: u64, bins: u64, k: u64) -> u64 {
    let mean = as_f64(balls) / as_f64(bins);
    // Of a sum over some bins the terms within ten standard deviations are left.
    let width = |bins: u64| as_f64(bins * k + 1).min(20.0 * (mean * as_f64(bins)).sqrt() + 20.0);
    let (mut all, mut power, mut left, mut cost) = (0, 1, bins, width(1));
    while left > 1 {
        if left == 2 || left % 2 == 1 {
            cost += width(all) * width(power);
            all += power;
        }
        if left > 2 {
            cost += width(power) * width(power) / 2.0;
        }
        power *= 2;
        left /= 2;
    }
    whole(cost)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value was made whole and not negative"
)]
const fn whole(number: f64) -> u64 {
    number as u64
}

/// `P(max ≤ k)` of balls in bins: `Q!/R^Q · [x^Q] (Σ x^j/j!)^R`, `j ≤ k`. Each `x^j/j!` is taken
/// as the Poisson probability of j at the mean load instead: the factors cancel, and nothing leaves a float's range.
fn none_above(balls: u64, bins: u64, k: u64) -> f64 {
    let mean = as_f64(balls) / as_f64(bins);
    let degree = usize::try_from(balls).unwrap_or(usize::MAX);
    let mut power = Polynomial::poisson(mean, k.min(balls));
    // (Σ …)^R by squaring: `all` is what the bits of R so far make, and of the last product only one term is needed.
    let (mut all, mut left) = (Polynomial { first: 0, terms: vec![1.0] }, bins);
    while left > 2 {
        if left % 2 == 1 {
            all = all.times(&power, degree);
        }
        power = power.squared(degree);
        left /= 2;
    }
    if left == 2 {
        all = all.times(&power, degree);
    }
    let whole = (as_f64(balls) * as_f64(balls).ln() - as_f64(balls) - ln_factorial(balls)).exp();
    (all.term_of_product(&power, degree) / whole).clamp(0.0, 1.0)
}

fn ln_factorial(n: u64) -> f64 {
    (2..=n).map(|j| as_f64(j).ln()).sum()
}

/// Throws the balls, for as many rounds as the draws allow.
fn simulated(balls: u64, shards: &BTreeMap<u64, u64>, seed: u64) -> (f64, u64, Method) {
    let mut random = Random::new(seed);
    let draws: u64 = shards.iter().map(|(bins, count)| bins.saturating_mul(*count)).sum();
    let rounds = (DRAWS / draws.max(1)).clamp(200, 20_000);
    let mut maxima: Vec<u64> = (0..rounds)
        .map(|_| {
            let shards = shards.iter().flat_map(|(bins, count)| (0..*count).map(|_| *bins));
            shards.map(|bins| one_shard(&mut random, balls, bins)).max().unwrap_or_default()
        })
        .collect();
    maxima.sort_unstable();
    let expected = maxima.iter().map(|most| as_f64(*most)).sum::<f64>() / as_f64(rounds);
    let rank = usize::try_from((rounds * 99).div_ceil(100)).unwrap_or_default();
    let p99 = maxima.get(rank.saturating_sub(1)).copied().unwrap_or(balls);
    (expected, p99, Method::Simulated { seed, rounds })
}

/// One throw into one shard's bins: the first bin's share, then the second's of the rest, and so on.
fn one_shard(random: &mut Random, balls: u64, bins: u64) -> u64 {
    let (mut left, mut most) = (balls, 0);
    for bins in (1..=bins).rev() {
        let load = in_one_of(random, left, bins);
        left -= load;
        most = most.max(load);
    }
    most
}

#[cfg(test)]
mod tests {
    #![expect(clippy::float_cmp, reason = "wholes, halves and nought are exact")]

    use super::*;

    /// What was reckoned apart from this code.
    #[test]
    fn the_exact_values_are_those_of_the_table() {
        for (balls, bins, even, expected, p99, of_twenty) in [
            (10, 2, 5.0, 6.23, 9, 8.29),
            (50, 2, 25.0, 27.81, 34, 32.60),
            (200, 5, 40.0, 47.48, 57, 54.72),
            (1000, 10, 100.0, 115.66, 130, 126.96),
        ] {
            let one = busiest(balls, &[bins], 0);
            let twenty = busiest(balls, &[bins; 20], 0);
            let rounded = |value: f64| (value * 100.0).round() / 100.0;
            assert_eq!((one.method, one.even, one.p99), (Method::Exact, even, p99), "{balls} {bins}");
            assert_eq!((rounded(one.expected), rounded(twenty.expected)), (expected, of_twenty));
        }
    }

    #[test]
    fn simulation_agrees() {
        for (balls, bins) in [(10, 2), (50, 2), (200, 5), (700, 9), (2000, 3)] {
            let shards = BTreeMap::from([(bins, 20)]);
            let (expected, p99, _) = exact(balls, &shards).expect("is feasible");
            let (simulated, simulated_p99, method) = simulated(balls, &shards, 42);
            assert!((expected / simulated - 1.0).abs() < 0.01, "{balls} {bins}: {expected} {simulated}");
            assert!(p99.abs_diff(simulated_p99) <= 2 + p99 / 50, "{balls} {bins}: {p99} {simulated_p99}");
            assert!(matches!(method, Method::Simulated { seed: 42, rounds } if rounds >= 200));
        }
    }

    #[test]
    fn shards_may_differ_and_extremes_do_not_panic() {
        let mixed = busiest(50, &[2, 3, 3, 0], 0);
        let two = busiest(50, &[2], 0);
        assert!(mixed.expected > two.expected && mixed.even == two.even);
        assert_eq!(busiest(50, &[1, 3], 0).p99, 50);
        assert_eq!(busiest(0, &[3], 0).expected, 0.0);
        assert_eq!(busiest(7, &[], 0).p99, 7);
        let vast = busiest(u64::from(u32::MAX) * 1000, &[5; 333], 3);
        assert!(matches!(vast.method, Method::Simulated { seed: 3, .. }) && vast.expected > vast.even);
    }

    #[test]
    fn nothing_to_choose() {
        let topology = Topology::imagined(&[&[Some("a")]]);
        assert_eq!(uniform_load(&topology, &Expectations::default()), None);
        let topology = Topology::imagined(&[&[None, None, None], &[None, None]]);
        let load = uniform_load(&topology, &Expectations::default()).expect("has replicas");
        assert_eq!((load.shard, load.one_shard.expected, load.all_shards.p99), (1, 1.0, 1));
    }
}
