//! LAG010 and LAG050: a global table's Regions, and marker items.

use chalkstore::aws::{Failure, FailureKind};
use chalkstore::replication::lag::State;
use chalkstore::report::Status::{self, Fail, Pass, Skip, Unknown, Warn};

use super::parts::{LOST, canary};
use super::store::{EAST, WEST, good_table};
use crate::support::asked::{absent, answer, denied};
use crate::support::table::replica;

#[test]
fn each_status_of_a_replica() {
    for (word, status) in [
        ("ACTIVE", Pass),
        ("CREATING", Warn),
        ("UPDATING", Warn),
        ("DELETING", Fail),
        ("CREATION_FAILED", Fail),
        ("REGION_DISABLED", Fail),
        ("INACCESSIBLE_ENCRYPTION_CREDENTIALS", Fail),
        ("REPLICATION_NOT_AUTHORIZED", Fail),
        ("ARCHIVING", Fail),
        ("ARCHIVED", Fail),
        ("SOMETHING_NEW", Unknown),
    ] {
        let mut store = good_table();
        let facts = answer(&mut store.table().regions[0].described);
        facts.replicas[0].status = Some(word.into());
        facts.replicas[0].status_description = Some("AWS says so".into());
        let told = store.expect(("LAG010", status));
        assert!(status == Pass || told.contains(word) && told.contains("AWS says so"), "{told}");
    }
    let mut store = good_table();
    answer(&mut store.table().regions[0].described).replicas[0].status = None;
    store.expect(("LAG010", Unknown));
}

#[test]
fn each_status_of_the_table() {
    for (word, status) in [
        (Some("ACTIVE"), Pass),
        (Some("UPDATING"), Pass),
        (Some("CREATING"), Warn),
        (Some("DELETING"), Fail),
        (Some("ARCHIVED"), Fail),
        (Some("SOMETHING_NEW"), Unknown),
        (None, Unknown),
    ] {
        let mut store = good_table();
        answer(&mut store.table().regions[1].described).status = word.map(Into::into);
        store.expect(("LAG010", status));
    }
}

#[test]
fn a_table_of_one_region_replicates_nowhere() {
    let mut store = good_table();
    let seen = store.table();
    seen.wanted_regions = vec![EAST.into()];
    seen.regions.truncate(1);
    seen.directions.clear();
    answer(&mut seen.regions[0].described).replicas.clear();
    let told = store.expect(("LAG010", Fail));
    assert!(told.contains("one Region alone"), "{told}");
    let told = store.expect(("LAG003", Fail));
    assert!(told.contains("all of it is lost"), "{told}");
    store.expect(("LAG004", Pass));
    store.expect(("LAG001", Skip));
    store.expect(("LAG002", Skip));
}

#[test]
fn a_region_that_was_named_has_no_table() {
    let mut store = good_table();
    store.table().regions[1].described = absent();
    // It is listed all the same.
    let told = store.expect(("LAG010", Fail));
    assert!(told.contains("listed, and there is no table"), "{told}");
    answer(&mut store.table().regions[0].described).replicas = vec![replica("eu-west-1")];
    let told = store.expect(("LAG010", Fail));
    assert!(told.contains("chalk in us-west-2: there is no table of this name"), "{told}");
    // And its ways say why nothing is known of them.
    let told = store.expect(("LAG001", Unknown));
    assert!(told.contains("there is no table in us-west-2"), "{told}");
}

#[test]
fn tables_that_only_share_their_name_do_not_replicate() {
    let mut store = good_table();
    for at in 0..2 {
        answer(&mut store.table().regions[at].described).replicas.clear();
    }
    let told = store.expect(("LAG010", Fail));
    assert!(told.contains("several Regions, and do not replicate"), "{told}");
    // One of three is a stranger.
    let mut store = good_table();
    let mut stranger = store.table().regions[1].clone();
    stranger.region = "eu-west-1".into();
    answer(&mut stranger.described).replicas.clear();
    store.table().regions.push(stranger);
    store.table().wanted_regions.push("eu-west-1".into());
    let told = store.expect(("LAG010", Fail));
    assert!(told.contains("chalk in eu-west-1: the table there is one of its own"), "{told}");
}

#[test]
fn a_table_named_in_one_region_is_judged_in_all() {
    let mut store = good_table();
    store.table().wanted_regions = vec![EAST.into()];
    let told = store.expect(("LAG010", Pass));
    assert!(told.contains("also replicated to us-west-2"), "{told}");
}

