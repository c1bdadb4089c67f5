//! TOP028 and TOP029: what the loss of a zone, or of what was asked about, comes to.

use std::collections::{BTreeMap, BTreeSet};

use super::case::Case;
use super::service::Service;
use super::{words, zones};
use crate::report::catalogue::{TOP_LOSE, TOP_ZONE_LOSS};
use crate::report::{Check, Finding};
use crate::valkey::predict::{Goal, Loss, Need, Verdict, zone_losses};
use crate::valkey::topology::{Shard, State};
use crate::valkey::{Expectations, Lost, SLOTS, Slots};
use crate::words::between;

/// How many losses that come to the same are told one by one.
const APART: usize = 3;

/// Whether every slot is served again after the loss of any one zone.
pub(super) fn of_zones(case: &Case<'_>) -> Vec<Finding> {
    let check = &TOP_ZONE_LOSS;
    if case.topology.serving().next().is_none() {
        return vec![words::needs_slots(check)];
    }
    if let Some(finding) = lost_already(case, check) {
        return vec![finding];
    }
    if case.topology.zones().is_empty() {
        let reason = "the zone of no node is known, so what is lost with one cannot be told";
        return vec![Finding::unknown(check, reason).help("TOP020 says how to make zones known")];
    }
    let mut by_verdict: BTreeMap<Verdict, Vec<&Loss>> = BTreeMap::new();
    for loss in &case.losses[..case.topology.zones().len()] {
        by_verdict.entry(loss.verdict).or_default().push(loss);
    }
    let mut findings = Vec::new();
    for losses in by_verdict.values().rev() {
        if losses.len() <= APART {
            findings.extend(losses.iter().filter_map(|loss| judge(case, check, loss)));
        } else if let Some(finding) = judge(case, check, losses[0]) {
            let more: Vec<String> = losses[1..].iter().filter_map(|loss| loss.zone.clone()).collect();
            findings.push(finding.note(format!("the same verdict for the loss of {}", words::few(&more))));
        }
    }
    if let (Some(worst), Some(first)) = (by_verdict.keys().next_back(), findings.first_mut())
        && let Some(change) = smallest_change(case, *worst)
    {
        first.detail_mut().help = Some(change.into());
    }
    if let Some(note) = zones::counted_apart(&case.topology) {
        if findings.is_empty() {
            findings.push(Finding::pass(check));
        }
        findings[0].detail_mut().notes.push(note.into());
    }
    findings
}

/// Whether every slot is served again after the losses that were asked about.
pub(super) fn asked(case: &Case<'_>) -> Vec<Finding> {
    let check = &TOP_LOSE;
    if case.expected.lose.is_empty() {
        let reason =
            "no loss was asked about: --lose us-east-1a, --lose 10.0.1.4:6379, or several with commas";
        return vec![Finding::skip(check, reason)];
    }
    if case.topology.serving().next().is_none() {
        return vec![words::needs_slots(check)];
    }
    let mut findings = Vec::new();
    // Those of single zones come first.
    for loss in &case.losses[case.topology.zones().len()..] {
        if loss.nodes.is_empty() {
            let message = format!("{} is no zone and no node of this store", name(&loss.what));
            let zones: Vec<String> = case.topology.zones().into_iter().map(str::to_owned).collect();
            let help = if zones.is_empty() {
                "the zone of no node is known (TOP020); name nodes as HOST:PORT".to_owned()
            } else {
                format!("its zones are {}; name nodes as HOST:PORT", words::list(&zones, 6))
            };
            findings.push(Finding::unknown(check, message).help(help));
            continue;
        }
        if let Some(finding) = judge(case, check, loss) {
            findings.push(match name(&loss.matches_nothing) {
                none if none.is_empty() => finding,
                some => finding.note(format!("{some} is no zone and no node of this store")),
            });
        }
    }
    findings
}

/// What is not served before anything more is lost: then the loss of each zone says the same.
fn lost_already(case: &Case<'_>, check: &'static Check) -> Option<Finding> {
    let topology = &case.topology;
    let mut slots =
        topology.serving().map(|(_, shard)| &shard.slots).fold(Slots::default(), |all, own| all.union(own));
    if !topology.is_cluster {
        slots = Slots::all();
    }
    let is_up = |shard: &Shard| shard.primary.is_some_and(|primary| topology.nodes[primary].state.is_up());
    if slots == Slots::all() && topology.serving().all(|(_, shard)| is_up(shard)) {
        return None;
    }
    let nothing = Expectations { lose: vec![Vec::new()], ..case.expected.clone() };
    let now = zone_losses(&case.topology, &nothing).pop()?;
    if !matches!(now.verdict, Verdict::LosesWrites | Verdict::LosesData) {
        return None;
    }
    let message = format!("already now, {}", outcome(case, &now));
    Some(Finding::fail(check, message).help("mend that first: TOP001, TOP004 and TOP005 say what is wrong"))
}

