//! Stores of every kind: how they are announced, secured and mixed, and those that are no cluster.

use std::thread;
use std::time::Duration;

use serde_json::json;

use super::{Seen, VERSIONS, look, look_until, look_with, some, uri};
use crate::program::{chalkstore, run_with, text};
use crate::support::{Certificate, Cluster, RefusingPort, Reply, Scripted, Server, Version};

const PASSWORD: &str = "CaNaRy9Topology";

/// What a probe needs, without `CONFIG GET`.
const LEAST: &str = "resetkeys -@all +ping +hello +auth +cluster|shards +cluster|slots +cluster|nodes +cluster|info \
                     +cluster|myid +info +role +readonly +client|setname +client|id +latency|latest";

/// All nodes are up, the slots are covered, and the primaries are these.
#[track_caller]
fn expect_healthy(seen: &Seen, cluster: &Cluster, port: impl Fn(&Server) -> u16) {
    seen.expect("TOP001", "pass");
    seen.expect("TOP002", "pass");
    seen.expect("TOP004", "pass");
    assert_eq!(seen.rows("nodes").len(), cluster.nodes().len(), "{:#}", seen.report);
    for node in cluster.nodes() {
        assert_eq!(seen.node(port(node))["state"], "up", "{:#}", seen.report);
    }
    let shards = seen.rows("shards").len();
    let primaries: Vec<u16> = (0..shards).map(|shard| port(cluster.node(shard, 0))).collect();
    assert_eq!(seen.primaries(), primaries);
}

#[test]
fn a_password_a_user_without_config_and_host_names() {
    for version in some(&[Version::Redis7015, Version::Valkey912, Version::Valkey900, Version::Valkey801], 2)
    {
        let cluster = Cluster::builder(version, 3, 1)
            .each(|node, shard, index| {
                let zone = ["us-east-1a", "us-east-1b"][(shard + index) % 2];
                let name = format!("node-{shard}-{index}.{zone}.example.com");
                node.password(PASSWORD)
                    .acl_user("probe", PASSWORD, LEAST)
                    .arg("cluster-announce-hostname", &name)
            })
            .start();
        let port = cluster.nodes()[0].port();
        let refused = look(&format!("redis://127.0.0.1:{port}/0?clustered=true"), &[]);
        assert_ne!(refused.ran.code, 0);
        assert!(refused.rows("shards").is_empty());
        assert!(!refused.ran.statuses("TOP002").contains(&"pass".to_owned()), "{:#}", refused.report);
        let wrong = look(&format!("redis://127.0.0.1:{port}/0?clustered=true&password=wrong"), &[]);
        assert!(!wrong.ran.statuses("TOP002").contains(&"pass".to_owned()), "{:#}", wrong.report);

        let seen = look(&format!("redis://127.0.0.1:{port}/0?clustered=true&password={PASSWORD}"), &[]);
        expect_healthy(&seen, &cluster, Server::port);
        let row = seen.node(cluster.node(1, 1).port());
        assert_eq!(row["hostname"], "node-1-1.us-east-1a.example.com");
        // Nobody but the name tells the zone; the documents' policy does not look there.
        assert_eq!(row["zone"], "us-east-1a");
        assert_eq!(row["zone_by_source"]["hostname"], "us-east-1a");
        assert_eq!(row["zone_by_source"]["cluster_shards"], json!(null));
        let documented = seen.policy("ZONAL_AFFINITY", "documented", Some("us-east-1a"));
        assert_eq!(documented["primary_fallback_shards"], json!([0, 1, 2]));
        // Their addresses are IPs, so the client's own strategy finds no zone in them either.
        assert_eq!(seen.connections("ZONAL_AFFINITY", "client", Some("us-east-1a")), 6);
        for loss in seen.rows("zone_loss") {
            assert_eq!(loss["is_node_timeout_known"], true);
        }

        let probe = format!("redis://probe:{PASSWORD}@127.0.0.1:{port}/0?clustered=true");
        for resp in ["2", "3"] {
            let seen = look(&probe, &["--resp", resp]);
            expect_healthy(&seen, &cluster, Server::port);
            assert!(!seen.rows("zone_loss").is_empty());
            for loss in seen.rows("zone_loss") {
                assert_eq!(loss["is_node_timeout_known"], false, "CONFIG is not allowed");
            }
            assert!(!seen.ran.stdout.contains(PASSWORD) && !seen.ran.stderr.contains(PASSWORD));
        }
    }
}

