//! What a report shows of the RTO.

use crate::failover::{Evidence, Expectations};
use crate::report::{Block, Fact, Gauge, Row};

/// What a person wants to see of it.
pub fn view(_evidence: &Evidence, _expected: &Expectations) -> Vec<Block> {
    Vec::new()
}

/// A row for every Region that answers.
pub fn rows(_evidence: &Evidence, _expected: &Expectations) -> Vec<Row> {
    Vec::new()
}

/// The RTO.
pub fn facts(_evidence: &Evidence, _expected: &Expectations) -> Vec<Fact> {
    Vec::new()
}

/// The same for a monitoring system.
pub fn gauges(_evidence: &Evidence, _expected: &Expectations) -> Vec<Gauge> {
    Vec::new()
}