/// The smallest change of the placement after which no zone's loss comes to such a verdict.
fn smallest_change(case: &Case<'_>, worst: Verdict) -> Option<String> {
    let goal = match worst {
        Verdict::LosesWrites | Verdict::LosesData => Goal::NoSlotLost,
        Verdict::Degraded => Goal::Survives,
        Verdict::Survives | Verdict::Unknown => return None,
    };
    let advice = case.advice.iter().find(|advice| advice.goal == goal)?;
    if advice.is_reached && !advice.steps.is_empty() {
        // They are done in this order.
        let mut steps: Vec<String> = advice.steps.iter().take(APART).map(ToString::to_string).collect();
        match advice.steps.len() - steps.len() {
            0 => {}
            more => steps.push(words::count(more, "further step")),
        }
        let smallest =
            if advice.is_smallest { "the smallest change that helps" } else { "a change that helps" };
        let change = format!("{smallest}: {}", steps.join("; then "));
        if advice.to_mend.is_empty() {
            return Some(change);
        }
        let first = to_mend(case, &advice.to_mend);
        return Some(if advice.mending_suffices {
            format!("mend {first}: no more is needed. Where that cannot be done, {change}")
        } else {
            format!("first mend {first}, and look again; reckoned without, {change}")
        });
    }
    let need = |need: &Need| {
        format!("{} and {}", words::count(need.zones, "zone"), words::count(need.voting_primaries, "shard"))
    };
    let needs: Vec<String> = advice.needs.iter().map(need).collect();
    (!needs.is_empty()).then(|| {
        format!("no placement of these shards in these zones helps: it takes {}", needs.join(", or "))
    })
}

/// Nodes that count as absent, by the check that tells more: what nodes have in common is said once.
pub(in crate::valkey) fn to_mend(case: &Case<'_>, broken: &[usize]) -> String {
    let mut by_trouble: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for node in broken {
        let trouble = match case.topology.nodes[*node].state {
            State::Unreached => "no answer: TOP004",
            State::Failed => "down: TOP005",
            State::Loading => "loading: TOP005",
            State::Up | State::Suspected => "link down: TOP009",
        };
        by_trouble.entry(trouble).or_default().push(*node);
    }
    let said = |(trouble, nodes): (&&str, &Vec<usize>)| {
        format!("{} ({trouble})", words::nodes(&case.topology, nodes))
    };
    words::list(&by_trouble.iter().map(said).collect::<Vec<_>>(), by_trouble.len())
}

/// What was broken before in the shards that a loss harms: a part of the cause.
fn broken_before(case: &Case<'_>, loss: &Loss) -> String {
    let harmed = [&loss.gone, &loss.stuck, &loss.without_replica].into_iter().flatten();
    let nodes: BTreeSet<usize> = harmed
        .filter_map(|shard| case.topology.shards.get(*shard))
        .flat_map(|shard| shard.members().chain(shard.former.iter().copied()))
        .filter(|node| !loss.nodes.contains(node))
        .collect();
    let to_mend_at_all = case.advice.first().map_or(&[][..], |advice| &advice.to_mend);
    let broken: Vec<usize> = to_mend_at_all.iter().copied().filter(|node| nodes.contains(node)).collect();
    if broken.is_empty() {
        return String::new();
    }
    format!("; counted as lost already: {}", to_mend(case, &broken))
}

