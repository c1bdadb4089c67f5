//! Everything that is shown, in its order.

use serde_json::json;

use super::{canary, curves, lags, losses};
use crate::replication::assess::Case;
use crate::replication::statistics::LEAST_FOR_P99;
use crate::replication::words;
use crate::report::{Block, Fact, Row};

/// The tables `lags`, `rpo` and `canary` of the report's data.
pub(in crate::replication) fn rows(case: &Case<'_>) -> Vec<Row> {
    let mut rows = lags::rows(case);
    rows.extend(losses::rows(case));
    rows.extend(canary::rows(case));
    rows
}

/// The single values `window` and `objective` of the report's data.
pub(in crate::replication) fn facts(case: &Case<'_>) -> Vec<Fact> {
    let objective = json!({
        "objective_ms": case.expected.rpo_ms(),
        "percentiles": "nearest rank",
        "least_points_for_p99": LEAST_FOR_P99,
    });
    vec![
        Fact { name: "window", value: case.evidence.window.shown() },
        Fact { name: "objective", value: objective },
    ]
}

/// What a person wants to see.
pub(in crate::replication) fn view(case: &Case<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::Text(headline(case))];
    blocks.extend(lags::tables(case).into_iter().map(Block::Table));
    blocks.extend(lags::remarks(case).map(Block::Text));
    blocks.extend(losses::table(case).map(Block::Table));
    blocks.extend(losses::remarks(case).map(Block::Text));
    blocks.extend(curves::blocks(case));
    blocks.extend(canary::blocks(case));
    blocks
}

fn headline(case: &Case<'_>) -> String {
    let window = &case.evidence.window;
    let length = window.end_epoch_s.saturating_sub(window.start_epoch_s);
    format!(
        "RPO {} · {} to {} ({}) · seen at {}",
        words::duration(case.rpo_ms()),
        words::minute(window.start_epoch_s),
        words::clock(window.end_epoch_s, window),
        words::seconds(length),
        words::clock(case.now_epoch_s, window)
    )
}
