//! A whole environment: a real cluster, and the stand-in for AWS.

use super::{Described, names_no_option_of_another_command, results};
use crate::program::{on_terminal, text};
use crate::support::fake_aws::{FakeAws, Secret, Table};
use crate::support::{Cluster, Version};

const EAST: &str = "us-east-1";

fn stand(aws: &FakeAws, uri: &str) {
    let mut state = aws.state();
    state.tables.insert((EAST.to_owned(), "features".to_owned()), Table::new(EAST, "features"));
    state.secrets.insert((EAST.to_owned(), "store".to_owned()), Secret::new(EAST, "store", uri));
}

/// An environment whose store and table are asked for at the stand-in.
fn environment(name: &str, aws: &FakeAws, secret: &str) -> String {
    format!(
        "[environments.{name}.aws]\nregion = \"{EAST}\"\nendpoint_url = \"{}\"\n\
         [environments.{name}.online_store]\nsecret = \"{secret}\"\n[environments.{name}.table]\nname = \"features\"\n",
        aws.url()
    )
}

#[test]
fn a_real_cluster_and_its_table_are_told_by_category() {
    let cluster = Cluster::builder(Version::Valkey912, 3, 1).zones(&["us-east-1a", "us-east-1b"]).start();
    let aws = FakeAws::start();
    let uri = format!("redis://127.0.0.1:{}/0?clustered=true", cluster.node(0, 0).port());
    stand(&aws, &uri);
    let described = Described::new(&format!(
        "{}[environments.production.topology]\npolicy = \"unset\"\n\
         [environments.production.objectives]\nmax_lag = \"10s\"\n",
        environment("production", &aws, "store")
    ));
    let saved = described.file("seen.jsonl");
    let arguments = ["--output", "ndjson", "-v", "--timeout", "60s", "--save-evidence", text(&saved)];
    let ran = described.run(&arguments);
    let (environments, summary) = results(&ran.stdout);
    assert_eq!(environments.len(), 1, "{}", ran.stderr);
    let (statuses, counts) = &environments["production"];
    for code in ["SEC002", "URI001", "NET002", "NET012", "TOP001"] {
        assert_eq!(statuses.get(code).map(String::as_str), Some("pass"), "{code}: {}", ran.stdout);
    }
    for code in ["TBL001", "LAG051", "CFG001"] {
        assert!(statuses.contains_key(code), "{code}: {statuses:?}");
    }
    names_no_option_of_another_command(&ran);
    assert_eq!(&summary["counts"], counts);
    assert_eq!(summary["exit_code"], ran.code);

    // The same from what was saved.
    let again = described.run(&["--evidence", text(&saved), "--output", "ndjson", "-v"]);
    let (replayed, _) = results(&again.stdout);
    assert_eq!((again.code, &replayed["production"].0), (ran.code, statuses), "{}", again.stderr);

    // For a person: what passed with -v alone, of one environment as of many.
    let problems = described.run(&["--evidence", text(&saved)]);
    assert!(problems.code == ran.code && !problems.stdout.contains('✓'), "{}", problems.stdout);
    let human = described.run(&["--evidence", text(&saved), "-v"]);
    for words in ["Connection URI\n", "Reaching the store\n", "Topology\n", "✓ all 16384 slots are"] {
        assert!(human.stdout.contains(words), "{words}: {}", human.stdout);
    }
    // On a terminal of 60 columns.
    let mut narrow = described.command();
    narrow.env("COLUMNS", "60").env("TERM", "xterm").env("NO_COLOR", "1");
    let seen = on_terminal(&narrow, &["preflight", "--evidence", text(&saved), "-v"], &[]);
    let lines: Vec<&str> = seen.stdout.lines().map(str::trim_end).collect();
    assert!(seen.code == ran.code && lines.len() > 60 && lines.contains(&"Topology"), "{seen:?}");
    let long: Vec<_> = lines.iter().filter(|line| line.chars().count() > 60).collect();
    assert!(long.is_empty(), "{long:#?}");
    assert!(human.stdout.lines().any(|line| line.chars().count() > 60), "it is wider elsewhere");
}