/// A loss that does not pass.
fn judge(case: &Case<'_>, check: &'static Check, loss: &Loss) -> Option<Finding> {
    let name = name(&loss.what);
    let finding = match loss.verdict {
        Verdict::Survives => return None,
        Verdict::Degraded => {
            let all = if case.topology.is_cluster { "every slot is served" } else { "the store serves" };
            let message = format!(
                "without {name}, {all}{}, but {} {} no replica left{}",
                after(loss),
                words::shards(&case.topology, &loss.without_replica),
                if loss.without_replica.len() == 1 { "has" } else { "have" },
                broken_before(case, loss)
            );
            Finding::warn(check, message)
                .help("a second replica for each, in a third zone, keeps one through the loss of any zone")
        }
        Verdict::LosesWrites | Verdict::LosesData => {
            let message = format!("without {name}, {}{}", outcome(case, loss), broken_before(case, loss));
            Finding::fail(check, message).help(help(case, loss))
        }
        Verdict::Unknown => {
            let unknown = case.topology.nodes.iter().filter(|node| node.zone().is_none()).count();
            let message = format!(
                "what the loss of {name} comes to hangs on {} of unknown zone: {} if none is in it, {} if all are",
                words::count(unknown, "node"),
                in_words(loss.if_unzoned_survive),
                in_words(loss.if_unzoned_die)
            );
            Finding::unknown(check, message).help("TOP020 says how to make zones known")
        }
    };
    let finding = match &loss.zone {
        Some(zone) => finding.about(zone.clone()),
        None => finding,
    };
    Some(match Service::of(case).name() {
        Some(service) if loss.verdict != Verdict::Degraded => {
            finding.note(format!("by the engine's rules; {service} may replace and promote nodes on its own"))
        }
        _ => finding,
    })
}

/// When what fails over has done so.
fn after(loss: &Loss) -> String {
    match loss.failover_s {
        Some((earliest, latest)) => {
            let by = if loss.node_timeout_known { "" } else { ", by the default cluster-node-timeout" };
            format!(
                " again after {}{by}",
                between(earliest.round_ties_even() * 1000.0, latest.round_ties_even() * 1000.0)
            )
        }
        None => String::new(),
    }
}

/// What is not served, and why.
fn outcome(case: &Case<'_>, loss: &Loss) -> String {
    let topology = &case.topology;
    if !topology.is_cluster {
        return if loss.gone.is_empty() {
            "there is no primary: nothing takes over by itself, and writes fail".to_owned()
        } else {
            "no copy of the data is left until it returns".to_owned()
        };
    }
    let mut parts = Vec::new();
    if !loss.gone.is_empty() {
        let has = if loss.gone.len() == 1 { "has" } else { "have" };
        parts.push(format!("{} {has} no live copy", words::shards(topology, &loss.gone)));
    }
    if !loss.majority_kept {
        parts.push("no majority of the primaries is left to elect any replica".to_owned());
    } else if !loss.stuck.is_empty() {
        let has = if loss.stuck.len() == 1 { "has" } else { "have" };
        parts.push(format!(
            "{} {has} replicas, none of which may be elected",
            words::shards(topology, &loss.stuck)
        ));
    }
    if parts.is_empty() {
        parts.push("slots have no shard".to_owned());
    }
    let served = if loss.slots_unserved >= SLOTS {
        "no slot is served".to_owned()
    } else {
        format!("{} of {SLOTS} slots are not served", loss.slots_unserved)
    };
    format!("{}: {served}", parts.join(", and "))
}

/// What to change.
fn help(case: &Case<'_>, loss: &Loss) -> String {
    let topology = &case.topology;
    let (zones, voters) = (topology.zones().len(), topology.serving().count());
    if !topology.is_cluster {
        return "put a replica into another zone, and something that promotes it: a Sentinel or the service"
            .to_owned();
    }
    let mut parts = Vec::new();
    if !loss.majority_kept {
        parts.push(if voters < 3 || zones < 3 {
            format!(
                "to survive the loss of any zone takes 3 shards or more with primaries in 3 zones; here are {} and {}",
                words::count(voters, "shard"),
                words::count(zones, "zone")
            )
        } else {
            "move primaries so that no zone holds half of them: CLUSTER FAILOVER on a replica elsewhere (TOP027)"
                .to_owned()
        });
    }
    if !loss.gone.is_empty() {
        parts.push(format!(
            "give {} a replica in another zone (TOP011, TOP026)",
            words::shards(topology, &loss.gone)
        ));
    }
    if !loss.stuck.is_empty() && loss.majority_kept {
        parts.push("TOP019 says why the replicas may not be elected".to_owned());
    }
    if parts.is_empty() {
        parts.push("cover the slots (TOP001)".to_owned());
    }
    parts.join("; ")
}

const fn in_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Survives => "nothing",
        Verdict::Degraded => "no more than redundancy",
        Verdict::LosesWrites => "slots that are not served",
        Verdict::LosesData => "slots without a live copy",
        Verdict::Unknown => "nobody knows what",
    }
}

/// What is lost, in words.
fn name(lost: &[Lost]) -> String {
    let names: Vec<String> = lost
        .iter()
        .map(|lost| match lost {
            Lost::Zone(zone) => zone.clone(),
            Lost::Node(address) => address.to_string(),
        })
        .collect();
    words::list(&names, 6)
}
