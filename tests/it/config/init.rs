//! `chalkstore init`, through the built program, against real servers and AWS stand-ins.

use std::fs;
use std::process::Command;

use chalkstore::config::{self, Config};

use super::drafted::uncommented;
use crate::program::{Ran, chalkstore, run, run_with, text};
use crate::support::fake_aws::{FakeAws, Secret, Table};
use crate::support::{Cluster, RefusingPort, Version};

const PASSWORD: &str = "CaNaRy9Init";
const TABLE: &str = "chalk-online-store";
const ARN: &str = "arn:aws:dynamodb:us-east-1:123456789012:table/chalk-online-store";

fn with(aws: &FakeAws) -> Command {
    let mut command = chalkstore();
    command.env("AWS_ENDPOINT_URL", aws.url());
    command.env("AWS_ACCESS_KEY_ID", "AKIATEST").env("AWS_SECRET_ACCESS_KEY", PASSWORD);
    command
}

/// What was printed is right, and so is what is left to be decided.
#[track_caller]
fn right(ran: &Ran) -> Config {
    for out in [&ran.stdout, &ran.stderr] {
        assert!(!out.contains(PASSWORD), "a secret came out: {out}");
    }
    let read = |text: &str| {
        config::read(text, "chalkstore.toml").unwrap_or_else(|problems| panic!("{problems:#?}\n{text}"))
    };
    read(&uncommented(&ran.stdout));
    read(&ran.stdout)
}

#[test]
fn a_cluster_is_written_down_as_it_is() {
    let zones = ["us-east-1a", "us-east-1b"];
    let cluster = Cluster::builder(Version::Valkey912, 3, 1)
        .zones(&zones)
        .each(|node, _, _| node.password(PASSWORD))
        .start();
    let uri = format!("redis://127.0.0.1:{}/0?clustered=true&password={PASSWORD}", cluster.nodes()[0].port());
    let mut command = chalkstore();
    command.env("REDIS_URI", &uri);
    let ran = run_with(command, &["init", "--environment", "prod.eu", "--uri-env", "REDIS_URI", "-"], b"");
    assert_eq!(ran.code, 0, "{ran:?}");
    let config = right(&ran);
    let environment = &config.environments["prod.eu"];
    assert_eq!(
        environment.online_store.as_ref().and_then(|store| store.uri_env.as_deref()),
        Some("REDIS_URI")
    );
    assert!(environment.topology.is_some() && environment.table.is_none());
    assert_eq!(environment.contradictions(), [""; 0]);
    let topology = environment.topology.clone().unwrap_or_default();
    let version = topology.server_version.map(|version| version.to_string());
    assert_eq!((topology.shards, topology.replicas_per_shard), (Some(3), Some(1)));
    assert_eq!(version.as_deref(), Some("Valkey 9.1"));
    for said in [
        "# Seen: Valkey 9.1.2, a cluster, 3 shards, 6 nodes.",
        "# policy = \"ZONAL_AFFINITY\"",
        "# query_servers = { us-east-1a = 1, us-east-1b = 1 }",
    ] {
        assert!(ran.stdout.lines().any(|line| line == said), "{said}\n{}", ran.stdout);
    }
}

#[test]
fn one_server_is_one() {
    let cluster = Cluster::builder(Version::Valkey912, 1, 0).start();
    let uri = format!("redis://127.0.0.1:{}/0?clustered=true", cluster.nodes()[0].port());
    let ran = run(&["init", "--environment", "p", "--uri", &uri, "-"]);
    right(&ran);
    let seen = "# Seen: Valkey 9.1.2, a cluster, 1 shard, 1 node.";
    assert!(ran.stdout.lines().any(|line| line == seen), "{}", ran.stdout);
}

