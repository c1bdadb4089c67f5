//! Clusters form, keep what they were told, and fail over.

use super::super::{Certificate, Cluster, Version, wait_for};
use super::tools::LONG;

#[test]
fn clusters_of_every_version_form() {
    for version in Version::ALL {
        let zones: &[&str] = if version.has_zones() { &["a", "b", "c"] } else { &[] };
        let cluster = Cluster::builder(version, 3, 1).zones(zones).start();
        assert_eq!(cluster.nodes().len(), 6);
        for shard in 0..3 {
            assert_eq!(cluster.node(shard, 0).info("replication", "role").as_deref(), Some("master"));
            let replica = cluster.node(shard, 1);
            let followed = cluster.node(shard, 0).port().to_string();
            assert_eq!(replica.info("replication", "master_port"), Some(followed));
            let zone = zones.get((shard + 1) % 3).map(ToString::to_string);
            assert_eq!(replica.info("server", "availability_zone"), zone);
        }
    }
}

#[test]
fn a_cluster_takes_passwords_and_tls_and_fails_over() {
    for version in [Version::Valkey801, Version::Redis7015] {
        let cluster = Cluster::builder(version, 3, 1)
            .node_timeout_ms(3_000)
            .each(|node, shard, index| {
                let name = format!("node-{shard}-{index}.example.com");
                node.password("pw").tls_only(Certificate::Valid).arg("cluster-announce-hostname", &name)
            })
            .start();
        cluster.node(1, 0).kill();
        wait_for("failover", LONG, || match cluster.node(1, 1).info("replication", "role").as_deref() {
            Some("master") => Ok(()),
            role => Err(format!("{role:?}")),
        });
        cluster.node(1, 0).restart();
        wait_for("return as a replica", LONG, || {
            match cluster.node(1, 0).info("replication", "role").as_deref() {
                Some("slave") => Ok(()),
                role => Err(format!("{role:?}")),
            }
        });
    }
}

#[test]
fn a_cluster_without_replicas_is_ok_again_after_a_restart() {
    let cluster = Cluster::builder(Version::Valkey912, 3, 0).start();
    cluster.node(2, 0).kill();
    cluster.node(2, 0).restart();
    cluster.wait_until_ok();
}
