//! NET015: would a write be taken? By the role, the memory that is left, and the user's permissions.

use super::cluster::{Mode, mode};
use super::words::{ACL, MEMORY_FULL_PERCENT, MEMORY_HIDDEN};
use crate::connect::evidence::{Answered, Facts, MemoryFacts, Rehearsal, ServerStore};
use crate::report::{Finding, Status, catalogue as checks};
use crate::words::seconds;

/// Judges the role, then what else a primary refuses writes for.
pub(super) fn accepted(server: &ServerStore, facts: &Facts) -> Finding {
    let check = &checks::NET_ROLE;
    let known = facts.replication.known();
    let Some((known, role)) = known.and_then(|known| Some((known, known.role.as_deref()?))) else {
        // A Sentinel has no role; that is another check's business.
        if mode(facts) == Some(Mode::Sentinel) {
            return Finding::skip(check, "needs NET016, which failed: a Sentinel holds no data");
        }
        return Finding::unknown(check, facts.replication.untold("INFO replication", "`role`")).help(ACL);
    };
    let finding = match role {
        "master" => room_for_writes(facts)
            .unwrap_or_else(|| is_a_primary(facts)),
        "slave" if server.clustered => Finding::pass(check)
            .message_is("the seed is a replica; cluster clients find the primaries through it"),
        "slave" if mode(facts) == Some(Mode::Cluster) => Finding::fail(
            check,
            "this node of a cluster is a replica: clients that do not know clusters get a MOVED error for every key",
        )
        .help("write `clustered=true`"),
        "slave" => Finding::fail(
            check,
            "the server is a replica: writes get `READONLY You can't write against a read only replica.`",
        )
        .help(
            "name the primary's endpoint (ElastiCache: the primary endpoint, not the reader's), or, if the \
                 server belongs to a cluster, `clustered=true`",
        ),
        other => Finding::unknown(check, format!("the server calls its role `{other}`")),
    };
    let finding = allowed(facts, finding);
    if known.master_link_status.as_deref() == Some("down") {
        let since = known
            .master_link_down_since_s
            .map_or_else(String::new, |since| format!(" for {}", seconds(since)));
        finding.note(format!("its link to the primary is down{since}: what it serves is old"))
    } else {
        finding
    }
}

/// A primary that nothing keeps from taking writes, as far as it was asked.
fn is_a_primary(facts: &Facts) -> Finding {
    let finding = Finding::pass(&checks::NET_ROLE).message_is("the server is a primary");
    match facts.memory {
        Some(_) => finding,
        None => {
            finding.note("whether there is room to write was not looked at: the recording is older than that")
        }
    }
}

/// What a primary does to writes for want of memory; nothing where there is room, and of older recordings.
fn room_for_writes(facts: &Facts) -> Option<Finding> {
    let check = &checks::NET_ROLE;
    let is_there_room = |why: String, help| {
        Some(Finding::unknown(check, format!("a primary, but is there room to write? {why}")).help(help))
    };
    let answered = facts.memory.as_ref()?;
    let Answered::Known(memory) = answered else {
        // The same command has just told the role.
        return is_there_room(answered.untold("INFO memory", "it"), ACL);
    };
    let (used, max) = match (memory.counted_bytes(), memory.max_bytes) {
        // No limit: what the machine has left is not seen.
        (_, Some(0)) => return None,
        (Some(used), Some(max)) => (used, max),
        (_, None) => return is_there_room(answered.untold("INFO memory", "`maxmemory`"), MEMORY_HIDDEN),
        (None, Some(_)) => {
            return is_there_room(answered.untold("INFO memory", "`used_memory`"), MEMORY_HIDDEN);
        }
    };
    let percent = used.saturating_mul(100) / max;
    if percent < MEMORY_FULL_PERCENT {
        return None;
    }
    let policy = memory.policy.as_deref();
    let named = policy.unwrap_or("not told");
    let seen =
        format!("{used} of {max} bytes of maxmemory are used ({percent} %), and maxmemory-policy is {named}");
    let help = "make room (larger nodes, more shards, fewer features, or `CONFIG SET maxmemory` where the machine has \
                more): what an online store evicts is missing at the query server";
    Some(
        match (policy, used > max) {
            (None, _) => Finding::unknown(
                check,
                format!("{seen}: whether writes fail or features are evicted depends on it"),
            ),
            (Some(MemoryFacts::NO_EVICTION), true) => Finding::fail(
                check,
                format!(
                    "{seen}: writes fail now, with `OOM command not allowed when used memory > 'maxmemory'`"
                ),
            ),
            (Some(MemoryFacts::NO_EVICTION), false) => Finding::warn(
                check,
                format!("{seen}: writes are taken now, and fail with OOM when it is full"),
            ),
            (Some(evicts), _) => {
                Finding::warn(check, format!("{seen}: writes {}", MemoryFacts::at_the_limit(evicts)))
            }
        }
        .help(help),
    )
}

/// The finding of a server that takes writes, told whether this user may make them.
fn allowed(facts: &Facts, finding: Finding) -> Finding {
    let check = &checks::NET_ROLE;
    if !matches!(finding.status, Status::Pass | Status::Warn) {
        return finding;
    }
    let not_looked_at = |why: String| format!("whether this user may write was not looked at: {why}");
    match &facts.write_rehearsed {
        None => finding.note(not_looked_at("the recording is older than that".to_owned())),
        Some(Answered::Known(Rehearsal::Allowed)) => finding,
        Some(Answered::Known(Rehearsal::CommandDenied)) => {
            Finding::fail(check, "this user may not write: ACL DRYRUN says that HSET would get NOPERM").help(ACL)
        }
        Some(Answered::Known(Rehearsal::KeyDenied)) => finding.note(
            "the user may run HSET, but not on every key (ACL DRYRUN): see that the features' keys are among its own",
        ),
        Some(Answered::Known(Rehearsal::NotUnderstood)) => {
            finding.note(not_looked_at("the answer to ACL DRYRUN is not understood".to_owned()))
        }
        Some(other) => finding.note(not_looked_at(other.untold("ACL DRYRUN", "it"))),
    }
}
