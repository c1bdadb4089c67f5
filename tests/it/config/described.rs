//! CFG001 and CFG004: what a description leaves open, and where its parts contradict each other.

use crate::program::{chalkstore, run_with};
use chalkstore::config::{self, Environment};
use chalkstore::report::Status::{self, Fail, Pass, Skip, Warn};

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
        "[environments.p.table]\nname = \"abc\"\n",
        ("CFG001", Skip),
        "online_store, topology, access, failover, replication",
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

/// Where nothing is looked at, nothing was found to be well.
#[test]
fn an_environment_without_anything_to_look_at_fails() {
    let role = "[environments.p.access]\nrole = \"arn:aws:iam::123456789012:role/chalk\"\n";
    for text in [
        "[environments.p]\n",
        "[environments.p.aws]\nregion = \"us-east-1\"\n",
        "[environments.p.topology]\nshards = 3\n",
        "[environments.p.objectives]\nrto = \"3m\"\n",
        "[environments.p.replication]\nregions = [\"us-east-1\"]\n",
        "[environments.p.dataflow]\nrequire = \"restricted\"\n",
        role,
    ] {
        expect(text, ("CFG001", Fail), "nothing is described that could be looked at");
    }
    let table = "[environments.p.table]\nname = \"abc\"\n";
    for text in [
        "[environments.p.online_store]\nsecret = \"s\"\n",
        table,
        &format!("{role}{table}"),
        "[environments.p.failover]\nname = \"a.b\"\n",
        "[environments.p.replication]\naurora_globals = [\"m\"]\n",
        "[environments.p.dataflow]\neks_cluster = \"c\"\n",
    ] {
        expect(text, ("CFG001", Skip), "not described");
        expect(text, ("CFG004", Pass), "");
    }
    // As a recording of before has it.
    let old: config::Evidence =
        serde_json::from_str(r#"{"undescribed": ["table"], "contradictions": []}"#).expect("is one");
    assert!(!old.is_blank && old.unjudged.is_empty());
}

/// What is said and can never be judged is no pass.
#[test]
fn what_nothing_is_held_against_is_told() {
    let role = "[environments.p.access]\nrole = \"arn:aws:iam::123456789012:role/chalk\"\n";
    let store = "[environments.p.online_store]\nuri = \"redis://h:6379/0?clustered=true\"\n";
    let in_table = "[environments.p.online_store]\nuri = \"dynamodb:///abc\"\n";
    let table = "[environments.p.table]\nname = \"abc\"\n";
    let failover = "[environments.p.failover]\nname = \"a.b\"\n";
    let promise = |key: &str| format!("[environments.p.objectives]\n{key} = \"5s\"\n");
    for (text, status, said) in [
        (
            format!("{table}[environments.p.topology]\nshards = 3\n"),
            Fail,
            "topology is described, and online_store is not",
        ),
        (format!("{store}{role}"), Fail, "access.role is named, and neither a table nor online_store.secret"),
        (format!("{table}[environments.p.replication]\n"), Fail, "replication names nothing"),
        (format!("{table}[environments.p.dataflow]\n"), Fail, "dataflow is described, and names nothing"),
        (format!("{table}{}", promise("rto")), Warn, "objectives.rto is 5s, and failover is not described"),
        (promise("rpo"), Warn, "online_store, table.replicas or replication names what does"),
        (format!("{table}{}", promise("rpo")), Warn, "objectives.rpo is 5s, and nothing that"),
        (format!("{table}{}", promise("max_lag")), Warn, "objectives.max_lag is 5s, and nothing that"),
        // A store that is a table is a copy of nothing.
        (
            format!("{in_table}{}", promise("max_lag")),
            Warn,
            "the store is the DynamoDB table abc, whose replicas",
        ),
        (
            format!("{in_table}{table}{}", promise("max_lag")),
            Warn,
            "objectives.max_lag is 5s, and nothing that",
        ),
        (
            format!("{in_table}{table}{}rpo = \"9s\"\n", promise("max_lag")),
            Warn,
            "objectives.rpo is 9s, and nothing that replicates is looked at",
        ),
        (
            format!("{in_table}{table}[environments.p.replication]\n"),
            Fail,
            "replication names nothing, the store is the DynamoDB table abc",
        ),
    ] {
        expect(&text, ("CFG004", status), said);
    }
    for text in [
        format!("{failover}{}", promise("rto")),
        format!("{store}[environments.p.replication]\n{}", promise("rpo")),
        format!("{table}replicas = [\"us-west-2\"]\n{}", promise("rpo")),
        format!("{table}{failover}{}", promise("max_lag")),
        format!("{table}{failover}{}", promise("rpo")),
        format!("{store}{}", promise("rpo")),
        format!("{store}{}rpo = \"9s\"\n", promise("max_lag")),
        format!("{in_table}{table}replicas = [\"us-west-2\"]\n{}", promise("max_lag")),
        format!("{in_table}{table}{failover}{}", promise("max_lag")),
    ] {
        expect(&text, ("CFG004", Pass), "");
    }
}

/// With the program: neither is green.
#[test]
fn a_forgotten_store_is_no_green_gate() {
    let folder = tempfile::tempdir().expect("a folder");
    for (text, said) in [
        ("[environments.c]\n", &["CFG001", "nothing is described that could be looked at"][..]),
        ("[environments.d.topology]\nshards = 3\n", &["CFG001", "CFG004", "online_store is not"]),
    ] {
        std::fs::write(folder.path().join("chalkstore.toml"), text).expect("can be written");
        let mut command = chalkstore();
        command.current_dir(folder.path());
        let ran = run_with(command, &["preflight"], b"");
        assert_eq!(ran.code, 1, "{ran:?}");
        for said in said {
            assert!(ran.stdout.contains(said), "{said}: {}", ran.stdout);
        }
    }
}

#[test]
fn parts_that_contradict_each_other_are_told() {
    let failover = "[environments.p.failover]\nname = \"a.b\"\n\
                    region_hosts = { us-east-1 = \"east.a.b\", eu-west-1 = \"west.a.b\" }\n";
    let east = "[environments.p.aws]\nregion = \"us-east-1\"\n";
    for (text, said) in [
        (
            format!("{east}{failover}[environments.p.table]\nname = \"abc\"\nreplicas = [\"us-west-2\"]\n"),
            "failover.region_hosts has eu-west-1, where the table has no replica: aws.region is us-east-1, and table.replicas has \
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

/// What is promised of a store's replicas hangs on what the store is, which is learned later.
#[test]
fn what_hangs_on_the_store_waits_for_it() {
    let described =
        "[environments.p.online_store]\nsecret = \"s\"\n[environments.p.objectives]\nmax_lag = \"5s\"\n";
    let environment = environment(described);
    assert!(environment.is_compared_with_store());
    let unjudged = |uri: &str| environment.evidence(chalkstore::uri::parse(uri).ok().as_ref()).unjudged;
    assert_eq!(unjudged("dynamodb:///abc").len(), 1);
    assert_eq!(unjudged("redis://h:6379/0?clustered=true"), [""; 0]);
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
