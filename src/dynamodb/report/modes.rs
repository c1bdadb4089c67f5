//! The capacity modes side by side.

use crate::numbers::usd;
use serde_json::json;

use crate::dynamodb::assess::percent;
use crate::dynamodb::cost::{Mode, ModeCost, Part};
use crate::dynamodb::sizing::Sizing;
use crate::report::{Cell, Row, Table, Tone};

/// A row for every mode.
pub(super) fn rows(sizing: &Sizing) -> Vec<Row> {
    let row = |cost: &ModeCost| {
        let mut value = serde_json::to_value(cost).unwrap_or_default();
        value["scenario"] = json!(sizing.name);
        value["is_recommended"] = json!(cost.mode == sizing.recommendation.mode);
        value["throttled_share"] = json!(throttled(sizing, cost.mode));
        Row { table: "modes", value }
    };
    sizing.costs.iter().map(row).collect()
}

/// The same for a person.
pub(super) fn table(sizing: &Sizing) -> Table {
    let has_storage = sizing.demand.storage_bytes.is_some();
    let title = if has_storage {
        "Cost a month by capacity mode"
    } else {
        "Cost a month by capacity mode, without storage"
    };
    let columns = ["mode", "a month", "reserved 1 y", "reserved 3 y", "Standard-IA", "throttled"];
    let row = |cost: &ModeCost| {
        let is_chosen = cost.mode == sizing.recommendation.mode;
        let tone = if is_chosen { Tone::Good } else { Tone::Plain };
        let name = if is_chosen {
            format!("{} (recommended)", cost.mode.as_str())
        } else {
            cost.mode.as_str().to_owned()
        };
        let other =
            |value: Option<f64>| Cell::from(value.map_or_else(|| "-".to_owned(), |value| usd(Some(value))));
        vec![
            Cell::toned(name, tone),
            Cell::toned(usd(cost.monthly_usd), tone),
            other(cost.reserved_1y_monthly_usd),
            other(cost.reserved_3y_monthly_usd),
            other(cost.standard_ia_monthly_usd),
            match throttled(sizing, cost.mode) {
                None => Cell::toned("unknown", Tone::Caution),
                Some(share) if share > 0.0 => Cell::toned(percent(share), Tone::Bad),
                Some(_) => Cell::from("0 %"),
            },
        ]
    };
    Table {
        title: title.to_owned(),
        columns: columns.map(str::to_owned).to_vec(),
        rows: sizing.costs.iter().map(row).collect(),
    }
}

/// What a month in the recommended mode is made of.
pub(super) fn parts(sizing: &Sizing) -> Option<Table> {
    let cost = sizing.cost(sizing.recommendation.mode)?;
    let row = |part: &Part, tone| {
        [part.name.clone(), part.region.clone(), usd(Some(part.usd))]
            .map(|text| Cell::toned(text, tone))
            .to_vec()
    };
    let rows = cost.parts.iter().map(|part| row(part, Tone::Plain));
    let beside = cost.transfer.iter().map(|part| {
        let mut row = row(part, Tone::Faint);
        row[0].text.push_str(" (not in the sum)");
        row
    });
    let rows = rows.chain(beside);
    let rows: Vec<Vec<Cell>> = rows.collect();
    (!rows.is_empty()).then(|| Table {
        title: format!("A month of {}", cost.mode.as_str()),
        columns: ["for", "Region", "a month"].map(str::to_owned).to_vec(),
        rows,
    })
}

/// The largest share that is throttled in any Region; none where a Region could not be simulated.
fn throttled(sizing: &Sizing, mode: Mode) -> Option<f64> {
    sizing
        .regions
        .iter()
        .map(|run| run.of(mode)?.throttled_share())
        .try_fold(0.0, |most: f64, share| Some(most.max(share?)))
}
