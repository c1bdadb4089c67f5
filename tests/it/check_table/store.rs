//! A table whose checks all pass, to be spoiled.

use std::collections::BTreeMap;

use chalkstore::aws::Asked;
use chalkstore::dynamodb::evidence::{
    AlarmSeen, Dimension, Measure, RecoverySeen, Settings, TableSeen, TtlSeen, WarmThroughput,
};
use chalkstore::dynamodb::spec::Wanted;
use chalkstore::dynamodb::table::{Evidence, Expectations, Setup, assess};
use chalkstore::report::{Assessment, Finding};

pub(super) use crate::support::findings::Expected;
use crate::support::findings::expect_finding;
use crate::support::table::table_seen;
pub(super) use crate::support::table::{Spoilable, replica, units};

/// What was seen of a table, and what is expected of it.
#[derive(Clone)]
pub(super) struct Store {
    pub(super) seen: TableSeen,
    pub(super) setup: Option<Setup>,
    pub(super) expected: Expectations,
}

/// A provisioned table in one Region that scales and is protected as it should.
pub(super) fn good() -> Store {
    let mut store = Store { seen: table_seen(6 * 3600, 60), setup: None, expected: Expectations::default() };
    let facts = store.facts(0);
    facts.warm_throughput = Some(WarmThroughput { read_units: Some(12_000), write_units: Some(4000) });
    facts.is_deletion_protected = Some(true);
    store.seen.regions[0].settings = Some(settings());
    for dimension in [Dimension::Read, Dimension::Write] {
        store.policy(0, dimension).alarms = vec![alarm_arn(dimension)];
    }
    store
}

/// The same in two Regions; what is written in the first arrives in the second, which is read less.
pub(super) fn replicated() -> Store {
    let mut store = good();
    store.replicate();
    store
}

/// An alarm's ARN, as a policy lists it.
pub(super) fn alarm_arn(dimension: Dimension) -> String {
    format!("arn:aws:cloudwatch:us-east-1:123456789012:alarm:{}", alarm(dimension).name)
}

pub(super) fn alarm(dimension: Dimension) -> AlarmSeen {
    AlarmSeen {
        name: format!("TargetTracking-table/chalk-online-store-AlarmHigh-{dimension:?}"),
        metric: None,
        state: Some("OK".into()),
        actions: vec![format!(
            "arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:1:resource/dynamodb/table/chalk-online-store:policyName/{dimension:?}"
        )],
    }
}

fn settings() -> Settings {
    let tags = BTreeMap::from([("chalk_environment".to_owned(), "production".to_owned())]);
    Settings {
        ttl: Asked::Answered(TtlSeen { status: "DISABLED".into(), attribute: None }),
        recovery: Asked::Answered(RecoverySeen { status: "ENABLED".into(), days: Some(35) }),
        tags: Asked::Answered(tags),
        alarms: Some(Asked::Answered([Dimension::Read, Dimension::Write].map(alarm).into())),
    }
}

impl Spoilable for Store {
    fn seen(&mut self) -> &mut TableSeen {
        &mut self.seen
    }
}

impl Store {
    pub(super) fn settings(&mut self, region: usize) -> &mut Settings {
        self.seen.regions[region].settings.as_mut().expect("was asked")
    }

    /// Units a second of a metric, all the time.
    pub(super) fn uses(&mut self, region: usize, measure: Measure, per_s: f64) {
        self.consumes(region, measure, |_| Some(per_s));
    }

    /// Events of a metric, once.
    pub(super) fn happens(&mut self, region: usize, measure: Measure, count: f64) {
        let period_s = f64::from(measure.finest_period_s());
        self.consumes(region, measure, |at| (at == 3600).then_some(count / period_s));
    }

    pub(super) fn want(&mut self, spoil: impl FnOnce(&mut Wanted)) {
        spoil(&mut self.expected.wanted);
    }

    pub(super) fn assessment(&self) -> Assessment {
        let evidence = Evidence { seen: self.seen.clone(), setup: self.setup.clone() };
        assert_eq!(evidence.validate(), Ok(()));
        assess(&evidence, &self.expected)
    }

    pub(super) fn findings(&self) -> Vec<Finding> {
        self.assessment().findings
    }
}

/// Spoils a table of one Region, and expects a finding of this status that says this somewhere.
#[track_caller]
pub(super) fn spoiled(expected: Expected<'_>, said: &str, spoil: impl FnOnce(&mut Store)) {
    let mut store = good();
    spoil(&mut store);
    expect(&store, expected, said);
}

/// Spoils a table of two Regions.
#[track_caller]
pub(super) fn spoiled_group(expected: Expected<'_>, said: &str, spoil: impl FnOnce(&mut Store)) {
    let mut store = replicated();
    spoil(&mut store);
    expect(&store, expected, said);
}

/// Expects a finding of this status that says this somewhere.
#[track_caller]
pub(super) fn expect(store: &Store, expected: Expected<'_>, said: &str) {
    expect_finding(&store.findings(), expected, said);
}
