//! A table, its URI and its secret.

use super::{CANARY, program};
use crate::program::{Ran, run_with, text};
use crate::support::Emulator;
use crate::support::fake_aws::{FakeAws, Secret};

const TABLE: &str = "features";
const SECRET: &str = "features-online-store-secret";

/// Sets the table up. No secret of ours comes out.
fn setup(url: &str, arguments: &[&str]) -> Ran {
    let all = [&["setup", "dynamodb", TABLE, "--layout", "vendored"], arguments].concat();
    let ran = run_with(program(url), &all, b"");
    assert!(!ran.stdout.contains(CANARY) && !ran.stderr.contains(CANARY), "{ran:?}");
    ran
}

fn last_line(ran: &Ran) -> &str {
    ran.stdout.lines().last().unwrap_or_default()
}

#[test]
fn from_nothing_to_the_name_of_the_secret_and_once_more() {
    let aws = FakeAws::start();
    let arguments = ["--replica", "us-west-2", "--environment", "production", "--yes", "--canary"];
    let ran = setup(&aws.url(), &arguments);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(last_line(&ran), "secret_name=features-online-store-secret");
    assert!(ran.stdout.contains("Integrations > Online Stores > DynamoDB"), "{}", ran.stdout);
    {
        let state = aws.state();
        let secret = state.secrets.values().find(|secret| secret.name == SECRET).expect("was stored");
        assert_eq!(secret.current(), Some("dynamodb:///features"));
        assert_eq!(
            state.table("us-west-2", TABLE).tags.get("chalk_environment").map(String::as_str),
            Some("production")
        );
    }
    aws.forget_calls();
    let again = setup(&aws.url(), &arguments[..5]);
    assert_eq!((again.code, aws.changes()), (0, Vec::<String>::new()), "{again:?}");
    assert_eq!(last_line(&again), last_line(&ran));
    // The name ends the report also where no more is read.
    let quiet =
        setup(&aws.url(), &["--replica", "us-west-2", "--environment", "production", "--yes", "--quiet"]);
    assert_eq!(quiet.stdout.trim(), "secret_name=features-online-store-secret");
    let json = setup(
        &aws.url(),
        &["--replica", "us-west-2", "--environment", "production", "--yes", "--output", "json"],
    );
    assert_eq!(json.json()["data"]["secret_name"], SECRET);
    assert_eq!(json.statuses("TBL033"), ["pass"]);
    assert_eq!(json.statuses("SEC006"), ["pass"]);
}

#[test]
fn a_plan_changes_nothing_and_says_by_the_exit_code_whether_it_would() {
    let aws = FakeAws::start();
    let plan = ["--plan", "--detailed-exitcode"];
    let ran = setup(&aws.url(), &plan);
    assert_eq!((ran.code, aws.changes()), (5, Vec::<String>::new()), "{ran:?}");
    assert!(!ran.stdout.contains("secret_name="), "there is none yet: {}", ran.stdout);
    assert_eq!(setup(&aws.url(), &["--yes"]).code, 0);
    let ran = setup(&aws.url(), &plan);
    assert_eq!(ran.code, 0, "{ran:?}");
    // The secret alone is missing now.
    aws.state().secrets.clear();
    assert_eq!(setup(&aws.url(), &plan).code, 5);
}

/// What the cookbook shows is what is said.
#[test]
fn the_plan_is_the_one_in_the_cookbook() {
    let aws = FakeAws::start();
    let arguments = ["setup", "dynamodb", "chalk-online-store", "--layout", "documented", "--plan"];
    let ran = run_with(program(&aws.url()), &arguments, b"");
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/cookbook.md");
    let page = std::fs::read_to_string(page).expect("a page of the docs");
    let shown = format!("$ chalkstore {}\n{}\n```\n", arguments.join(" "), ran.stdout.trim_end());
    assert!(ran.code == 0 && page.contains(&shown), "{shown}");
}

#[test]
fn the_secret_waits_for_the_table() {
    let aws = FakeAws::start();
    aws.deny("us-east-1", "dynamodb:UpdateContinuousBackups");
    let ran = setup(&aws.url(), &["--yes", "--output", "json"]);
    assert_eq!(ran.code, 6, "{ran:?}");
    assert_eq!(ran.statuses("TBL033"), ["fail"]);
    assert_eq!(ran.statuses("SEC006"), ["skip"]);
    assert!(
        ran.stdout.contains("dynamodb:UpdateContinuousBackups"),
        "the permission is named: {}",
        ran.stdout
    );
    assert!(!aws.changes().iter().any(|call| call.contains("secretsmanager")), "{:?}", aws.changes());
    aws.mend();
    let ran = setup(&aws.url(), &["--yes"]);
    assert_eq!((ran.code, last_line(&ran)), (0, "secret_name=features-online-store-secret"), "{ran:?}");
}

