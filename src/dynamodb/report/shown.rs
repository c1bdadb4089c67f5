//! Everything that is shown, in its order.

use serde_json::json;

use super::{arithmetic, autoscaling, compare, curves, demand, modes, present, summary, trace};
use crate::dynamodb::assess::Case;
use crate::dynamodb::workload::advice;
use crate::report::{Block, Fact, Row};

/// The tables of the report's data: `per_region`, `modes`, `arithmetic`; `trace_modes` and `trace_series` of a trace;
/// `scenarios` where there are several workloads.
pub(in crate::dynamodb) fn rows(case: &Case<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for sizing in &case.sizings {
        rows.extend(demand::rows(sizing));
        rows.extend(modes::rows(sizing));
        rows.extend(arithmetic::rows(sizing));
        rows.extend(trace::rows(sizing));
    }
    if case.sizings.len() > 1 {
        rows.extend(compare::rows(&case.sizings));
    }
    rows
}

/// The single values of the report's data, such as `recommended_mode` and `recommended_table`; `present_table` is the
/// table as it stands. Several workloads have them in the table `scenarios`.
pub(in crate::dynamodb) fn facts(case: &Case<'_>) -> Vec<Fact> {
    let present = case
        .table()
        .map(|seen| Fact { name: "present_table", value: present::fact(seen, case.sizings.first()) });
    let [sizing] = case.sizings.as_slice() else { return present.into_iter().collect() };
    let mut facts = vec![
        Fact { name: "item", value: json!(sizing.workload.item) },
        Fact { name: "cache", value: json!(sizing.workload.before) },
        Fact { name: "recommended_mode", value: json!(sizing.recommendation.mode) },
        Fact { name: "autoscaling", value: autoscaling::fact(sizing) },
        Fact { name: "break_even", value: json!(sizing.break_even) },
        Fact { name: "recommended_table", value: json!(sizing.table(RECOMMENDED_NAME, &[])) },
        Fact { name: "store", value: json!(advice(&sizing.workload, &sizing.demand)) },
        Fact { name: "assumptions", value: json!(sizing.workload.assumptions) },
    ];
    facts.extend(present);
    facts.extend(trace::fact(sizing).map(|value| Fact { name: "trace", value }));
    facts
}

/// What the documents call the table.
const RECOMMENDED_NAME: &str = "chalk-online-store";

/// What a person wants to see: of one sizing all of it, of several the differences.
pub(in crate::dynamodb) fn view(case: &Case<'_>) -> Vec<Block> {
    let sample = case.table().and_then(|seen| seen.sampled.taken()).and_then(present::sample);
    let [sizing] = case.sizings.as_slice() else {
        if case.sizings.is_empty() {
            return sample.map(Block::Table).into_iter().collect();
        }
        let mut blocks = vec![Block::Table(compare::table(&case.sizings))];
        if case.expected.explain {
            blocks.extend(case.sizings.iter().map(|sizing| {
                let mut table = arithmetic::table(sizing);
                table.title = format!("Arithmetic of {}", sizing.name);
                Block::Table(table)
            }));
        }
        return blocks;
    };
    let mut blocks = vec![Block::Text(summary::headline(sizing)), Block::Table(demand::table(sizing))];
    blocks.extend(demand::caches(sizing).map(Block::Table));
    blocks.extend(present::table(sizing).map(Block::Table));
    blocks.extend(sample.map(Block::Table));
    blocks.extend(trace::table(sizing).map(Block::Table));
    blocks.extend(curves::blocks(sizing));
    blocks.push(Block::Table(modes::table(sizing)));
    blocks.extend(modes::parts(sizing).map(Block::Table));
    blocks.push(Block::Table(autoscaling::table(sizing)));
    if case.expected.optimize {
        blocks.extend(trace::tuned(sizing).map(Block::Table));
    }
    blocks.extend(trace::verdict(sizing, case.max_throttle()).map(Block::Text));
    blocks.push(summary::recommendation(sizing));
    if case.expected.explain {
        blocks.push(Block::Table(arithmetic::table(sizing)));
    }
    blocks.extend(summary::assumptions(sizing));
    blocks.push(summary::store(sizing));
    blocks
}
