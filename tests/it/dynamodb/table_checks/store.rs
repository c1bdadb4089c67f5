//! A table whose checks all pass, to be spoiled.

use chalkstore::aws::Asked;
use chalkstore::connect::evidence::Credentials;
use chalkstore::dynamodb::assess;
use chalkstore::dynamodb::evidence::{
    Dimension, Ended, Facts, Measure, Measured, Metrics, ProvisionedSeen, RegionSeen, ReplicaSeen, Sample,
    Sampled, Scaling, ScalingPolicy, Sizes, TableSeen, Target, WriteSource,
};
use chalkstore::dynamodb::sizing::{Basis, Evidence, Expectations, TableBasis};
use chalkstore::dynamodb::workload::Inputs;
use chalkstore::metrics::{Completeness, Series, WindowSeen};
use chalkstore::report::{Assessment, Finding, Status};
use serde_json::Value;

use crate::support::asked::answer;

/// On the edge of every period.
pub(super) const START: i64 = 1_789_992_000;
pub(super) const HOUR: i64 = 3600;
pub(super) const DAY: i64 = 24 * HOUR;
/// Units a second, all the time.
pub(super) const READS: f64 = 50.0;
pub(super) const WRITES: f64 = 10.0;

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
    let window = WindowSeen {
        wanted_s: length_s.unsigned_abs(),
        start_epoch_s: START,
        end_epoch_s: START + length_s,
        period_s,
    };
    let facts = Facts {
        status: Some("ACTIVE".into()),
        billing_mode: "PROVISIONED".into(),
        provisioned: Some(units(72, 15)),
        table_class: "STANDARD".into(),
        item_count: Some(1_000_000),
        size_bytes: Some(973_741_824),
        created_at: Some("2026-01-01T00:00:00Z".into()),
        ..Facts::default()
    };
    let own = RegionSeen {
        region: "us-east-1".into(),
        described: Asked::Answered(facts),
        scaling: Some(scaling()),
        metrics: Some(Asked::Answered(metrics(&window))),
        settings: None,
    };
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
    let region = serde_json::from_value(serde_json::json!({"name": "us-east-1", "source": "given"}));
    let seen = TableSeen {
        name: "chalk-online-store".into(),
        profile: None,
        endpoint_url: None,
        observed_at: "2026-11-21T12:00:00Z".into(),
        region: region.expect("a Region"),
        no_region: None,
        credentials: Some(Credentials::Found { expires_at: None }),
        account: None,
        window,
        regions: vec![own],
        sampled: Sampled::Taken(Box::new(sample)),
    };
    Store { seen, inputs: Inputs::default(), expected: Expectations::default() }
}

pub(super) const fn units(read_units: i64, write_units: i64) -> ProvisionedSeen {
    ProvisionedSeen {
        read_units,
        write_units,
        decreases_today: Some(0),
        increased_at: None,
        decreased_at: None,
    }
}

fn scaling() -> Scaling {
    let both = [Dimension::Read, Dimension::Write];
    let target = |dimension| Target { dimension, min: 5, max: 200, suspended: [false; 3] };
    let policy = |dimension| ScalingPolicy {
        dimension,
        name: format!("{dimension:?}"),
        kind: "TargetTrackingScaling".into(),
        target: Some(70.0),
        scale_in_cooldown_s: Some(60),
        scale_out_cooldown_s: Some(60),
        is_scale_in_disabled: false,
        alarms: Vec::new(),
    };
    Scaling {
        targets: Asked::Answered(both.map(target).into()),
        policies: Asked::Answered(both.map(policy).into()),
        scheduled: Asked::Answered(Vec::new()),
        failed_activities: Asked::Answered(Vec::new()),
    }
}

fn metrics(window: &WindowSeen) -> Metrics {
    let WindowSeen { start_epoch_s, end_epoch_s, period_s, .. } = *window;
    let of = |measure: Measure| {
        let period_s = measure.finest_period_s().max(period_s);
        let value = match measure {
            Measure::Consumed(Dimension::Read) => Some(READS * f64::from(period_s)),
            Measure::Consumed(Dimension::Write) => Some(WRITES * f64::from(period_s)),
            Measure::Provisioned(Dimension::Read) => Some(72.0),
            Measure::Provisioned(Dimension::Write) => Some(15.0),
            _ => None,
        };
        let times = (start_epoch_s..end_epoch_s).step_by(period_s as usize);
        let points = times.filter_map(|at| Some((at, value?)));
        let series = Series::from_points(start_epoch_s, end_epoch_s, period_s, points);
        Measured { measure, series, completeness: Completeness::Complete }
    };
    let measured = Measure::ALL.map(of).into();
    Metrics { start_epoch_s, end_epoch_s, measured, missing: Vec::new(), requested: 16 }
}

