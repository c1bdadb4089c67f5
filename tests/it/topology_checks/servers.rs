//! TOP001 to TOP019, and TOP030: servers, views, replication, settings.

use std::collections::BTreeMap;

use chalkstore::connect::evidence::{Answered, Lost};
use chalkstore::report::Status::{Fail, Pass, Skip, Unknown, Warn};
use chalkstore::valkey::evidence::{Evidence, Health, Origin, Role, ShardView, Stage, Unreached};
use chalkstore::valkey::reply::Migration;
use chalkstore::valkey::{Address, Expectations, Lost as Loss, QueryServers, Slots, assess};

use super::store::{Store, at, cluster, expect, good, known, refused, standalone, version};

const NOPERM: &str = "NOPERM User probe has no permissions to run the 'x' command";

fn slots(text: &str) -> Slots {
    text.parse().expect("slots")
}

#[test]
fn a_good_store_passes() {
    let mut store = good();
    for finding in store.findings() {
        let code = finding.check.code;
        let expected = if ["TOP021", "TOP025", "TOP029"].contains(&code) { Skip } else { Pass };
        assert_eq!(finding.status, expected, "{code}: {}", finding.message());
    }
    store.expected.lose = vec![vec![Loss::Zone("a".to_owned())], vec![Loss::Node(at(1, 1))]];
    // Zone a has a replica of the other two shards, and the primary of the first.
    store = Store {
        evidence: cluster(&[&["a", "b", "a", "c"], &["b", "c", "a"], &["c", "a", "b"]]).evidence,
        ..store
    };
    store.zonal("a");
    let findings = store.findings();
    assert_eq!(findings.len(), 30);
    for finding in findings {
        assert_eq!(finding.status, Pass, "{}: {}", finding.check.code, finding.message());
    }
}

#[test]
fn a_saved_reply_is_judged_by_what_it_holds() {
    let store = good();
    let evidence = Evidence { origin: Origin::File, nodes: Vec::new(), ..store.evidence };
    let mut by_status: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for finding in assess(&evidence, &Expectations::default()).findings {
        by_status.entry(finding.status.as_str()).or_default().push(finding.check.code);
    }
    assert!(by_status["skip"].contains(&"TOP004") && by_status["skip"].contains(&"TOP018"), "{by_status:?}");
    for code in
        ["TOP001", "TOP002", "TOP005", "TOP011", "TOP013", "TOP020", "TOP022", "TOP026", "TOP027", "TOP028"]
    {
        assert!(by_status["pass"].contains(&code), "{code}: {by_status:?}");
    }
    assert_eq!(by_status.len(), 2);
}

#[test]
fn slots_and_what_there_is_to_judge() {
    expect("TOP001", Fail, "10 slots have no shard: 0-9", good(), |store| {
        store.evidence.views[0].shards[0].slots = slots("10-5460");
    });
    expect("TOP001", Fail, "both have slots 5461", good(), |store| {
        store.evidence.views[0].shards[0].slots = slots("0-5461");
    });
    for code in ["TOP011", "TOP013", "TOP019", "TOP026", "TOP027", "TOP028"] {
        expect(code, Skip, "no shard has slots", good(), |store| {
            for shard in &mut store.evidence.views[0].shards {
                shard.slots = Slots::default();
            }
        });
    }
    let nothing = |store: &mut Store| {
        store.evidence.views.clear();
        for answers in store.all() {
            (answers.shards, answers.gossip, answers.replication) =
                (refused(NOPERM), refused(NOPERM), refused(NOPERM));
        }
    };
    expect("TOP002", Unknown, "tells neither", good(), nothing);
    expect("TOP001", Skip, "TOP002", good(), nothing);
    expect("TOP002", Unknown, "+cluster|shards", good(), nothing);
    expect("TOP002", Unknown, "it loads its data", good(), |store| {
        nothing(store);
        store.answers(0, 1).shards = refused("LOADING Valkey is loading the dataset in memory");
    });
    expect("TOP002", Fail, "refuses the credentials", good(), |store| {
        nothing(store);
        store.answers(0, 1).login =
            Some(refused("WRONGPASS invalid username-password pair or user is disabled."));
    });
    expect("TOP002", Fail, "this is a Sentinel", good(), |store| {
        nothing(store);
        known(&mut store.answers(0, 1).server).mode = Some("sentinel".to_owned());
    });
    expect("TOP002", Fail, "refused", good(), |store| {
        nothing(store);
        store.silence(0, 1, Stage::Connect, "refused", false);
    });
    expect("TOP002", Fail, "holds no shard", good(), |store| {
        store.evidence.views[0].shards.clear();
        store.evidence.nodes.clear();
        store.evidence.origin = Origin::File;
    });
}

