//! What AWS does that nobody asked for: promises without a replica, answers with more than anyone knows, Regions that
//! are away, tables of somebody else.

use super::{EAST, FULL, NAME, WEST, complete, create, created, planned, stands};
use crate::support::fake_aws::{FakeAws, Table};

#[test]
fn a_replica_that_was_promised_and_never_came_is_asked_for_again() {
    let wanted = stands(&complete());
    let aws = FakeAws::start();
    aws.state().aborted_replicas = 1;
    let ran = created(&aws, &FULL);
    assert!(ran.stderr.contains("nothing came of it"), "{}", ran.stderr);
    assert_eq!(stands(&aws), wanted);
    let promised = aws.changes().iter().filter(|line| line.contains("ReplicaUpdates")).count();
    assert_eq!(promised, 2);
}

#[test]
fn answers_with_more_than_anyone_knows() {
    let wanted = stands(&complete());
    let aws = FakeAws::start();
    aws.unknown_fields(true);
    created(&aws, &FULL);
    assert_eq!(stands(&aws), wanted);
    aws.forget_calls();
    created(&aws, &FULL);
    assert_eq!(aws.attempts(), [""; 0]);
}

/// A Region that is away is unknown: nothing is begun, neither there nor elsewhere.
#[test]
fn a_region_that_cannot_be_reached() {
    for region in [EAST, WEST] {
        let aws = FakeAws::start();
        aws.unreachable(region);
        let ran = create(&aws, &FULL);
        assert_eq!(ran.code, 3, "{}", ran.stdout);
        assert_eq!(ran.statuses("TBL032"), ["unknown"], "{}", ran.stdout);
        assert!(ran.stdout.contains(region), "{}", ran.stdout);
        assert_eq!(aws.attempts(), [""; 0]);
        aws.mend();
        created(&aws, &FULL);
    }
}

#[test]
fn a_table_of_somebody_else_stands_in_the_way() {
    let aws = FakeAws::start();
    let foreign = Table::new(WEST, NAME);
    aws.state().tables.insert((WEST.to_owned(), NAME.to_owned()), foreign.clone());
    let ran = create(&aws, &FULL);
    assert_eq!(ran.statuses("TBL031"), ["fail"], "{}", ran.stdout);
    assert_eq!(aws.attempts(), [""; 0]);
    // The own table stands already: what can be done is done, and the foreign one is left alone.
    let own = ["--layout", "vendored", "--billing", "on-demand", "--timeout", "5s"];
    created(&aws, &own);
    let ran = create(&aws, &[&own[..], &["--replica", WEST]].concat());
    assert_eq!(ran.statuses("TBL031"), ["fail"], "{}", ran.stdout);
    assert_eq!(*aws.state().table(WEST, NAME), foreign);
}

/// Many descriptions pass until something is done: each is waited for.
#[test]
fn slow_changes_are_waited_for() {
    let wanted = stands(&complete());
    let aws = FakeAws::start();
    {
        let mut state = aws.state();
        state.describes_per_change = 3;
        state.describes_per_replica = 5;
        state.backups_unavailable = 3;
    }
    created(&aws, &FULL);
    assert_eq!(stands(&aws), wanted);
    let refused: Vec<String> =
        aws.attempts().into_iter().filter(|line| line.ends_with("ResourceInUseException")).collect();
    assert_eq!(refused, [""; 0], "what is waited for is not refused");
    assert_eq!(planned(&aws, &FULL).code, 0);
}
