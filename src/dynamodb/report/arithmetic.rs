//! How every number came to be.

use serde_json::json;

use crate::dynamodb::cost::Part;
use crate::dynamodb::sizing::Sizing;
use crate::dynamodb::workload::number;
use crate::report::{Cell, Row, Table};

/// A row for every number.
pub(super) fn rows(sizing: &Sizing) -> Vec<Row> {
    let steps = sizing.steps().map(|(region, step)| {
        let region = Some(region).filter(|region| !region.is_empty());
        json!({
            "scenario": sizing.name,
            "region": region,
            "name": step.name,
            "value": step.value,
            "unit": step.unit,
            "formula": step.formula,
            "source": step.source,
        })
    });
    steps.map(|value| Row { table: "arithmetic", value }).collect()
}

/// The same for a person, the lines of the recommended mode's bill behind it.
pub(super) fn table(sizing: &Sizing) -> Table {
    let mut rows: Vec<Vec<Cell>> = sizing
        .steps()
        .map(|(region, step)| {
            let name = if region.is_empty() { step.name.clone() } else { format!("{region}: {}", step.name) };
            row(name, format!("{} {}", number(step.value), step.unit), &step.formula, &step.source)
        })
        .collect();
    let bill = sizing.cost(sizing.recommendation.mode);
    let part = |part: &Part| {
        let name = format!("{}: {}", part.region, part.name);
        row(name, format!("{} USD", number(part.usd)), &part.formula, &part.source)
    };
    rows.extend(bill.into_iter().flat_map(|cost| cost.parts.iter().chain(&cost.transfer)).map(part));
    Table {
        title: "Arithmetic".to_owned(),
        columns: ["what", "value", "formula", "source"].map(str::to_owned).to_vec(),
        rows,
    }
}

fn row(name: String, value: String, formula: &str, source: &str) -> Vec<Cell> {
    vec![Cell::from(name), Cell::from(value), Cell::from(formula), Cell::from(source)]
}
