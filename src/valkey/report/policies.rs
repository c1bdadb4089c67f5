//! What each replica connection policy connects to and reads from.

use serde_json::json;

use crate::numbers::whole_percent;
use crate::report::{Cell, Row, Table, Tone};
use crate::valkey::assess::Case;
use crate::valkey::predict::{Model, PolicyRow};

/// How many shards are named one by one.
const NAMED: usize = 6;

/// A row for every policy, model and zone.
pub(super) fn rows(case: &Case<'_>) -> Vec<Row> {
    let row = |row: &PolicyRow| Row {
        table: "policies",
        value: json!({
            "policy": row.policy,
            "model": row.model,
            "zone": row.zone,
            "query_servers": row.query_servers,
            "connections_per_query_server": row.connections_per_query_server,
            "connections_total": row.connections_total,
            "cross_zone_read_share": row.cross_zone_read_share,
            "primary_fallback_shards": row.primary_fallback_shards,
            "failing_read_share": row.failing_read_share,
        }),
    };
    case.policies.iter().map(row).collect()
}

/// The same for a person.
pub(super) fn table(case: &Case<'_>) -> Table {
    // Of one query server, all have what each has.
    let servers = case.expected.query_server_count();
    let all = (servers != 1).then(|| format!("all {servers}"));
    let has_failing = case.policies.iter().any(|row| row.failing_read_share > 0.0);
    // Where both models say the same, one row says it.
    let is_news = |row: &&PolicyRow| {
        row.model == Model::Documented || !case.policies.iter().any(|other| is_same(row, other))
    };
    let rows = case.policies.iter().filter(is_news).map(|row| {
        let is_asked = case.expected.policy.is_none_or(|policy| policy == row.policy);
        let tone = if is_asked { Tone::Plain } else { Tone::Faint };
        let plain = |text: String| Cell::toned(text, tone);
        let mut name = row.policy.as_str().to_owned();
        if row.model == Model::Client {
            name.push_str(" (client's own)");
        }
        let total = all.as_ref().map(|_| plain(row.connections_total.to_string()));
        let cells = [
            Some(plain(name)),
            Some(plain(row.zone.clone().unwrap_or_else(|| "-".to_owned()))),
            Some(plain(row.connections_per_query_server.to_string())),
            total,
            Some(plain(row.cross_zone_read_share.map_or_else(|| "unknown".to_owned(), whole_percent))),
            Some(fallback(case, row)),
            has_failing.then(|| failing(row)),
        ];
        cells.into_iter().flatten().collect()
    });
    Table {
        title: "Replica connection policies".to_owned(),
        rows: rows.collect(),
        columns: [
            Some("policy"),
            Some("zone"),
            Some("connections per query server"),
            all.as_deref(),
            Some("reads that leave the zone"),
            Some("reads of the primary"),
            has_failing.then_some("reads that fail or wait now"),
        ]
        .into_iter()
        .flatten()
        .map(str::to_owned)
        .collect(),
    }
}

fn failing(row: &PolicyRow) -> Cell {
    if row.failing_read_share > 0.0 {
        Cell::toned(whole_percent(row.failing_read_share), Tone::Bad)
    } else {
        Cell::from("none")
    }
}

/// Whether the documents' model says the same as the client's own.
fn is_same(client: &PolicyRow, other: &PolicyRow) -> bool {
    other.model == Model::Documented
        && (other.policy, &other.zone) == (client.policy, &client.zone)
        && other.per_node == client.per_node
        && other.primary_fallback_shards == client.primary_fallback_shards
}

fn fallback(case: &Case<'_>, row: &PolicyRow) -> Cell {
    let shards = &row.primary_fallback_shards;
    if shards.is_empty() {
        return Cell::from("none");
    }
    if shards.len() == case.topology.serving().count() {
        return Cell::toned("all shards", Tone::Caution);
    }
    let named: Vec<String> = shards.iter().take(NAMED).map(ToString::to_string).collect();
    let more = shards.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let noun = if shards.len() == 1 { "shard" } else { "shards" };
    Cell::toned(format!("{noun} {}{more}", named.join(", ")), Tone::Caution)
}
