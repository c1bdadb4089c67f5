//! From bytes to time: a replica of known delay, seen through samples at odd times.

use chalkstore::replication::evidence::OffsetSample;
use proptest::prelude::*;

use super::parts::{follower, primary};
use super::store::good_valkey;

/// What a primary that writes in uneven steps has written at a time in microseconds.
fn written(at_us: i64, steps: &[u16]) -> u64 {
    let step_us = 10_000;
    let whole = usize::try_from(at_us.max(0) / step_us).expect("small");
    (0..whole).map(|at| u64::from(steps[at % steps.len()]) + 1).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn the_delay_is_found_within_the_resolution(
        delay_ms in 0_i64..1500,
        poll_ms in 20_u64..300,
        trip_us in 200_u64..20_000,
        steps in prop::collection::vec(0_u16..5000, 1..20),
    ) {
        let mut store = good_valkey();
        // The truth lies somewhere between question and answer: here in the middle.
        let sample = |at_us: u64, delay_ms: i64, link: Option<&str>| OffsetSample {
            asked_us: at_us - trip_us / 2,
            answered_us: at_us + trip_us / 2,
            offset: Some(written(i64::try_from(at_us).expect("small") - delay_ms * 1000, &steps)),
            link: link.map(str::to_owned),
            last_io_s: None,
            link_down_s: None,
        };
        let times = || (0..60).map(|at| 100_000 + at * poll_ms * 1000);
        store.valkey().offsets[0].samples = times().map(|at| sample(at, 0, None)).collect();
        // From a time on at which the replica is where the primary was seen.
        let warm = 200_000 + u64::try_from(delay_ms).expect("positive") * 1000 + poll_ms * 1000;
        store.valkey().offsets[1].samples =
            times().map(|at| at + poll_ms * 300).filter(|at| *at > warm).map(|at| sample(at, delay_ms, Some("up"))).collect();
        prop_assume!(!store.valkey().offsets[1].samples.is_empty());
        let lag = store.lag(&primary().to_string(), &follower().to_string());
        let resolution = lag.resolution_ms.expect("is known");
        // A primary writes every 10 ms: the first byte that is missing may be so much younger than the delay.
        let step = 10.0;
        let number = |value: i64| f64::from(i32::try_from(value).expect("is small"));
        let delay = number(delay_ms);
        // The last round's primary may have been asked before the replica: what it wrote since nobody knows.
        for (_, guess) in &lag.points.values {
            prop_assert!(guess + step >= delay, "{guess} is less than {delay}");
            prop_assert!(*guess <= delay + resolution + step, "{guess} is not {delay} by {resolution}");
        }
        prop_assert!(lag.at_least_ms.is_none_or(|least| least <= delay), "{:?} {delay}", lag.at_least_ms);
        prop_assert!(resolution <= number(i64::try_from(2 * poll_ms).expect("is small")) + 2.0 * number(i64::try_from(trip_us).expect("is small")) / 1000.0 + step, "{resolution}");
    }

    #[test]
    fn any_samples_are_judged_without_panic(
        numbers in prop::collection::vec((any::<u64>(), any::<u64>(), prop::option::of(any::<u64>())), 0..6),
        others in prop::collection::vec((any::<u64>(), any::<u64>(), prop::option::of(any::<u64>())), 0..6),
    ) {
        let mut store = good_valkey();
        let of = |all: &[(u64, u64, Option<u64>)]| -> Vec<OffsetSample> {
            all.iter()
                .map(|(asked_us, answered_us, offset)| OffsetSample {
                    asked_us: *asked_us,
                    answered_us: *answered_us,
                    offset: *offset,
                    link: None,
                    last_io_s: None,
                    link_down_s: None,
                })
                .collect()
        };
        store.valkey().offsets[0].samples = of(&numbers);
        store.valkey().offsets[1].samples = of(&others);
        prop_assert!(!store.findings().is_empty());
    }
}
