//! TOP001 to TOP008, and TOP030: slots, servers and what they know of each other.

use std::collections::BTreeMap;

use chalkstore::connect::evidence::{Answered, Lost};
use chalkstore::report::Status::{Fail, Pass, Skip, Unknown, Warn};
use chalkstore::valkey::evidence::{Evidence, Health, Origin, Role, ShardView, Stage, Unreached};
use chalkstore::valkey::reply::Migration;
use chalkstore::valkey::{Address, Expectations, Lost as Loss, Slots, assess};

use super::store::{Store, at, cluster, expect, good, known, refused, slots, standalone};

const NOPERM: &str = "NOPERM User probe has no permissions to run the 'x' command";

#[test]
fn a_good_store_passes() {
    let mut store = good();
    for finding in store.findings() {
        let code = finding.check.code;
        let expected = if ["TOP021", "TOP025", "TOP029", "TOP031"].contains(&code) { Skip } else { Pass };
        assert_eq!(finding.status, expected, "{code}: {}", finding.message());
    }
    store.expected.lose = vec![vec![Loss::Zone("a".to_owned())], vec![Loss::Node(at(1, 1))]];
    // Zone a has a replica of the other two shards, and the primary of the first.
    store = Store {
        evidence: cluster(&[&["a", "b", "a", "c"], &["b", "c", "a"], &["c", "a", "b"]]).evidence,
        ..store
    };
    store.zonal("a");
    store.expected.shards = Some(3);
    let findings = store.findings();
    assert_eq!(findings.len(), chalkstore::valkey::every_check().len());
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
    expect("TOP001", Fail, "both have slot 5461", good(), |store| {
        store.evidence.views[0].shards[0].slots = slots("0-5461");
    });
    let leaderless = |store: &mut Store| {
        for member in &mut store.evidence.views[0].shards[0].members {
            member.role = Role::Replica;
        }
    };
    expect("TOP001", Fail, "has no primary: nobody takes its writes", good(), leaderless);
    expect("TOP028", Fail, "already now", good(), leaderless);
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
    expect("TOP002", Unknown, "CLUSTER SHARDS: the reply cannot be read: it ends early", good(), |store| {
        nothing(store);
        let reason = "it ends early".to_owned();
        store
            .all()
            .for_each(|answers| answers.shards = Answered::Lost(Lost::Unreadable { reason: reason.clone() }));
    });
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

/// The checks that ask every node, or every replica, for something.
const ASK_ALL: [&str; 12] = [
    "TOP003", "TOP006", "TOP007", "TOP008", "TOP009", "TOP010", "TOP012", "TOP014", "TOP015", "TOP016",
    "TOP017", "TOP018",
];

#[test]
fn silent_nodes_are_no_reason_to_pass() {
    for nodes in [&[(1, 2)][..], &[(0, 2), (0, 3), (1, 2), (1, 3), (2, 2)]] {
        let mut store = good();
        for (shard, node) in nodes {
            store.silence(*shard, *node, Stage::Connect, "refused", false);
        }
        let findings = store.findings();
        let said = match nodes.len() {
            1 => "10.0.1.2:6379: no answer (TOP004)",
            _ => "10.0.0.2:6379, 10.0.0.3:6379, 10.0.1.2:6379 and 2 more: no answer (TOP004)",
        };
        for code in ASK_ALL {
            let own: Vec<_> = findings.iter().filter(|finding| finding.check.code == code).collect();
            let [one] = own.as_slice() else { panic!("{code}: {own:?}") };
            assert_eq!((one.status, one.message()), (Unknown, said), "{code}");
            assert_eq!(one.help_text(), Some("TOP004 says why; look again when every node answers"));
        }
        // In words that a report for people folds into one paragraph.
        let mut details =
            findings.iter().filter(|one| ASK_ALL.contains(&one.check.code)).map(|one| &one.detail);
        let first = details.next().expect("a finding");
        assert!(details.all(|detail| detail == first));
    }
}

#[test]
fn silent_nodes_and_what_else_is_found() {
    let silence = |store: &mut Store| store.silence(1, 2, Stage::Answer, "no answer within 2000 ms", true);
    let full = |store: &mut Store| {
        silence(store);
        let memory = known(&mut store.answers(2, 2).memory);
        memory.used_bytes = memory.max_bytes;
    };
    expect("TOP014", Fail, "10.0.2.2:6379: 100 % of maxmemory", good(), full);
    expect("TOP014", Unknown, "10.0.1.2:6379: no answer", good(), full);
    // Where to read a setting that a service withholds is no help against silence.
    let managed = |store: &mut Store| {
        silence(store);
        let seed = Address::new("clustercfg.chalk.abc123.use1.cache.amazonaws.com", 6379);
        store.evidence.origin = Origin::Store { seed, tls: true, clustered: true };
    };
    expect("TOP017", Unknown, "no answer (TOP004) | TOP004 says why", good(), managed);
    // A failed node is silent too. Of replicas, only replicas are asked.
    expect("TOP012", Unknown, "10.0.1.2:6379: no answer", good(), |store| store.kill(1, 2));
    expect("TOP009", Unknown, "10.0.1.2:6379: no answer", good(), |store| store.kill(1, 2));
    expect("TOP009", Pass, "", good(), |store| store.silence(1, 1, Stage::Connect, "refused", false));
    // Of a replica that nobody had the time to ask, its primary tells. Of its version nobody does.
    let unasked = |store: &mut Store| store.silence(1, 2, Stage::Connect, Unreached::NO_TIME, true);
    expect("TOP012", Unknown, "10.0.1.2:6379: no answer", good(), unasked);
    expect("TOP009", Pass, "", good(), unasked);
    expect("TOP010", Pass, "", good(), unasked);
    for code in ["TOP009", "TOP010"] {
        expect(code, Unknown, "10.0.1.2:6379: no answer", good(), |store| {
            unasked(store);
            store.silence(1, 1, Stage::Connect, Unreached::NO_TIME, true);
        });
    }
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
    // No client asks what has failed for all to know.
    expect("TOP007", Pass, "", good(), |store| store.kill(1, 2));
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
    expect("TOP008", Warn, "slot 7: on the way from 10.0.0.1:6379 to 10.0.1.1:6379", good(), |store| {
        moving(store, 0, true, "id-10.0.1.1");
        moving(store, 1, false, "id-10.0.0.1");
    });
    expect("TOP008", Warn, "only one of the two knows", good(), |store| {
        moving(store, 0, true, "id-10.0.1.1");
    });
    expect("TOP008", Warn, "which is unknown", good(), |store| moving(store, 0, false, "gone"));
    expect("TOP008", Unknown, "+cluster|nodes", good(), |store| store.answers(1, 2).gossip = refused(NOPERM));
}
