//! Markers where AWS refuses, is silent, or has tables that cannot hold one: against the stand-in for AWS.

use std::time::Duration;

use chalkstore::aws::FailureKind;
use chalkstore::replication::evidence::Canary;

use super::child::Sending;
use super::{EAST, TABLE, WEST};
use crate::support::fake_aws::{FakeAws, Replica, Table};

const KEY: &str = "__chalkstore_canary__#";

/// A global table in both Regions.
fn global(change: impl Fn(&mut Table)) -> FakeAws {
    let aws = FakeAws::start();
    for (own, other) in [(EAST, WEST), (WEST, EAST)] {
        let mut table = Table::new(own, TABLE);
        table.replicas.insert(other.to_owned(), Replica::active());
        change(&mut table);
        aws.state().tables.insert((own.to_owned(), TABLE.to_owned()), table);
    }
    aws
}

fn sending(aws: &FakeAws) -> Sending {
    Sending { rounds: 2, limit: Duration::from_secs(2), ..Sending::to(aws.url()) }
}

#[track_caller]
fn send(aws: &FakeAws) -> Canary {
    sending(aws).send().0
}

/// Why each direction ended, east to west first.
fn failures(canary: &Canary) -> Vec<String> {
    let told = canary.directions.iter().map(|direction| direction.failure.as_ref());
    told.map(|failure| failure.map_or(String::new(), ToString::to_string)).collect()
}

/// How often an operation was called in a Region.
fn count(aws: &FakeAws, region: &str, operation: &str) -> usize {
    let call = format!("{region} dynamodb:{operation}");
    aws.calls().iter().filter(|line| line.contains(&call)).count()
}

/// Nothing stands in any Region but what stood before.
#[track_caller]
fn is_clean(aws: &FakeAws) {
    for region in [EAST, WEST] {
        assert!(!aws.state().table(region, TABLE).has_items(), "markers are left in {region}");
    }
}

#[test]
fn a_healthy_pair_costs_what_it_says() {
    let aws = global(|table| table.ttl = Some("__exp__".to_owned()));
    aws.state().replication_lag_reads = 3;
    let canary = send(&aws);
    assert_eq!(failures(&canary), ["", ""]);
    for mark in canary.directions.iter().flat_map(|direction| &direction.marks) {
        assert_eq!(mark.reads, 4, "{mark:?}");
        // Three misses lie between, each a poll of 20 ms apart.
        assert!(mark.at_least_us >= Some(40_000), "{mark:?}");
    }
    // Four markers: each written and deleted for a unit, read four times and once more whether it is gone.
    assert!((canary.write_units - 8.0).abs() < 1e-9, "{canary:?}");
    assert!((canary.read_units - 10.0).abs() < 1e-9, "{canary:?}");
    let puts: Vec<String> = aws.calls().into_iter().filter(|line| line.contains("PutItem")).collect();
    assert_eq!(puts.len(), 4);
    for put in &puts {
        assert!(put.starts_with("replication-lag.canary "), "{put}");
        assert!(put.contains(&format!("Item.pk.S={}", canary.key_prefix)), "{put}");
        assert!(put.contains("attribute_not_exists"), "a marker replaces nothing: {put}");
        // A day ahead.
        let expiry = put.split("Item.__exp__.N=").nth(1).and_then(|rest| rest.split(' ').next());
        let expiry: i64 = expiry.and_then(|text| text.parse().ok()).expect("it expires");
        assert!((expiry - aws.state().now_s - 86_400).abs() < 300, "{expiry}");
    }
    assert!(canary.key_prefix.starts_with(KEY));
    is_clean(&aws);
}

#[test]
fn keys_of_every_kind_that_can_be_told_from_an_entitys() {
    for (keys, shown) in [
        (&[("id", "S")][..], "Item.id.S="),
        (&[("id", "S"), ("version", "N")], "Item.version.N=0"),
        (&[("id", "B"), ("sort", "B")], "Item.id.B="),
    ] {
        let aws = global(|table| {
            table.keys = keys.iter().map(|(name, kind)| ((*name).to_owned(), (*kind).to_owned())).collect();
        });
        let canary = send(&aws);
        assert_eq!(failures(&canary), ["", ""], "{keys:?}");
        let puts: Vec<String> = aws.calls().into_iter().filter(|line| line.contains("PutItem")).collect();
        assert!(puts.iter().all(|put| put.contains(shown)), "{puts:?}");
        // No time to live, no attribute for it.
        assert!(puts.iter().all(|put| !put.contains("__exp__")), "{puts:?}");
        is_clean(&aws);
    }
    let aws = global(|table| table.keys = vec![("id".to_owned(), "N".to_owned())]);
    let canary = send(&aws);
    for failure in failures(&canary) {
        assert!(failure.contains(": the partition key id is of the type N: "), "{failure}");
    }
    assert_eq!(aws.attempts(), [""; 0]);
}

