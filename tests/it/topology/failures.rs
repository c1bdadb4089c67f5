//! One cluster of each version, and what may become of it: each trouble is made, seen, told from the others, and mended.

use std::time::{Duration, Instant};

use super::{LIMIT, Seen, VERSIONS, look, look_until, some, uri};
use crate::support::{Cluster, Version, wait_for};

const ZONES: [&str; 3] = ["us-east-1a", "us-east-1b", "us-east-1c"];

/// A cluster to make trouble in: three shards of two nodes, node `i` of shard `s` in zone `(s + i) mod 3`.
struct Trouble {
    version: Version,
    cluster: Cluster,
}

#[test]
fn every_trouble_is_seen_and_passes_when_it_is_mended() {
    std::thread::scope(|scope| {
        for version in some(&VERSIONS, 2) {
            let thread = std::thread::Builder::new().name(version.name().to_owned());
            let tour = move || {
                let zones: &[&str] = if version.has_zones() { &ZONES } else { &[] };
                let cluster = Cluster::builder(version, 3, 1).zones(zones).node_timeout_ms(2_000).start();
                let trouble = Trouble { version, cluster };
                trouble.none();
                trouble.migrating_slot();
                trouble.uncovered_slots();
                trouble.frozen_replica();
                trouble.killed_replica();
                trouble.killed_primary();
                trouble.dead_shard();
            };
            thread.spawn_scoped(scope, tour).expect("a thread");
        }
    });
}

impl Trouble {
    /// Looks, by way of the primary of shard 0.
    #[track_caller]
    fn look(&self, more: &[&str]) -> Seen {
        look(&uri(self.cluster.node(0, 0)), more)
    }

    #[track_caller]
    fn look_until(&self, what: &str, is_so: impl Fn(&Seen) -> bool) -> Seen {
        look_until(what, &uri(self.cluster.node(0, 0)), &[], is_so)
    }

    #[track_caller]
    fn mended(&self) -> Seen {
        let nodes = self.cluster.nodes();
        let seen = self.look_until("health", |seen| seen.states(nodes).iter().all(|state| *state == "up"));
        seen.expect("TOP001", "pass");
        seen.expect("TOP002", "pass");
        seen
    }

    fn none(&self) {
        let seen = self.mended();
        let slots: Vec<_> = seen.rows("shards").iter().map(|row| row["slots"].clone()).collect();
        assert_eq!(slots, ["0-5460", "5461-10921", "10922-16383"]);
        assert_eq!(seen.primaries(), [0, 1, 2].map(|shard| self.cluster.node(shard, 0).port()));
        assert_eq!(seen.rows("nodes").len(), 6);
        for shard in 0..3 {
            for index in 0..2 {
                let row = seen.node(self.cluster.node(shard, index).port());
                assert_eq!(
                    (&row["shard"], &row["role"]),
                    (&shard.into(), &["primary", "replica"][index].into())
                );
                let zone = self.version.has_zones().then_some(ZONES[(shard + index) % 3]);
                assert_eq!(row["zone"].as_str(), zone);
                // Only the newest tells zones in CLUSTER SHARDS, which is what the documented policy reads.
                let by_source = &row["zone_by_source"];
                let in_shards = zone.filter(|_| self.version == Version::Valkey912);
                assert_eq!(by_source["cluster_shards"].as_str(), in_shards);
                assert_eq!(by_source["info"].as_str(), zone);
                assert_eq!(row["is_listed_in_cluster_slots"], index == 1);
                assert_eq!(row["link_status"].as_str(), (index == 1).then_some("up"));
                assert!(
                    row["rtt_us"].is_u64() && row["maxclients"].is_u64() && row["used_memory_bytes"].is_u64()
                );
            }
        }
        // A replica is as good a seed, and RESP3 as good a protocol.
        let resp3 = look(&uri(self.cluster.node(1, 1)), &["--resp", "3"]);
        for (table, keys) in [
            ("nodes", &["id", "address", "shard", "role", "state", "zone", "version"][..]),
            ("shards", &["slots", "primary", "replicas"]),
            ("policies", &["policy", "model", "zone", "connections_per_query_server"]),
        ] {
            let facts = |seen: &Seen| -> Vec<Vec<_>> {
                seen.rows(table).iter().map(|row| keys.iter().map(|key| row[key].clone()).collect()).collect()
            };
            assert_eq!(facts(&resp3), facts(&seen));
        }
    }

    fn migrating_slot(&self) {
        let ids = [0, 1].map(|shard| self.cluster.node(shard, 0).run(&["CLUSTER", "MYID"]).text().to_owned());
        self.cluster.node(1, 0).run(&["CLUSTER", "SETSLOT", "7", "IMPORTING", &ids[0]]);
        self.cluster.node(0, 0).run(&["CLUSTER", "SETSLOT", "7", "MIGRATING", &ids[1]]);
        let seen = self.look(&[]);
        seen.expect("TOP001", "pass");
        seen.expect("TOP008", "warn");
        for shard in [0, 1] {
            self.cluster.node(shard, 0).run(&["CLUSTER", "SETSLOT", "7", "STABLE"]);
        }
        self.look_until("settled slots", |seen| seen.ran.statuses("TOP008") == ["pass"]);
    }

