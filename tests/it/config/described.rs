//! CFG001 and CFG004: what a description leaves open, and where its parts contradict each other.

use chalkstore::config::{self, Environment};
use chalkstore::report::Status::{self, Fail, Pass, Skip};

/// The environment `p` of a file.
fn environment(text: &str) -> Environment {
    let config = config::read(text, "chalkstore.toml").unwrap_or_else(|problems| panic!("{problems:#?}"));
    config.environments["p"].clone()
}

#[track_caller]
fn expect(text: &str, (code, status): (&str, Status), said: &str) {
    let assessment = config::assess(&environment(text).evidence(None));
    let findings: Vec<String> = assessment
        .findings
        .iter()
        .map(|finding| format!("{} {:?}: {}", finding.check.code, finding.status, finding.message()))
        .collect();
    let is_told = assessment.findings.iter().any(|finding| {
        finding.check.code == code && finding.status == status && finding.message().contains(said)
    });
    assert!(is_told, "{text}\n{findings:#?}");
}

#[test]
fn parts_that_are_not_described_are_named() {
    expect(
        "[environments.p]\n",
        ("CFG001", Skip),
        "online_store, topology, table, access, failover, replication",
    );
    let store = "[environments.p.online_store]\nsecret = \"s\"\n";
    expect(
        store,
        ("CFG001", Skip),
        "not described, and looked at only as far as other parts say: topology, table",
    );
    expect(
        include_str!("../../../docs/examples/chalkstore.toml").replace("production", "p").as_str(),
        ("CFG001", Pass),
        "",
    );
}

#[test]
fn parts_that_agree_pass() {
    expect("[environments.p]\n", ("CFG004", Pass), "");
    expect(
        include_str!("../../../docs/examples/chalkstore.toml").replace("production", "p").as_str(),
        ("CFG004", Pass),
        "",
    );
    // A Region that is not said may be the one that is missing.
    let unsaid = "[environments.p.table]\nname = \"abc\"\nreplicas = [\"us-west-2\"]\n[environments.p.failover]\nname = \"a.b\"\n\
                  region_hosts = { us-east-1 = \"east.a.b\", us-west-2 = \"west.a.b\" }\n";
    expect(unsaid, ("CFG004", Pass), "");
}

#[test]
fn parts_that_contradict_each_other_are_told() {
    let failover = "[environments.p.failover]\nname = \"a.b\"\n\
                    region_hosts = { us-east-1 = \"east.a.b\", eu-west-1 = \"west.a.b\" }\n";
    let east = "[environments.p.aws]\nregion = \"us-east-1\"\n";
    for (text, said) in [
        (
            format!("{east}{failover}[environments.p.table]\nname = \"abc\"\nreplicas = [\"us-west-2\"]\n"),
            "failover.region_hosts has eu-west-1, where the table has no copy: aws.region is us-east-1, and table.replicas has \
             us-west-2",
        ),
        (
            "[environments.p.online_store]\nuri = \"redis://h:6379/0?clustered=false\"\n[environments.p.topology]\nshards = 3\n"
                .to_owned(),
            "the store's URI says clustered=false, and topology.shards is 3",
        ),
        (
            format!("{failover}active = \"us-west-2\"\n"),
            "failover.active names us-west-2, and failover.region_hosts has eu-west-1, us-east-1",
        ),
        (format!("{failover}deployed = {{ us-west-2 = \"v1\" }}\n"), "failover.deployed names us-west-2"),
        (format!("{failover}query_servers = {{ us-west-2 = 4 }}\n"), "failover.query_servers names us-west-2"),
        (
            format!("{failover}[environments.p.replication]\naurora_globals = [\"m\"]\nregions = [\"us-east-1\"]\n"),
            "failover.region_hosts has eu-west-1, and replication.regions has us-east-1 alone",
        ),
        (
            format!("{failover}metadata = \"single-region\"\n[environments.p.replication]\naurora_globals = [\"m\"]\n"),
            "failover.metadata is single-region",
        ),
        (
            "[environments.p.objectives]\nrpo = \"5s\"\nmax_lag = \"1m\"\n".to_owned(),
            "objectives.max_lag is 1m, which is more than objectives.rpo of 5s",
        ),
        (
            format!("{east}[environments.p.topology]\nquery_servers = {{ eu-west-1a = 2 }}\n"),
            "topology.query_servers names the zone eu-west-1a, and aws.region is us-east-1",
        ),
        (
            format!("{east}[environments.p.table]\nname = \"arn:aws:dynamodb:eu-west-1:123456789012:table/abc\"\n"),
            "the ARN of table.name is of eu-west-1, and aws.region is us-east-1",
        ),
        (
            format!("{east}[environments.p.online_store]\nsecret = \"arn:aws:secretsmanager:eu-west-1:123456789012:secret:s-AbCdEf\"\n"),
            "the ARN of online_store.secret is of eu-west-1",
        ),
        (
            "[environments.p.online_store]\nuri = \"dynamodb:///abc\"\n[environments.p.table]\nname = \"abcd\"\n".to_owned(),
            "the store is the DynamoDB table abc, and table.name is abcd",
        ),
        (
            "[environments.p.online_store]\nuri = \"dynamodb:///abc\"\n[environments.p.topology]\n".to_owned(),
            "which has no topology of its own",
        ),
    ] {
        expect(&text, ("CFG004", Fail), said);
    }
}

/// What a secret's URI leads to is learned later, and judged then.
#[test]
fn a_store_that_is_learned_later_is_compared_then() {
    let environment = environment(
        "[environments.p.online_store]\nsecret = \"s\"\n[environments.p.table]\nname = \"abcd\"\n",
    );
    let store = chalkstore::uri::parse("dynamodb:///abc").expect("is a URI");
    let told = environment.evidence(Some(&store)).contradictions;
    assert_eq!(told, ["the store is the DynamoDB table abc, and table.name is abcd"]);
    assert!(environment.evidence(None).contradictions.is_empty());
}

#[test]
fn what_is_expected_goes_to_each_room() {
    let text = include_str!("../../../docs/examples/chalkstore.toml").replace("production", "p");
    let expected = environment(&text).expected(chalkstore::valkey::ZoneMap::default());
    assert_eq!(expected.replication.rpo_ms, Some(60_000));
    assert_eq!((expected.failover.rpo_ms, expected.failover.rto_ms), (Some(60_000), Some(180_000)));
    assert_eq!(expected.topology.query_server_count(), 40);
    assert_eq!(expected.topology.zones_of_query_servers(), ["us-east-1a", "us-east-1b"]);
    assert_eq!(expected.failover.offline_hosts, ["chalk.example.com"]);
    assert!(expected.dataflow.require.is_some());
    let whole: chalkstore::probe::Expectations = expected.into();
    assert_eq!(whole.table.wanted.replicas.len(), 1);
}
