//! What a server, a cluster or a table says of itself.

use super::*;
use crate::aws::{Failure, FailureKind, FoundRegion, RegionSource};

#[test]
fn what_a_server_says_of_itself() {
    let version = |valkey: Option<&str>, redis: &str| {
        let known = ServerFacts {
            valkey_version: valkey.map(str::to_owned),
            redis_version: Some(redis.to_owned()),
            ..ServerFacts::default()
        };
        with_facts(move |facts| facts.server = Answered::Known(known))
    };
    when(version(None, "7.0.0"), "NET014", Pass, "Redis 7.0.0");
    when(version(None, "6.2.14"), "NET014", Warn, "Redis 6.2.14 has no CLUSTER SHARDS");
    when(version(Some("7.2.5"), "7.2.4"), "NET014", Pass, "Valkey 7.2.5");
    when(version(None, "unstable"), "NET014", Unknown, "unstable");

    let clients = |connected, bus, limit| {
        let known = ClientFacts {
            connected_clients: Some(connected),
            cluster_connections: Some(bus),
            maxclients: Some(limit),
        };
        with_facts(move |facts| facts.clients = Answered::Known(known))
    };
    when(clients(60, 30, 100), "NET010", Warn, "90 of 100 connections are in use (90 %, 30 of them");
    when(clients(60, 29, 100), "NET010", Pass, "89 of 100");
    when(clients(90, 10, 100), "NET010", Fail, "took the last");
    when(clients(1, 0, 0), "NET010", Unknown, "maxclients");

    let loading = PersistenceFacts {
        loading: Some(true),
        loading_eta_s: Some(7),
        loading_loaded_percent: Some("12.50".into()),
    };
    when(
        with_facts(|facts| facts.persistence = Answered::Known(loading)),
        "NET013",
        Fail,
        "12.50 % done, about 7 s to go",
    );
    let role = |role: &str| ReplicationFacts { role: Some(role.into()), ..ReplicationFacts::default() };
    when(with_facts(|facts| facts.replication = Answered::Known(role("odd"))), "NET015", Unknown, "`odd`");
    let lost = |facts: &mut Facts| facts.replication = Answered::Lost(Lost::TimedOut { after_ms: 80 });
    when(with_facts(lost), "NET015", Unknown, "INFO replication: no answer within 80 ms");
    let select =
        |text: &'static str| with_facts(move |facts| facts.select = Some(Answered::Refused(refusal(text))));
    let third = |text| {
        move |server: &mut ServerStore| {
            server.database = Some(3);
            select(text)(server);
        }
    };
    when(third("NOPERM this user has no permissions"), "NET018", Fail, "NOPERM");
}

#[test]
fn a_primary_refuses_writes_for_other_reasons_than_its_role() {
    let memory = |used, not_counted, policy: Option<&str>| {
        let policy = policy.map(str::to_owned);
        with_facts(move |facts| {
            facts.memory = Some(Answered::Known(MemoryFacts {
                used_bytes: Some(used),
                max_bytes: Some(1000),
                not_counted_bytes: Some(not_counted),
                policy,
            }));
        })
    };
    let keeps = Some("noeviction");
    when(
        memory(1030, 0, keeps),
        "NET015",
        Fail,
        "(103 %), and maxmemory-policy is noeviction: writes fail now",
    );
    when(memory(1030, 80, keeps), "NET015", Warn, "(95 %)");
    when(memory(940, 0, keeps), "NET015", Pass, "primary");
    when(memory(1030, 0, Some("allkeys-lru")), "NET015", Warn, "writes evict other features");
    when(memory(1030, 0, Some("volatile-ttl")), "NET015", Warn, "fail with OOM when there are none");
    when(memory(1030, 0, None), "NET015", Unknown, "not told");
    let lost = |facts: &mut Facts| facts.memory = Some(Answered::Lost(Lost::Closed));
    when(with_facts(lost), "NET015", Unknown, "INFO memory");
    // A limit that nobody told is not one that is not there.
    let told = |used_bytes, max_bytes| {
        let known = MemoryFacts { used_bytes, max_bytes, ..MemoryFacts::default() };
        with_facts(move |facts| facts.memory = Some(Answered::Known(known)))
    };
    when(told(None, None), "NET015", Unknown, "is there room to write? INFO memory does not say `maxmemory`");
    when(told(Some(1), None), "NET015", Unknown, "`maxmemory`");
    when(told(None, Some(1000)), "NET015", Unknown, "`used_memory`");
    when(told(None, Some(0)), "NET015", Pass, "primary");

    let denied = |facts: &mut Facts| {
        facts.write_rehearsed = Some(Answered::Known(Rehearsal::CommandDenied));
    };
    when(with_facts(denied), "NET015", Fail, "may not write");
    let noted = |change: &dyn Fn(&mut Facts), part: &str| {
        let mut facts = facts();
        change(&mut facts);
        let mut server = good();
        server.facts = stage(facts);
        let seen = of(server);
        let finding = seen.findings.iter().find(|finding| finding.check.code == "NET015").expect("NET015");
        assert_eq!(finding.status, Pass);
        assert!(finding.notes().iter().any(|note| note.contains(part)), "{:?}", finding.notes());
    };
    let known = |rehearsal| Some(Answered::Known(rehearsal));
    noted(&|facts| facts.write_rehearsed = known(Rehearsal::KeyDenied), "not on every key");
    noted(&|facts| facts.write_rehearsed = known(Rehearsal::NotUnderstood), "not understood");
    let refusal = || refusal("NOPERM User x has no permissions to run the 'acl|dryrun' command");
    noted(&|facts| facts.write_rehearsed = Some(Answered::Refused(refusal())), "was not looked at");
    noted(&|facts| facts.write_rehearsed = None, "was not looked at");
    noted(&|facts| facts.memory = None, "room to write was not looked at");
}

