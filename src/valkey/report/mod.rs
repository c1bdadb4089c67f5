//! What a topology's report shows beside its findings: rows for scripts, pictures for people.

mod losses;
mod matrix;
mod policies;
mod rows;
mod summary;

use super::assess::Case;
use crate::report::{Block, Row};

/// The rows of the report's data: `nodes`, `shards`, `policies` and `zone_loss`.
pub(super) fn rows(case: &Case<'_>) -> Vec<Row> {
    [rows::nodes(case), rows::shards(case), policies::rows(case), losses::rows(case)].concat()
}

/// What a person wants to see.
pub(super) fn view(case: &Case<'_>) -> Vec<Block> {
    if !case.is_readable() {
        return Vec::new();
    }
    let blocks = [
        Block::Text(summary::summary(case)),
        Block::Matrix(matrix::matrix(&case.topology)),
        Block::Table(policies::table(case)),
    ];
    blocks.into_iter().chain(losses::table(case).map(Block::Table)).collect()
}
