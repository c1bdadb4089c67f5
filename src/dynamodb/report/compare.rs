//! Several workloads side by side.

use serde_json::json;

use super::autoscaling;
use crate::dynamodb::cost::Mode;
use crate::dynamodb::sizing::Sizing;
use crate::dynamodb::workload::size;
use crate::numbers::{as_f64, count, usd};
use crate::report::{Cell, Row, Table, Tone};

/// A row for every workload.
pub(super) fn rows(sizings: &[Sizing]) -> Vec<Row> {
    let row = |sizing: &Sizing| Row {
        table: "scenarios",
        value: json!({
            "name": sizing.name,
            "item": sizing.workload.item,
            "recommended_mode": sizing.recommendation.mode,
            "monthly_usd": sizing.cost(sizing.recommendation.mode).and_then(|cost| cost.monthly_usd),
            "autoscaling": autoscaling::fact(sizing),
        }),
    };
    sizings.iter().map(row).collect()
}

/// The same for a person: a column for every workload.
pub(super) fn table(sizings: &[Sizing]) -> Table {
    let line = |name: &str, cell: &dyn Fn(&Sizing) -> String| {
        std::iter::once(Cell::from(name))
            .chain(sizings.iter().map(|sizing| Cell::from(cell(sizing))))
            .collect::<Vec<_>>()
    };
    let price = |mode: Mode| {
        move |sizing: &Sizing| {
            let is_chosen = sizing.recommendation.mode == mode;
            let text = usd(sizing.cost(mode).and_then(|cost| cost.monthly_usd));
            if is_chosen { format!("{text} *") } else { text }
        }
    };
    let main = |sizing: &Sizing| sizing.demand.regions[0].clone();
    let policy = |sizing: &Sizing| sizing.regions[0].policies;
    let mut rows = vec![
        line("Regions", &|sizing| {
            sizing.demand.regions.iter().map(|one| one.region.as_str()).collect::<Vec<_>>().join(", ")
        }),
        line("item", &|sizing| size(as_f64(sizing.workload.item.bytes))),
        line("RCU at the peak", &|sizing| count(main(sizing).rcu)),
        line("write units at the peak", &|sizing| count(main(sizing).write_units())),
        line("storage in each Region", &|sizing| {
            sizing.demand.storage_bytes.map_or_else(|| "not told".to_owned(), size)
        }),
        line("reads: min, max, target", &|sizing| {
            let read = policy(sizing).read;
            format!("{}, {}, {} %", count(as_f64(read.min)), count(as_f64(read.max)), read.target)
        }),
        line("writes: min, max, target", &|sizing| {
            let write = policy(sizing).write;
            format!("{}, {}, {} %", count(as_f64(write.min)), count(as_f64(write.max)), write.target)
        }),
    ];
    for mode in [Mode::OnDemand, Mode::Provisioned, Mode::Autoscaling] {
        rows.push(line(&format!("{} a month", mode.as_str()), &price(mode)));
    }
    // The stars are explained where somebody may look for it.
    rows.push(
        std::iter::once(Cell::toned("* recommended", Tone::Faint))
            .chain(sizings.iter().map(|sizing| Cell::toned(sizing.recommendation.mode.as_str(), Tone::Good)))
            .collect(),
    );
    let columns = std::iter::once(String::new()).chain(sizings.iter().map(|sizing| sizing.name.clone()));
    Table { title: "Scenarios side by side".to_owned(), columns: columns.collect(), rows }
}
