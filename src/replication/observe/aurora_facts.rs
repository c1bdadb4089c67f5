//! What `DescribeGlobalClusters` and `DescribeDBClusters` tell, as evidence.

use aws_sdk_rds::types::{DbCluster, GlobalCluster, GlobalClusterMember};

use crate::connect::text::escape;
use crate::replication::evidence::{ClusterFacts, GlobalFacts, Member};

/// The facts of the database.
pub(super) fn global_facts(cluster: &GlobalCluster) -> GlobalFacts {
    let failover = cluster.failover_state();
    GlobalFacts {
        status: cluster.status().map(escape),
        engine: cluster.engine().map(escape),
        engine_version: cluster.engine_version().map(escape),
        // The documentation knows `switching-over`, the SDK's enumeration does not.
        failover_status: failover.and_then(|state| state.status()).map(|status| escape(status.as_str())),
        allows_data_loss: failover.and_then(aws_sdk_rds::types::FailoverState::is_data_loss_allowed),
        endpoint: cluster.endpoint().map(escape),
        members: cluster.global_cluster_members().iter().map(member).collect(),
    }
}

fn member(member: &GlobalClusterMember) -> Member {
    Member {
        arn: escape(member.db_cluster_arn().unwrap_or_default()),
        is_writer: member.is_writer().unwrap_or_default(),
        synchronization: member.synchronization_status().map(|status| escape(status.as_str())),
        write_forwarding: member.global_write_forwarding_status().map(|status| escape(status.as_str())),
    }
}

/// The facts of one member; the managed RPO is another question.
pub(super) fn cluster_facts(cluster: &DbCluster) -> ClusterFacts {
    ClusterFacts {
        status: cluster.status().map(escape),
        engine_version: cluster.engine_version().map(escape),
        instances: cluster.db_cluster_members().len(),
        zones: cluster.availability_zones().iter().map(|zone| escape(zone)).collect(),
        managed_rpo_s: None,
    }
}
