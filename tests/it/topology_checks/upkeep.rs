//! TOP009 to TOP019: replication, versions, balance, connections, settings.

use chalkstore::connect::evidence::{Answered, Lost};
use chalkstore::report::Status::{Fail, Pass, Skip, Unknown, Warn};
use chalkstore::valkey::evidence::{Health, Origin};
use chalkstore::valkey::{Address, QueryServers};

use super::store::{Store, cluster, expect, good, known, refused, slots, standalone, version};

const NOPERM: &str = "NOPERM User probe has no permissions to run the 'x' command";

#[test]
fn replicas() {
    let down = |store: &mut Store, since: u64| {
        let own = store.replication(1, 2);
        (own.link_status, own.link_down_since_s) = (Some("down".to_owned()), Some(since));
    };
    expect("TOP009", Fail, "no link for 4 s to 10.0.1.1:6379, which serves", good(), |store| down(store, 4));
    expect("TOP009", Fail, "whose data it tries to copy", good(), |store| {
        down(store, 4);
        store.replication(1, 2).is_syncing = Some(true);
    });
    expect("TOP009", Fail, "which does not serve", good(), |store| {
        down(store, 4);
        store.kill(1, 1);
    });
    expect("TOP009", Unknown, "10.0.1.2:6379: INFO replication does not tell", good(), |store| {
        store.answers(1, 1).replication = refused(NOPERM);
        store.answers(1, 2).replication = refused(NOPERM);
    });
    // Its primary vouches for it.
    expect("TOP009", Pass, "", good(), |store| store.answers(1, 2).replication = refused(NOPERM));
    expect("TOP009", Skip, "there is no replica", cluster(&[&["a"]]), |_| {});
    // The link counts as up, and is held somewhere on its way.
    for (silent_s, status, said) in [
        (10, Pass, ""),
        (16, Warn, "10.0.1.2:6379: nothing came from the primary for 16 s: it sends something every 10 s"),
        (60, Fail, "nothing came from the primary for 60 s: the link is as good as down"),
    ] {
        expect("TOP009", status, said, good(), |store| store.replication(1, 2).last_io_s = Some(silent_s));
    }
    for (bytes, seconds, status, said) in [
        (11 << 20, 1, Warn, "11.0 MiB behind"),
        (64 << 20, 1, Fail, "64.0 MiB behind"),
        (0, 5, Warn, "last acknowledged 5 s ago"),
        (0, 31, Fail, "31 s ago"),
        (1 << 20, 4, Pass, ""),
    ] {
        expect("TOP010", status, said, good(), |store| {
            let primary = store.replication(1, 1);
            primary.offset = Some(1000 + bytes);
            primary.replicas[0].lag_s = Some(seconds);
            primary.replicas[1].offset = Some(1000 + bytes);
        });
    }
    expect("TOP010", Unknown, "how far it is", good(), |store| {
        store.answers(1, 1).replication = refused(NOPERM);
    });
    expect("TOP010", Skip, "there is no replica", cluster(&[&["a"]]), |_| {});
    expect("TOP010", Skip, "TOP009", cluster(&[&["a"], &["a", "b"]]), |store| down(store, 4));
    expect("TOP011", Fail, "shard 0 (slots 0-8191) has no replica:", cluster(&[&["a"], &["a", "b"]]), |_| {});
    expect("TOP011", Fail, "no replica that serves", cluster(&[&["a", "b"]]), |store| store.kill(0, 2));
    expect("TOP011", Warn, "without data yet", cluster(&[&["a", "b"]]), |store| {
        store.member(0, 2).health = Health::Loading;
        store.replication(0, 2).offset = Some(0);
    });
    expect("TOP011", Warn, "the store has no replica", standalone(0), |_| {});
}