#[test]
fn announced_endpoints() {
    for version in some(&VERSIONS, 1) {
        let cluster = Cluster::builder(version, 3, 1)
            .each(|node, _, _| node.arg("cluster-announce-hostname", "localhost"))
            .start();
        let by_type = |name: &str| {
            for node in cluster.nodes() {
                node.run(&["CONFIG", "SET", "cluster-preferred-endpoint-type", name]);
            }
            let seen = look(&uri(cluster.node(0, 0)), &[]);
            expect_healthy(&seen, &cluster, Server::port);
            seen.node(cluster.node(2, 1).port())["address"].as_str().expect("text").to_owned()
        };
        let port = cluster.node(2, 1).port();
        assert_eq!(by_type("hostname"), format!("localhost:{port}"));
        // Where no endpoint is known, the host that was dialled stands in.
        assert_eq!(by_type("unknown-endpoint"), format!("127.0.0.1:{port}"));
        assert_eq!(by_type("ip"), format!("127.0.0.1:{port}"));
    }
}

#[test]
fn ipv6_and_a_zone_per_node() {
    for version in some(&VERSIONS, 1) {
        let cluster = Cluster::builder(version, 3, 1)
            .each(move |node, shard, index| {
                let node = node.ipv6().arg("cluster-announce-ip", "::1");
                if version.has_zones() {
                    node.zone(&format!("us-east-1{}", b"abcdef"[shard * 2 + index] as char))
                } else {
                    node
                }
            })
            .start();
        let seen = look(&format!("redis://[::1]:{}/0?clustered=true", cluster.node(0, 0).port()), &[]);
        expect_healthy(&seen, &cluster, Server::port);
        let row = seen.node(cluster.node(1, 0).port());
        assert_eq!(row["address"], format!("[::1]:{}", cluster.node(1, 0).port()));
        if version.has_zones() {
            let zones: Vec<_> = seen.rows("zone_loss").iter().map(|row| row["zone"].clone()).collect();
            assert_eq!(zones, ["a", "b", "c", "d", "e", "f"].map(|letter| format!("us-east-1{letter}")));
            for row in seen.rows("zone_loss") {
                assert_eq!(row["verdict"], "degraded", "one replica each");
            }
            let local = seen.connections("ZONAL_AFFINITY", "documented", Some("us-east-1b"));
            assert_eq!(local, if version == Version::Valkey912 { 4 } else { 3 });
        }
    }
}

#[test]
fn servers_that_know_no_zones() {
    for version in some(&VERSIONS, 1) {
        let cluster = Cluster::builder(version, 3, 1).start();
        let seen = look(&uri(cluster.node(0, 0)), &["--zone", "us-east-1a"]);
        expect_healthy(&seen, &cluster, Server::port);
        seen.expect("TOP020", "warn");
        assert!(seen.rows("nodes").iter().all(|row| row["zone"].is_null()));
        assert!(seen.rows("zone_loss").is_empty(), "there is none to lose");
        assert_eq!(seen.connections("unset", "documented", None), 6);
        assert_eq!(seen.connections("ZONAL_AFFINITY", "documented", Some("us-east-1a")), 3);

        // The operator knows them.
        let folder = tempfile::tempdir().expect("a folder");
        let map = folder.path().join("zones");
        let lines = (0..6).map(|place| {
            let zone = ["a", "b", "c"][(place % 3 + place / 3) % 3];
            format!("127.0.0.1:{} us-east-1{zone}", cluster.nodes()[place].port())
        });
        let lines: Vec<String> = lines.collect();
        std::fs::write(&map, lines.join("\n")).expect("the folder is writable");
        let seen = look(&uri(cluster.node(0, 0)), &["--zone", "us-east-1a", "--zone-map", text(&map)]);
        assert_eq!(seen.node(cluster.node(0, 1).port())["zone_by_source"]["zone_map"], "us-east-1b");
        assert_eq!(seen.loss("us-east-1a")["verdict"], "degraded");
        assert_eq!(
            seen.connections("ZONAL_AFFINITY", "documented", Some("us-east-1a")),
            3,
            "it sees none of it"
        );
    }
}

