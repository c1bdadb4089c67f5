//! Everything that is shown, in its order.

use super::{changes, events, losses, matrix, nodes, policies, summary};
use crate::report::{Block, Row};
use crate::valkey::assess::Case;

/// The rows of the report's data, by table: `nodes`, `shards`, `policies`, `zone_loss`, `advice`, `replica_events` and
/// `uniform_random_load`.
pub(in crate::valkey) fn rows(case: &Case<'_>) -> Vec<Row> {
    let tables = [nodes::nodes, nodes::shards, policies::rows, losses::rows, changes::rows, events::rows];
    tables.iter().flat_map(|rows| rows(case)).collect()
}

/// What a person wants to see.
pub(in crate::valkey) fn view(case: &Case<'_>) -> Vec<Block> {
    if !case.is_readable() {
        return Vec::new();
    }
    let blocks = [
        Some(Block::Text(summary::summary(case))),
        Some(Block::Matrix(matrix::matrix(&case.topology))),
        Some(Block::Table(policies::table(case))),
        events::load(case),
        events::table(case).map(Block::Table),
        losses::table(case).map(Block::Table),
        changes::text(case),
    ];
    blocks.into_iter().flatten().collect()
}
