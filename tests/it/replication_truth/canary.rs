//! Markers against DynamoDB Local, which keeps Regions apart, with a copier between them; and against ministack, where
//! every Region reads what any has written.

use std::collections::BTreeMap;
use std::time::Duration;

use chalkstore::replication::evidence::{CanaryDirection, Mark};
use chalkstore::replication::lag::Arrivals;
use serde_json::json;

use super::child::Sending;
use super::copier::{Copied, Copier, Delay, call, create, items, put};
use super::{EAST, TABLE, WEST};
use crate::support::{Emulator, RunningEmulator};

const KEYS: [(&str, &str); 2] = [("pk", "S"), ("sk", "S")];

/// One that lives as long as the test program: copiers outlive a test that fails.
fn tables(keys: &[(&str, &str)]) -> &'static RunningEmulator {
    let aws: &'static RunningEmulator = Box::leak(Box::new(Emulator::DynamoDbLocal.start()));
    create(aws, EAST, keys);
    create(aws, WEST, keys);
    aws
}

/// Every marker was on its way for as long as the copier says, as far as both can tell.
#[track_caller]
fn agrees(direction: &CanaryDirection, copied: &BTreeMap<usize, Copied>) {
    for (number, mark) in direction.marks.iter().enumerate() {
        match (mark.at_least_us.zip(mark.at_most_us), copied.get(&number)) {
            (Some((least, most)), Some(truth)) => {
                let (least, most) = (Duration::from_micros(least), Duration::from_micros(most));
                assert!(
                    least <= truth.at_most && truth.at_least <= most,
                    "marker {number} of {} to {}: measured {least:?} to {most:?}, and it was {truth:?}",
                    direction.from,
                    direction.to
                );
            }
            (None, None) => {}
            (measured, truth) => panic!("marker {number}: {measured:?}, and the copier: {truth:?}"),
        }
    }
}

/// The report says of its numbers how far they may be off, and they are not off further.
#[track_caller]
fn is_within_resolution(direction: &CanaryDirection, limit: Duration, copied: &BTreeMap<usize, Copied>) {
    let limit_ms = u64::try_from(limit.as_millis()).expect("it is short");
    let told = Arrivals::in_direction(direction, limit_ms);
    let resolution = Duration::from_secs_f64(told.resolution_ms.expect("some arrived") / 1000.0);
    let slowest = Duration::from_secs_f64(told.at_most.expect("some arrived").max_ms / 1000.0);
    let truth = copied.values().map(|copied| copied.at_most).max().expect("some arrived");
    let least = copied.values().map(|copied| copied.at_least).max().expect("some arrived");
    assert!(
        least <= slowest && slowest.saturating_sub(resolution) <= truth,
        "told {slowest:?}, apart by {resolution:?}, and the slowest took {least:?} to {truth:?}"
    );
    let lost = direction.marks.iter().filter(|mark| mark.at_most_us.is_none()).count();
    assert_eq!((told.sent, told.lost), (direction.marks.len(), lost));
}

/// How far the bounds are apart: the narrowest of several, for a busy machine makes some of them wide.
fn resolution(marks: &[Mark]) -> Duration {
    let widths = marks.iter().filter_map(|mark| Some(mark.at_most_us? - mark.at_least_us?));
    Duration::from_micros(widths.min().unwrap_or(u64::MAX))
}

/// Sends markers between two tables that copiers join.
#[track_caller]
fn measured(
    aws: &'static RunningEmulator,
    sending: &Sending,
    ways: [Delay; 2],
    copies_deletions: bool,
) -> Vec<CanaryDirection> {
    let [there, back] = ways;
    let copiers = [
        Copier::start(aws, (EAST, WEST), "pk", there, copies_deletions),
        Copier::start(aws, (WEST, EAST), "pk", back, copies_deletions),
    ];
    let (canary, _) = sending.send();
    assert_eq!((canary.left_over.as_slice(), &canary.delete_failure), (&[][..], &None));
    for (direction, copier) in canary.directions.iter().zip(copiers) {
        assert_eq!(direction.failure, None);
        let copied = copier.end();
        agrees(direction, &copied);
        is_within_resolution(direction, sending.limit, &copied);
    }
    assert!(canary.write_units > 0.0 && canary.read_units > 0.0, "{canary:?}");
    for region in [EAST, WEST] {
        assert_eq!(items(aws, region), Vec::<serde_json::Value>::new(), "markers are left in {region}");
    }
    canary.directions
}

#[test]
fn a_known_delay_lies_within_the_bounds() {
    let aws = tables(&KEYS);
    let ways: [[Delay; 2]; 3] = [
        [|_| Some(Duration::ZERO), |_| Some(Duration::from_millis(120))],
        [|_| Some(Duration::from_millis(400)), |_| Some(Duration::from_millis(1200))],
        // Different each time.
        [
            |number| Some(Duration::from_millis([250, 20, 600, 90][number % 4])),
            |number| Some(Duration::from_millis([10, 700, 150, 40][number % 4])),
        ],
    ];
    for ways in ways {
        let directions = measured(aws, &Sending::to(aws.direct_url()), ways, true);
        for (direction, delay) in directions.iter().zip(ways) {
            for (number, mark) in direction.marks.iter().enumerate() {
                let delay = delay(number).expect("each arrives");
                let most = Duration::from_micros(mark.at_most_us.expect("it arrived"));
                assert!(most >= delay, "marker {number} took {delay:?} at least, and not {mark:?}");
                // It was looked for all the while.
                let reads = delay.as_millis() / 1000;
                assert!(u128::from(mark.reads) > reads, "{mark:?} in {delay:?}");
            }
            // Bounds that say nothing would hold everything.
            assert!(resolution(&direction.marks) < Duration::from_secs(1), "{direction:?}");
        }
    }
}

