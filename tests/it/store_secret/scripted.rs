//! Against scripted answers, in AWS's words: what no emulator says.

use std::thread;

use chalkstore::report::Status::{Fail, Pass, Skip, Unknown, Warn};
use serde_json::json;

use super::fake::{Fake, Fault, State};
use super::{CANARY, calls, cluster, expect, said, store};
use crate::support::RefusingPort;

const NAMED: [&str; 3] = ["--name", "chalk", "--yes"];
const ALL: [&str; 9] =
    ["--name", "chalk", "--description", "new", "--tag", "a=b", "--replica", "eu-west-1", "--yes"];

/// A secret that holds the same store's URI with another password, and none of [`ALL`]'s settings.
fn drifted() -> State {
    State::holding(&cluster("prod").replace(CANARY, "before"), json!({"Description": "old"}))
}

#[test]
fn throttled_calls_and_faults_of_the_service_are_tried_again_and_told() {
    for fault in [
        Fault::Refused(400, "ThrottlingException", "Rate exceeded"),
        Fault::Refused(500, "InternalServiceError", "An error occurred on the server side."),
        Fault::Refused(503, "ServiceUnavailable", ""),
    ] {
        let aws = Fake::new(drifted(), move |_, nth| (nth == 1).then_some(fault));
        let done = store(&aws.url(), &cluster("prod"), &ALL);
        assert_eq!(done.code, 0, "{fault:?}: {done:?}");
        expect(&done, &[("SEC005", Pass), ("SEC006", Pass), ("SEC007", Pass)]);
        assert!(said(&done, "SEC005").contains("what differs: password"), "{done:?}");
        for operation in ["DescribeSecret", "GetSecretValue", "PutSecretValue", "ReplicateSecretToRegions"] {
            assert!(done.stderr.contains(&format!("{operation}: ")), "{done:?}");
        }
        assert!(done.stderr.contains("attempt 2 follows"), "{done:?}");
        assert_eq!(aws.stored(), (Some(cluster("prod")), 2));
    }
}

#[test]
fn permission_that_is_missing_is_named() {
    let denied = Fault::Refused(
        400,
        "AccessDeniedException",
        "User: arn:aws:iam::123456789012:user/chalk is not authorized to perform this",
    );
    for operation in
        ["CreateSecret", "PutSecretValue", "UpdateSecret", "TagResource", "ReplicateSecretToRegions"]
    {
        let state = if operation == "CreateSecret" { State::default() } else { drifted() };
        let lower = operation.to_lowercase();
        let aws = Fake::new(state, move |asked, _| (asked == lower).then_some(denied));
        let stopped = store(&aws.url(), &cluster("prod"), &ALL);
        assert_eq!(stopped.code, 6, "{operation}: {stopped:?}");
        expect(&stopped, &[("SEC004", Pass), ("SEC005", Pass), ("SEC006", Fail)]);
        let said = said(&stopped, "SEC006");
        assert!(said.contains(&format!("secretsmanager:{operation}")), "{said}");
        assert!(said.contains("AccessDeniedException"), "{said}");
        assert!(calls(&stopped).contains(&format!("{operation} failed")), "{stopped:?}");
    }
    // Nothing is known of a secret that cannot be described.
    let aws = Fake::new(drifted(), move |asked, _| (asked == "describesecret").then_some(denied));
    let unknown = store(&aws.url(), &cluster("prod"), &NAMED);
    assert_eq!((unknown.code, aws.changed()), (3, Vec::new()), "{unknown:?}");
    expect(&unknown, &[("SEC004", Unknown), ("SEC005", Unknown), ("SEC006", Skip), ("SEC007", Unknown)]);
    assert!(said(&unknown, "SEC004").contains("secretsmanager:DescribeSecret"), "{unknown:?}");
    // A value that cannot be read is not overwritten unseen.
    let aws = Fake::new(drifted(), move |asked, _| (asked == "getsecretvalue").then_some(denied));
    let unread = store(&aws.url(), &cluster("prod"), &NAMED);
    assert_eq!((unread.code, aws.changed()), (3, Vec::new()), "{unread:?}");
    expect(&unread, &[("SEC004", Pass), ("SEC005", Unknown), ("SEC006", Skip)]);
    let replaced = store(&aws.url(), &cluster("prod"), &[&NAMED[..], &["--replace"]].concat());
    assert_eq!((replaced.code, aws.changed()), (3, vec!["putsecretvalue".to_owned()]), "{replaced:?}");
    expect(&replaced, &[("SEC005", Warn), ("SEC006", Unknown)]);
    // A deletion that cannot be called off.
    let state = State::holding(&cluster("prod"), json!({"DeletedDate": 1_800_000_000}));
    let aws = Fake::new(state, move |asked, _| (asked == "restoresecret").then_some(denied));
    let stopped = store(&aws.url(), &cluster("prod"), &[&NAMED[..], &["--replace"]].concat());
    assert_eq!((stopped.code, aws.changed()), (6, vec!["restoresecret".to_owned()]), "{stopped:?}");
    expect(&stopped, &[("SEC004", Warn), ("SEC005", Warn), ("SEC006", Fail)]);
    assert!(said(&stopped, "SEC006").contains("secretsmanager:RestoreSecret"), "{stopped:?}");
}

