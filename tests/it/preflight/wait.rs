//! What is waited for, and for how long.

use std::io::{BufRead as _, BufReader, Read as _};
use std::time::{Duration, Instant};

use super::{Described, interrupt, results, with_secret};
use crate::program::{Ran, text};
use crate::support::fake_aws::{FakeAws, Secret};
use crate::support::{RefusingPort, Server, SilentListener, Version, wait_for};

/// How often the secret was asked for: once a look.
fn looks(aws: &FakeAws) -> usize {
    aws.calls().iter().filter(|call| call.contains("GetSecretValue")).count()
}

fn refuse(aws: &FakeAws) {
    aws.fail_next("secretsmanager:GetSecretValue", "AccessDeniedException", "not yet", 1_000);
}

#[test]
fn it_waits_until_all_is_well_and_reports_once() {
    let server = Server::builder(Version::Valkey912).start();
    let aws = FakeAws::start();
    let uri = format!("redis://127.0.0.1:{}/0?clustered=false", server.port());
    let secret = Secret::new("us-east-1", "store", &uri);
    aws.state().secrets.insert(("us-east-1".to_owned(), "store".to_owned()), secret);
    let described = with_secret(&aws);
    aws.fail_next("secretsmanager:GetSecretValue", "AccessDeniedException", "not yet", 2);
    let arguments = ["--wait", "60s", "--only", "SEC002,NET", "--output", "ndjson", "--timeout", "20s"];
    let ran = described.run(&arguments);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stderr.contains("p: waiting for unknown[SEC002]"), "{}", ran.stderr);
    assert_eq!(ran.stderr.matches("waiting for unknown[SEC002]").count(), 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("well now: SEC002"), "{}", ran.stderr);
    assert_eq!(ran.stdout.matches("\"type\":\"result\"").count(), 1, "{}", ran.stdout);

    // Without it, the first look decides.
    aws.fail_next("secretsmanager:GetSecretValue", "AccessDeniedException", "not yet", 1);
    let ran = described.run(&["--only", "SEC002,NET", "--output", "ndjson", "--timeout", "20s"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    let (environments, _) = results(&ran.stdout);
    let (statuses, _) = &environments["p"];
    assert_eq!((statuses["SEC002"].as_str(), statuses["NET002"].as_str()), ("unknown", "skip"));
}

/// What was well at the first look is looked at again before all is said to be well.
#[test]
fn what_was_well_is_seen_again_at_the_end() {
    let [first, second] = [FakeAws::start(), FakeAws::start()];
    let part = |name: &str, aws: &FakeAws| {
        let secret = Secret::new("us-east-1", "store", "redis://h:1/0?clustered=false");
        aws.state().secrets.insert(("us-east-1".to_owned(), "store".to_owned()), secret);
        format!(
            "[environments.{name}.aws]\nregion = \"us-east-1\"\nendpoint_url = \"{}\"\n\
             [environments.{name}.online_store]\nsecret = \"store\"\n",
            aws.url()
        )
    };
    let described = Described::new(&(part("a", &first) + &part("b", &second)));
    let seen = |aws: &FakeAws, times: usize| {
        let waited = || if looks(aws) >= times { Ok(()) } else { Err(looks(aws)) };
        wait_for("a look", Duration::from_mins(1), waited);
    };
    refuse(&second);
    let child = described.start(&["--wait", "3m", "--only", "SEC002", "--output", "ndjson"]);
    seen(&second, 2);
    refuse(&first);
    second.mend();
    seen(&first, 3);
    first.mend();
    let ran = Ran::from(child.wait_with_output().expect("ends"));
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stderr.contains("a: waiting for unknown[SEC002]"), "{ran:?}");
    assert!(ran.stderr.contains("a: well now: SEC002"), "{ran:?}");
    // Nobody looks at it meanwhile.
    assert_eq!(looks(&first), 4, "{ran:?}");
}

/// The pauses grow: after those of 1, 2 and 4 seconds the next one would go past the end.
#[test]
fn what_is_well_just_before_the_end_is_seen() {
    let aws = FakeAws::start();
    let secret = Secret::new("us-east-1", "store", "redis://h:1/0?clustered=false");
    aws.state().secrets.insert(("us-east-1".to_owned(), "store".to_owned()), secret);
    let described = with_secret(&aws);
    refuse(&aws);
    let begun = Instant::now();
    let child = described.start(&["--wait", "14s", "--only", "SEC002", "--output", "ndjson"]);
    wait_for("a fourth look", Duration::from_mins(1), || {
        if looks(&aws) >= 4 { Ok(()) } else { Err(looks(&aws)) }
    });
    aws.mend();
    let ran = Ran::from(child.wait_with_output().expect("ends"));
    assert_eq!(ran.code, 0, "{} looks in {:?}: {ran:?}", looks(&aws), begun.elapsed());
    assert!(ran.stderr.contains("p: well now: SEC002"), "{ran:?}");
}

