//! NET016 and NET017: is it a cluster, as the URI says, and is the cluster up?

use super::gate::Verdicts;
use super::words::ACL;
use crate::connect::evidence::{Answered, ClusterState, Facts, ServerStore};
use crate::report::{Check, Finding, catalogue as checks};
use crate::words::count;

/// What kind of server it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Cluster,
    Standalone,
    Sentinel,
}

impl Mode {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Cluster => "cluster",
            Self::Standalone => "standalone",
            Self::Sentinel => "sentinel",
        }
    }
}

/// What the server says its mode is, by whichever command the user may run. `CLUSTER INFO` weighs most: proxies that
/// speak the cluster protocol have been seen to call themselves standalone.
pub(super) fn mode(facts: &Facts) -> Option<Mode> {
    let server = facts.server.known().and_then(|known| known.mode.as_deref());
    let enabled = facts.cluster.known().and_then(|known| known.cluster_enabled);
    if server == Some("sentinel") {
        return Some(Mode::Sentinel);
    }
    match &facts.cluster_info {
        Answered::Known(_) => return Some(Mode::Cluster),
        Answered::Refused(refusal) if refusal.is_cluster_disabled() => return Some(Mode::Standalone),
        _ => {}
    }
    match (server, enabled) {
        (Some("cluster"), _) | (_, Some(true)) => Some(Mode::Cluster),
        (Some("standalone"), _) | (_, Some(false)) => Some(Mode::Standalone),
        _ => None,
    }
}

/// Judges both.
pub(super) fn judge(server: &ServerStore, verdicts: &mut Verdicts) {
    let Some(stage) = &server.facts else { return };
    let facts = &stage.outcome;
    let mode = mode(facts);
    verdicts.add(agreement(server, facts, mode));
    verdicts.add(state(server, facts, mode));
}

fn agreement(server: &ServerStore, facts: &Facts, mode: Option<Mode>) -> Finding {
    let check = &checks::NET_CLUSTER_MODE;
    match (mode, server.clustered) {
        (None, _) => {
            let why = facts.server.untold("INFO server", "`redis_mode`");
            let also = facts.cluster_info.untold("CLUSTER INFO", "`cluster_state`");
            Finding::unknown(check, format!("the server does not tell its mode: {why}; {also}")).help(ACL)
        }
        (Some(Mode::Sentinel), _) => is_sentinel(check),
        (Some(Mode::Cluster), true) => {
            Finding::pass(check).message_is("clustered=true, and the server is in cluster mode")
        }
        (Some(Mode::Standalone), false) => {
            Finding::pass(check).message_is("clustered=false, and the server stands alone")
        }
        (Some(Mode::Standalone), true) => misfit(check, Misfit::NoCluster),
        (Some(Mode::Cluster), false) => misfit(check, Misfit::Cluster),
    }
}

/// How `clustered` does not match the server's mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Misfit {
    /// `clustered=true`, and the server stands alone.
    NoCluster,
    /// `clustered=false`, and the server is in cluster mode.
    Cluster,
}

/// The failure of whichever check has seen it.
pub(crate) fn misfit(check: &'static Check, misfit: Misfit) -> Finding {
    match misfit {
        Misfit::NoCluster => Finding::fail(
            check,
            "clustered=true, but the server stands alone: cluster clients get `ERR This instance has cluster support \
             disabled`",
        )
        .help("write `clustered=false`, or name a cluster's configuration endpoint"),
        Misfit::Cluster => Finding::fail(
            check,
            "clustered=false, but the server is in cluster mode: clients get a MOVED error for every key of another \
             node's",
        )
        .help("write `clustered=true`"),
    }
}

/// The failure of whichever check has met a Sentinel.
pub(crate) fn is_sentinel(check: &'static Check) -> Finding {
    Finding::fail(check, "this is a Sentinel, which watches over servers and holds no data")
        .help("name the server itself: `SENTINEL GET-MASTER-ADDR-BY-NAME <name>` tells it")
}

fn state(server: &ServerStore, facts: &Facts, mode: Option<Mode>) -> Finding {
    let check = &checks::NET_CLUSTER_STATE;
    match mode {
        Some(Mode::Standalone) if server.clustered => {
            return Finding::skip(check, "needs NET016, which failed: the server is no cluster");
        }
        Some(Mode::Standalone) => return Finding::skip(check, "the server stands alone"),
        Some(Mode::Sentinel) => {
            return Finding::skip(check, "needs NET016, which failed: this is a Sentinel");
        }
        Some(Mode::Cluster) | None => {}
    }
    let Some(known) = facts.cluster_info.known() else {
        if !server.clustered && mode.is_none() {
            return Finding::skip(check, "clustered=false");
        }
        return Finding::unknown(check, facts.cluster_info.untold("CLUSTER INFO", "`cluster_state`"))
            .help(ACL);
    };
    match known.state.as_deref() {
        Some("ok") => {
            let seen = format!("cluster_state ok: {}", slots(known));
            let finding = Finding::pass(check).message_is(seen);
            match known.slots_pfail.unwrap_or(0).saturating_add(known.slots_fail.unwrap_or(0)) {
                0 => finding,
                out => finding.note(format!("this node cannot reach the owners of {}", count(out, "slot"))),
            }
        }
        Some("fail") => Finding::fail(
            check,
            format!("the cluster is down: every command gets `CLUSTERDOWN …`; {}", slots(known)),
        )
        .help(down_help(known)),
        Some(other) => Finding::unknown(check, format!("the cluster calls its state `{other}`")),
        None => Finding::unknown(check, "CLUSTER INFO does not say `cluster_state`"),
    }
}

fn slots(known: &ClusterState) -> String {
    let number = |number: Option<u64>| number.map_or_else(|| "?".to_owned(), |number| number.to_string());
    format!(
        "{} of 16384 slots assigned, {} ok, {} possibly failing, {} failed; nodes known: {}",
        number(known.slots_assigned),
        number(known.slots_ok),
        number(known.slots_pfail),
        number(known.slots_fail),
        number(known.known_nodes)
    )
}

fn down_help(known: &ClusterState) -> &'static str {
    match known.slots_assigned {
        Some(0) => {
            "no slot is assigned to anybody: create the cluster (`valkey-cli --cluster create …`), or ask the \
                    service why it is not ready"
        }
        Some(assigned) if assigned < 16384 => {
            "some slots have no owner: `valkey-cli --cluster check` names them, `--cluster fix` assigns them"
        }
        _ => {
            "a primary is gone and none of its replicas has taken over, or this node sees no majority: look at \
              `CLUSTER NODES` for `fail` and `fail?`"
        }
    }
}
