//! What is said on the command line and in chalkstore.toml is read in one way: what the one refuses, the other does.

use chalkstore::config;

use crate::program::run;

const REPLICATOR: &str = "arn:aws:kafka:us-west-2:123456789012:replicator/east-to-west/1c4ac2f0-2";

/// A command, its option, the place in an environment with `%` for the value, what is none, and what is one.
type Said<'a> = (&'a str, &'a str, &'a str, &'a [&'a str], &'a [&'a str]);

const SAID: [Said<'_>; 20] = [
    (
        "dataflow",
        "--image-repository",
        "dataflow.image_repositories = [%]",
        &["-x", "https://ghcr.io", "a b", "", "u@h"],
        &["ghcr.io/chalk:1"],
    ),
    ("dataflow", "--eks-cluster", "dataflow.eks_cluster = %", &["-x", "_x", "", "a b"], &["chalk-prod_1"]),
    (
        "dataflow",
        "--metadata-host",
        "dataflow.metadata_hosts = [%]",
        &["https://a.example.com", "u:p@h", "h?password=x", "", "10.0.0.0/33"],
        &["*.example.com", "API.example.com", "10.0.0.0/8", "s3://bucket-1"],
    ),
    (
        "dataflow",
        "--allow-host",
        "dataflow.allow_hosts = [%]",
        &["u:p@h", "", "a b"],
        &["pcx-1", "s3://bucket-1"],
    ),
    (
        "replication-lag",
        "--msk-replicator",
        "replication.msk_replicators = [%]",
        &["", "east-to-west", "arn:aws:kafka::1:replicator/x", "arn:aws:kafka:us--1:1:replicator/x"],
        &[REPLICATOR],
    ),
    (
        "replication-lag",
        "--aurora-global",
        "replication.aurora_globals = [%]",
        &["", "a_b"],
        &["chalk-metadata"],
    ),
    (
        "replication-lag",
        "--global-datastore",
        "replication.global_datastores = [%]",
        &["", "a.b"],
        &["abcde-chalk"],
    ),
    (
        "replication-lag",
        "--region",
        "replication.regions = [%]",
        &["", "us-east", "US-EAST-1", "us--east-1", "us-east-1-"],
        &["us-gov-west-1"],
    ),
    ("replication-lag", "--window", "replication.window = %", &["59m", "455d", "3", ""], &["1h", "454d"]),
    (
        "check-table",
        "--window",
        "table = { name = \"t-1\", window = % }",
        &["59m", "455d", "3", ""],
        &["1h", "454d"],
    ),
    ("replication-lag", "--rpo", "objectives.rpo = %", &["0s", "8d", "60", ""], &["7d", "1m 500ms"]),
    ("failover", "--rpo", "objectives.rpo = %", &["0s", "8d", "60", ""], &["7d", "1m 500ms"]),
    ("replication-lag", "--max-lag", "objectives.max_lag = %", &["0s", "8d", "60"], &["7d"]),
    ("failover", "--rto", "objectives.rto = %", &["0s", "367d", "180"], &["366d", "3m"]),
    (
        "failover",
        "--active",
        "failover = { name = \"h\", active = % }",
        &["", "east", "us--east-1"],
        &["us-east-1"],
    ),
    (
        "failover",
        "--deployed",
        "failover = { name = \"h\", deployed = { us-east-1 = % } }",
        &["", " ", "redis://h"],
        &["3f2a91c"],
    ),
    (
        "failover",
        "--offline-host",
        "failover = { name = \"h\", offline_hosts = [%] }",
        &["", "ftp://a", "u@a", "a/b"],
        &["a.b", "http://a"],
    ),
    (
        "failover",
        "--resolver",
        "failover = { name = \"h\", resolvers = [%] }",
        &["", "dns.example.com", "1.1.1.1:0"],
        &["system", "::1"],
    ),
    (
        "failover",
        "--region-host",
        "failover = { name = \"h\", region_hosts = { us-east-1 = % } }",
        &["", "a b", "a:0"],
        &["prod-east.query.example.com"],
    ),
    (
        "check-table",
        "--read-scaling",
        "table = { name = \"t-1\", read_scaling = % }",
        &["", "5", "5-x"],
        &["500-5000@70"],
    ),
];

#[test]
fn the_file_and_the_command_line_refuse_the_same() {
    for (command, flag, place, wrongs, rights) in SAID {
        for (value, is_right) in
            wrongs.iter().map(|value| (value, false)).chain(rights.iter().map(|value| (value, true)))
        {
            let text = format!("[environments.p]\n{}\n", place.replace('%', &format!("{value:?}")));
            let told = config::read(&text, "chalkstore.toml").err();
            assert_eq!(told.is_none(), is_right, "{text}: {told:#?}");

            let is_of_region = place.contains("us-east-1 =");
            let said = if is_of_region { format!("us-east-1={value}") } else { (*value).to_owned() };
            // An option that is none ends the run where the one before it was taken.
            let ran = run(&[command, &format!("{flag}={said}"), "--no-such-option"]);
            let was_taken = ran.stderr.contains("--no-such-option");
            assert_eq!((ran.code, was_taken), (2, is_right), "{command} {flag}={said}: {}", ran.stderr);
        }
    }
}