#[test]
fn it_ends_when_it_was_said_to() {
    let port = RefusingPort::new();
    let uri = |port: u16| format!("uri = \"redis://127.0.0.1:{port}/0?clustered=false\"\n");
    let described = Described::new(&format!("[environments.p.online_store]\n{}", uri(port.port())));
    let begun = Instant::now();
    let ran = described.run(&["--wait", "4s", "--only", "NET002", "--output", "ndjson", "--timeout", "90s"]);
    let took = begun.elapsed();
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!((Duration::from_secs(3)..Duration::from_secs(15)).contains(&took), "{took:?}");
    assert_eq!(ran.stderr.matches("waiting for fail[NET002]").count(), 1, "{ran:?}");
    assert_eq!(ran.stdout.matches("\"type\":\"result\"").count(), 1, "{ran:?}");
    assert!(
        ran.stderr.contains("p: gave up waiting after ") && ran.stderr.contains(" for NET002"),
        "{ran:?}"
    );

    // The report says so too, in every format, and again from what was saved.
    let folder = tempfile::tempdir().expect("a folder");
    let saved = folder.path().join("saved");
    let ran = described.run(&["--wait", "2s", "--only", "NET002", "--save-evidence", text(&saved)]);
    let again = described.run(&["--evidence", text(&saved)]);
    for ran in [&ran, &again] {
        assert_eq!(ran.stdout.matches("gave up waiting after ").count(), 1, "{ran:?}");
    }
    let json = described.run(&["--evidence", text(&saved), "--output", "json"]).json();
    let row = &json["data"]["gave_up"][0];
    assert_eq!((&row["checks"], &row["subject"]), (&serde_json::json!(["NET002"]), &"p".into()), "{json}");

    // A look that would take longer than that is cut short.
    let silent = SilentListener::new();
    let described = Described::new(&format!("[environments.p.online_store]\n{}", uri(silent.port())));
    let begun = Instant::now();
    let ran = described.run(&["--wait", "4s", "--only", "NET", "--output", "ndjson", "--timeout", "90s"]);
    let took = begun.elapsed();
    assert!(ran.code == 1 || ran.code == 3, "{ran:?}");
    assert!((Duration::from_secs(3)..Duration::from_secs(30)).contains(&took), "{took:?}");
}

/// A look that has less time than `--timeout`, and comes to its own end, is as good as any: what is unknown in all of them
/// keeps no older state in the report.
#[test]
fn the_newest_state_is_told_whatever_stays_unknown() {
    let server = Server::builder(Version::Valkey912).start();
    let cloud = RefusingPort::new();
    let described = Described::new(&format!(
        "[environments.p.aws]\nregion = \"us-east-1\"\nendpoint_url = \"http://127.0.0.1:{}\"\n\
         [environments.p.table]\nname = \"features\"\n\
         [environments.p.online_store]\nuri = \"redis://127.0.0.1:{}/0?clustered=false\"\n",
        cloud.port(),
        server.port()
    ));
    server.kill();
    let arguments =
        ["--wait", "15s", "--only", "NET002,TBL001", "--output", "ndjson", "-v", "--timeout", "60s"];
    let mut child = described.start(&arguments);
    let mut told = BufReader::new(child.stderr.take().expect("is piped"));
    let mut stderr = String::new();
    while !stderr.contains("waiting for fail[NET002]") {
        assert!(told.read_line(&mut stderr).expect("is text") > 0, "{stderr}");
    }
    server.restart();
    told.read_to_string(&mut stderr).expect("is text");
    let ran = Ran::from(child.wait_with_output().expect("ends"));
    let (environments, _) = results(&ran.stdout);
    let (statuses, _) = &environments["p"];
    let both = (statuses["NET002"].as_str(), statuses["TBL001"].as_str());
    assert_eq!((ran.code, both), (3, ("pass", "unknown")), "{stderr}");
    assert!(stderr.contains("p: well now: NET002"), "{stderr}");
}

/// After its fourth look, and long before the last one, which begins half a second before the end.
fn between_the_last_looks(aws: &FakeAws) {
    wait_for(
        "a fourth look",
        Duration::from_mins(1),
        || {
            if looks(aws) >= 4 { Ok(()) } else { Err(looks(aws)) }
        },
    );
    std::thread::sleep(Duration::from_secs(1));
}