/// Reaching the store and looking at its table both tell of the table: each under a name of its own, and none is lost.
#[test]
fn a_store_that_is_the_table_is_told_twice_and_not_mixed() {
    let aws = FakeAws::start();
    stand(&aws, "dynamodb:///features");
    let described = Described::new(&environment("production", &aws, "store"));
    let ran = described.run(&["--output", "json"]);
    let data = &ran.json()["data"];
    assert_eq!(
        data["described_table"][0]["partition_key"]["name"], data["table"]["partition_key"],
        "{ran:?}"
    );
    assert_eq!(
        (&data["described_table"][0]["name"], &data["table"]["name"]),
        (&"features".into(), &"features".into())
    );
    assert_eq!(data["table_regions"][0]["region"], EAST);
}

/// A secret that cannot be read costs the store's checks, each of them said, and nothing else.
#[test]
fn a_need_that_fails_is_a_skip_and_not_a_cascade() {
    let aws = FakeAws::start();
    stand(&aws, "redis://h:1/0?clustered=false");
    let bad = "redis://h:1/0?clustered=maybe";
    aws.state().secrets.insert((EAST.to_owned(), "bad".to_owned()), Secret::new(EAST, "bad", bad));
    let described =
        Described::new(&[environment("absent", &aws, "nothing"), environment("wrong", &aws, "bad")].concat());
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

    // Many environments: a heading each, and all of them at the end.
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

/// What is said of an environment names its keys: whatever is missing, whatever is wrong.
#[test]
fn findings_name_keys_and_no_option_of_another_command() {
    let aws = FakeAws::start();
    stand(&aws, "redis://127.0.0.1:1/0?clustered=true");
    let url = aws.url();
    let described = Described::new(&format!(
        "[environments.bare.online_store]\nsecret = \"store\"\n[environments.bare.topology]\n[environments.bare.table]\n\
         name = \"features\"\n[environments.bare.failover]\nname = \"chalk.example.com\"\nresolvers = [\"127.0.0.1:1\"]\n\
         [environments.bare.dataflow]\n[environments.bare.access]\nrole = \"arn:aws:iam::123456789012:role/chalk\"\n\
         [environments.there.aws]\nregion = \"us-east-1\"\nendpoint_url = \"{url}\"\n\
         [environments.there.online_store]\nsecret = \"store\"\n[environments.there.table]\nname = \"no-such-table\"\n\
         [environments.there.failover]\nname = \"chalk.example.com\"\nresolvers = [\"127.0.0.1:1\"]\n\
         [environments.there.dataflow]\neks_cluster = \"none\"\n[environments.there.objectives]\nmax_lag = \"1s\"\n",
    ));
    let ran = described.run(&["--output", "ndjson", "-v", "--timeout", "5s"]);
    names_no_option_of_another_command(&ran);
    for key in ["aws.region", "dataflow.otel_configs", "failover.offline_hosts", "table.name"] {
        assert!(ran.stdout.contains(key), "{key}: {}", ran.stdout);
    }
}

#[test]
fn findings_of_a_real_store_name_keys_too() {
    let cluster = Cluster::builder(Version::Valkey801, 3, 0).start();
    let described = Described::new(&format!(
        "[environments.p.online_store]\nuri = \"redis://127.0.0.1:{}/0?clustered=true\"\n\
         [environments.p.topology]\npolicy = \"ZONAL_AFFINITY\"\nreplicas_per_shard = 1\n",
        cluster.node(0, 0).port()
    ));
    let ran = described.run(&["--output", "ndjson", "-v", "--timeout", "60s"]);
    names_no_option_of_another_command(&ran);
    for told in [
        "topology.zone_map",
        "CHALK_AVAILABILITY_ZONE",
        "chalkstore topology --lose",
        "topology.query_servers",
    ] {
        assert!(ran.stdout.contains(told), "{told}: {}", ran.stdout);
    }
    let (environments, _) = results(&ran.stdout);
    assert_eq!(environments["p"].0["TOP031"], "fail", "{}", ran.stdout);
}