#[test]
fn a_marker_that_never_arrives_is_told_and_so_are_the_others() {
    let aws = tables(&[("pk", "S"), ("sk", "N")]);
    let sending = Sending { limit: Duration::from_secs(4), ..Sending::to(aws.direct_url()) };
    let ways: [Delay; 2] =
        [|_| Some(Duration::from_millis(30)), |number| (number != 1).then_some(Duration::from_millis(60))];
    let directions = measured(aws, &sending, ways, true);
    let arrived = |direction: &CanaryDirection| -> Vec<bool> {
        direction.marks.iter().map(|mark| mark.at_most_us.is_some()).collect()
    };
    assert_eq!(arrived(&directions[0]), [true; 4]);
    assert_eq!(arrived(&directions[1]), [true, false, true, true]);
    assert!(directions[1].marks[1].reads > 4, "{directions:?}");
}

/// Without a replication that carries deletions, a marker is deleted where it arrived, too. Another run's leftovers, and
/// items of others, stay as they are.
#[test]
fn markers_are_deleted_where_they_arrived_and_nothing_else_is() {
    let aws = tables(&KEYS);
    let delay: Delay = |_| Some(Duration::from_millis(25));
    let sending = Sending { rounds: 2, ..Sending::to(aws.direct_url()) };
    measured(aws, &sending, [delay, delay], false);

    let others = [
        json!({"pk": {"S": "__chalkstore_canary__#1#us-east-1>us-west-2#0"}, "sk": {"S": "__chalkstore_canary__"}}),
        json!({"pk": {"S": "customer-1"}, "sk": {"S": "features"}}),
    ];
    for region in [EAST, WEST] {
        for item in &others {
            put(aws, region, item);
        }
    }
    let copiers = [(EAST, WEST), (WEST, EAST)].map(|way| Copier::start(aws, way, "pk", delay, true));
    let (canary, _) = sending.send();
    drop(copiers.map(Copier::end));
    assert_eq!((canary.left_over.len(), &canary.delete_failure), (0, &None), "{canary:?}");
    assert!(canary.directions.iter().all(|direction| direction.failure.is_none()), "{canary:?}");
    for region in [EAST, WEST] {
        assert_eq!(items(aws, region).len(), others.len(), "{region}");
    }
}

/// Regions that share everything have no lag; and what it calls is what the policy of its command lists.
#[test]
fn a_table_that_all_regions_share_has_no_lag() {
    let aws = Emulator::Ministack.start();
    create(&aws, EAST, &KEYS);
    let ttl =
        json!({"TableName": TABLE, "TimeToLiveSpecification": {"Enabled": true, "AttributeName": "expires"}});
    call(&aws, EAST, "UpdateTimeToLive", &ttl);
    let stream = json!({
        "TableName": TABLE,
        "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    });
    call(&aws, EAST, "UpdateTable", &stream);
    let replica = json!({"TableName": TABLE, "ReplicaUpdates": [{"Create": {"RegionName": WEST}}]});
    call(&aws, EAST, "UpdateTable", &replica);
    let (canary, _) = Sending { rounds: 3, ..Sending::to(aws.url()) }.send();
    for direction in &canary.directions {
        assert_eq!((direction.failure.as_ref(), direction.marks.len()), (None, 3));
        for mark in &direction.marks {
            assert_eq!((mark.at_least_us, mark.reads), (Some(0), 1), "{direction:?}");
            assert!(mark.at_most_us >= Some(mark.wrote_us), "{mark:?}");
        }
    }
    assert_eq!(canary.left_over, [""; 0]);
    assert_eq!(items(&aws, EAST).len(), 0);
}

/// After a signal no marker is left, and it does not go on.
#[test]
fn a_signal_leaves_no_marker_behind() {
    let aws = tables(&KEYS);
    let delay: Delay = |_| Some(Duration::from_millis(100));
    let copiers = [(EAST, WEST), (WEST, EAST)].map(|way| Copier::start(aws, way, "pk", delay, true));
    let sending =
        Sending { rounds: 1000, stop_after: Some(Duration::from_secs(3)), ..Sending::to(aws.direct_url()) };
    let (canary, took) = sending.send();
    drop(copiers.map(Copier::end));
    assert!(took < Duration::from_secs(30), "{took:?}");
    for direction in &canary.directions {
        let failure = direction.failure.as_ref().expect("it was stopped").to_string();
        assert!(failure.starts_with("it was stopped after "), "{failure}");
    }
    assert_eq!(canary.left_over, [""; 0]);
    for region in [EAST, WEST] {
        assert_eq!(items(aws, region).len(), 0, "markers are left in {region}");
    }
}
