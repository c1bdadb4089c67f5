//! What a topology's report shows beside its findings: rows for scripts, pictures for people.

mod matrix;
mod policies;
mod rows;
mod summary;

use super::assess::Case;
use crate::report::{Block, Row};

/// The rows of the report's data: `nodes`, `shards` and `policies`.
pub(super) fn rows(case: &Case<'_>) -> Vec<Row> {
    [rows::nodes(case), rows::shards(case), policies::rows(case)].concat()
}

/// What a person wants to see.
pub(super) fn view(case: &Case<'_>) -> Vec<Block> {
    if !case.is_readable() {
        return Vec::new();
    }
    vec![
        Block::Text(summary::summary(case)),
        Block::Matrix(matrix::matrix(&case.topology)),
        Block::Table(policies::table(case)),
    ]
}
