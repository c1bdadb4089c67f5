//! A whole environment: a real cluster, and the stand-in for AWS.

use super::{Described, quoted, results};
use crate::program::text;
use crate::support::fake_aws::{FakeAws, Secret, Table};
use crate::support::{Cluster, Version};

const EAST: &str = "us-east-1";

fn stand(aws: &FakeAws, uri: &str) {
    let mut state = aws.state();
    state.tables.insert((EAST.to_owned(), "features".to_owned()), Table::new(EAST, "features"));
    state.secrets.insert((EAST.to_owned(), "store".to_owned()), Secret::new(EAST, "store", uri));
}

#[test]
fn a_real_cluster_and_its_table_are_told_by_category() {
    let cluster = Cluster::builder(Version::Valkey912, 3, 1).zones(&["us-east-1a", "us-east-1b"]).start();
    let aws = FakeAws::start();
    let uri = format!("redis://127.0.0.1:{}/0?clustered=true", cluster.node(0, 0).port());
    stand(&aws, &uri);
    let described = Described::new(&format!(
        r#"
[environments.production.aws]
region = "us-east-1"
endpoint_url = "{url}"
[environments.production.online_store]
secret = "store"
[environments.production.topology]
policy = "unset"
[environments.production.table]
name = "features"
[environments.production.objectives]
max_lag = "10s"
[environments.production.dataflow]
otel_configs = [{otel}]
metadata_hosts = ["api.chalk.example.com"]
"#,
        url = aws.url(),
        otel = quoted(std::path::Path::new("collector.yaml")),
    ));
    let otel = "receivers: {otlp: {}}\nexporters: {debug: {}}\nservice:\n  pipelines:\n    logs: {receivers: [otlp], exporters: [debug]}\n";
    std::fs::write(described.file("collector.yaml"), otel).expect("it can be written");
    let saved = described.file("seen.jsonl");
    let arguments = ["--output", "ndjson", "-v", "--timeout", "60s", "--save-evidence", text(&saved)];
    let ran = described.run(&arguments);
    let (environments, summary) = results(&ran.stdout);
    let (statuses, counts) = &environments["production"];
    for code in ["SEC002", "URI001", "NET002", "NET012", "TOP001"] {
        assert_eq!(statuses.get(code).map(String::as_str), Some("pass"), "{code}: {}", ran.stdout);
    }
    for code in ["TBL001", "LAG051", "FLOW001", "CFG001"] {
        assert!(statuses.contains_key(code), "{code}: {statuses:?}");
    }
    assert_eq!(&summary["counts"], counts);
    assert_eq!(summary["exit_code"], ran.code);

    // The same from what was saved.
    let again = described.run(&["--evidence", text(&saved), "--output", "ndjson", "-v"]);
    let (replayed, _) = results(&again.stdout);
    assert_eq!((again.code, &replayed["production"].0), (ran.code, statuses), "{}", again.stderr);

    // For a person.
    let human = described.run(&["--evidence", text(&saved)]);
    for words in ["Connection URI\n", "Reaching the store\n", "Topology\n", "✓ all 16384 slots are"] {
        assert!(human.stdout.contains(words), "{words}: {}", human.stdout);
    }
    let quiet = described.run(&["--evidence", text(&saved), "--quiet"]);
    assert!(!quiet.stdout.contains('✓'), "{}", quiet.stdout);
}

/// A secret that cannot be read costs the store's checks, each of them said, and nothing else.
#[test]
fn a_need_that_fails_is_a_skip_and_not_a_cascade() {
    let aws = FakeAws::start();
    stand(&aws, "redis://h:1/0?clustered=false");
    let environment = |name: &str, secret: &str| {
        format!(
            "[environments.{name}.aws]\nregion = \"us-east-1\"\nendpoint_url = \"{}\"\n\
             [environments.{name}.online_store]\nsecret = \"{secret}\"\n[environments.{name}.table]\nname = \"features\"\n",
            aws.url()
        )
    };
    let bad = "redis://h:1/0?clustered=maybe";
    aws.state().secrets.insert((EAST.to_owned(), "bad".to_owned()), Secret::new(EAST, "bad", bad));
    let described = Described::new(&[environment("absent", "nothing"), environment("wrong", "bad")].concat());
    let ran = described.run(&["--output", "ndjson", "-v", "--timeout", "60s"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    let (environments, _) = results(&ran.stdout);
    let (absent, _) = &environments["absent"];
    assert_eq!((absent["SEC002"].as_str(), absent["TBL001"].as_str()), ("fail", "pass"), "{}", ran.stdout);
    for code in ["URI001", "NET002", "TOP001"] {
        assert_eq!(absent[code], "skip", "{code}");
    }
    let (wrong, _) = &environments["wrong"];
    assert_eq!(
        (wrong["SEC002"].as_str(), wrong["NET002"].as_str(), wrong["TOP001"].as_str()),
        ("pass", "skip", "skip")
    );
    assert!(ran.stdout.contains("not tried: the secret could not be read"), "{}", ran.stdout);
    assert!(ran.stdout.contains("not tried: a check of the URI failed"), "{}", ran.stdout);
    // Credentials were looked for, and each secret was asked for once.
    let asked = aws.calls().iter().filter(|call| call.contains("GetSecretValue")).count();
    assert_eq!(asked, 2, "{:?}", aws.calls());

    // Many environments: a heading each, and all of them at the end, in 60 columns too.
    let human = described.run(&["--timeout", "60s"]);
    assert!(
        human.stdout.contains("── absent") && human.stdout.contains("2 environments"),
        "{}",
        human.stdout
    );
    let mut command = described.command();
    command.env("LC_ALL", "C");
    let plain = crate::program::run_with(command, &["preflight", "--timeout", "60s"], b"");
    assert!(plain.stdout.contains("FAIL") && !plain.stdout.contains('✗'), "{}", plain.stdout);
}
