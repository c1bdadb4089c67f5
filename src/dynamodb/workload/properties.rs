//! Whatever is told, it is refused or comes to numbers that make sense: no panic, no NaN, nothing negative.

use std::time::Duration;

use super::{
    ByteSize, Dtype, Feature, Inputs, Latency, Lifetime, ReadPattern, ReplicaInput, Transactions, advice,
    bounds, demand, limits,
};
use crate::dynamodb::cost::{break_even, mode_costs, recommend, regions_usage};
use crate::dynamodb::prices::Prices;
use crate::dynamodb::workload::Shape;
use crate::random::Random;

const VALUES: [f64; 18] = [
    f64::NAN,
    f64::INFINITY,
    -1.0,
    -0.0,
    0.0,
    f64::MIN_POSITIVE,
    1e-9,
    0.001,
    0.5,
    1.0,
    1.5,
    5.0,
    100.0,
    4096.5,
    1e6,
    1e8,
    1e13,
    f64::MAX,
];

/// Mostly nothing or a plain value, so that whole inputs are right often enough.
fn some(random: &mut Random) -> Option<f64> {
    match random.next() % 8 {
        0..=3 => None,
        4..=6 => Some([0.5, 1.0, 0.01, 1.0][usize::try_from(random.next() % 4).expect("small")]),
        _ => Some(VALUES[usize::try_from(random.next() % 18).expect("small")]),
    }
}

fn inputs(random: &mut Random) -> Inputs {
    let region = |random: &mut Random| {
        let regions = ["us-east-1", "us-west-2", "eu-west-1", "sa-east-1", "", "x"];
        regions[usize::try_from(random.next() % 6 % (1 + random.next() % 6)).expect("small")].to_owned()
    };
    let mut inputs = Inputs {
        read_qps: some(random).or(Some(1000.0)),
        write_qps: some(random),
        entities_per_query: some(random),
        items_per_entity: some(random),
        item_bytes: some(random).map(ByteSize),
        peak_to_trough: some(random).map(|value| value * 2.0),
        read_pattern: (random.next().is_multiple_of(3)).then_some(ReadPattern::Query),
        transactions: (random.next().is_multiple_of(3)).then_some(Transactions::Writes),
        entities: some(random).map(|value| value * 1e10),
        ttl: (random.next().is_multiple_of(3))
            .then(|| Lifetime { seconds: random.next() >> (random.next() % 64) }),
        cache_entries: some(random),
        zipf: some(random),
        absent_share: some(random),
        bloom_fpr: some(random),
        valkey_memory: some(random).map(|value| ByteSize(value * 1e9)),
        latency: (random.next().is_multiple_of(3))
            .then(|| Latency(Duration::from_micros(random.next() % 1_000_000_000))),
        backups: some(random),
        stream_reads: some(random),
        ..Inputs::default()
    };
    if random.next().is_multiple_of(3) {
        let (read_qps, write_qps) = (some(random), some(random));
        inputs.replicas = vec![ReplicaInput { region: region(random), read_qps, write_qps }];
    }
    if random.next().is_multiple_of(4) {
        inputs.item_bytes = None;
        let dtypes =
            [Dtype::Int, Dtype::Str, Dtype::Vector, Dtype::List(Box::new(Dtype::Datetime)), Dtype::Struct];
        let dtype = dtypes[usize::try_from(random.next() % 5).expect("small")].clone();
        let (length, list_length, null_share) = (some(random), some(random), some(random));
        inputs.features =
            vec![Feature { name: "f".into(), dtype, length, list_length, null_share, fields: Vec::new() }];
    }
    inputs
}

#[test]
fn nothing_told_breaks_the_arithmetic() {
    let mut random = Random::new(4);
    let prices = Prices::builtin();
    let mut right = 0;
    for _ in 0..4000 {
        let inputs = inputs(&mut random);
        let workload = match inputs.check() {
            Ok(workload) => workload,
            Err(errors) => {
                assert!(errors.iter().all(|error| !error.field.is_empty() && !error.message.is_empty()));
                continue;
            }
        };
        right += 1;
        let demand = demand(&workload);
        let usages: Vec<_> = regions_usage(&workload, &demand)
            .into_iter()
            .zip(bounds(&workload, &demand, Shape::of_ratio(workload.peak_to_trough)))
            .map(|(usage, bounds)| {
                for policy in [bounds.policies.read, bounds.policies.write] {
                    assert!(
                        policy.min >= 1 && policy.max >= policy.min && policy.target >= 50.0,
                        "{inputs:?}"
                    );
                }
                usage.estimated(&bounds.policies)
            })
            .collect();
        let is_sound = |value: f64| value.is_finite() && value >= 0.0;
        for region in &demand.regions {
            let numbers =
                [region.rcu, region.wcu, region.rwcu, region.mean_rcu, region.mean_wcu, region.mean_rwcu];
            assert!(numbers.into_iter().all(is_sound), "{inputs:?} {region:?}");
            assert!(
                region.mean_rcu <= region.rcu && region.mean_rwcu <= region.rwcu,
                "{inputs:?} {region:?}"
            );
        }
        for limit in limits(&workload, &demand) {
            assert!(limit.steps.iter().all(|step| is_sound(step.value)), "{inputs:?} {limit:?}");
        }
        let costs = mode_costs(&usages, &prices);
        for cost in &costs {
            assert!(
                cost.monthly_usd.is_none_or(is_sound) && cost.parts.iter().all(|part| is_sound(part.usd))
            );
            assert_eq!(cost.monthly_usd.is_none(), !cost.missing.is_empty(), "{inputs:?}");
            let reserved = [cost.reserved_3y_monthly_usd, cost.reserved_1y_monthly_usd, cost.monthly_usd];
            let known: Vec<f64> = reserved.into_iter().flatten().collect();
            assert!(known.is_sorted() || known.len() < 2, "a reservation is dearer: {inputs:?} {reserved:?}");
        }
        assert!(!recommend(&costs, true, false).why.is_empty());
        assert!(!advice(&workload, &demand).summary.is_empty());
        assert!(break_even(&prices, &demand.regions[0].region, workload.is_global()).region.len() > 3);
    }
    assert!(right > 200, "too few were right to say anything: {right}");
}