#[test]
fn an_answer_that_was_lost_makes_no_second_version() {
    for (state, operation, versions) in
        [(State::default(), "createsecret", 1), (drifted(), "putsecretvalue", 2)]
    {
        let aws =
            Fake::new(state, move |asked, nth| (asked == operation && nth == 1).then_some(Fault::AnswerLost));
        let done = store(&aws.url(), &cluster("prod"), &[&NAMED[..], &["--timeout", "2s"]].concat());
        assert_eq!(done.code, 0, "{operation}: {done:?}");
        expect(&done, &[("SEC006", Pass)]);
        assert_eq!(aws.changed(), [operation, operation]);
        assert_eq!(aws.stored(), (Some(cluster("prod")), versions), "{operation}");
    }
}

/// Whichever call it stops at, the next run does the rest and no more.
#[test]
fn a_run_that_stopped_goes_on_where_it_stopped() {
    let order = ["putsecretvalue", "updatesecret", "tagresource", "replicatesecrettoregions"];
    for (index, operation) in order.into_iter().enumerate() {
        let aws = Fake::new(drifted(), move |asked, nth| {
            let refused = Fault::Refused(400, "LimitExceededException", "too many");
            (asked == operation && nth == 1).then_some(refused)
        });
        let stopped = store(&aws.url(), &cluster("prod"), &ALL);
        assert_eq!(
            (stopped.code, aws.changed()),
            (6, order[..=index].iter().map(ToString::to_string).collect())
        );
        let states = calls(&stopped);
        assert_eq!(states.len(), 4, "{states:?}");
        assert!(states[index].ends_with(" failed"), "{states:?}");
        assert!(states[index + 1..].iter().all(|state| state.ends_with(" not_done")), "{states:?}");
    }
    // The state of a stopped run is what the next one begins with.
    let once = std::sync::atomic::AtomicBool::new(true);
    let aws = Fake::new(drifted(), move |asked, _| {
        let fails = asked == "tagresource" && once.swap(false, std::sync::atomic::Ordering::SeqCst);
        fails.then_some(Fault::Refused(400, "AccessDeniedException", "no"))
    });
    assert_eq!(store(&aws.url(), &cluster("prod"), &ALL).code, 6);
    assert_eq!(aws.changed(), ["putsecretvalue", "updatesecret", "tagresource"]);
    let done = store(&aws.url(), &cluster("prod"), &ALL);
    assert_eq!((done.code, aws.changed().join(" ")), (0, "tagresource replicatesecrettoregions".to_owned()));
    expect(&done, &[("SEC006", Pass), ("SEC007", Pass)]);
}

#[test]
fn another_run_may_be_faster() {
    const OTHER: &str = "rediss://other.internal:6379/0?clustered=true";
    let overtaken = |value: &'static str| {
        Fake::new(State::default(), move |asked, nth| {
            (asked == "createsecret" && nth == 1).then_some(Fault::Overtaken(value))
        })
    };
    // With the same value: it is stored.
    let aws = overtaken("dynamodb:///chalk");
    let done = store(&aws.url(), "dynamodb:///chalk", &NAMED);
    assert_eq!((done.code, aws.changed()), (0, vec!["createsecret".to_owned()]), "{done:?}");
    expect(&done, &[("SEC006", Pass)]);
    assert_eq!(aws.stored(), (Some("dynamodb:///chalk".to_owned()), 1));
    // With another store's: it stands in the way as if it had been there before.
    let aws = overtaken(OTHER);
    let blocked = store(&aws.url(), "dynamodb:///chalk", &NAMED);
    assert_eq!((blocked.code, aws.changed()), (1, vec!["createsecret".to_owned()]), "{blocked:?}");
    expect(&blocked, &[("SEC005", Fail), ("SEC006", Fail)]);
    assert_eq!(aws.stored().0.as_deref(), Some(OTHER));
    let aws = overtaken(OTHER);
    let done = store(&aws.url(), "dynamodb:///chalk", &[&NAMED[..], &["--replace"]].concat());
    assert_eq!((done.code, aws.changed().join(" ")), (0, "createsecret putsecretvalue".to_owned()));
}

