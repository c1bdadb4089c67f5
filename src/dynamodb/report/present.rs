//! A table as it is, beside what is recommended.

use serde_json::{Value, json};

use crate::dynamodb::assess::present_words;
use crate::dynamodb::autoscaling::Policy;
use crate::dynamodb::evidence::{Sample, TableSeen};
use crate::dynamodb::sizing::{PresentRegion, Sizing};
use crate::dynamodb::workload::size;
use crate::numbers::{as_f64, count, usd};
use crate::report::{Cell, Table, Tone};

/// What the table is now, and the sample of its items.
pub(super) fn fact(seen: &TableSeen, sizing: Option<&Sizing>) -> Value {
    let present = sizing.and_then(|sizing| sizing.present.as_ref());
    let region = |region: &PresentRegion| {
        json!({
            "region": region.region,
            "read_units": region.provisioned.map(|(read, _)| read),
            "write_units": region.provisioned.map(|(_, write)| write),
            "read": region.read,
            "write": region.write,
        })
    };
    json!({
        "name": seen.name,
        "mode": present.map(|present| present.mode),
        "table_class": present.map(|present| present.table_class.as_str()),
        "monthly_usd": present.and_then(|present| present.monthly_usd),
        "other_class_monthly_usd": present.and_then(|present| present.other_class_monthly_usd),
        "regions": present.map(|present| present.regions.iter().map(region).collect::<Vec<_>>()).unwrap_or_default(),
        "window": seen.window.shown(),
        "item_count": seen.facts().and_then(|facts| facts.item_count),
        "size_bytes": seen.facts().and_then(|facts| facts.size_bytes),
        "sample": seen.sampled.taken(),
    })
}

/// The table as it is, for a person.
pub(super) fn table(sizing: &Sizing) -> Option<Table> {
    let present = sizing.present.as_ref()?;
    let row = |region: &PresentRegion| {
        let units = region.provisioned.map_or_else(
            || "on demand".to_owned(),
            |(read, write)| format!("{} / {}", count(read), count(write)),
        );
        let policy = |policy: Option<Policy>| match policy {
            Some(Policy { min, max, target, .. }) => Cell::from(format!("{min}-{max} at {target} %")),
            None if region.scaling_known => Cell::toned("not scaled", Tone::Faint),
            None => Cell::toned("unknown", Tone::Caution),
        };
        vec![Cell::from(region.region.as_str()), Cell::from(units), policy(region.read), policy(region.write)]
    };
    Some(Table {
        title: format!("At present: {}, {} a month", present_words(present), usd(present.monthly_usd)),
        columns: ["Region", "units now (read/write)", "reads scale", "writes scale"]
            .map(str::to_owned)
            .to_vec(),
        rows: present.regions.iter().map(row).collect(),
    })
}

/// The sizes of the sampled items, for a person.
pub(super) fn sample(sample: &Sample) -> Option<Table> {
    let sizes = sample.sizes.as_ref()?;
    let row = |name: &str, value: f64| vec![Cell::from(name), Cell::from(size(value))];
    let mut rows = vec![
        row("smallest", as_f64(sizes.min)),
        row("median", as_f64(sizes.p50)),
        row("mean", sizes.mean.ceil()),
        row("99 in 100 at most", as_f64(sizes.p99)),
        row("largest", as_f64(sizes.max)),
    ];
    rows.push(vec![
        Cell::from("reading them took"),
        Cell::from(format!("{} read units", sample.consumed_read_units)),
    ]);
    Some(Table { title: format!("{} sampled items", count(as_f64(sizes.count))), columns: Vec::new(), rows })
}
