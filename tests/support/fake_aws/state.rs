//! Everything that stands, in all Regions.

use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;

use super::replicated::Replicated;
use super::request::{Refusal, refuse};
use super::routing::Routing;
use super::scaling::{Policy, Target};
use super::secret::Secret;
use super::table::Table;

/// An alarm of `CloudWatch`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Alarm {
    pub(crate) name: String,
    pub(crate) table: String,
    pub(crate) metric: String,
    pub(crate) threshold: f64,
    /// What it calls: the ARN of a policy.
    pub(crate) actions: Vec<String>,
}

/// What stands. A test may change any of it between two runs, or before the first.
#[derive(Clone, Debug)]
pub(crate) struct State {
    /// The time, which only a test moves on, in seconds since 1970.
    pub(crate) now_s: i64,
    /// By Region and name.
    pub(crate) tables: BTreeMap<(String, String), Table>,
    /// By Region, `table/NAME` and dimension.
    pub(crate) targets: BTreeMap<(String, String, String), Target>,
    /// By Region, `table/NAME`, dimension and the policy's name.
    pub(crate) policies: BTreeMap<(String, String, String, String), Policy>,
    /// By Region.
    pub(crate) alarms: BTreeMap<String, Vec<Alarm>>,
    /// What `DescribeScalingActivities` tells, by Region, in its form.
    pub(crate) activities: BTreeMap<String, Vec<Value>>,
    /// Points of a metric, by Region, table and metric: seconds since 1970, and the value.
    pub(crate) metrics: BTreeMap<(String, String, String), Vec<(i64, f64)>>,
    /// By Region and name.
    pub(crate) secrets: BTreeMap<(String, String), Secret>,
    /// How many answers of `DescribeTable`, or refusals, a change of a table takes.
    pub(crate) describes_per_change: u32,
    /// How many of them a new replica takes.
    pub(crate) describes_per_replica: u32,
    /// How often a new table's backups are not ready yet.
    pub(crate) backups_unavailable: u32,
    /// How many replicas are promised that never come.
    pub(crate) aborted_replicas: u32,
    /// How many times `GetItem` in another Region does not see an item yet.
    pub(crate) replication_lag_reads: u32,
    /// Route 53 and load balancers.
    pub(crate) routing: Routing,
    /// Metrics with any dimensions, replicators and databases.
    pub(crate) replicated: Replicated,
    pub(super) serial: u64,
}

impl State {
    pub(super) fn new() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
        Self {
            now_s: i64::try_from(since.as_secs()).expect("not that late"),
            tables: BTreeMap::new(),
            targets: BTreeMap::new(),
            policies: BTreeMap::new(),
            alarms: BTreeMap::new(),
            activities: BTreeMap::new(),
            metrics: BTreeMap::new(),
            secrets: BTreeMap::new(),
            describes_per_change: 1,
            describes_per_replica: 2,
            backups_unavailable: 1,
            aborted_replicas: 0,
            replication_lag_reads: 0,
            routing: Routing::default(),
            replicated: Replicated::default(),
            serial: 0,
        }
    }

    /// A table that must be there.
    #[track_caller]
    pub(crate) fn table(&self, region: &str, name: &str) -> &Table {
        let key = (region.to_owned(), name.to_owned());
        self.tables.get(&key).unwrap_or_else(|| panic!("no table {name} in {region}"))
    }

    /// A table that must be there, to be changed.
    #[track_caller]
    pub(crate) fn table_mut(&mut self, region: &str, name: &str) -> &mut Table {
        let key = (region.to_owned(), name.to_owned());
        self.tables.get_mut(&key).unwrap_or_else(|| panic!("no table {name} in {region}"))
    }

    /// A number that was not given before.
    pub(super) fn next(&mut self) -> u64 {
        self.serial += 1;
        self.serial
    }

    /// The table that a request means, or AWS's words that there is none.
    pub(super) fn find(&mut self, region: &str, name: &str) -> Result<&mut Table, Refusal> {
        let found = self.tables.get_mut(&(region.to_owned(), name.to_owned()));
        found.map_or_else(
            || {
                refuse(
                    "ResourceNotFoundException",
                    format!("Requested resource not found: Table: {name} not found"),
                )
            },
            Ok,
        )
    }

    /// The Regions of a table's group: its own first.
    pub(super) fn group(&self, region: &str, name: &str) -> Vec<String> {
        let own = self.tables.get(&(region.to_owned(), name.to_owned()));
        let others = own.into_iter().flat_map(|table| table.replicas.keys().cloned());
        std::iter::once(region.to_owned()).chain(others).collect()
    }
}