#[test]
fn tls() {
    for version in [Version::Redis7015, Version::Valkey801] {
        let cluster =
            Cluster::builder(version, 3, 1).each(|node, _, _| node.tls_only(Certificate::Valid)).start();
        let seed = cluster.node(0, 0);
        let uri = format!("rediss://127.0.0.1:{}/0?clustered=true", seed.tls_port());
        let ca = seed.ca_file();
        let seen = look_with(&uri, &[], &[("SSL_CERT_FILE", text(&ca))]);
        expect_healthy(&seen, &cluster, Server::tls_port);
        let insecure = look(&format!("{uri}#insecure"), &[]);
        expect_healthy(&insecure, &cluster, Server::tls_port);
        let distrusted = look(&uri, &[]);
        distrusted.expect("TOP002", "fail");
        assert!(distrusted.rows("nodes").is_empty());
    }
}

/// With both ports open, a client goes on by the port of its own kind.
#[test]
fn tls_beside_plain() {
    for version in some(&[Version::Valkey801, Version::Redis7015], 1) {
        let cluster = Cluster::builder(version, 3, 1).each(|node, _, _| node.tls(Certificate::Valid)).start();
        let seed = cluster.node(0, 0);
        expect_healthy(&look(&uri(seed), &[]), &cluster, Server::port);
        let encrypted = format!("rediss://127.0.0.1:{}/0?clustered=true#insecure", seed.tls_port());
        expect_healthy(&look(&encrypted, &[]), &cluster, Server::tls_port);
    }
}

#[test]
fn versions_side_by_side() {
    let cluster = Cluster::builder(Version::Valkey912, 3, 1)
        .each(|mut node, shard, index| {
            if (shard + index) % 2 == 1 {
                node.version = Version::Valkey801;
            }
            node.zone(["us-east-1a", "us-east-1b", "us-east-1c"][(shard + index) % 3])
        })
        .start();
    let versions: Vec<Seen> =
        [0, 1].map(|shard| look(&uri(cluster.node(shard, 0)), &["--zone", "us-east-1b"])).into();
    for seen in &versions {
        expect_healthy(seen, &cluster, Server::port);
        seen.expect("TOP012", "warn");
        // Each node's own INFO is complete, whoever is asked first.
        for place in 0..6 {
            let row = seen.node(cluster.nodes()[place].port());
            let zone = ["us-east-1a", "us-east-1b", "us-east-1c"][(place % 3 + place / 3) % 3];
            assert_eq!(row["zone"], zone, "{row:#}");
        }
        assert!(!seen.ran.statuses("TOP022").contains(&"pass".to_owned()), "{:#}", seen.report["findings"]);
    }
}

#[test]
fn a_server_without_cluster_shards() {
    let cluster = Cluster::builder(Version::Redis62, 3, 1).start();
    let zonal = look(&uri(cluster.node(0, 0)), &["--policy", "zonal-affinity", "--zone", "us-east-1a"]);
    zonal.expect("TOP003", "fail");
    for options in [&[][..], &["--resp", "3"]] {
        let seen = look(&uri(cluster.node(0, 0)), options);
        expect_healthy(&seen, &cluster, Server::port);
        seen.expect("TOP003", "warn");
        assert_eq!(seen.rows("shards")[2]["slots"], "10922-16383");
        assert_eq!(seen.connections("unset", "documented", None), 6);
    }
}

#[test]
fn a_primary_and_its_replica_without_a_cluster() {
    for version in some(
        &[Version::Valkey912, Version::Redis7015, Version::Redis62, Version::Valkey801, Version::Valkey900],
        3,
    ) {
        let zoned = |zone| {
            let server = Server::builder(version).password(PASSWORD);
            if version.has_zones() { server.zone(zone) } else { server }
        };
        let primary = zoned("us-east-1a").start();
        let replica = zoned("us-east-1b").replica_of(&primary).start();
        let uri = |server: &Server| {
            format!("redis://127.0.0.1:{}/0?clustered=false&password={PASSWORD}", server.port())
        };
        for seed in [&primary, &replica] {
            let seen = look_until("replication", &uri(seed), &[], |seen| {
                let rows = seen.rows("nodes");
                rows.len() == 2 && rows.iter().all(|row| row["state"] == "up")
            });
            assert_eq!(seen.primaries(), [primary.port()]);
            let row = seen.node(replica.port());
            assert_eq!(
                (&row["role"], row["zone"].as_str()),
                (&json!("replica"), version.has_zones().then_some("us-east-1b"))
            );
            assert_eq!(seen.connections("unset", "documented", None), 1, "its clients know one server");
            if version.has_zones() {
                assert_eq!(seen.loss("us-east-1a")["verdict"], "loses_writes");
                assert_eq!(seen.loss("us-east-1b")["verdict"], "degraded");
            }
        }
        primary.kill();
        let seen = look(&uri(&replica), &[]);
        assert!(
            seen.is(&primary, "unreached") && seen.is(&replica, "up"),
            "{:#}",
            seen.report["data"]["nodes"]
        );
        seen.expect("TOP004", "fail");
        let seen = look(&uri(&primary), &[]);
        seen.expect("TOP002", "fail");
    }
}

