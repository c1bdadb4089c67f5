//! What the loss of each zone comes to.

use serde_json::json;

use crate::report::{Cell, Row, Table, Tone};
use crate::valkey::Lost;
use crate::valkey::assess::Case;
use crate::valkey::predict::{Loss, Verdict};
use crate::valkey::topology::Topology;
use crate::words::{between, count};

/// How many shards are named one by one.
const NAMED: usize = 6;

/// A row for every zone, and for every other set that was asked about.
pub(super) fn rows(case: &Case<'_>) -> Vec<Row> {
    let topology = &case.topology;
    let row = |loss: &Loss| Row {
        table: "zone_loss",
        value: json!({
            "zone": loss.zone,
            "lost": loss.what.iter().map(name).collect::<Vec<_>>(),
            "nodes": loss.nodes.iter().map(|node| topology.nodes[*node].address.to_string()).collect::<Vec<_>>(),
            "verdict": loss.verdict,
            "slots_lost": loss.slots_lost,
            "slots_unserved": loss.slots_unserved,
            "shards_failing_over": loss.shards_failing_over,
            "shards_stuck": loss.stuck,
            "shards_gone": loss.gone,
            "shards_without_replica": loss.without_replica,
            "majority_kept": loss.majority_kept,
            "failover_s": loss.failover_s.map(|(least, most)| [least, most]),
            "is_node_timeout_known": loss.node_timeout_known,
            "state_after": loss.state_after,
            "reads": loss.reads,
        }),
    };
    each_once(case).map(row).collect()
}

/// A zone that was asked about is among the zones already.
fn each_once<'a>(case: &'a Case<'_>) -> impl Iterator<Item = &'a Loss> {
    let zones = case.topology.zones().len();
    let is_news = move |(place, loss): &(usize, &Loss)| {
        *place < zones || !case.losses[..zones].iter().any(|zone| zone.what == loss.what)
    };
    case.losses.iter().enumerate().filter(is_news).map(|(_, loss)| loss)
}

/// The same for a person.
pub(super) fn table(case: &Case<'_>) -> Option<Table> {
    let rows: Vec<Vec<Cell>> = each_once(case).map(|loss| row(&case.topology, loss)).collect();
    let columns = ["if this is lost", "verdict", "slots lost at once", "what happens"].map(str::to_owned);
    let title = "Zone loss".to_owned();
    (!rows.is_empty()).then(|| Table { title, columns: columns.into(), rows })
}

fn row(topology: &Topology, loss: &Loss) -> Vec<Cell> {
    let (verdict, tone) = match loss.verdict {
        Verdict::Survives => ("survives", Tone::Good),
        Verdict::Degraded => ("survives degraded", Tone::Caution),
        Verdict::LosesWrites => ("loses writes", Tone::Bad),
        Verdict::LosesData => ("loses data", Tone::Bad),
        Verdict::Unknown => ("unknown", Tone::Caution),
    };
    let lost: Vec<String> = loss.what.iter().map(name).collect();
    vec![
        lost.join(", ").into(),
        Cell::toned(verdict, tone),
        loss.slots_lost.to_string().into(),
        story(topology, loss).into(),
    ]
}

fn name(lost: &Lost) -> String {
    match lost {
        Lost::Zone(zone) => zone.clone(),
        Lost::Node(address) => address.to_string(),
    }
}

/// What happens, as short as it can be said.
fn story(topology: &Topology, loss: &Loss) -> String {
    let mut parts = Vec::new();
    if loss.nodes.is_empty() {
        parts.push("no node stands there".to_owned());
    }
    if let Some((least, most)) = loss.failover_s {
        let who = shards(&loss.shards_failing_over);
        let verb = if loss.shards_failing_over.len() == 1 { "fails" } else { "fail" };
        let known = if loss.node_timeout_known { "" } else { ", if cluster-node-timeout is the default" };
        parts.push(format!(
            "{who} {verb} over in about {}{known}",
            between(least.round_ties_even() * 1000.0, most.round_ties_even() * 1000.0)
        ));
    }
    if !loss.majority_kept {
        parts.push(if topology.is_cluster {
            "the majority of the primaries is gone: nothing fails over by itself".to_owned()
        } else {
            "the primary is gone: nothing takes over by itself".to_owned()
        });
    }
    if !loss.stuck.is_empty() && loss.majority_kept {
        parts.push(format!("nothing may take over in {}", shards(&loss.stuck)));
    }
    if !loss.gone.is_empty() {
        parts.push(format!("no copy is left of {}", shards(&loss.gone)));
    }
    if loss.slots_unserved > 0 && topology.is_cluster {
        let stay = if loss.slots_unserved == 1 { "stays" } else { "stay" };
        parts.push(format!("{} {stay} unserved", count(loss.slots_unserved, "slot")));
    }
    if loss.verdict == Verdict::Degraded {
        parts.push(format!("no replica is left in {}", shards(&loss.without_replica)));
    }
    if loss.verdict == Verdict::Unknown {
        parts.push(format!(
            "{} if the nodes whose zone is unknown stand elsewhere, {} if they stand there",
            loss.if_unzoned_survive.as_str().replace('_', " "),
            loss.if_unzoned_die.as_str().replace('_', " ")
        ));
    }
    if parts.is_empty() {
        parts.push("only replicas are lost".to_owned());
    }
    parts.join("; ")
}

fn shards(shards: &[usize]) -> String {
    let named: Vec<String> = shards.iter().take(NAMED).map(ToString::to_string).collect();
    let more = shards.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let noun = if shards.len() == 1 { "shard" } else { "shards" };
    format!("{noun} {}{more}", named.join(", "))
}