#[test]
fn nothing_is_written_to_tables_that_cannot_be_described_or_differ() {
    type Case = (&'static str, &'static str, fn(&FakeAws));
    let cases: [Case; 5] = [
        ("us-west-2: Requested resource not found", "not found", |aws| {
            aws.state().tables.remove(&(WEST.to_owned(), TABLE.to_owned()));
        }),
        ("us-west-2: User: arn:aws:iam::123456789012:user/chalk is not authorized", "denied", |aws| {
            aws.deny(WEST, "dynamodb:DescribeTable");
        }),
        ("us-west-2: the table is CREATING", "creating", |aws| {
            let mut state = aws.state();
            "CREATING".clone_into(&mut state.table_mut(WEST, TABLE).status);
        }),
        ("the tables are not the same: the key is pk (S)", "another key", |aws| {
            aws.state().table_mut(WEST, TABLE).keys.truncate(1);
        }),
        ("us-west-2: ", "unreachable", |aws| aws.unreachable(WEST)),
    ];
    for (words, name, change) in cases {
        let aws = global(|_| {});
        change(&aws);
        let canary = send(&aws);
        for (failure, direction) in failures(&canary).iter().zip(&canary.directions) {
            assert!(failure.starts_with(words), "{name}: {failure}");
            assert_eq!(direction.marks, []);
        }
        assert_eq!(aws.attempts(), [""; 0], "{name}");
    }
}

/// Of three Regions, one without the table costs only its own directions.
#[test]
fn other_pairs_are_measured_all_the_same() {
    let aws = global(|_| {});
    let third = "eu-west-1";
    let (canary, _) = Sending { regions: vec![EAST, third, WEST], ..sending(&aws) }.send();
    for direction in &canary.directions {
        let is_third = direction.from == third || direction.to == third;
        assert_eq!(direction.failure.is_some(), is_third, "{direction:?}");
    }
    assert_eq!(count(&aws, EAST, "PutItem"), 2);
    is_clean(&aws);
}

#[test]
fn a_right_that_is_missing_in_one_region_costs_its_direction() {
    let aws = global(|_| {});
    aws.deny(WEST, "dynamodb:PutItem");
    let canary = send(&aws);
    let failures_of = failures(&canary);
    assert_eq!(failures_of[0], "");
    assert!(failures_of[1].starts_with("writing in us-west-2: User: "), "{failures_of:?}");
    let failure = canary.directions[1].failure.as_ref().expect("it was denied");
    assert_eq!(failure.kind, FailureKind::AccessDenied);
    // What was never written is not deleted.
    assert_eq!((count(&aws, WEST, "DeleteItem"), canary.left_over.len()), (0, 0));
    is_clean(&aws);

    let aws = global(|_| {});
    aws.deny(WEST, "dynamodb:GetItem");
    let canary = send(&aws);
    assert!(failures(&canary)[0].starts_with("reading in us-west-2: User: "), "{canary:?}");
    assert_eq!(failures(&canary)[1], "");
    assert_eq!(canary.directions[0].marks, []);
    is_clean(&aws);
}

#[test]
fn what_cannot_be_deleted_is_named() {
    for (ttl, words) in [(Some("__exp__"), "it expires in a day"), (None, "until somebody deletes it")] {
        let aws = global(|table| table.ttl = ttl.map(str::to_owned));
        aws.deny("*", "dynamodb:DeleteItem");
        let (canary, _) = Sending { rounds: 1, ..sending(&aws) }.send();
        assert_eq!(failures(&canary), ["", ""]);
        let failure = canary.delete_failure.as_ref().expect("it was denied").to_string();
        assert!(failure.contains(words) && failure.starts_with("deleting in us-"), "{failure}");
        for (region, key) in [
            (EAST, "us-east-1>us-west-2#0"),
            (WEST, "us-east-1>us-west-2#0"),
            (WEST, "us-west-2>us-east-1#0"),
            (EAST, "us-west-2>us-east-1#0"),
        ] {
            let left = format!("{region}: {}{key}", canary.key_prefix);
            assert!(canary.left_over.contains(&left), "{left}: {:?}", canary.left_over);
        }
        assert_eq!((canary.left(), canary.left_for_ever), (2, ttl.is_none()));
    }
    // What cannot be deleted is not written again and again.
    let aws = global(|_| {});
    aws.deny("*", "dynamodb:DeleteItem");
    let (canary, _) = Sending { rounds: 10, ..sending(&aws) }.send();
    for failure in failures(&canary) {
        assert!(failure.starts_with("deleting in us-"), "{failure}");
    }
    assert_eq!((count(&aws, EAST, "PutItem"), count(&aws, WEST, "PutItem"), canary.left()), (1, 1, 2));
}

