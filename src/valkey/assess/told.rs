//! What nodes did not tell, and what would make them tell.

use std::collections::BTreeMap;

use super::case::Case;
use super::words;
use crate::connect::ACL;
use crate::connect::evidence::Answered;
use crate::report::{Check, Finding};
use crate::valkey::evidence::Answers;

// The commands that nodes are asked.
pub(super) const SHARDS: &str = "CLUSTER SHARDS";
pub(super) const NODES: &str = "CLUSTER NODES";
pub(super) const CLUSTER_INFO: &str = "CLUSTER INFO";
pub(super) const SERVER: &str = "INFO server";
pub(super) const CLIENTS: &str = "INFO clients";
pub(super) const MEMORY: &str = "INFO memory";
pub(super) const CONFIG: &str = "CONFIG GET";

/// What some nodes told; and one `unknown` for each reason for which others did not.
pub(super) struct Told<T> {
    pub(super) known: Vec<(usize, T)>,
    pub(super) unknown: Vec<Finding>,
}

/// Asks every node for one thing.
pub(super) fn told<'a, A: 'a, T>(
    case: &Case<'a>,
    check: &'static Check,
    command: &str,
    answer: impl Fn(&'a Answers) -> &'a Answered<A>,
    pick: impl Fn(&'a A) -> Option<T>,
) -> Told<T> {
    let mut told = told_by_those_that_answered(case, check, command, answer, pick);
    told.unknown.extend(silent(case, check));
    told
}

/// Asks all that was answered for one thing: silent nodes are left out.
pub(super) fn told_by_those_that_answered<'a, A: 'a, T>(
    case: &Case<'a>,
    check: &'static Check,
    command: &str,
    answer: impl Fn(&'a Answers) -> &'a Answered<A>,
    pick: impl Fn(&'a A) -> Option<T>,
) -> Told<T> {
    let mut known = Vec::new();
    let mut withheld: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (node, answers) in case.answered() {
        let answered = answer(answers);
        match answered.known().and_then(&pick) {
            Some(value) => known.push((node, value)),
            None => withheld.entry(answered.untold(command, "it")).or_default().push(node),
        }
    }
    let unknown = withheld.iter().map(|(why, nodes)| {
        words::about(&case.topology, nodes, |names| Finding::unknown(check, format!("{names}: {why}")))
            .help(ACL)
    });
    Told { known, unknown: unknown.collect() }
}

/// What a check says of nodes that answered nothing, or that nobody had the time to ask: it cannot pass for them. Why
/// they are silent is TOP004's business. Checks say it in the same words, so that a report for people folds them.
pub(super) fn silent(case: &Case<'_>, check: &'static Check) -> Option<Finding> {
    if case.answered().next().is_none() {
        return Some(Finding::unknown(check, "no node answered").help(WHY_SILENT));
    }
    let is_silent = |node: &usize| case.answers(*node).is_none();
    silent_among(case, check, &(0..case.topology.nodes.len()).filter(is_silent).collect::<Vec<_>>())
}

/// The same where a check looks at some nodes only: these are the silent ones among them.
pub(super) fn silent_among(case: &Case<'_>, check: &'static Check, silent: &[usize]) -> Option<Finding> {
    let finding = |names: String| Finding::unknown(check, format!("{names}: no answer (TOP004)"));
    (!silent.is_empty()).then(|| words::about(&case.topology, silent, finding).help(WHY_SILENT))
}

const WHY_SILENT: &str = "TOP004 says why; look again when every node answers";
