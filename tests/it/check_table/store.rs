//! A table whose checks all pass, to be spoiled.

use std::collections::BTreeMap;

use chalkstore::aws::Asked;
use chalkstore::connect::evidence::{Credentials, Key, KeyType};
use chalkstore::dynamodb::evidence::{
    AlarmSeen, Dimension, Facts, Measure, Measured, Metrics, ProvisionedSeen, RecoverySeen, RegionSeen,
    ReplicaSeen, Sampled, Scaling, ScalingPolicy, Settings, TableSeen, Target, TtlSeen, WarmThroughput,
    WriteSource,
};
use chalkstore::dynamodb::spec::Wanted;
use chalkstore::dynamodb::table::{Evidence, Expectations, Setup, assess};
use chalkstore::metrics::{Completeness, Series, WindowSeen};
use chalkstore::report::{Assessment, Finding, Status};

use crate::support::asked::answer;

pub(super) const START: i64 = 1_789_992_000;
const LENGTH: i64 = 6 * 3600;
/// Units a second, all the time.
pub(super) const READS: f64 = 50.0;
pub(super) const WRITES: f64 = 10.0;

/// What was seen of a table, and what is expected of it.
#[derive(Clone)]
pub(super) struct Store {
    pub(super) seen: TableSeen,
    pub(super) setup: Option<Setup>,
    pub(super) expected: Expectations,
}

/// A provisioned table in one Region that scales and is protected as it should.
pub(super) fn good() -> Store {
    let window = WindowSeen {
        wanted_s: LENGTH.unsigned_abs(),
        start_epoch_s: START,
        end_epoch_s: START + LENGTH,
        period_s: 60,
    };
    let key = |name: &str| Some(Key { name: name.into(), key_type: Some(KeyType::S) });
    let facts = Facts {
        status: Some("ACTIVE".into()),
        hash_key: key("pk"),
        range_key: key("sk"),
        billing_mode: "PROVISIONED".into(),
        provisioned: Some(units(72, 15)),
        table_class: "STANDARD".into(),
        warm_throughput: Some(WarmThroughput { read_units: Some(12_000), write_units: Some(4000) }),
        is_deletion_protected: Some(true),
        ..Facts::default()
    };
    let own = RegionSeen {
        region: "us-east-1".into(),
        described: Asked::Answered(facts),
        scaling: Some(scaling()),
        metrics: Some(Asked::Answered(metrics(&window))),
        settings: Some(settings()),
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
        sampled: Sampled::NotWanted,
    };
    Store { seen, setup: None, expected: Expectations::default() }
}

/// The same in two Regions; what is written in the first arrives in the second, which is read less.
pub(super) fn replicated() -> Store {
    let mut store = good();
    let mut other = store.seen.regions[0].clone();
    other.region = "us-west-2".into();
    store.seen.regions.push(other);
    for (at, region) in [(0, "us-west-2"), (1, "us-east-1")] {
        let facts = store.facts(at);
        facts.replicas = vec![replica(region)];
        facts.stream = Some("NEW_AND_OLD_IMAGES".into());
    }
    store.consumes(0, Measure::ConsumedBy(WriteSource::Customer), WRITES);
    store.consumes(1, Measure::ConsumedBy(WriteSource::GlobalTable), WRITES);
    store.consumes(1, Measure::Consumed(Dimension::Read), 20.0);
    store
}

pub(super) fn replica(region: &str) -> ReplicaSeen {
    ReplicaSeen {
        region: region.into(),
        status: Some("ACTIVE".into()),
        read_units_override: None,
        max_read_request_units_override: None,
        table_class: None,
        status_description: None,
        kms_key: None,
    }
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
        alarms: vec![alarm_arn(dimension)],
    };
    Scaling {
        targets: Asked::Answered(both.map(target).into()),
        policies: Asked::Answered(both.map(policy).into()),
        scheduled: Asked::Answered(Vec::new()),
        failed_activities: Asked::Answered(Vec::new()),
    }
}

fn metrics(window: &WindowSeen) -> Metrics {
    let WindowSeen { start_epoch_s, end_epoch_s, .. } = *window;
    let of = |measure: Measure| {
        let value = match measure {
            Measure::Consumed(Dimension::Read) => Some(READS),
            Measure::Consumed(Dimension::Write) => Some(WRITES),
            _ => None,
        };
        Measured { measure, series: series(measure, window, |_| value), completeness: Completeness::Complete }
    };
    let measured = Measure::ALL.map(of).into();
    Metrics { start_epoch_s, end_epoch_s, measured, missing: Vec::new(), requested: 16 }
}