#[test]
fn a_table_behind_a_secret_is_written_down_as_it_is() {
    let aws = FakeAws::start();
    let key = ("us-east-1".to_owned(), "online-store-uri".to_owned());
    aws.state()
        .secrets
        .insert(key, Secret::new("us-east-1", "online-store-uri", &format!("dynamodb:///{TABLE}")));
    let mut table = Table::new("us-east-1", TABLE);
    table.replicate_to("us-west-2");
    table.deletion_protection = true;
    aws.state().tables.insert(("us-east-1".to_owned(), TABLE.to_owned()), table);
    let arguments =
        ["init", "--environment", "production", "--secret", "online-store-uri", "--region", "us-east-1", "-"];
    let ran = run_with(with(&aws), &arguments, b"");
    let config = right(&ran);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let environment = &config.environments["production"];
    assert_eq!(environment.aws.region.as_deref(), Some("us-east-1"));
    let table = environment.table.as_ref().expect("was seen");
    assert_eq!(table.name, TABLE);
    let written = serde_json::to_value(&table.wanted).expect("is data");
    assert_eq!(written["billing"], "on-demand");
    assert_eq!(written["layout"], "documented");
    assert_eq!(written["replicas"], serde_json::json!(["us-west-2"]));
    assert_eq!(written["deletion_protection"], "on");
    assert_eq!(written["point_in_time_recovery"], "off");
    assert_eq!(environment.contradictions(), [""; 0]);
    assert!(aws.changes().is_empty(), "{:?}", aws.changes());
}

/// It is looked for in the ARN's Region, whatever the surroundings say.
#[test]
fn an_arn_says_where_its_table_is() {
    let aws = FakeAws::start();
    aws.state().tables.insert(("us-east-1".to_owned(), TABLE.to_owned()), Table::new("us-east-1", TABLE));
    for more in [&[][..], &["--region", "us-east-1"]] {
        let mut command = with(&aws);
        command.env("AWS_REGION", "eu-west-1");
        let ran =
            run_with(command, &[&["init", "--environment", "p", "--table", ARN, "-"], more].concat(), b"");
        let config = right(&ran);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert_eq!(config.environments["p"].aws.region.as_deref(), Some("us-east-1"));
    }
}

/// What cannot be observed stands there with the reason, and the exit code says that something is missing.
#[test]
fn what_cannot_be_observed_says_why() {
    let refusing = RefusingPort::new();
    let aws = FakeAws::start();
    let uri = format!("redis://127.0.0.1:{}/0?clustered=true", refusing.port());
    let arguments = [
        "init",
        "--environment",
        "p",
        "--uri",
        &uri,
        "--table",
        "no-such-table",
        "--failover",
        "chalk.example.com",
        "--region",
        "us-east-1",
        "--timeout",
        "30s",
        "-",
    ];
    let ran = run_with(with(&aws), &arguments, b"");
    assert_eq!(ran.code, 3, "{ran:?}");
    let config = right(&ran);
    assert_eq!(
        config.environments["p"].online_store.as_ref().and_then(|store| store.uri.as_deref()),
        Some(&*uri)
    );
    for said in [
        "the store's topology could not be observed: ",
        "the table could not be observed: ",
        "the name's records could not be observed: ",
    ] {
        assert!(ran.stdout.contains(&format!("# {said}")), "{said}\n{}", ran.stdout);
        assert!(ran.stderr.contains(&format!("note: {said}")), "{said}\n{}", ran.stderr);
    }
    let ran = run(&["init", "--environment", "p", "--secret", "s", "--region", "us-east-1", "-", "--quiet"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (3, ""), "{ran:?}");
    assert!(ran.stdout.contains("# the store could not be observed: "), "{}", ran.stdout);
    right(&ran);
}

#[test]
fn nothing_that_is_there_is_written_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("chalkstore.toml");
    let init = |more: &[&str]| {
        let mut command = chalkstore();
        command.current_dir(folder.path());
        run_with(command, &[&["init", "--environment", "p"], more].concat(), b"")
    };
    let ran = init(&[]);
    assert_eq!(
        (ran.code, ran.stdout.as_str(), ran.stderr.as_str()),
        (0, "", "note: wrote chalkstore.toml\n")
    );
    let first = fs::read_to_string(&file).expect("was written");
    config::read(&first, "chalkstore.toml").expect("is right");
    config::read(&uncommented(&first), "chalkstore.toml").expect("is right");
    fs::write(&file, "mine").expect("can write");
    let ran = init(&[]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("chalkstore.toml is there already") && ran.stderr.contains("--force"),
        "{}",
        ran.stderr
    );
    assert_eq!(fs::read_to_string(&file).expect("is there"), "mine");
    assert_eq!(init(&["--force"]).code, 0);
    assert_eq!(fs::read_to_string(&file).expect("is there"), first);
    assert_eq!(init(&["other.toml", "--quiet"]).stderr, "");
    let names: Vec<String> = fs::read_dir(folder.path())
        .expect("is there")
        .filter_map(Result::ok)
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert_eq!(init(&["no-such-folder/chalkstore.toml"]).code, 2);
    assert_eq!(init(&[text(folder.path()), "--force"]).code, 2);
}