#[test]
fn clusters() {
    let state = |state: &str, assigned, pfail| ClusterState {
        state: Some(state.into()),
        slots_assigned: Some(assigned),
        slots_ok: Some(assigned - pfail),
        slots_pfail: Some(pfail),
        slots_fail: Some(0),
        known_nodes: Some(6),
        size: Some(3),
    };
    let cluster = |state: ClusterState| {
        move |server: &mut ServerStore| {
            server.clustered = true;
            with_facts(|facts| facts.cluster_info = Answered::Known(state))(server);
        }
    };
    // A proxy that calls itself standalone, and speaks the cluster protocol all the same.
    when(cluster(state("ok", 16384, 0)), "NET016", Pass, "cluster mode");
    when(cluster(state("ok", 16384, 0)), "NET017", Pass, "cluster_state ok");
    when(cluster(state("fail", 16384, 5461)), "NET017", Fail, "5461 possibly failing");
    when(cluster(state("odd", 16384, 0)), "NET017", Unknown, "`odd`");
    let mut partly = good();
    cluster(state("ok", 16384, 5461))(&mut partly);
    let seen = of(partly);
    let finding = seen.findings.iter().find(|finding| finding.check.code == "NET017").expect("NET017");
    assert!(finding.notes()[0].contains("5461 slots"));

    let sentinel = |facts: &mut Facts| {
        facts.server =
            Answered::Known(ServerFacts { mode: Some("sentinel".into()), ..ServerFacts::default() });
        facts.replication = Answered::Known(ReplicationFacts::default());
    };
    when(with_facts(sentinel), "NET016", Fail, "Sentinel");
    when(with_facts(sentinel), "NET015", Skip, "NET016");
    when(with_facts(sentinel), "NET017", Skip, "NET016");

    // Aiven withholds CLUSTER altogether; INFO tells.
    let withheld = |facts: &mut Facts| {
        facts.cluster_info = Answered::Refused(refusal("ERR unknown command 'cluster'"));
    };
    when(with_facts(withheld), "NET016", Pass, "stands alone");
}

#[test]
fn tables_that_say_little() {
    let table = |describe: Described| {
        let region = FoundRegion { name: "us-east-1".into(), source: RegionSource::Given };
        let store = TableStore {
            name: "online".into(),
            profile: None,
            endpoint_url: None,
            region: stage(Some(region)),
            no_region: None,
            credentials: stage(Credentials::Found { expires_at: Some("2026-11-20T13:00:00Z".into()) }),
            describe: stage(describe),
            list: None,
        };
        let store = Store::Table(Box::new(store));
        assess(&Evidence { observed_at: NOW.into(), timeout_ms: 5000, store })
    };
    let seen = table(Described::Table(TableFacts::default()));
    expect(&seen, "NET034", Unknown, "does not tell the table's status");
    expect(&seen, "NET035", Unknown, "does not tell the table's key");
    let seen = table(Described::Failed(Failure::new(FailureKind::NotFound, "no")));
    expect(&seen, "NET033", Fail, "no table `online` in us-east-1");
    let seen = table(Described::Failed(Failure::new(FailureKind::Unreachable, "dns error")));
    expect(&seen, "NET031", Unknown, "no answer that tells");
    expect(&seen, "NET032", Unknown, "dns error");
}