#[test]
fn versions_and_balance() {
    expect("TOP012", Warn, "1 × Valkey 8.0.1 and 8 × Valkey 9.1.2", good(), |store| {
        store.answers(1, 2).server = Answered::Known(version("8.0.1", Some("c")));
    });
    expect("TOP012", Warn, "10.0.1.2:6379 is older than its primary", good(), |store| {
        store.answers(1, 2).server = Answered::Known(version("8.0.1", Some("c")));
    });
    expect("TOP012", Unknown, "+info", good(), |store| store.answers(1, 2).server = refused(NOPERM));
    expect("TOP013", Warn, "shard 0 has 9000 slots", good(), |store| {
        for (shard, own) in ["0-8999", "9000-10922", "10923-16383"].into_iter().enumerate() {
            store.evidence.views[0].shards[shard].slots = slots(own);
        }
    });
    expect(
        "TOP013",
        Warn,
        "10.0.3.1:6379: a primary without slots",
        cluster(&[&["a"], &["b"], &["c"], &["a"]]),
        |s| {
            for (shard, own) in ["0-5460", "5461-10922", "10923-16383", ""].into_iter().enumerate() {
                s.evidence.views[0].shards[shard].slots = slots(own);
            }
        },
    );
    let uses = |store: &mut Store, percent: u64| {
        let memory = known(&mut store.answers(1, 2).memory);
        memory.used_bytes = Some(memory.max_bytes.expect("a limit") * percent / 100 + 1);
    };
    expect("TOP014", Warn, "80 % of maxmemory", good(), |store| uses(store, 80));
    expect("TOP014", Fail, "95 % of maxmemory", good(), |store| uses(store, 95));
    expect("TOP014", Fail, "maxmemory-policy is noeviction: at the limit writes fail", good(), |store| {
        uses(store, 96);
    });
    let primary = |policy: &'static str| {
        move |store: &mut Store| {
            let memory = known(&mut store.answers(1, 1).memory);
            memory.used_bytes = Some(memory.max_bytes.expect("a limit") * 103 / 100);
            memory.policy = Some(policy.to_owned());
        }
    };
    expect("TOP014", Fail, "maxmemory-policy is noeviction: writes fail now", good(), primary("noeviction"));
    expect("TOP014", Fail, "at the limit writes evict other features", good(), primary("allkeys-lru"));
    expect("TOP014", Warn, "the replicas of the store use", good(), |store| uses(store, 70));
    expect("TOP014", Unknown, "+info", good(), |store| store.answers(1, 2).memory = refused(NOPERM));
    expect("TOP014", Unknown, "INFO memory does not tell maxmemory", good(), |store| {
        known(&mut store.answers(1, 2).memory).max_bytes = None;
    });
    // Nodes that do not tell their limit are compared all the same.
    expect("TOP014", Warn, "the replicas of the store use", good(), |store| {
        uses(store, 70);
        store.all().for_each(|answers| known(&mut answers.memory).max_bytes = None);
    });
    expect("TOP014", Pass, "9 nodes without maxmemory", good(), |store| {
        store.all().for_each(|answers| known(&mut answers.memory).max_bytes = Some(0));
    });
    expect("TOP015", Warn, "10.0.1.1:6379: 500 clients; the primaries have 173", good(), |store| {
        known(&mut store.answers(1, 1).clients).connected_clients = Some(500);
    });
    expect("TOP015", Unknown, "closed the connection", good(), |store| {
        store.answers(1, 1).clients = Answered::Lost(Lost::Closed);
    });
}

#[test]
fn connections() {
    let limit = |maxclients: u64, connected: u64| {
        move |store: &mut Store| {
            for answers in store.all() {
                let told = known(&mut answers.clients);
                (told.maxclients, told.connected_clients) = (Some(maxclients), Some(connected));
            }
        }
    };
    expect("TOP016", Pass, "40 connections of query servers", good(), limit(1000, 10));
    expect("TOP016", Warn, "left", good(), limit(70, 10));
    expect("TOP016", Warn, "only if the clients that are connected now", good(), limit(60, 10));
    expect("TOP016", Fail, "they do not fit", good(), limit(50, 10));
    expect("TOP016", Fail, "on 10.0.1.2:6379: CONFIG SET maxclients 10000", good(), |store| {
        limit(10_000, 1)(store);
        known(&mut store.answers(1, 2).clients).maxclients = Some(12);
    });
    expect("TOP016", Pass, "beside 1 client and", good(), limit(1000, 1));
    expect("TOP016", Unknown, "INFO clients", good(), |store| store.answers(1, 1).clients = refused(NOPERM));
    expect("TOP016", Pass, "--query-servers", good(), |store| store.expected.query_servers.clear());
    expect("TOP016", Fail, "they do not fit", good(), |store| {
        store.expected.query_servers = vec![QueryServers { zone: Some("a".to_owned()), count: 20_000 }];
    });
}

