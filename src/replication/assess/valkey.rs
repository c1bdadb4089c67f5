//! LAG040: the links of replicas.

use std::collections::BTreeSet;

use super::case::{Case, Told};
use crate::connect::ACL;
use crate::observe::LONGER;
use crate::replication::evidence::{Offsets, ValkeyStore};
use crate::replication::lag::{Nodes, why_unasked};
use crate::replication::words;
use crate::report::Finding;
use crate::report::catalogue::LAG_VALKEY_LINKS;
use crate::valkey::Address;
use crate::valkey::reply::{DEFAULT_REPL_TIMEOUT_S, LONG_SILENCE_S};

/// Whether every link is up, and every primary was heard from.
pub(super) fn links(case: &Case<'_>) -> Told {
    let mut told = Told::default();
    for seen in case.stores() {
        of_store(seen, &mut told);
    }
    told
}

fn of_store(seen: &ValkeyStore, told: &mut Told) {
    let check = &LAG_VALKEY_LINKS;
    let store = Nodes::of(seen);
    let replicas: Vec<&Offsets> = seen.offsets.iter().filter(|node| node.primary.is_some()).collect();
    let asked: BTreeSet<&Address> = seen.offsets.iter().map(|node| &node.node).collect();
    let unasked = store.shards.iter().flat_map(|shard| &shard.replicas);
    let unasked: Vec<&Address> = unasked.filter(|replica| !asked.contains(replica)).collect();
    if replicas.is_empty() && unasked.is_empty() {
        let finding = if store.shards.is_empty() {
            Finding::unknown(check, "the store's topology could not be read")
                .help("the TOP checks of its URI say why: `chalkstore topology`")
        } else {
            Finding::skip(check, "there is no replica (LAG004)")
        };
        told.findings.push(finding.about(seen.name.clone()));
        return;
    }
    for node in replicas {
        // Why there is none is said of its lag (LAG001).
        let root = store.root(seen, node).ok();
        told.findings.extend(of_link(node, root).map(|finding| finding.about(node.node.to_string())));
    }
    let mut untried = Vec::new();
    for node in unasked {
        match why_unasked(seen, node) {
            Some(unasked) => told.findings.push(
                Finding::unknown(check, format!("could not be asked for its link: {}", unasked.why))
                    .help(unasked.help)
                    .about(node.to_string()),
            ),
            None => untried.push(node.to_string()),
        }
    }
    if !untried.is_empty() {
        told.findings.push(
            Finding::unknown(check, format!("not asked: {}", words::names(&untried)))
                .help(format!("look at the nodes, or {LONGER}"))
                .about(seen.name.clone()),
        );
    }
}

fn of_link(node: &Offsets, root: Option<&Offsets>) -> Option<Finding> {
    let check = &LAG_VALKEY_LINKS;
    let primary = node.primary.as_ref().map(ToString::to_string).unwrap_or_default();
    let unknown = |why: String| Some(Finding::unknown(check, why).help("look at the node, and ask again"));
    let Some(last) = node.samples.last() else {
        return unknown(node.failure.clone().unwrap_or_else(|| "it told nothing".to_owned()));
    };
    let ended = match (&node.failure, root.and_then(|root| root.failure.as_ref())) {
        (Some(why), _) => Some(format!("its samples ended early: {why}")),
        (None, Some(why)) => Some(format!("the samples of its primary {primary} ended early: {why}")),
        (None, None) => None,
    };
    let help = "look at the replica's log, at the network, and at primaryuser and primaryauth; what is read there is stale";
    match (last.link.as_deref(), last.last_io_s) {
        (Some("up"), Some(seconds)) if seconds >= DEFAULT_REPL_TIMEOUT_S => Some(
            Finding::fail(
                check,
                format!(
                    "nothing came from {primary} for {}: the link is as good as down",
                    words::seconds(seconds)
                ),
            )
            .help(help),
        ),
        (Some("up"), Some(seconds)) if seconds > LONG_SILENCE_S => Some(
            Finding::warn(
                check,
                format!(
                    "nothing came from {primary} for {}; it sends something every 10 s",
                    words::seconds(seconds)
                ),
            )
            .help(help),
        ),
        // A link that was seen to be bad is told as that; one that was good may be bad by now.
        (Some("up"), _) if ended.is_some() => unknown(ended.unwrap_or_default()),
        (Some("up"), _) => {
            let was_down = node.samples.iter().any(|sample| sample.link.as_deref() == Some("down"));
            was_down.then(|| {
                Finding::warn(
                    check,
                    format!("the link to {primary} was down while it was looked at, and is up again"),
                )
                .help(help)
            })
        }
        (Some("down"), _) => {
            let since =
                last.link_down_s.map_or(String::new(), |since| format!(", for {}", words::seconds(since)));
            Some(Finding::fail(check, format!("the link to {primary} is down{since}")).help(help))
        }
        (Some(other), _) => Some(
            Finding::unknown(check, format!("the link to {primary} is {other}: not a state that is known"))
                .help("look at the node, and ask again"),
        ),
        (None, _) => Some(Finding::unknown(check, "INFO replication does not tell of the link").help(ACL)),
    }
}