#[test]
fn the_uri_and_the_store_agree_on_what_it_is() {
    let says = |said: bool| {
        move |store: &mut Store| {
            let Origin::Store { clustered, .. } = &mut store.evidence.origin else { return };
            *clustered = said;
        }
    };
    expect("TOP030", Pass, "", good(), |_| {});
    expect("TOP030", Pass, "", standalone(1), |_| {});
    expect("TOP030", Fail, "clustered=false, but the server is in cluster mode", good(), says(false));
    expect("TOP030", Fail, "clustered=true, but the server stands alone", standalone(1), says(true));
    expect("TOP030", Skip, "read from a file", good(), |store| store.evidence.origin = Origin::File);
}

#[test]
fn nodes_that_are_mixed_up() {
    expect("TOP004", Unknown, "another node answers at this address", good(), |store| {
        store.member(1, 2).address = at(1, 3);
        store.evidence.nodes.retain(|node| node.address != at(1, 2));
    });
    // As a second copy of the data it would make a loss seem survivable.
    let mut store = good();
    assert_eq!(store.evidence.validate(), Ok(()));
    store.member(0, 2).id = "id-10.0.0.1".to_owned();
    assert_eq!(store.evidence.validate(), Err("a node stands in a view more than once"));
}

#[test]
fn the_command_that_tells_shards() {
    let old = |store: &mut Store| {
        for answers in store.all() {
            answers.shards = refused("ERR unknown subcommand 'SHARDS'. Try CLUSTER HELP.");
            answers.other_view = Some(0);
            let server = known(&mut answers.server);
            (server.valkey_version, server.server_name) = (None, None);
            server.redis_version = Some("6.2.14".to_owned());
        }
    };
    expect("TOP003", Warn, "Redis 6.2.14 has no CLUSTER SHARDS", good(), old);
    expect("TOP003", Fail, "Redis 7.0 and Valkey 7.2", good(), |store| {
        old(store);
        store.zonal("a");
    });
    expect("TOP003", Warn, "this server does not offer it", good(), |store| {
        old(store);
        store.runs("9.1.2");
    });
    expect("TOP003", Warn, "the user may not run CLUSTER SHARDS", good(), |store| {
        store.answers(1, 2).shards = refused(NOPERM);
    });
    expect("TOP003", Unknown, "LOADING", good(), |store| {
        store.answers(1, 2).shards = refused("LOADING Redis is loading the dataset in memory");
    });
}

#[test]
fn who_answers() {
    expect(
        "TOP004",
        Fail,
        "10.0.1.2:6379 hangs: it accepts the connection and then says nothing",
        good(),
        |store| {
            store.silence(1, 2, Stage::Answer, "no answer within 2000 ms", true);
        },
    );
    expect("TOP004", Fail, "10.0.1.2:6379 hangs: no answer to the connection request", good(), |store| {
        store.silence(1, 2, Stage::Connect, "timed out", true);
    });
    expect("TOP004", Fail, "hold nothing against them (yet)", good(), |store| {
        store.silence(1, 2, Stage::Connect, "refused", false);
        store.silence(2, 2, Stage::Connect, "refused", false);
    });
    expect("TOP004", Fail, "none but the first node was reached", good(), |store| {
        for (shard, node) in [(0, 2), (0, 3), (1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)] {
            store.silence(shard, node, Stage::Connect, "refused", false);
        }
    });
    expect("TOP004", Fail, "these credentials are refused: NOAUTH", good(), |store| {
        store.answers(1, 2).server = refused("NOAUTH Authentication required.");
    });
    expect("TOP004", Unknown, "no time left", good(), |store| {
        store.silence(1, 2, Stage::Connect, Unreached::NO_TIME, true);
    });
    // A node that nobody asked is not held for dead.
    expect("TOP028", Pass, "", good(), |store| {
        store.silence(1, 1, Stage::Connect, Unreached::NO_TIME, true);
    });
}

