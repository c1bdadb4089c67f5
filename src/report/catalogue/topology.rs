//! `TOP…`: topology, zones, replica policies.

use super::declare::checks;
use super::properties::Direction;

checks! { Topology:
    TOP_SLOTS "TOP001" "slots-covered" Critical "0.1.0"
        "all 16384 slots are covered, each by one shard"
        { direction: Direction::MoreIsWorse }
    TOP_READABLE "TOP002" "topology-readable" Critical "0.1.0"
        "the first server tells the store's topology"
    TOP_SHARDS_COMMAND "TOP003" "shards-command" High "0.1.0"
        "every server has CLUSTER SHARDS: Redis 7.0, Valkey 7.2 or later"
    TOP_ANSWERS "TOP004" "nodes-answer" High "0.1.0"
        "every node answers"
        { direction: Direction::MoreIsWorse }
    TOP_HEALTH "TOP005" "nodes-healthy" High "0.1.0"
        "no node has failed, is suspected or is loading"
        { direction: Direction::MoreIsWorse }
    TOP_STATE "TOP006" "cluster-state" Critical "0.1.0"
        "every node says that the cluster is ok"
    TOP_VIEWS "TOP007" "views-agree" High "0.1.0"
        "every node knows the same shards and nodes"
    TOP_MIGRATION "TOP008" "slots-settled" Medium "0.1.0"
        "no slot is on its way from one shard to another"
    TOP_LINK "TOP009" "replication-link" High "0.1.0"
        "every replica is linked to its primary"
        { direction: Direction::MoreIsWorse }
    TOP_LAG "TOP010" "replication-lag" Medium "0.1.0"
        "every replica is close behind its primary"
        { direction: Direction::MoreIsWorse }
    TOP_REPLICA "TOP011" "shard-replicas" High "0.1.0"
        "every shard has a replica"
        { direction: Direction::MoreIsWorse, looks_ahead: true }
    TOP_VERSION "TOP012" "versions-agree" Medium "0.1.0"
        "every node runs the same version"
    TOP_BALANCE "TOP013" "slots-balanced" Low "0.1.0"
        "slots are spread evenly over the shards"
    TOP_MEMORY "TOP014" "memory-balanced" Medium "0.1.0"
        "no node is short of memory or holds far more than its peers"
    TOP_CLIENTS "TOP015" "clients-balanced" Low "0.1.0"
        "clients are spread evenly over nodes of the same role"
    TOP_MAXCLIENTS "TOP016" "connections-fit" Critical "0.1.0"
        "every node has room for the connections of all query servers"
    TOP_COVERAGE "TOP017" "full-coverage" Medium "0.1.0"
        "one lost shard does not stop the others"
        { looks_ahead: true }
    TOP_TIMEOUT "TOP018" "node-timeout" Low "0.1.0"
        "cluster-node-timeout is one at which a failover is neither slow nor hasty, and the same on every node"
    TOP_FAILOVER "TOP019" "automatic-failover" High "0.1.0"
        "replicas take over by themselves when their primary fails"
    TOP_ZONE "TOP020" "zones-known" High "0.1.0"
        "the zone of every node is known"
        { direction: Direction::MoreIsWorse }
    TOP_LOCAL "TOP021" "local-replica" High "0.1.0"
        "every shard has a replica in the query server's zone"
        { direction: Direction::MoreIsWorse }
    TOP_ZONE_SHARDS "TOP022" "zones-in-shards" High "0.1.0"
        "CLUSTER SHARDS tells the zone of every node, where ZONAL_AFFINITY reads it"
        { direction: Direction::MoreIsWorse }
    TOP_ZONE_SOURCES "TOP023" "zones-consistent" High "0.1.0"
        "every source that tells a node's zone tells the same"
    TOP_ZONE_NAMES "TOP024" "zone-names" Medium "0.1.0"
        "zones are named alike, and as a query server's zone is"
    TOP_ZONE_KNOWN "TOP025" "zone-known" Critical "0.1.0"
        "the query server's zone is one of the cluster's"
    TOP_REPLICA_ZONE "TOP026" "replica-zones" High "0.1.0"
        "every shard has a replica outside of its primary's zone"
        { direction: Direction::MoreIsWorse, looks_ahead: true }
    TOP_MAJORITY "TOP027" "zone-majority" High "0.1.0"
        "no zone holds half of the primaries or more"
        { looks_ahead: true }
    TOP_ZONE_LOSS "TOP028" "zone-loss" Critical "0.1.0"
        "every slot is served again after the loss of any one zone"
        { direction: Direction::MoreIsWorse, looks_ahead: true }
    TOP_LOSE "TOP029" "asked-loss" Critical "0.1.0"
        "every slot is served again after the loss that was asked about"
        { direction: Direction::MoreIsWorse, looks_ahead: true }
    TOP_MODE "TOP030" "clustered-as-said" Critical "0.1.0"
        "the store is a cluster exactly where its URI says `clustered=true`"
    TOP_LAYOUT "TOP031" "layout-as-expected" High "0.1.0"
        "shards, replicas and server version are those that are expected"
}