#[test]
fn writes_that_are_throttled_are_made_again() {
    let (code, words) = ("ProvisionedThroughputExceededException", "Rate exceeded");
    let aws = global(|_| {});
    aws.fail_next("dynamodb:PutItem", code, words, 3);
    let canary = send(&aws);
    assert_eq!(failures(&canary), ["", ""]);
    // What was refused is no part of the time.
    let slow = canary.directions.iter().flat_map(|direction| &direction.marks);
    assert!(slow.clone().all(|mark| mark.wrote_us < 5_000_000), "{canary:?}");
    is_clean(&aws);

    let aws = global(|_| {});
    aws.fail_next("dynamodb:PutItem", code, words, 1000);
    let canary = send(&aws);
    for failure in failures(&canary) {
        assert!(failure.contains("Rate exceeded"), "{failure}");
    }
    assert_eq!((canary.left_over.len(), count(&aws, EAST, "PutItem")), (0, 4));

    let aws = global(|_| {});
    aws.fail_next("dynamodb:GetItem", code, words, 6);
    aws.fail_next("dynamodb:DeleteItem", code, words, 3);
    let canary = send(&aws);
    assert_eq!(failures(&canary), ["", ""]);
    is_clean(&aws);
}

/// What stands under a marker's key is somebody's own.
#[test]
fn an_item_in_the_way_is_neither_replaced_nor_deleted() {
    let aws = global(|_| {});
    let words = "The conditional request failed";
    aws.fail_next("dynamodb:PutItem", "ConditionalCheckFailedException", words, 1000);
    let canary = send(&aws);
    for failure in failures(&canary) {
        assert!(failure.contains(words), "{failure}");
    }
    assert_eq!(count(&aws, EAST, "DeleteItem") + count(&aws, WEST, "DeleteItem"), 0);
}

/// A write whose answer was lost may stand: it is deleted.
#[test]
fn a_write_without_an_answer_is_cleaned_up() {
    let aws = global(|_| {});
    aws.silent("dynamodb:PutItem", 1);
    let canary = send(&aws);
    let ended: Vec<String> = failures(&canary).into_iter().filter(|failure| !failure.is_empty()).collect();
    assert_eq!(ended.len(), 1, "{canary:?}");
    assert!(ended[0].starts_with("writing in us-"), "{ended:?}");
    is_clean(&aws);
}

/// One that cannot be deleted either is told to be left, as it may be; one that was throttled is none.
#[test]
fn a_write_without_an_answer_may_be_left() {
    let aws = global(|_| {});
    aws.silent("dynamodb:PutItem", 1);
    aws.deny("*", "dynamodb:DeleteItem");
    let (canary, _) = Sending { rounds: 1, regions: vec![EAST, WEST], ..sending(&aws) }.send();
    let ended = failures(&canary).iter().filter(|failure| failure.starts_with("writing in us-")).count();
    assert_eq!((ended, canary.left()), (1, 2), "{canary:?}");

    let aws = global(|_| {});
    aws.fail_next("dynamodb:PutItem", "ProvisionedThroughputExceededException", "Rate exceeded", 1000);
    aws.deny("*", "dynamodb:DeleteItem");
    let canary = send(&aws);
    assert_eq!((canary.left(), canary.delete_failure), (0, None));
    assert_eq!(count(&aws, EAST, "DeleteItem") + count(&aws, WEST, "DeleteItem"), 0);
}

/// A Region that is silent holds nothing up beyond the deadline, and a marker that does not arrive neither.
#[test]
fn the_deadline_holds() {
    let aws = global(|_| {});
    aws.silent("dynamodb:DescribeTable", 1);
    let timeout = Duration::from_secs(2);
    let (canary, took) = Sending { timeout, ..sending(&aws) }.send();
    assert!(took < timeout * 3, "{took:?}");
    assert!(failures(&canary).iter().all(|failure| failure.starts_with("us-")), "{canary:?}");
    assert_eq!(aws.attempts(), [""; 0]);

    let aws = global(|_| {});
    aws.state().replication_lag_reads = 1_000_000;
    let limit = Duration::from_mins(1);
    let (canary, took) = Sending { limit, timeout, ..sending(&aws) }.send();
    assert!(took < Duration::from_secs(20), "{took:?}");
    for failure in failures(&canary) {
        assert_eq!(failure, "the time was up after 0 of 2 markers");
    }
    is_clean(&aws);
}

#[test]
fn no_credentials_no_markers() {
    let aws = global(|_| {});
    let (canary, _) = Sending { has_credentials: false, ..sending(&aws) }.send();
    for direction in &canary.directions {
        let failure = direction.failure.as_ref().expect("there are none");
        assert_eq!(failure.kind, FailureKind::NoCredentials, "{failure}");
    }
    assert_eq!(aws.calls(), [""; 0]);
}

/// Three in a row that do not arrive say enough.
#[test]
fn what_never_arrives_is_not_tried_for_ever() {
    let aws = global(|_| {});
    aws.state().replication_lag_reads = 1_000_000;
    let limit = Duration::from_millis(300);
    let (canary, _) = Sending { limit, rounds: 50, ..sending(&aws) }.send();
    for direction in &canary.directions {
        let failure = direction.failure.as_ref().expect("it was given up").to_string();
        assert_eq!(failure, "3 markers in a row did not arrive within 300 ms");
        assert!(direction.marks.len() == 3 && direction.marks.iter().all(|mark| mark.at_most_us.is_none()));
    }
    is_clean(&aws);
}