#[test]
fn who_is_well() {
    expect("TOP005", Fail, "10.0.1.2:6379: failed", good(), |store| store.kill(1, 2));
    expect("TOP005", Warn, "though it answers here", good(), |store| {
        known(&mut store.answers(0, 1).gossip).suspects = vec!["id-10.0.1.2".to_owned()];
    });
    expect("TOP005", Fail, "nor does it answer here", good(), |store| {
        known(&mut store.answers(0, 1).gossip).suspects = vec!["id-10.0.1.2".to_owned()];
        store.silence(1, 2, Stage::Connect, "refused", false);
    });
    expect("TOP005", Fail, "about 7 s to go", good(), |store| {
        let told = known(&mut store.answers(1, 1).persistence);
        (told.loading, told.loading_eta_s) = (Some(true), Some(7));
    });
    expect("TOP005", Warn, "loading its data", good(), |store| {
        known(&mut store.answers(1, 2).persistence).loading = Some(true);
    });
    expect("TOP005", Warn, "CLUSTER SLOTS leaves such a replica out", good(), |store| {
        store.member(1, 2).health = Health::Loading;
        store.replication(1, 2).offset = Some(0);
    });
    expect("TOP005", Warn, "10.0.1.2:6379: no data that the others know of", good(), |store| {
        let rows = store.answers(0, 1).slots.as_mut().expect("was asked");
        known(rows)[1].replicas.retain(|id| id != "id-10.0.1.2");
    });
    expect("TOP005", Warn, "10.9.9.9:6379: to be met", good(), |store| {
        known(&mut store.answers(0, 1).gossip).handshakes = vec![Address::new("10.9.9.9", 6379)];
    });
    expect("TOP006", Fail, "cluster_state:fail at 1 of 9 nodes (10.0.1.2:6379)", good(), |store| {
        known(&mut store.answers(1, 2).cluster).state = Some("fail".to_owned());
    });
    expect("TOP006", Fail, "--cluster fix", good(), |store| {
        for answers in store.all() {
            let told = known(&mut answers.cluster);
            (told.state, told.slots_assigned) = (Some("fail".to_owned()), Some(16000));
        }
    });
    expect("TOP006", Unknown, "+cluster|info", good(), |store| {
        for answers in store.all() {
            answers.cluster = refused(NOPERM);
        }
    });
}

#[test]
fn views_and_migrations() {
    let expect_view = |said: &str, change: &dyn Fn(&mut chalkstore::valkey::evidence::View)| {
        expect("TOP007", Fail, said, good(), |store| store.sees(1, 2, change));
    };
    expect_view("to 10.0.1.2:6379: slots 0-9 are nobody's; 10.0.0.1:6379 has other slots", &|view| {
        view.shards[0].slots = slots("10-5460");
    });
    expect("TOP007", Unknown, "4 of 9 nodes that have not failed told their view", good(), |store| {
        for (shard, node) in [(1, 2), (1, 3), (2, 1), (2, 2), (2, 3)] {
            store.silence(shard, node, Stage::Connect, "refused", false);
        }
    });
    expect_view("10.0.2.3:6379 is not known", &|view| {
        view.shards[2].members.pop();
    });
    expect_view("10.0.0.1:6379 is a replica; 10.0.0.3:6379 follows another primary", &|view| {
        view.shards[0].members[0].role = Role::Replica;
        view.shards[0].members[1].role = Role::Primary;
    });
    expect_view("10.0.9.9:6379 is known too", &|view| {
        let mut stranger = view.shards[0].members[0].clone();
        (stranger.id, stranger.address) = ("stranger".to_owned(), at(9, 9));
        view.shards.push(ShardView { slots: Slots::default(), members: vec![stranger] });
    });
    // Health and zones have checks of their own.
    expect("TOP007", Pass, "", good(), |store| {
        store.sees(1, 2, |view| {
            view.shards[0].members[1].health = Health::Failed;
            view.shards[0].members[2].zone = None;
        });
    });
    expect("TOP007", Unknown, "tells a view", good(), |store| {
        store.answers(1, 2).shards = refused(NOPERM);
    });
    let moving = |store: &mut Store, shard: usize, leaves: bool, peer: &str| {
        let open = Migration { slot: 7, leaves, peer: peer.to_owned() };
        known(&mut store.answers(shard, 1).gossip).migrations = vec![open];
    };
    expect("TOP008", Warn, "slots 7: on the way from 10.0.0.1:6379 to 10.0.1.1:6379", good(), |store| {
        moving(store, 0, true, "id-10.0.1.1");
        moving(store, 1, false, "id-10.0.0.1");
    });
    expect("TOP008", Warn, "only one of the two knows", good(), |store| {
        moving(store, 0, true, "id-10.0.1.1");
    });
    expect("TOP008", Warn, "which is unknown", good(), |store| moving(store, 0, false, "gone"));
    expect("TOP008", Unknown, "+cluster|nodes", good(), |store| store.answers(1, 2).gossip = refused(NOPERM));
}

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
    expect("TOP014", Warn, "the replicas of the store use", good(), |store| uses(store, 70));
    expect("TOP014", Unknown, "+info", good(), |store| store.answers(1, 2).memory = refused(NOPERM));
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
    expect("TOP016", Unknown, "INFO clients", good(), |store| store.answers(1, 1).clients = refused(NOPERM));
    expect("TOP016", Pass, "--query-servers", good(), |store| store.expected.query_servers.clear());
    expect("TOP016", Fail, "they do not fit", good(), |store| {
        store.expected.query_servers = vec![QueryServers { az: Some("a".to_owned()), count: 20_000 }];
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
