//! What holds for every trace and policy.

use proptest::prelude::*;

use super::super::simulate;
use super::*;

fn policy() -> impl Strategy<Value = Policy> {
    let cooldown = prop_oneof![Just(0_u32), 1..4000_u32];
    (1..200_u64, 0..2000_u64, 20.0..=90.0_f64, cooldown.clone(), cooldown).prop_map(
        |(min, room, target, scale_in_cooldown_s, scale_out_cooldown_s)| Policy {
            min,
            max: min + room,
            target,
            scale_in_cooldown_s,
            scale_out_cooldown_s,
        },
    )
}

/// Levels that last long enough for the low alarm, with noise, now and then a spike or nothing at all.
fn demand() -> impl Strategy<Value = Vec<f64>> {
    let level =
        (prop_oneof![Just(0.0), 0.0..800.0_f64, 0.0..30.0_f64], 1..70_usize, 0.0..0.5_f64, any::<u64>());
    proptest::collection::vec(level, 1..40).prop_map(|levels| {
        let mut values = Vec::new();
        for (rate, minutes, noise, seed) in levels {
            let mut state = seed | 1;
            for _ in 0..minutes {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let share = f64::from(u32::try_from(state >> 33).unwrap_or(0)) / f64::from(u32::MAX >> 1);
                values.push((rate * 60.0 * (1.0 + noise * (share - 0.5))).round());
            }
        }
        values
    })
}

fn trace() -> impl Strategy<Value = Trace> {
    (demand(), demand(), 0..3 * 1440_i64).prop_map(|(mut reads, mut writes, start_min)| {
        let minutes = reads.len().max(writes.len());
        reads.resize(minutes, 0.0);
        writes.resize(minutes, 0.0);
        Trace { start_s: MIDNIGHT + start_min * 60, period_s: 60, reads, writes }
    })
}

fn service() -> impl Strategy<Value = Service> {
    let usual = Just(Service::default());
    let any = (0..=Service::MAX_METRIC_DELAY_MIN, 0..8_u32)
        .prop_map(|(metric_delay_min, update_min)| Service { metric_delay_min, update_min });
    prop_oneof![usual, any]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// The fast simulator says in every minute what the slow one says.
    #[test]
    fn fast_and_slow_agree(
        trace in trace(),
        read in policy(),
        write in policy(),
        service in service(),
        initial in (1..1500_u64, 1..1500_u64),
    ) {
        let policies = Policies { read, write };
        let initial = PerDimension { read: initial.0, write: initial.1 };
        let slow = reference::simulate(&trace, &policies, initial, &service);
        let mut all = All::default();
        let mode = Mode::AutoScaled { policies, initial: Some(initial) };
        let outcome = simulate_into(&trace, &mode, &service, &mut all).expect("is possible");
        let of_read: (fn(&PerDimension<Minute>) -> Minute, _, _) = (|minute| minute.read, slow.read, outcome.read);
        let of_write: (fn(&PerDimension<Minute>) -> Minute, _, _) =
            (|minute| minute.write, slow.write, outcome.write);
        for (of, slow, usage) in [of_read, of_write] {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "capacities are whole")]
            let capacities: Vec<u64> = all.0.iter().map(|minute| of(minute).capacity as u64).collect();
            prop_assert_eq!(capacities, slow.capacities);
            let throttled: Vec<f64> = all.0.iter().map(|minute| of(minute).throttled).collect();
            prop_assert_eq!(throttled, slow.throttled);
            let provisioned = usage.provisioned.expect("is provisioned");
            prop_assert_eq!(provisioned.refused_decreases, slow.refused);
            prop_assert!((provisioned.unit_hours - slow.unit_hours).abs() < 1e-6);
        }
    }

    /// Capacity stays within bounds, nothing is lost, decreases are limited, and totals fit the minutes.
    #[test]
    fn what_always_holds(trace in trace(), read in policy(), write in policy(), service in service()) {
        let policies = Policies { read, write };
        let mut all = All::default();
        let mode = Mode::AutoScaled { policies, initial: None };
        let outcome = simulate_into(&trace, &mode, &service, &mut all).expect("is possible");
        let mut decreases = std::collections::BTreeMap::<i64, u32>::new();
        let mut at_s = trace.start_s;
        for pair in all.0.windows(2) {
            at_s += 60;
            let fallen = u32::from(pair[1].read.capacity < pair[0].read.capacity)
                + u32::from(pair[1].write.capacity < pair[0].write.capacity);
            // A decrease is counted when it is asked for.
            *decreases.entry((at_s - i64::from(service.update_min) * 60).div_euclid(86_400)).or_default() += fallen;
        }
        prop_assert!(decreases.values().all(|count| *count <= 27), "{decreases:?}");
        for (usage, policy, demand) in [
            (outcome.read, read, &trace.reads),
            (outcome.write, write, &trace.writes),
        ] {
            let provisioned = usage.provisioned.expect("is provisioned");
            prop_assert!(provisioned.min_capacity >= policy.min && provisioned.max_capacity <= policy.max);
            prop_assert!(provisioned.unit_hours >= provisioned.mean_unit_hours - 1e-6);
            let total: f64 = demand.iter().sum();
            prop_assert!((usage.demanded_units() - total).abs() <= 1e-9 * total.max(1.0));
            prop_assert!(usage.throttled_share() >= 0.0 && usage.throttled_share() <= 1.0);
        }
        let throttled = all.0.iter().filter(|minute| minute.read.throttled > 0.0 || minute.write.throttled > 0.0);
        prop_assert_eq!(throttled.count() as u64, outcome.throttled_minutes);
    }

    /// A larger fixed capacity never throttles more. (A larger maximum of a policy may: it grows later and falls deeper.)
    #[test]
    fn more_fixed_capacity_throttles_no_more(trace in trace(), capacity in 1..500_u64, more in 0..500_u64) {
        let throttled = |capacity| {
            let mode = Mode::Fixed(PerDimension { read: capacity, write: 1 });
            simulate(&trace, &mode, &Service::default()).expect("is possible").read.throttled_units
        };
        prop_assert!(throttled(capacity + more) <= throttled(capacity) + 1e-6);
    }
}
