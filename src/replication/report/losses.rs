//! What would be lost, against the RPO: the table `rpo` of the data, and a table for a person.

use serde_json::{Value, json};

use crate::replication::assess::Case;
use crate::replication::lag::Kind;
use crate::replication::rpo::{Loss, Scenario, StoreLoss, overall};
use crate::replication::words;
use crate::report::{Cell, Row, Status, Table, Tone};

/// A row for each store and failure, and one for all stores together, whose `source` is null.
pub(super) fn rows(case: &Case<'_>) -> Vec<Row> {
    let mut rows: Vec<Row> = case
        .losses
        .iter()
        .map(|one| Row { table: "rpo", value: row(case, one.scenario, Some(one), &one.loss) })
        .collect();
    if !case.losses.is_empty() {
        rows.extend(Scenario::ALL.map(|scenario| Row {
            table: "rpo",
            value: row(case, scenario, None, &overall(&case.losses, scenario)),
        }));
    }
    rows
}

fn row(case: &Case<'_>, scenario: Scenario, store: Option<&StoreLoss>, loss: &Loss) -> Value {
    let at_least = match loss {
        Loss::AtLeast(ms, _) => Some(*ms),
        _ => None,
    };
    let why = match (loss.why(), store) {
        ("", None) => left_out(case, scenario),
        ("", Some(_)) => None,
        (why, _) => Some(why.to_owned()),
    };
    json!({
        "failure": scenario,
        "kind": store.map(|store| store.kind),
        "source": store.map(|store| &store.source),
        "loss": loss.as_str(),
        "loss_ms": loss.ms(),
        "at_least_ms": at_least,
        "p99_ms": store.and_then(|store| store.p99_ms),
        "why": why,
        "objective_ms": case.expected.rpo_ms(),
        "status": loss.status(case.rpo_ms()),
    })
}

/// What would be lost, for a person: stores by scenarios.
pub(super) fn table(case: &Case<'_>) -> Option<Table> {
    if case.losses.is_empty() {
        return None;
    }
    let stores = case.losses.iter().filter(|one| one.scenario == Scenario::Zone);
    let mut rows: Vec<Vec<Cell>> = stores
        .map(|store| {
            let of = |scenario| {
                let is_it = |one: &&StoreLoss| {
                    one.scenario == scenario && one.kind == store.kind && one.source == store.source
                };
                let is_bound = store.kind == Kind::Valkey;
                let of = |one: &StoreLoss| cell(case, &one.loss, is_bound);
                case.losses.iter().find(is_it).map_or_else(Cell::default, of)
            };
            let mut row = vec![Cell::from(name(store))];
            row.extend(Scenario::ALL.map(of));
            row
        })
        .collect();
    let is_part = Scenario::ALL.iter().any(|scenario| left_out(case, *scenario).is_some());
    let mut worst = vec![Cell::from(if is_part { "all that is replicated" } else { "all (the worst)" })];
    worst.extend(Scenario::ALL.map(|scenario| cell(case, &overall(&case.losses, scenario), false)));
    rows.push(worst);
    let mut columns = vec!["store".to_owned()];
    columns.extend(Scenario::ALL.map(|scenario| scenario.words().to_owned()));
    let title =
        format!("What a failure costs, by the largest lag; the RPO is {}", words::duration(case.rpo_ms()));
    Some(Table { title, columns, rows })
}

/// Which stores do not count in a scenario, and why; nothing where all do.
fn left_out(case: &Case<'_>, scenario: Scenario) -> Option<String> {
    let stores = case.losses.iter().filter(|one| one.scenario == scenario);
    let told: Vec<String> = stores
        .filter_map(|one| match &one.loss {
            Loss::NotCounted(why) => Some(format!("without {}: {why}", one.source)),
            _ => None,
        })
        .collect();
    (!told.is_empty()).then(|| told.join("; "))
}

/// What a store is called: one that goes by its URI by its kind, because it is named elsewhere.
fn name(store: &StoreLoss) -> String {
    if store.kind == Kind::Valkey { store.kind.words().to_owned() } else { store.source.clone() }
}

/// A loss. One of which no more is known than a bound is "up to" that.
fn cell(case: &Case<'_>, loss: &Loss, is_bound: bool) -> Cell {
    let tone = match loss.status(case.rpo_ms()) {
        Status::Pass => Tone::Good,
        Status::Fail => Tone::Bad,
        Status::Skip => Tone::Faint,
        Status::Warn | Status::Unknown => Tone::Caution,
    };
    match loss {
        Loss::AtMost(ms) if is_bound => Cell::toned(format!("up to {}", words::duration(ms.max(1.0))), tone),
        _ => Cell::toned(loss.words(), tone),
    }
}

/// What `-` stands for.
pub(super) fn remarks(case: &Case<'_>) -> Option<String> {
    let valkey = case.losses.iter().find(|one| {
        one.kind == Kind::Valkey
            && one.scenario == Scenario::RegionPermanent
            && matches!(one.loss, Loss::NotCounted(_))
    })?;
    Some(format!("{}: {}.", name(valkey), valkey.loss.why()))
}