/// A file without anything in it would stand in the way of the next try.
#[test]
fn a_first_try_that_sees_nothing_leaves_the_second_one_free() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("chalkstore.toml");
    let aws = FakeAws::start();
    let secret = Secret::new("us-east-1", "online-store-uri", &format!("dynamodb:///{TABLE}"));
    aws.state().secrets.insert(("us-east-1".to_owned(), "online-store-uri".to_owned()), secret);
    let init = |more: &[&str]| {
        let mut command = with(&aws);
        command.env_remove("AWS_REGION").current_dir(folder.path());
        let arguments = ["init", "--environment", "p", "--secret", "online-store-uri"];
        run_with(command, &[&arguments, more].concat(), b"")
    };
    let ran = init(&[]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.stderr.contains("could not be observed: no AWS Region is known"), "{ran:?}");
    assert!(ran.stderr.contains("note: chalkstore.toml was not written"), "{ran:?}");
    assert!(!file.exists(), "{ran:?}");
    // What is there already stays as it is.
    fs::write(&file, "mine").expect("can write");
    assert_eq!(init(&["--force"]).code, 3);
    assert_eq!(fs::read_to_string(&file).expect("is there"), "mine");
    fs::remove_file(&file).expect("is there");

    // The secret is read, and leads to a table that is not there: that is more than nothing.
    let region = ["--region", "us-east-1"];
    let ran = init(&region);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(
        ran.stderr.contains("note: wrote chalkstore.toml; ") && ran.stderr.contains("--force"),
        "{ran:?}"
    );
    let written = fs::read_to_string(&file).expect("was written");
    config::read(&written, "chalkstore.toml").expect("is right");
    assert_eq!(init(&region).code, 2);
    aws.state().tables.insert(("us-east-1".to_owned(), TABLE.to_owned()), Table::new("us-east-1", TABLE));
    let ran = init(&[&region[..], &["--force"]].concat());
    assert_eq!((ran.code, ran.stderr.as_str()), (0, "note: wrote chalkstore.toml\n"), "{ran:?}");
}

#[test]
fn every_wrong_value_is_told_what_is_right() {
    for (arguments, said) in [
        (&["--uri", "redis://:canary@h:6379"][..], "--uri takes a URI without a password"),
        (&["--uri", "rediss://h?password=canary"], "--uri takes a URI without a password"),
        (&["--uri-env", "rediss://:canary@h"], "--uri-env takes the name of a variable"),
        (&["--secret", "rediss://:canary@h"], "secret"),
        (&["--secret", "s", "--uri-env", "U"], "cannot be used with"),
        (&["--uri-env", "NOT_SET_AT_ALL"], "NOT_SET_AT_ALL"),
        (&["--table", "a"], "a table's name has 3 to 255"),
        (&["--table", ARN, "--region", "eu-west-1"], "the ARN is of us-east-1, and --region is eu-west-1"),
        (&["--failover", "a b"], "write a host"),
        (&["rediss://:canary@h"], "looks like a URI"),
        (&["--output", "json"], "has no use for --output"),
        (&["--evidence", "x"], "has no use for --evidence"),
    ] {
        let ran = run(&[&["init", "--environment", "p"], arguments].concat());
        assert_eq!(ran.code, 2, "{arguments:?}: {ran:?}");
        assert!(ran.stderr.contains(said), "{arguments:?}: {}", ran.stderr);
        assert!(!ran.stderr.contains("canary"), "{arguments:?}: {}", ran.stderr);
    }
    let ran = run(&["init", "--environment", "a b", "-"]);
    assert!(ran.code == 2 && ran.stderr.contains("--environment takes a name"), "{ran:?}");
    assert_eq!(run(&["init", "-"]).code, 2);
}
