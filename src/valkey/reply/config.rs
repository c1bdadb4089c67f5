//! `CONFIG GET` of the few settings that change an answer. Managed services refuse it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Reply;

/// `cluster-node-timeout` where a server is not told otherwise.
pub const DEFAULT_NODE_TIMEOUT_MS: u64 = 15_000;

/// Settings of a node; `None` where it did not tell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Settings {
    /// `cluster-node-timeout`, in milliseconds: how long a node may be silent before it counts as failing.
    pub node_timeout_ms: Option<u64>,
    /// `cluster-require-full-coverage`: whether one uncovered slot stops the whole cluster.
    pub require_full_coverage: Option<bool>,
    /// `cluster-allow-reads-when-down`: whether a stopped cluster serves reads.
    pub allow_reads_when_down: Option<bool>,
    /// `cluster-replica-validity-factor`: how many node timeouts old a replica's data may be for it to be elected; 0
    /// is no limit.
    pub replica_validity_factor: Option<u64>,
    /// `cluster-replica-no-failover`: whether this replica never stands for election.
    pub replica_no_failover: Option<bool>,
    /// `cluster-allow-replica-migration`: whether replicas move to primaries without one by themselves.
    pub allow_replica_migration: Option<bool>,
    /// `cluster-migration-barrier`: how many replicas a primary keeps when one moves away.
    pub migration_barrier: Option<u64>,
    /// `repl-ping-replica-period`, in seconds.
    pub ping_period_s: Option<u64>,
}

/// `cluster-replica-validity-factor` by default.
pub const DEFAULT_VALIDITY_FACTOR: u64 = 10;

/// `repl-ping-replica-period` by default, in seconds: so often a primary sends something over an idle link.
pub const DEFAULT_PING_PERIOD_S: u64 = 10;

/// `repl-timeout` by default, in seconds: after so long without anything a replica gives its link up.
pub const DEFAULT_REPL_TIMEOUT_S: u64 = 60;

/// Reads one or more replies of `CONFIG GET`: each a map, or a flat list of names and values.
pub fn settings<'a, 'b: 'a>(replies: impl IntoIterator<Item = &'a Reply<'b>>) -> Settings {
    let replies: Vec<&Reply<'_>> = replies.into_iter().collect();
    let text = |name: &str| replies.iter().find_map(|reply| reply.field(name)?.text());
    let number = |name: &str| text(name).and_then(|value| value.parse().ok());
    let flag = |name: &str| match text(name) {
        Some("yes") => Some(true),
        Some("no") => Some(false),
        _ => None,
    };
    Settings {
        node_timeout_ms: number("cluster-node-timeout"),
        require_full_coverage: flag("cluster-require-full-coverage"),
        allow_reads_when_down: flag("cluster-allow-reads-when-down"),
        replica_validity_factor: number("cluster-replica-validity-factor"),
        replica_no_failover: flag("cluster-replica-no-failover"),
        allow_replica_migration: flag("cluster-allow-replica-migration"),
        migration_barrier: number("cluster-migration-barrier"),
        ping_period_s: number("repl-ping-replica-period"),
    }
}
