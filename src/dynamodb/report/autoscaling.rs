//! The recommended scaling policies.

use serde_json::{Value, json};

use crate::dynamodb::autoscaling::Policy;
use crate::dynamodb::sizing::{RegionRun, Sizing};
use crate::numbers::{as_f64, count};
use crate::report::{Cell, Table};
use crate::words::seconds;

/// The policies: those of the main Region, and the reads of every Region.
pub(super) fn fact(sizing: &Sizing) -> Value {
    let Some(main) = sizing.regions.first() else { return Value::Null };
    let region = |run: &RegionRun| json!({ "region": run.region, "read": run.policies.read, "write": run.policies.write });
    json!({
        "read": main.policies.read,
        "write": main.policies.write,
        "regions": sizing.regions.iter().map(region).collect::<Vec<_>>(),
    })
}

/// The same for a person. Write settings are one for all Regions, read settings each Region's own.
pub(super) fn table(sizing: &Sizing) -> Table {
    let mut rows = Vec::new();
    for (index, run) in sizing.regions.iter().enumerate() {
        rows.push(row(&run.region, "reads", &run.policies.read));
        if index == 0 {
            let everywhere = if sizing.regions.len() > 1 { "all Regions" } else { run.region.as_str() };
            rows.push(row(everywhere, "writes", &run.policies.write));
        }
    }
    Table {
        title: "Autoscaling".to_owned(),
        columns: ["Region", "of", "min", "max", "target", "cooldown in/out"].map(str::to_owned).to_vec(),
        rows,
    }
}

fn row(region: &str, of: &str, policy: &Policy) -> Vec<Cell> {
    vec![
        Cell::from(region),
        Cell::from(of),
        Cell::from(count(as_f64(policy.min))),
        Cell::from(count(as_f64(policy.max))),
        Cell::from(format!("{} %", policy.target)),
        Cell::from(format!(
            "{} / {}",
            seconds(policy.scale_in_cooldown_s),
            seconds(policy.scale_out_cooldown_s)
        )),
    ]
}
