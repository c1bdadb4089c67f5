//! Clusters, and servers that are taken for one.

use chalkstore::report::Status::{Fail, Pass, Skip, Warn};
use chalkstore::uri::ServerUri;

use super::{expect_finding, expect_no_other_problem, expect_saying, row, test, uri};
use crate::support::{Cluster, Server, Version, wait_for};

fn clustered(port: u16) -> ServerUri {
    ServerUri { clustered: true, ..uri(port) }
}

#[test]
fn a_cluster_and_what_becomes_of_it() {
    for version in Version::ALL {
        let cluster = Cluster::builder(version, 3, 1).start();
        let primary = cluster.node(0, 0);
        let seen = test(clustered(primary.port()));
        expect_finding(&seen, "NET015", Pass);
        expect_finding(&seen, "NET016", Pass);
        expect_saying(&seen, "NET017", Pass, "16384 of 16384 slots assigned, 16384 ok");
        expect_no_other_problem(&seen, &["NET014"]);
        assert_eq!(row(&seen, "server", "cluster_known_nodes"), 6);

        // A replica is as good a seed as any.
        let seen = test(clustered(cluster.node(0, 1).port()));
        expect_saying(&seen, "NET015", Pass, "the seed is a replica");
        expect_no_other_problem(&seen, &["NET014"]);

        let seen = test(uri(primary.port()));
        expect_saying(&seen, "NET016", Fail, "MOVED");
        let seen = test(uri(cluster.node(0, 1).port()));
        expect_finding(&seen, "NET015", Fail);
        expect_finding(&seen, "NET016", Fail);

        let seen = test(ServerUri { database: Some(1), ..clustered(primary.port()) });
        expect_saying(&seen, "NET018", Warn, "SELECT 1 was refused");

        primary.run(&["CLUSTER", "DELSLOTS", "0"]);
        wait_for("the node to notice", super::TIMEOUT, || {
            let info = primary.run(&["CLUSTER", "INFO"]);
            if info.text().contains("cluster_state:fail") { Ok(()) } else { Err(info.text().to_owned()) }
        });
        let seen = test(clustered(primary.port()));
        let finding = expect_saying(&seen, "NET017", Fail, "16383 of 16384 slots assigned");
        assert!(finding.help_text().expect("help").contains("no owner"));
    }
}

#[test]
fn a_cluster_without_slots() {
    for version in Version::ALL {
        let server = Server::builder(version).cluster_enabled().start();
        let seen = test(clustered(server.port()));
        expect_finding(&seen, "NET016", Pass);
        expect_saying(&seen, "NET017", Fail, "0 of 16384 slots assigned");
    }
}

#[test]
fn a_standalone_server_taken_for_a_cluster() {
    for version in Version::ALL {
        let server = Server::builder(version).start();
        let seen = test(clustered(server.port()));
        expect_saying(&seen, "NET016", Fail, "cluster support disabled");
        expect_saying(&seen, "NET017", Skip, "NET016");
    }
}
