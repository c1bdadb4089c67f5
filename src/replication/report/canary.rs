//! Marker items: the table `canary` of the data, and their distribution for a person.

use std::collections::BTreeSet;

use serde_json::json;

use crate::numbers::as_f64;
use crate::replication::assess::Case;
use crate::replication::evidence::{Canary, CanaryDirection, Mark};
use crate::replication::lag::Arrivals;
use crate::replication::words::{self, us_as_ms};
use crate::report::{Block, Cell, Curve, Row, Series, Table, Tone};

/// A row for each direction.
pub(super) fn rows(case: &Case<'_>) -> Vec<Row> {
    let of = |(table, canary): (&str, &Canary)| {
        let row = |direction: &CanaryDirection| {
            let arrivals = Arrivals::in_direction(direction, canary.limit_ms);
            let all = arrivals.at_most;
            json!({
                "table": table,
                "from": direction.from,
                "to": direction.to,
                "wanted": canary.rounds,
                "sent": arrivals.sent,
                "lost": arrivals.lost,
                "last_ms": all.map(|all| all.last_ms),
                "p50_ms": all.map(|all| all.p50_ms),
                "p99_ms": all.and_then(|all| all.p99_ms),
                "max_ms": all.map(|all| all.max_ms),
                "max_at_least_ms": arrivals.max_at_least_ms,
                "resolution_ms": arrivals.resolution_ms,
                "poll_ms": canary.poll_ms,
                "limit_ms": canary.limit_ms,
                "key_prefix": canary.key_prefix,
                "left_over": left_over(canary, direction),
                "left_for_ever": !canary.left_over.is_empty() && canary.left_for_ever,
                "failure": direction.failure,
                "marks": direction.marks,
            })
        };
        canary.directions.iter().map(row).collect::<Vec<_>>()
    };
    canaries(case).flat_map(of).map(|value| Row { table: "canary", value }).collect()
}

fn canaries<'a>(case: &Case<'a>) -> impl Iterator<Item = (&'a str, &'a Canary)> + use<'a> {
    case.tables().filter_map(|seen| Some((seen.table.as_str(), seen.canary.as_ref()?)))
}

/// The markers of a direction that could not be deleted: the Region in which each stands, and its key.
fn left_over<'a>(canary: &'a Canary, direction: &CanaryDirection) -> Vec<&'a str> {
    let way = format!("{}{}>{}#", canary.key_prefix, direction.from, direction.to);
    canary.left_over.iter().filter(|left| left.contains(&way)).map(String::as_str).collect()
}

/// For a person: the distribution, marker by marker, and what it cost.
pub(super) fn blocks(case: &Case<'_>) -> Vec<Block> {
    canaries(case).flat_map(|(table, canary)| of_table(table, canary)).collect()
}

fn of_table(table: &str, canary: &Canary) -> Vec<Block> {
    let columns = ["from -> to", "arrived", "p50", "p99", "max", "known to"];
    let rows = canary.directions.iter().map(|direction| {
        let arrivals = Arrivals::in_direction(direction, canary.limit_ms);
        let all = arrivals.at_most;
        let number = |ms: Option<f64>| {
            ms.map_or_else(|| Cell::toned("-", Tone::Faint), |ms| words::duration(ms).into())
        };
        let arrived = format!("{} of {}", arrivals.sent - arrivals.lost, arrivals.sent);
        let tone = if arrivals.lost > 0 { Tone::Bad } else { Tone::Good };
        vec![
            Cell::from(format!("{} -> {}", direction.from, direction.to)),
            Cell::toned(arrived, tone),
            number(all.map(|all| all.p50_ms)),
            number(all.and_then(|all| all.p99_ms)),
            number(all.map(|all| all.max_ms)),
            number(arrivals.resolution_ms),
        ]
    });
    let distribution = Table {
        title: format!("Markers in {table}, the longest that each can have taken"),
        columns: columns.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    };
    let mut blocks = vec![Block::Table(distribution)];
    blocks.extend(curves(table, canary).map(Block::Series));
    let regions: BTreeSet<&String> = canary.directions.iter().flat_map(|one| [&one.from, &one.to]).collect();
    let has_sent = canary.directions.iter().any(|one| !one.marks.is_empty());
    let deleted = if has_sent && canary.left_over.is_empty() { ", and then deleted" } else { "" };
    blocks.push(Block::Text(format!(
        "Markers were looked for every {}{deleted}. They took {:.1} write units where they were made; each of these is also billed as a replicated write in every other Region: about {:.1} in {} Regions. Reading took {:.1} read units.",
        words::duration(us_as_ms(canary.poll_ms.saturating_mul(1000))),
        canary.write_units,
        canary.write_units * as_f64(regions.len()),
        regions.len(),
        canary.read_units
    )));
    blocks
}

/// Marker by marker; one that did not arrive is a gap.
fn curves(table: &str, canary: &Canary) -> Option<Series> {
    let longest =
        canary.directions.iter().map(|direction| direction.marks.len()).max().filter(|most| *most > 1)?;
    let curve = |direction: &CanaryDirection| {
        let of = |mark: &Mark| mark.at_most_us.map(us_as_ms);
        let mut values: Vec<Option<f64>> = direction.marks.iter().map(of).collect();
        values.resize(longest, None);
        Curve { name: format!("{} -> {}", direction.from, direction.to), values, tone: Tone::Plain }
    };
    Some(Series {
        title: format!("Markers in {table}, in order"),
        unit: "ms".to_owned(),
        places: (1..=longest).map(|at| at.to_string()).collect(),
        curves: canary.directions.iter().map(curve).collect(),
    })
}