    fn uncovered_slots(&self) {
        // To the other nodes its owner still has it: they are told one by one.
        self.cluster.node(0, 0).run(&["CLUSTER", "DELSLOTS", "100"]);
        self.look_until("disagreement", |seen| seen.ran.statuses("TOP007").contains(&"fail".to_owned()));
        for node in &self.cluster.nodes()[1..] {
            node.run(&["CLUSTER", "DELSLOTS", "100"]);
        }
        let seen = self.look_until("an uncovered slot", |seen| seen.ran.statuses("TOP001") == ["fail"]);
        assert_eq!(seen.ran.code, 1);
        assert_eq!(seen.rows("shards")[0]["slots"], "0-99,101-5460");
        // One slot that nobody has stops all of them.
        seen.expect("TOP006", "fail");
        self.cluster.node(0, 0).run(&["CLUSTER", "ADDSLOTS", "100"]);
        self.cluster.wait_until_ok();
        self.mended();
    }

    /// A node that is silent costs the answer no more than its own deadline.
    fn frozen_replica(&self) {
        let frozen = self.cluster.node(0, 1);
        frozen.freeze();
        let begun = Instant::now();
        let seen = self.look(&["--timeout", "2s", "--node-timeout", "1s"]);
        let took = begun.elapsed();
        // The look and its replay; three times what they may take on an idle machine.
        assert!(took < 3 * Duration::from_millis(2_200), "{took:?}");
        assert!(seen.is(frozen, "unreached") || seen.is(frozen, "failed"), "{:#}", seen.node(frozen.port()));
        seen.expect("TOP004", "fail");
        for code in ["TOP003", "TOP006", "TOP008", "TOP009", "TOP012", "TOP014", "TOP015", "TOP016"] {
            seen.expect(code, "unknown");
        }
        let seen = self.look_until("agreement on its failure", |seen| seen.is(frozen, "failed"));
        seen.expect("TOP005", "fail");
        assert_eq!(seen.node(frozen.port())["is_listed_in_cluster_slots"], false);
        frozen.thaw();
        self.cluster.wait_until_ok();
        self.mended();
    }

    fn killed_replica(&self) {
        let killed = self.cluster.node(2, 1);
        killed.kill();
        let seen = self.look(&[]);
        // The others may have heard of it by now.
        assert!(seen.is(killed, "unreached") || seen.is(killed, "failed"));
        let seen = self.look_until("agreement on its failure", |seen| seen.is(killed, "failed"));
        seen.expect("TOP001", "pass");
        seen.expect("TOP011", "fail");
        assert_eq!(seen.rows("nodes").len(), 6, "it is not forgotten");
        killed.restart();
        self.cluster.wait_until_ok();
        self.mended();
    }

    fn killed_primary(&self) {
        let [killed, heir] = [0, 1].map(|index| self.cluster.node(1, index));
        // Nobody is elected before this test has looked.
        heir.run(&["CONFIG", "SET", "cluster-replica-no-failover", "yes"]);
        killed.kill();
        let seen = self.look_until("agreement on its failure", |seen| seen.is(killed, "failed"));
        assert_eq!(seen.primaries()[1], killed.port(), "it has its slots still");
        assert_eq!(seen.node(killed.port())["role"], "primary");
        assert_eq!(seen.rows("shards")[1]["slot_count"], 5461);
        // The dead node says nothing.
        assert_eq!(seen.ran.statuses("TOP006"), ["fail", "unknown"]);

        heir.run(&["CONFIG", "SET", "cluster-replica-no-failover", "no"]);
        let seen = self.look_until("failover", |seen| seen.primaries().get(1) == Some(&heir.port()));
        assert!(seen.is(killed, "failed"));
        assert_eq!(seen.node(heir.port())["role"], "primary");
        assert_eq!(seen.rows("shards")[1]["replicas"], serde_json::json!([]));
        seen.expect("TOP001", "pass");
        seen.expect("TOP011", "fail");

        killed.restart();
        wait_for("its return as a replica", LIMIT, || {
            match killed.info("replication", "master_link_status") {
                Some(status) if status == "up" => Ok(()),
                status => Err(format!("{status:?}")),
            }
        });
        self.cluster.wait_until_ok();
        let seen = self.mended();
        assert_eq!(seen.primaries()[1], heir.port());
        assert_eq!(seen.node(killed.port())["role"], "replica");
    }

    fn dead_shard(&self) {
        let dead = [0, 1].map(|index| self.cluster.node(2, index));
        for node in dead {
            node.kill();
        }
        let seen = self.look_until("agreement on the failure of both", |seen| {
            dead.iter().all(|node| seen.is(node, "failed"))
        });
        assert_eq!(seen.rows("shards")[2]["slot_count"], 5462, "its slots are assigned still");
        assert_eq!(seen.ran.statuses("TOP006"), ["fail", "unknown"]);
        for zone in if self.version.has_zones() { &ZONES[..] } else { &[] } {
            assert_eq!(seen.loss(zone)["verdict"], "loses_data");
        }
    }
}
