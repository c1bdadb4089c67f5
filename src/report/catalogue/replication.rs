//! `LAG…`: replication lag.

use super::declare::checks;
use super::properties::{Basis, Direction, Inquiry};

checks! { Replication:
    LAG_KNOWN "LAG001" "lag-known" High "0.1.0"
        "the lag of every source is known, from points that are not old"
        { tells_of_nodes: true }
    LAG_FLOWING "LAG002" "lag-flowing" Critical "0.1.0"
        "nothing that is written to has stopped replicating"
        { direction: Direction::MoreIsWorse, tells_of_nodes: true }
    LAG_RPO "LAG003" "lag-rpo" High "0.1.0"
        "the lag of every source stays within the RPO"
        { direction: Direction::MoreIsWorse, tells_of_nodes: true }
    LAG_ZONE "LAG004" "lag-zone" Medium "0.1.0"
        "the loss of a single zone loses no write that was acknowledged"
        { tells_of_nodes: true }
    LAG_TABLE_REPLICAS "LAG010" "lag-table-replicas" Critical "0.1.0"
        "the table has an active replica in every Region that was named"
    LAG_MSK_RUNNING "LAG020" "lag-msk-running" Critical "0.1.0"
        "the replicator is running"
    LAG_MSK_FAILURES "LAG021" "lag-msk-failures" High "0.1.0"
        "the replicator reports no failure, and reaches both clusters"
    LAG_MSK_OFFSETS "LAG022" "lag-msk-offsets" High "0.1.0"
        "the offsets of consumer groups are synchronised"
    LAG_MSK_TOPICS "LAG023" "lag-msk-topics" High "0.1.0"
        "topics keep their names, and new ones are replicated"
    LAG_AURORA_MEMBERS "LAG030" "lag-aurora-members" Critical "0.1.0"
        "every secondary cluster is connected, and has an instance that can take over"
    LAG_AURORA_STATE "LAG031" "lag-aurora-state" High "0.1.0"
        "the global database is available, and no failover or switchover is under way"
    LAG_AURORA_VERSIONS "LAG032" "lag-aurora-versions" Medium "0.1.0"
        "every member of the global database runs the same version"
    LAG_AURORA_RPO "LAG033" "lag-aurora-rpo" Medium "0.1.0"
        "the managed RPO cannot stop all writes when one secondary is away"
    LAG_VALKEY_LINKS "LAG040" "lag-valkey-links" Critical "0.1.0"
        "every replica's link is up, and its primary was heard from lately"
        { basis: Basis::Aws(&[Inquiry::Store]), direction: Direction::MoreIsWorse, tells_of_nodes: true }
    LAG_CANARY "LAG050" "lag-canary" High "0.1.0"
        "every marker item arrived in the other Region, and was deleted again"
        { direction: Direction::MoreIsWorse }
    LAG_MAX "LAG051" "lag-max" High "0.1.0"
        "every replica is behind by less than the greatest lag that is allowed"
        { direction: Direction::MoreIsWorse, tells_of_nodes: true }
}