/// A Sum for units a second.
fn series(measure: Measure, window: &WindowSeen, per_s: impl Fn(i64) -> Option<f64>) -> Series {
    let WindowSeen { start_epoch_s, end_epoch_s, .. } = *window;
    let period_s = measure.finest_period_s();
    let times = (start_epoch_s..end_epoch_s).step_by(period_s as usize);
    let points = times.filter_map(|at| Some((at, per_s(at - start_epoch_s)? * f64::from(period_s))));
    Series::from_points(start_epoch_s, end_epoch_s, period_s, points)
}

impl Store {
    pub(super) fn facts(&mut self, region: usize) -> &mut Facts {
        answer(&mut self.seen.regions[region].described)
    }

    pub(super) fn scaling(&mut self, region: usize) -> &mut Scaling {
        self.seen.regions[region].scaling.as_mut().expect("was asked")
    }

    pub(super) fn settings(&mut self, region: usize) -> &mut Settings {
        self.seen.regions[region].settings.as_mut().expect("was asked")
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
        let alarms = self.settings(region).alarms.as_mut().expect("was asked");
        let gone = alarm(dimension);
        answer(alarms).retain(|alarm| *alarm != gone);
    }

    /// A fixed capacity in every Region.
    pub(super) fn fix(&mut self) {
        for region in 0..self.seen.regions.len() {
            self.unscale(region, Dimension::Read);
            self.unscale(region, Dimension::Write);
        }
    }

    pub(super) fn on_demand(&mut self) {
        self.fix();
        for region in 0..self.seen.regions.len() {
            let facts = self.facts(region);
            facts.billing_mode = "PAY_PER_REQUEST".into();
            facts.provisioned = None;
        }
    }

    pub(super) fn metrics(&mut self, region: usize) -> &mut Metrics {
        answer(self.seen.regions[region].metrics.as_mut().expect("was asked"))
    }

    /// Units a second of a metric, all the time.
    pub(super) fn consumes(&mut self, region: usize, measure: Measure, per_s: f64) {
        let window = self.seen.window;
        let measured = self.metrics(region).measured.iter_mut().find(|one| one.measure == measure);
        measured.expect("was asked").series = series(measure, &window, |_| Some(per_s));
    }

    /// Events of a metric, once.
    pub(super) fn happens(&mut self, region: usize, measure: Measure, count: f64) {
        let window = self.seen.window;
        let measured = self.metrics(region).measured.iter_mut().find(|one| one.measure == measure);
        let once = |at: i64| (at == 3600).then_some(count / f64::from(measure.finest_period_s()));
        measured.expect("was asked").series = series(measure, &window, once);
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

/// What is expected of a spoiled table: the check's code and its status.
pub(super) type Expected<'a> = (&'a str, Status);

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

/// Expects a finding of this status that says this somewhere, and none that leaves out what to do.
#[track_caller]
pub(super) fn expect(store: &Store, (code, status): Expected<'_>, said: &str) {
    let findings = store.findings();
    let own: Vec<&Finding> = findings.iter().filter(|finding| finding.check.code == code).collect();
    let text = |finding: &Finding| {
        let help = finding.help_text().unwrap_or_default();
        let notes = finding.notes().join(" | ");
        format!("{}: {} | {help} | {notes}", finding.subject(""), finding.message())
    };
    let all: Vec<String> =
        own.iter().map(|finding| format!("{} {}", finding.status.as_str(), text(finding))).collect();
    let is_it = |finding: &&&Finding| finding.status == status && text(finding).contains(said);
    assert!(own.iter().any(|finding| is_it(&finding)), "{code} {status:?} `{said}`:\n{}", all.join("\n"));
    let is_told_how = |finding: &&Finding| {
        matches!(finding.status, Status::Pass | Status::Skip) || finding.help_text().is_some()
    };
    assert!(own.iter().all(is_told_how), "{code} gives no help:\n{}", all.join("\n"));
    if status == Status::Pass {
        assert!(own.iter().all(|finding| finding.status == Status::Pass), "{code}:\n{}", all.join("\n"));
    }
}