/// One thing that the last look has no answer to weighs less than what was found before.
#[test]
fn faults_that_were_found_stand_where_the_last_look_is_cut_off() {
    let aws = FakeAws::start();
    let secret = Secret::new("us-east-1", "store", "redis://h:6379/0?pasword=x");
    aws.state().secrets.insert(("us-east-1".to_owned(), "store".to_owned()), secret);
    let described = with_secret(&aws);
    let saved = described.file("seen.jsonl");
    let child = described.start(&[
        "--wait",
        "14s",
        "--only",
        "SEC002,URI",
        "--output",
        "ndjson",
        "-v",
        "--timeout",
        "20s",
        "--save-evidence",
        text(&saved),
    ]);
    between_the_last_looks(&aws);
    aws.hang("us-east-1");
    let ran = Ran::from(child.wait_with_output().expect("ends"));
    for ran in [ran, described.run(&["--evidence", text(&saved), "--output", "ndjson", "-v"])] {
        let (environments, _) = results(&ran.stdout);
        let (statuses, _) = &environments["p"];
        let told = ["SEC002", "URI010", "URI014"].map(|code| statuses[code].as_str());
        assert_eq!((ran.code, told), (1, ["pass", "fail", "fail"]), "{} looks: {ran:?}", looks(&aws));
        assert!(ran.stdout.contains("as an earlier look saw it"), "{} looks: {ran:?}", looks(&aws));
    }
}

/// And what it found is told, however much else it has no answer to.
#[test]
fn what_the_last_look_found_is_told_where_it_is_cut_off() {
    let server = Server::builder(Version::Valkey912).start();
    let aws = FakeAws::start();
    let uri = format!("redis://127.0.0.1:{}/0?clustered=false", server.port());
    let secret = Secret::new("us-east-1", "store", &uri);
    aws.state().secrets.insert(("us-east-1".to_owned(), "store".to_owned()), secret);
    let described = Described::new(&format!(
        "[environments.p.aws]\nregion = \"us-east-1\"\nendpoint_url = \"{}\"\n\
         [environments.p.online_store]\nsecret = \"store\"\n[environments.p.table]\n\
         name = \"arn:aws:dynamodb:us-west-2:123456789012:table/features\"\n",
        aws.url()
    ));
    aws.fail_next("dynamodb:DescribeTable", "AccessDeniedException", "not yet", 1_000);
    let arguments =
        ["--wait", "14s", "--only", "NET002,TBL001", "--output", "ndjson", "-v", "--timeout", "20s"];
    let child = described.start(&arguments);
    between_the_last_looks(&aws);
    aws.hang("us-west-2");
    server.kill();
    let ran = Ran::from(child.wait_with_output().expect("ends"));
    let (environments, _) = results(&ran.stdout);
    let (statuses, _) = &environments["p"];
    let told = ["NET002", "TBL001"].map(|code| statuses[code].as_str());
    assert_eq!((ran.code, told), (1, ["fail", "unknown"]), "{} looks: {ran:?}", looks(&aws));
}

/// What does not count is not waited for: neither are warnings.
#[test]
fn nobody_waits_for_what_does_not_count() {
    let port = RefusingPort::new();
    let described = Described::new(&format!(
        "[environments.p.online_store]\nuri = \"redis://127.0.0.1:{}/0?clustered=false\"\n\
         [[environments.p.skip]]\ncheck = \"NET002\"\nreason = \"the port opens on Monday\"\n",
        port.port()
    ));
    let begun = Instant::now();
    for more in [&[][..], &["--fail-on", "never"]] {
        let ran = described.run(&[&["--wait", "90s", "--timeout", "5s", "--skip", "TOP"], more].concat());
        assert!(!ran.stderr.contains("waiting for warn"), "{ran:?}");
        assert!(!ran.stderr.contains("NET002"), "{ran:?}");
        assert_eq!(ran.code, 0, "{ran:?}");
    }
    assert!(begun.elapsed() < Duration::from_mins(1), "{:?}", begun.elapsed());
}

#[test]
fn a_signal_while_it_waits_leaves_what_is_known() {
    let aws = FakeAws::start();
    let described = with_secret(&aws);
    refuse(&aws);
    let saved = described.file("seen.jsonl");
    let only = ["--only", "SEC002", "--output", "ndjson", "--save-evidence", text(&saved)];
    let child = described.start(&[&["--wait", "10m"], &only[..]].concat());
    // The second look is after the first was told.
    wait_for("a second look", Duration::from_mins(1), || {
        if looks(&aws) >= 2 { Ok(()) } else { Err(looks(&aws)) }
    });
    interrupt(&child);
    let ran = Ran::from(child.wait_with_output().expect("ends"));
    assert_eq!(ran.code, 130, "{ran:?}");
    let (environments, summary) = results(&ran.stdout);
    assert_eq!((environments["p"].0["SEC002"].as_str(), &summary["exit_code"]), ("unknown", &130.into()));
    assert!(ran.stdout.contains("not yet") && !ran.stdout.contains("interrupted before"), "{ran:?}");
    let again = described.run(&["--evidence", text(&saved), "--output", "ndjson"]);
    assert!(again.code == 130 && again.stdout.contains("not yet"), "{again:?}");
}