/// A canary that fails, and what only a person can mend, keep the name from being handed out.
#[test]
fn no_name_where_the_table_is_not_proved() {
    let aws = FakeAws::start();
    aws.deny("us-east-1", "dynamodb:PutItem");
    let ran = setup(&aws.url(), &["--yes", "--canary"]);
    assert!(ran.code == 1 && !ran.stdout.contains("secret_name="), "{ran:?}");
    assert!(aws.state().secrets.is_empty());
    aws.mend();
    aws.state().table_mut("us-east-1", TABLE).ttl = Some("other".to_owned());
    let ran = setup(&aws.url(), &["--yes"]);
    assert!(ran.code == 1 && !ran.stdout.contains("secret_name="), "{ran:?}");
    assert!(aws.state().secrets.is_empty());
}

#[test]
fn another_stores_secret_is_not_overwritten() {
    let aws = FakeAws::start();
    let other = Secret::new("us-east-1", SECRET, "dynamodb:///other");
    aws.state().secrets.insert(("us-east-1".to_owned(), SECRET.to_owned()), other);
    let ran = setup(&aws.url(), &["--yes", "--output", "json"]);
    assert_eq!((ran.code, ran.statuses("SEC005")), (1, vec!["fail".to_owned()]), "{ran:?}");
    let human = setup(&aws.url(), &["--yes"]);
    assert!(!human.stdout.contains("secret_name="), "no name where it leads elsewhere: {}", human.stdout);
    let ran = setup(&aws.url(), &["--yes", "--replace"]);
    assert_eq!((ran.code, last_line(&ran)), (0, "secret_name=features-online-store-secret"), "{ran:?}");
}

/// Every service for real, as far as moto is real.
#[test]
fn moto_has_everything_that_a_table_of_one_region_needs() {
    let aws = Emulator::Moto.start();
    let ran = setup(&aws.url(), &["--yes", "--canary", "--output", "json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    for code in ["TBL033", "TBL034", "TBL004", "TBL005", "TBL007", "TBL009", "SEC006"] {
        assert_eq!(ran.statuses(code), ["pass"], "{code}");
    }
    let ran = setup(&aws.url(), &["--plan", "--detailed-exitcode"]);
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[test]
fn what_makes_no_sense_is_told_before_anything_is_asked() {
    for (arguments, said) in [
        (&["setup", "dynamodb", "ab", "--plan"][..], "3 to 255"),
        (&["setup", "dynamodb", "--plan"], "no table was named"),
        (
            &["setup", "dynamodb", TABLE, "--plan", "--billing", "on-demand", "--read-scaling", "1-2"],
            "--read-scaling",
        ),
        (&["setup", "dynamodb", TABLE], "nobody can be asked"),
        (&["setup", "valkey", "dynamodb:///features", "--plan"], "setup dynamodb"),
        (&["setup", "valkey", "--plan"], "no connection URI"),
    ] {
        let ran = run_with(program("http://127.0.0.1:9"), arguments, b"");
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.stderr.contains(said), "{arguments:?}: {}", ran.stderr);
    }
}

/// What `size` recommends is what is made.
#[test]
fn capacity_comes_from_size() {
    let aws = FakeAws::start();
    let folder = tempfile::tempdir().expect("a folder");
    let (report, table) = (folder.path().join("size.json"), folder.path().join("table.toml"));
    let scenario = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/examples/online-store.toml");
    let to = (format!("json={}", text(&report)), format!("toml={}", text(&table)));
    let ran = run_with(
        program("http://127.0.0.1:9"),
        &["size", "--scenario", scenario, "--output", &to.0, "--emit", &to.1],
        b"",
    );
    assert_eq!(ran.code, 0, "{ran:?}");
    for file in [&report, &table] {
        let ran = setup(&aws.url(), &["--from-size", text(file), "--plan", "--output", "json"]);
        assert_eq!(ran.code, 0, "{ran:?}");
        let spec = &ran.json()["data"]["plan"]["table"];
        assert_eq!(spec["billing"]["mode"], "autoscaling");
        assert_eq!(spec["billing"]["policies"]["read"]["min"], 500);
        assert_eq!(spec["billing"]["policies"]["write"]["target"], 70.0);
        assert_eq!(spec["replicas"][0]["region"], "us-west-2");
        assert_eq!(spec["layout"]["partition_key"], "__id__", "a flag beats the file");
    }
    // It was sized for another Region than the one that is meant.
    let mut elsewhere = program(&aws.url());
    elsewhere.env("AWS_REGION", "eu-west-1");
    let ran = run_with(elsewhere, &["setup", "dynamodb", TABLE, "--from-size", text(&table), "--plan"], b"");
    assert!(ran.code == 2 && ran.stderr.contains("--region"), "{ran:?}");
    std::fs::write(&report, "{\"data\": {}}").expect("can write");
    let ran = setup(&aws.url(), &["--from-size", text(&report), "--plan"]);
    assert!(ran.code == 2 && ran.stderr.contains("recommended_table"), "{ran:?}");
}
