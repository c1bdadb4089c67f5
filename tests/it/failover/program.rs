//! Its command line: what it takes, what it refuses, and what a replay makes of saved evidence.

use chalkstore::probe::EvidenceReader;

use super::deployment::{Deployment, NAME};
use crate::program::{run, run_with, text};

#[track_caller]
fn refused(arguments: &[&str], said: &str) {
    let ran = run(&[&["failover"], arguments].concat());
    assert_eq!(ran.code, 2, "{arguments:?}: {}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains(said), "{arguments:?}: {}", ran.stderr);
    assert!(!ran.stderr.contains("canary"), "a secret came out: {}", ran.stderr);
}

#[test]
fn every_wrong_value_is_told_what_is_right() {
    refused(&[], "no failover name was given");
    refused(&["simulate"], "no failover name was given");
    refused(&["chalk example"], "write a host");
    refused(&["rediss://:canary@cache:6379"], "only http:// and https://");
    refused(&["https://chalk.example.com/healthz"], "without a path");
    for (flag, value, said) in [
        ("--region-host", "us-east-1", "write REGION=HOST"),
        ("--region-host", "East=host", "a Region is written like us-east-1"),
        ("--region-host", "us-east-1=a:0", "a port is a number"),
        ("--resolver", "dns.example.com", "write an address, such as 1.1.1.1"),
        ("--rto", "180", "'180' for '--rto <DURATION>': it has no unit: write for example 500ms, 60s"),
        ("--rpo", "0s", "more than 0"),
        ("--what-if", "interval=20", "an interval is 10 or 30"),
        ("--probe-error-rate", "2", "write a share from 0 to 1"),
        ("--active", "US East", "a Region is written like us-east-1"),
        ("--metadata", "both", "active-passive"),
        ("--offline-host", "ftp://a", "only http:// and https://"),
        ("--deployed", "us-east-1", "write REGION=VERSION"),
        ("--query-servers", "us-east-1=many", "write REGION=N"),
        ("--table", "a", "a table's name has 3 to 255"),
        ("--secret", "a b", "a secret's name has up to"),
        ("--endpoint-url", "localhost", "takes a URL"),
    ] {
        refused(&[NAME, flag, value], said);
    }
    refused(&[NAME, "--deployed", "us-east-1=a", "--deployed", "us-east-1=b"], "given twice for us-east-1");
    refused(&["simulate", NAME, "--outage", "0s"], "more than 0");
    refused(&["simulate", NAME, "--read-qps=-1"], "write how many there are per second");
    refused(&["simulate", NAME, "--resolver-ttl", "1y"], "it has to be at most 7d");
    refused(&[NAME, "--evidence", "failover.jsonl"], "takes nothing to look at");
    refused(&["--resolver", "system", "--evidence", "failover.jsonl"], "takes nothing to look at");
}

#[test]
fn saved_evidence_makes_the_same_report_and_may_be_judged_anew() {
    let deployment = Deployment::start();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("failover.jsonl");
    let (name, resolver) = (deployment.name(), deployment.dns.address().to_string());
    let said = [
        "--rto",
        "90s",
        "--active",
        "us-east-1",
        "--deployed",
        "us-east-1=a",
        "--query-servers",
        "us-west-2=4",
    ];
    let looking =
        ["failover", &name, "--resolver", &resolver, "--save-evidence", text(&file), "--output", "json"];
    let live = run_with(deployment.command(), &[&looking[..], &said].concat(), b"");
    let again = run(&["failover", "--evidence", text(&file), "--output", "json"]);
    assert_eq!((live.code, live.json()["findings"].clone()), (again.code, again.json()["findings"].clone()));
    assert_eq!(again.json()["subject"], NAME);

    let reader = EvidenceReader::open(&file, "failover").expect("it can be read");
    let expected = reader.expectations.failover;
    assert_eq!((expected.rto_ms(), expected.active.as_deref()), (90_000, Some("us-east-1")));
    assert_eq!((expected.deployed.len(), expected.query_servers["us-west-2"]), (1, 4));

    // Edited until no name could have it, it is refused.
    let edited = folder.path().join("edited.jsonl");
    let saved = std::fs::read_to_string(&file).expect("it is there");
    assert!(saved.contains("\"interval_s\":30"), "{saved}");
    let spoiled = saved.replace("\"interval_s\":30", "\"interval_s\":4294967295");
    std::fs::write(&edited, spoiled).expect("it can be written");
    let refused = run(&["failover", "--evidence", text(&edited)]);
    assert!(refused.code != 0 && refused.stderr.contains("none that AWS takes"), "{}", refused.stderr);
    // A simulation is made of the same evidence.
    let played =
        run(&["failover", "simulate", "--evidence", text(&file), "--outage", "20m", "--output", "json"]);
    assert_eq!(played.json()["command"], "failover", "{}", played.stderr);
    let other = run(&["check-table", "--evidence", text(&file)]);
    assert_eq!(other.code, 2, "{}", other.stderr);
}

#[test]
fn help_has_headings_and_examples() {
    let help = run(&["failover", "--help"]).stdout;
    for part in
        ["What to look at:", "What is judged:", "What you say of the deployment:", "Examples:", "simulate"]
    {
        assert!(help.contains(part), "{part}: {help}");
    }
    let help = run(&["failover", "simulate", "--help"]).stdout;
    assert!(help.contains("What is played:") && help.contains("--outage 20m"), "{help}");
}