#[test]
fn two_runs_at_once_store_one_value() {
    let aws = Fake::new(State::default(), |_, _| None);
    thread::scope(|scope| {
        let runs = [(); 2].map(|()| scope.spawn(|| store(&aws.url(), &cluster("prod"), &NAMED)));
        for run in runs {
            let ran = run.join().expect("ends");
            assert_eq!(ran.code, 0, "{ran:?}");
            expect(&ran, &[("SEC006", Pass)]);
        }
    });
    assert_eq!(aws.stored(), (Some(cluster("prod")), 1));
}

#[test]
fn nothing_is_known_where_nobody_answers() {
    let aws = Fake::new(drifted(), |_, _| Some(Fault::NoAnswer));
    let unknown = store(&aws.url(), &cluster("prod"), &[&NAMED[..], &["--timeout", "1s"]].concat());
    assert_eq!((unknown.code, aws.changed()), (3, Vec::new()), "{unknown:?}");
    expect(&unknown, &[("SEC004", Unknown), ("SEC006", Skip)]);
}

#[test]
fn a_region_that_cannot_be_reached_is_told() {
    let port = RefusingPort::new();
    let unknown = store(&format!("http://127.0.0.1:{}", port.port()), &cluster("prod"), &NAMED);
    assert_eq!(unknown.code, 3, "{unknown:?}");
    expect(&unknown, &[("SEC004", Unknown), ("SEC005", Unknown), ("SEC006", Skip), ("SEC007", Unknown)]);
    assert!(said(&unknown, "SEC004").contains("VPC endpoint"), "{unknown:?}");
}

#[test]
fn copies_that_fail_or_take_too_long_are_told() {
    let replica = ["--name", "chalk", "--replica", "eu-west-1", "--wait-timeout", "2s", "--yes"];
    let state = |status: &str| {
        let shown = json!({"ReplicationStatus": [{
            "Region": "eu-west-1", "Status": status,
            "StatusMessage": "Secret with this name already exists in this region"}]});
        State::holding("dynamodb:///chalk", shown)
    };
    let pending = Fake::new(state("InProgress"), |_, _| None);
    let ran = store(&pending.url(), "dynamodb:///chalk", &replica);
    assert_eq!((ran.code, pending.changed()), (3, Vec::new()), "{ran:?}");
    expect(&ran, &[("SEC006", Unknown), ("SEC007", Pass)]);
    // A copy that failed is made again.
    let failed = Fake::new(state("Failed"), |_, _| None);
    let plan =
        store(&failed.url(), "dynamodb:///chalk", &["--name", "chalk", "--replica", "eu-west-1", "--plan"]);
    assert_eq!(calls(&plan), ["ReplicateSecretToRegions planned"]);
    expect(&plan, &[("SEC007", Warn)]);
    let ran = store(&failed.url(), "dynamodb:///chalk", &replica);
    assert_eq!((ran.code, failed.changed().join(" ")), (0, "replicatesecrettoregions".to_owned()), "{ran:?}");
    // The key of a copy cannot be changed.
    let keyed = [&replica[..], &["--kms-key", "eu-west-1=alias/chalk"]].concat();
    let ran = store(&failed.url(), "dynamodb:///chalk", &keyed);
    expect(&ran, &[("SEC006", Pass), ("SEC007", Fail)]);
}

#[test]
fn what_cannot_be_written_to_is_left_alone() {
    for (shown, words) in [
        (json!({"PrimaryRegion": "eu-west-1"}), "--region eu-west-1"),
        (json!({"OwningService": "rds"}), "owned by rds"),
    ] {
        let aws = Fake::new(State::holding("dynamodb:///old", shown), |_, _| None);
        let refused = store(&aws.url(), "dynamodb:///chalk", &[&NAMED[..], &["--replace"]].concat());
        assert_eq!((refused.code, aws.changed()), (1, Vec::new()), "{refused:?}");
        expect(&refused, &[("SEC004", Fail)]);
        assert!(said(&refused, "SEC004").contains(words), "{refused:?}");
    }
    let aws = Fake::new(State::holding("dynamodb:///chalk", json!({"RotationEnabled": true})), |_, _| None);
    expect(&store(&aws.url(), "dynamodb:///chalk", &NAMED), &[("SEC004", Warn), ("SEC006", Pass)]);
}