#[test]
fn a_region_that_may_not_be_read_is_unknown() {
    let mut store = good_table();
    store.table().regions[1].described = denied();
    let told = store.expect(("LAG010", Unknown));
    assert!(told.contains("allow dynamodb:DescribeTable"), "{told}");
}

fn with_canary(spoil: impl Fn(&mut chalkstore::replication::evidence::Canary)) -> super::store::Store {
    let mut store = good_table();
    let mut canary = canary();
    spoil(&mut canary);
    store.table().canary = Some(canary);
    store
}

fn expect(status: Status, spoil: impl Fn(&mut chalkstore::replication::evidence::Canary)) -> String {
    with_canary(spoil).expect(("LAG050", status))
}

#[test]
fn markers() {
    expect(Pass, |_| {});
    let told = expect(Fail, |canary| canary.directions[0].marks[1] = LOST);
    assert!(told.contains("us-east-1 -> us-west-2: 1 of 3 markers did not arrive within 30 s"), "{told}");
    let told = expect(Warn, |canary| {
        canary.left_over =
            ["us-east-1", "us-west-2"].map(|region| format!("{region}: __chalkstore_canary__#1")).to_vec();
        canary.delete_failure = Some(Failure::new(FailureKind::AccessDenied, "no"));
    });
    assert!(
        told.contains("1 marker could not be deleted again; the keys begin with __chalkstore_canary__: no"),
        "{told}"
    );
    // Without a time to live nothing removes them.
    let told = expect(Fail, |canary| {
        canary.left_over = vec!["us-east-1: __chalkstore_canary__#1".into()];
        canary.left_for_ever = true;
    });
    assert!(told.contains("delete us-east-1: __chalkstore_canary__#1"), "{told}");
    let told = expect(Unknown, |canary| {
        canary.directions[1].marks.clear();
        canary.directions[1].failure = Some(Failure::new(FailureKind::AccessDenied, "not you"));
    });
    assert!(told.contains("0 of 3 markers were sent: not you") && told.contains("LAG050"), "{told}");
    expect(Unknown, |canary| canary.directions[1].marks.clear());
    expect(Unknown, |canary| canary.directions.clear());
}

/// What markers measured counts, whatever `CloudWatch` says.
#[test]
fn a_lost_marker_is_a_lag() {
    let mut store = with_canary(|canary| canary.directions[0].marks[1] = LOST);
    assert_eq!(store.lag(EAST, WEST).worst_ms(), Some(30_000.0));
    // It was looked for so long, and takes longer: how much, nobody knows.
    store.expect(("LAG003", Unknown));
    let told = store.expect(("LAG002", Warn));
    assert!(told.contains("1 of 3 markers did not arrive within 30 s"), "{told}");
    let told = store.expect(("LAG001", Unknown));
    assert!(
        told.contains("it may have stopped (LAG002)")
            && told.contains("LAG010")
            && !told.contains("--canary"),
        "{told}"
    );
    store.expected.rpo_ms = Some(20_000);
    let told = store.expect(("LAG003", Fail));
    assert!(told.contains("30 s or more"), "{told}");
    // Where none arrives, nothing gets through: but a lag that is longer than markers are looked for says the same.
    let mut store = with_canary(|canary| canary.directions[0].marks = vec![LOST; 3]);
    store.expect(("LAG002", Fail));
    assert_eq!(store.lag(EAST, WEST).state, State::Stalled);
    assert_eq!(store.lag(WEST, EAST).state, State::Measured);
    store.latency(EAST, WEST, |_| Some(31_000.0));
    store.expect(("LAG002", Warn));
    store.expect(("LAG003", Unknown));
}

#[test]
fn markers_that_are_left_are_named_in_the_data() {
    let store = with_canary(|canary| {
        let key = format!("{}us-east-1>us-west-2#0", canary.key_prefix);
        canary.left_over = vec![format!("us-east-1: {key}"), format!("us-west-2: {key}")];
        assert_eq!(canary.left(), 1);
    });
    let rows = store.assess().rows;
    let rows: Vec<_> = rows.iter().filter(|row| row.table == "canary").map(|row| &row.value).collect();
    assert_eq!(rows[0]["left_over"].as_array().map(Vec::len), Some(2));
    assert_eq!(rows[1]["left_over"].as_array().map(Vec::len), Some(0));
    assert_eq!(rows[0]["key_prefix"], "__chalkstore_canary__");
}