#[test]
fn nothing_and_nobody() {
    let nobody = RefusingPort::new();
    let seen = look(&format!("redis://127.0.0.1:{}/0?clustered=true", nobody.port()), &[]);
    assert_eq!(seen.ran.code, 1);
    seen.expect("TOP002", "fail");
    seen.expect("TOP001", "skip");
    // A server in cluster mode that knows no other and has no slots.
    for version in VERSIONS {
        let server = Server::builder(version).cluster_enabled().start();
        let seen = look(&uri(&server), &[]);
        seen.expect("TOP001", "fail");
        assert!(seen.is(&server, "up"));
    }
}

/// A node far away that answers each PING is none that hangs, however many are to be timed.
#[test]
fn many_round_trips_leave_time_for_answers() {
    let slow = Scripted::new(|words| match words {
        ["PING"] => {
            thread::sleep(Duration::from_millis(20));
            Reply::Text("PONG".to_owned())
        }
        ["CLUSTER", "NODES"] => {
            Reply::Text("b 127.0.0.1:1@2 myself,master - 0 0 1 connected 0-16383\n".to_owned())
        }
        _ => Reply::Error("NOPERM not this".to_owned()),
    });
    let port = slow.port();
    let seed = Scripted::new(move |words| match words {
        ["PING"] => Reply::Text("PONG".to_owned()),
        ["CLUSTER", "NODES"] => Reply::Text(format!(
            "a 127.0.0.1:2@3 myself,slave b 0 0 1 connected\nb 127.0.0.1:{port}@2 master - 0 0 1 connected 0-16383\n"
        )),
        _ => Reply::Error("NOPERM not this".to_owned()),
    });
    let uri = format!("redis://127.0.0.1:{}/0?clustered=true", seed.port());
    let seen = look(&uri, &["--rtt-samples", "1000", "--node-timeout", "2s"]);
    let row = seen.node(port);
    assert_eq!(row["state"], "up", "{row:#}");
    assert!(row["rtt_us"].as_u64().is_some_and(|rtt_us| rtt_us >= 20_000), "{row:#}");
}

#[test]
fn endless_files_are_refused() {
    for arguments in [
        &["--from-shards", "/dev/zero"][..],
        &["--from-shards", "/dev/null", "--zone-map", "/dev/zero"],
        &["--evidence", "/dev/zero"],
    ] {
        let ran = run_with(chalkstore(), &[&["topology"], arguments].concat(), b"");
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.stderr.contains("longer than"), "{ran:?}");
    }
}

/// While a replica connects anew its primary lists it twice; it is one copy of the data.
#[test]
fn a_replica_that_is_listed_twice_is_one() {
    let nobody = RefusingPort::new();
    let port = nobody.port();
    let primary = Scripted::new(move |words| match words {
        ["PING"] => Reply::Text("PONG".to_owned()),
        ["INFO", "server"] => Reply::Text("redis_version:7.0.15\r\nredis_mode:standalone\r\n".to_owned()),
        ["INFO", "replication"] => Reply::Text(format!(
            "role:master\r\nconnected_slaves:2\r\n\
             slave0:ip=127.0.0.1,port={port},state=wait_bgsave,offset=0,lag=0\r\n\
             slave1:ip=127.0.0.1,port={port},state=online,offset=10,lag=0\r\nmaster_repl_offset:10\r\n"
        )),
        _ => Reply::Error("ERR This instance has cluster support disabled".to_owned()),
    });
    let seen = look(&format!("redis://127.0.0.1:{}/0?clustered=false", primary.port()), &[]);
    assert_eq!(seen.rows("shards")[0]["replicas"].as_array().map(Vec::len), Some(1), "{:#}", seen.report);
}