#[test]
fn settings() {
    let set = |change: fn(&mut chalkstore::valkey::reply::Settings)| {
        move |store: &mut Store| store.all().for_each(|answers| change(known(&mut answers.settings)))
    };
    expect("TOP017", Warn, "stops all 3", good(), set(|all| all.require_full_coverage = Some(true)));
    expect("TOP017", Warn, "reads are served all the same", good(), |store| {
        set(|all| all.require_full_coverage = Some(true))(store);
        set(|all| all.allow_reads_when_down = Some(true))(store);
    });
    expect("TOP017", Warn, "differs: yes at 10.0.1.1:6379", good(), |store| {
        store.settings(1, 1).require_full_coverage = Some(true);
    });
    let blocked = |store: &mut Store| {
        store.all().for_each(|answers| answers.settings = refused("ERR unknown command 'CONFIG', with args"));
    };
    for code in ["TOP017", "TOP018"] {
        expect(code, Unknown, "does not offer CONFIG GET", good(), blocked);
    }
    expect("TOP018", Unknown, "aws elasticache describe-cache-parameters", good(), |store| {
        blocked(store);
        let seed = Address::new("clustercfg.chalk.abc123.use1.cache.amazonaws.com", 6379);
        store.evidence.origin = Origin::Store { seed, tls: true, clustered: true };
    });
    expect("TOP018", Pass, "5000 ms", good(), |_| {});
    expect("TOP018", Warn, "is 2000 ms: a pause", good(), set(|all| all.node_timeout_ms = Some(2000)));
    expect("TOP018", Warn, "longer than 60 s", good(), set(|all| all.node_timeout_ms = Some(60_000)));
    expect("TOP018", Warn, "9000 ms at 10.0.1.1:6379", good(), |store| {
        store.settings(1, 1).node_timeout_ms = Some(9000);
    });
}

#[test]
fn failovers() {
    expect("TOP019", Warn, "others of their shards can", good(), |store| {
        store.settings(1, 2).replica_no_failover = Some(true);
    });
    // A replica that may not be asked is known by what the others have heard; its own word counts more.
    expect("TOP019", Warn, "others of their shards can", good(), |store| {
        known(&mut store.answers(0, 1).gossip).no_failover = vec!["id-10.0.1.2".to_owned()];
        store.answers(1, 2).settings = refused(NOPERM);
    });
    expect("TOP019", Pass, "", good(), |store| {
        known(&mut store.answers(0, 1).gossip).no_failover = vec!["id-10.0.1.2".to_owned()];
    });
    expect("TOP019", Fail, "shard 1 (slots 5461-10921) would stay without a primary", good(), |store| {
        let both = ["id-10.0.1.2", "id-10.0.1.3"].map(str::to_owned).to_vec();
        known(&mut store.answers(0, 1).gossip).no_failover = both;
        for node in [2, 3] {
            store.answers(1, node).settings = refused(NOPERM);
        }
    });
    expect("TOP019", Warn, "without its primary for 61 s, longer than the 60 s", good(), |store| {
        let own = store.replication(1, 2);
        (own.link_status, own.link_down_since_s) = (Some("down".to_owned()), Some(61));
    });
    expect("TOP019", Pass, "", good(), |store| {
        let own = store.replication(1, 2);
        (own.link_status, own.link_down_since_s) = (Some("down".to_owned()), Some(61));
        store.settings(0, 1).replica_validity_factor = Some(0);
    });
    expect("TOP019", Unknown, "is not told", good(), |store| {
        for answers in store.all() {
            (answers.gossip, answers.settings) = (refused(NOPERM), refused(NOPERM));
        }
    });
    expect("TOP019", Skip, "no replica that could take over", cluster(&[&["a"]]), |_| {});
    expect("TOP019", Skip, "no replica that could take over", standalone(0), |_| {});
    expect("TOP019", Warn, "its servers promote no replica by themselves", standalone(1), |_| {});
    expect("TOP019", Unknown, "AutomaticFailover", standalone(1), |store| {
        let seed = Address::new("master.chalk.abc123.use1.cache.amazonaws.com", 6379);
        store.evidence.origin = Origin::Store { seed, tls: true, clustered: false };
    });
}