impl Store {
    pub(super) fn facts(&mut self, region: usize) -> &mut Facts {
        answer(&mut self.seen.regions[region].described)
    }

    pub(super) fn scaling(&mut self, region: usize) -> &mut Scaling {
        self.seen.regions[region].scaling.as_mut().expect("was asked")
    }

    pub(super) fn target(&mut self, region: usize, dimension: Dimension) -> &mut Target {
        let targets = answer(&mut self.scaling(region).targets);
        targets.iter_mut().find(|target| target.dimension == dimension).expect("a target")
    }

    pub(super) fn policy(&mut self, region: usize, dimension: Dimension) -> &mut ScalingPolicy {
        let policies = answer(&mut self.scaling(region).policies);
        policies.iter_mut().find(|policy| policy.dimension == dimension).expect("a policy")
    }

    /// A dimension that nobody has made scale.
    pub(super) fn unscale(&mut self, region: usize, dimension: Dimension) {
        answer(&mut self.scaling(region).targets).retain(|target| target.dimension != dimension);
        answer(&mut self.scaling(region).policies).retain(|policy| policy.dimension != dimension);
    }

    pub(super) fn metrics(&mut self, region: usize) -> &mut Metrics {
        answer(self.seen.regions[region].metrics.as_mut().expect("was asked"))
    }

    pub(super) fn measured(&mut self, region: usize, measure: Measure) -> &mut Measured {
        let measured = &mut self.metrics(region).measured;
        measured.iter_mut().find(|one| one.measure == measure).expect("was asked")
    }

    /// Sets the values of a metric, by seconds since the window's start: a Sum for units a second.
    pub(super) fn consumes(&mut self, region: usize, measure: Measure, per_s: impl Fn(i64) -> Option<f64>) {
        let WindowSeen { start_epoch_s, end_epoch_s, .. } = self.seen.window;
        let measured = self.measured(region, measure);
        let period_s = measured.series.period_s;
        let times = (start_epoch_s..end_epoch_s).step_by(period_s as usize);
        let points = times.filter_map(|at| Some((at, per_s(at - start_epoch_s)? * f64::from(period_s))));
        measured.series = Series::from_points(start_epoch_s, end_epoch_s, period_s, points);
    }

    pub(super) fn on_demand(&mut self) {
        for region in 0..self.seen.regions.len() {
            let facts = self.facts(region);
            facts.billing_mode = "PAY_PER_REQUEST".into();
            facts.provisioned = None;
            self.unscale(region, Dimension::Read);
            self.unscale(region, Dimension::Write);
        }
    }

    /// Makes it a global table of two Regions. The other is written nothing by itself, and read less; what is written
    /// here arrives there.
    pub(super) fn replicate(&mut self) {
        let replica = |region: &str| ReplicaSeen {
            region: region.into(),
            status: Some("ACTIVE".into()),
            read_units_override: None,
            max_read_request_units_override: None,
            table_class: None,
            status_description: None,
            kms_key: None,
        };
        let mut other = self.seen.regions[0].clone();
        other.region = "us-west-2".into();
        self.seen.regions.push(other);
        self.facts(0).replicas = vec![replica("us-west-2")];
        self.facts(1).replicas = vec![replica("us-east-1")];
        self.consumes(0, Measure::ConsumedBy(WriteSource::Customer), |_| Some(WRITES));
        self.consumes(1, Measure::ConsumedBy(WriteSource::GlobalTable), |_| Some(WRITES));
        self.consumes(1, Measure::Consumed(Dimension::Read), |_| Some(20.0));
    }

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

/// Expects a finding of this status that says this somewhere, and of none without help that needs it.
#[track_caller]
pub(super) fn expect_finding(store: &Store, code: &str, status: Status, said: &str) {
    let findings = store.findings();
    let own: Vec<&Finding> = findings.iter().filter(|finding| finding.check.code == code).collect();
    let text = |finding: &Finding| {
        let help = finding.help_text().unwrap_or_default();
        let notes = finding.notes().join(" | ");
        format!("{}: {} | {help} | {notes}", finding.subject(""), finding.message())
    };
    let all: Vec<String> =
        own.iter().map(|finding| format!("{} {}", finding.status.as_str(), text(finding))).collect();
    let is_it = |finding: &Finding| finding.status == status && text(finding).contains(said);
    assert!(own.iter().any(|finding| is_it(finding)), "{code} {status:?} `{said}`:\n{}", all.join("\n"));
    let is_told_how = |finding: &Finding| {
        !matches!(finding.status, Status::Fail | Status::Warn) || finding.help_text().is_some()
    };
    assert!(own.iter().all(|finding| is_told_how(finding)), "{code} gives no help:\n{}", all.join("\n"));
}
