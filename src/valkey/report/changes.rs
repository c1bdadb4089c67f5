//! What to change.

use serde_json::json;

use crate::report::{Block, Row};
use crate::valkey::assess::{Case, to_mend};
use crate::valkey::predict::{Advice, Goal};
use crate::words::count;

/// How many steps are listed for a person.
const LISTED: usize = 8;

/// A row for every goal.
pub(super) fn rows(case: &Case<'_>) -> Vec<Row> {
    let topology = &case.topology;
    let address = |node: &usize| topology.nodes[*node].address.to_string();
    let row = |advice: &Advice| Row {
        table: "advice",
        value: json!({
            "goal": advice.goal,
            "is_reached": advice.is_reached,
            "is_smallest": advice.is_smallest,
            "steps": advice.steps,
            "steps_in_words": advice.steps.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "after": advice.after.iter().map(|(zone, verdict)| json!({"zone": zone, "verdict": verdict})).collect::<Vec<_>>(),
            "needs": advice.needs,
            "nodes_without_zone": advice.nodes_without_zone.iter().map(address).collect::<Vec<_>>(),
            "shards_without_copy": advice.shards_without_copy,
            "to_mend": advice.to_mend.iter().map(address).collect::<Vec<_>>(),
            "mending_suffices": advice.mending_suffices,
        }),
    };
    case.advice.iter().map(row).collect()
}

/// The steps to each goal, for a person, up to the first that cannot be reached. Where a further goal takes the same
/// steps as the one before it, they are told once, for the further one.
pub(super) fn text(case: &Case<'_>) -> Option<Block> {
    let reachable = case.advice.iter().take_while(|advice| advice.is_reached).count();
    let told = &case.advice[..case.advice.len().min(reachable.max(1))];
    let is_last_of_its_kind = |(place, advice): &(usize, &Advice)| {
        told.get(place + 1).is_none_or(|next| next.steps != advice.steps)
    };
    let is_news = |(_, advice): &(usize, &Advice)| !advice.steps.is_empty() || !advice.is_reached;
    let news = told.iter().enumerate().filter(is_last_of_its_kind).filter(is_news);
    let parts: Vec<String> = news.map(|(_, advice)| paragraph(case, advice)).collect();
    (!parts.is_empty()).then(|| Block::Text(parts.join("\n\n")))
}

fn paragraph(case: &Case<'_>, advice: &Advice) -> String {
    let goal = match advice.goal {
        Goal::NoSlotLost => "every slot is served again after the loss of any zone",
        Goal::Survives => "every shard keeps a primary and a replica through the loss of any zone",
        Goal::SurvivesLocally => "every query server, besides, reads each shard in its own zone",
    };
    let mut lines = Vec::new();
    if !advice.to_mend.is_empty() {
        let first = to_mend(case, &advice.to_mend);
        lines.push(if advice.mending_suffices {
            format!("First mend {first}: then {goal}. What follows is for nodes that do not come back.")
        } else {
            format!("First mend {first}, and look again: what follows reckons without.")
        });
    }
    lines.push(if advice.steps.is_empty() {
        format!("No move is known after which {goal}.")
    } else {
        let reached = if advice.is_reached { "So that" } else { "As far as can be reached, so that" };
        format!("{reached} {goal}:")
    });
    // Two replicas for one place are two steps that read alike.
    let same = advice.steps.chunk_by(|one, next| one == next).map(|steps| match steps {
        [one] => format!("- {one}"),
        many => format!("- {} (× {})", many[0], many.len()),
    });
    lines.extend(same.take(LISTED));
    if advice.steps.len() > LISTED {
        lines.push(format!("- … and {} more (--output json lists all)", advice.steps.len() - LISTED));
    }
    if !advice.needs.is_empty() {
        let needs: Vec<String> = advice
            .needs
            .iter()
            .map(|need| {
                format!("{} with {}", count(need.zones, "zone"), count(need.voting_primaries, "primary"))
            })
            .collect();
        lines.push(format!("It takes {}.", needs.join(", or ")));
    }
    if !advice.nodes_without_zone.is_empty() {
        lines.push(format!(
            "The zones of {} have to be known first (--zone-map).",
            count(advice.nodes_without_zone.len(), "node")
        ));
    }
    if !advice.shards_without_copy.is_empty() {
        let shards: Vec<String> = advice.shards_without_copy.iter().map(ToString::to_string).collect();
        lines.push(format!("Repair the shards without a live copy first: {}.", shards.join(", ")));
    }
    lines.join("\n")
}
