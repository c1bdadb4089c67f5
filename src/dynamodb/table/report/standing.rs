//! The table as it stands: the fact `table`, the rows `table_regions`, and both for a person.

use serde_json::{Value, json};

use super::{cells, curves};
use crate::dynamodb::evidence::{Dimension, RecoverySeen, ReplicaSeen};
use crate::dynamodb::table::assess::{Case, Standing, found, layout_words};
use crate::report::{Block, Cell, Fact, Row, Table};

/// The table as a whole.
pub(in crate::dynamodb::table) fn facts(case: &Case<'_>) -> Vec<Fact> {
    let facts = case.facts;
    let ttl = case.regions().next().and_then(|own| cells::of(own, |settings| &settings.ttl, |ttl| ttl));
    let value = json!({
        "name": case.seen.name,
        "arn": facts.arn,
        "layout": found(facts).unwrap_or("other"),
        "partition_key": facts.hash_key.as_ref().map(|key| &key.name),
        "sort_key": facts.range_key.as_ref().map(|key| &key.name),
        "ttl_status": ttl.map(|ttl| &ttl.status),
        "ttl_attribute": ttl.and_then(|ttl| ttl.attribute.as_ref()),
        "billing_mode": facts.billing_mode,
        "table_class": facts.table_class,
        "stream": facts.stream,
        "is_global": !facts.replicas.is_empty(),
        "multi_region_consistency": facts.multi_region_consistency,
        "indexes": facts.indexes.iter().map(|index| &index.name).collect::<Vec<_>>(),
        "item_count": facts.item_count,
        "size_bytes": facts.size_bytes,
        "window": case.seen.window.shown(),
    });
    vec![Fact { name: "table", value }]
}

/// A row for each Region in which it stands.
pub(in crate::dynamodb::table) fn rows(case: &Case<'_>) -> Vec<Row> {
    case.regions().map(|at| Row { table: "table_regions", value: row(case, at) }).collect()
}

fn row(case: &Case<'_>, at: Standing<'_>) -> Value {
    let replica: Option<&ReplicaSeen> =
        case.facts.replicas.iter().find(|replica| replica.region == at.region());
    let scaling = at.seen.scaling.as_ref().filter(|scaling| scaling.is_known());
    let policy = |dimension| scaling.and_then(|scaling| scaling.policy(dimension));
    let units = at.facts.provisioned.as_ref();
    let peak = |dimension| {
        let series = at.seen.consumed(dimension)?;
        Some(series.max()? / f64::from(series.period_s.max(1)))
    };
    // How many were: what was consumed at the peak says nothing of them. None were told is no zero.
    let metrics = at.seen.metrics.as_ref().and_then(|metrics| metrics.answer());
    let throttled = |dimension| {
        let metrics = metrics?;
        metrics.throttled(dimension).or_else(|| metrics.knows_throttling().then_some(0.0))
    };
    json!({
        "region": at.region(),
        "status": at.facts.status,
        "replica_status": replica.and_then(|replica| replica.status.as_ref()),
        "read_units": units.map(|units| units.read_units),
        "write_units": units.map(|units| units.write_units),
        "is_scaling_known": scaling.is_some(),
        "read": policy(Dimension::Read),
        "write": policy(Dimension::Write),
        "peak_read_units": peak(Dimension::Read),
        "peak_write_units": peak(Dimension::Write),
        "throttled_reads": throttled(Dimension::Read),
        "throttled_writes": throttled(Dimension::Write),
        "decreases_today": units.and_then(|units| units.decreases_today),
        "point_in_time_recovery": cells::of(at, |settings| &settings.recovery, RecoverySeen::is_on),
        "deletion_protection": at.facts.is_deletion_protected,
        "kms_key": at.facts.encryption.as_ref().and_then(|seen| seen.key.as_ref()),
        "table_class": at.facts.table_class,
        "stream": at.facts.stream,
        "warm_throughput": at.facts.warm_throughput,
        "tags": cells::of(at, |settings| &settings.tags, |tags| tags),
    })
}

/// For a person: the table in a line, its Regions' capacity and what was made of it, and what protects it.
pub(in crate::dynamodb::table) fn view(case: &Case<'_>) -> Vec<Block> {
    let table = |title: &str, columns: &[&str], row: &dyn Fn(Standing<'_>) -> Vec<Cell>| {
        Block::Table(Table {
            title: title.to_owned(),
            columns: columns.iter().map(|&column| column.to_owned()).collect(),
            rows: case.regions().map(row).collect(),
        })
    };
    let name = |at: Standing<'_>| Cell::from(at.region());
    let capacity = |at: Standing<'_>| {
        let mut cells = vec![name(at), cells::status(at), cells::units(at)];
        if !case.facts.is_on_demand() {
            cells.extend([cells::scaling(at, Dimension::Read), cells::scaling(at, Dimension::Write)]);
        }
        cells
    };
    let mut columns = vec!["Region", "status", "units now (r/w)"];
    if !case.facts.is_on_demand() {
        columns.extend(["reads scale", "writes scale"]);
    }
    let protection = |at: Standing<'_>| {
        vec![
            name(at),
            cells::switch(cells::of(at, |settings| &settings.recovery, RecoverySeen::is_on)),
            cells::switch(at.facts.is_deletion_protected),
            match &at.facts.encryption {
                Some(_) => Cell::from("a KMS key"),
                None => Cell::from("AWS's own key"),
            },
        ]
    };
    let mut blocks = vec![Block::Text(headline(case)), table("Capacity", &columns, &capacity)];
    blocks.extend(curves::blocks(case));
    blocks.push(table("Protection", &["Region", "recovery", "deletion lock", "encrypted by"], &protection));
    blocks
}

/// `chalk-online-store · pk and sk, the documented layout · PROVISIONED · items do not expire`.
fn headline(case: &Case<'_>) -> String {
    let facts = case.facts;
    let mut parts = vec![case.seen.name.clone(), layout_words(facts), facts.billing_mode.clone()];
    let ttl = case.regions().next().and_then(|own| cells::of(own, |settings| &settings.ttl, |ttl| ttl));
    parts.push(match ttl {
        None => "whether items expire is not known".to_owned(),
        Some(ttl) if ttl.is_on() => {
            format!("items expire by {}", ttl.attribute.as_deref().unwrap_or("an attribute"))
        }
        Some(_) => "items do not expire".to_owned(),
    });
    parts.extend(facts.stream.as_ref().map(|view| format!("stream of {view}")));
    parts.join(" · ")
}
