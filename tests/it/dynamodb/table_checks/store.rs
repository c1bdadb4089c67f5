//! A table whose checks all pass, to be spoiled.

use chalkstore::dynamodb::assess;
use chalkstore::dynamodb::evidence::{Ended, Sample, Sampled, Sizes, TableSeen};
use chalkstore::dynamodb::sizing::{Basis, Evidence, Expectations, TableBasis};
use chalkstore::dynamodb::workload::Inputs;
use chalkstore::report::{Assessment, Finding, Status};
use serde_json::Value;

use crate::support::findings;
use crate::support::table::table_seen;
pub(super) use crate::support::table::{READS, START, Spoilable, WRITES, units};

pub(super) const HOUR: i64 = 3600;
pub(super) const DAY: i64 = 24 * HOUR;

/// What was seen of a table, and what is expected of it.
pub(super) struct Store {
    pub(super) seen: TableSeen,
    pub(super) inputs: Inputs,
    pub(super) expected: Expectations,
}

/// A provisioned table in one Region that scales as it should, over six hours.
pub(super) fn good() -> Store {
    over(6 * HOUR, 60)
}

/// The same over another window.
pub(super) fn over(length_s: i64, period_s: u32) -> Store {
    let mut store = Store {
        seen: table_seen(length_s, period_s),
        inputs: Inputs::default(),
        expected: Expectations::default(),
    };
    let facts = store.facts(0);
    facts.item_count = Some(1_000_000);
    facts.size_bytes = Some(973_741_824);
    facts.created_at = Some("2026-01-01T00:00:00Z".into());
    let sample = Sample {
        wanted_items: 1000,
        limit_read_units_per_s: 0.72,
        segments: 62,
        segments_read: 62,
        pages: 62,
        consumed_read_units: 122.0,
        took_ms: 170_000,
        ended: Ended::Enough,
        sizes: Sizes::of(vec![900, 1000, 1100]),
        attributes: Vec::new(),
        more_attributes: 0,
    };
    store.seen.sampled = Sampled::Taken(Box::new(sample));
    store
}

impl Spoilable for Store {
    fn seen(&mut self) -> &mut TableSeen {
        &mut self.seen
    }
}

impl Store {
    pub(super) fn assessment(&self) -> Assessment {
        let basis = TableBasis { seen: self.seen.clone(), inputs: self.inputs.clone() };
        let evidence = Evidence { at: self.seen.observed_at.clone(), basis: Basis::Table(Box::new(basis)) };
        assert_eq!(evidence.validate(), Ok(()));
        assess(&evidence, &self.expected)
    }

    pub(super) fn findings(&self) -> Vec<Finding> {
        self.assessment().findings
    }

    /// What the report's data has of that name.
    pub(super) fn fact(&self, name: &str) -> Option<Value> {
        self.assessment().facts.into_iter().find(|fact| fact.name == name).map(|fact| fact.value)
    }

    /// The rows of a table of the report's data.
    pub(super) fn rows(&self, table: &str) -> Vec<Value> {
        let rows = self.assessment().rows;
        rows.into_iter().filter(|row| row.table == table).map(|row| row.value).collect()
    }
}

/// Spoils a table, and expects a finding of this status that says this somewhere.
#[track_caller]
pub(super) fn expect(code: &str, status: Status, said: &str, spoil: impl FnOnce(&mut Store)) {
    let mut store = good();
    spoil(&mut store);
    expect_finding(&store, code, status, said);
}

/// Expects a finding of this status that says this somewhere.
#[track_caller]
pub(super) fn expect_finding(store: &Store, code: &str, status: Status, said: &str) {
    findings::expect_finding(&store.findings(), (code, status), said);
}
