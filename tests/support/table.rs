//! A table in evidence, as it is where all is well, and what spoils it.

use chalkstore::aws::Asked;
use chalkstore::connect::evidence::{Credentials, Key, KeyType};
use chalkstore::dynamodb::evidence::{
    Dimension, Facts, Measure, Measured, Metrics, ProvisionedSeen, RegionSeen, ReplicaSeen, Sampled, Scaling,
    ScalingPolicy, TableSeen, Target, WriteSource,
};
use chalkstore::metrics::{Completeness, Series, WindowSeen};

use super::asked::answer;

/// When the window begins: on the edge of every period.
pub(crate) const START: i64 = 1_789_992_000;
/// Units a second, all the time.
pub(crate) const READS: f64 = 50.0;
pub(crate) const WRITES: f64 = 10.0;

/// A provisioned table in one Region that scales as it should, over so many seconds.
pub(crate) fn table_seen(length_s: i64, period_s: u32) -> TableSeen {
    let window = WindowSeen {
        wanted_s: length_s.unsigned_abs(),
        start_epoch_s: START,
        end_epoch_s: START + length_s,
        period_s,
    };
    let key = |name: &str| Some(Key { name: name.into(), key_type: Some(KeyType::S) });
    let facts = Facts {
        status: Some("ACTIVE".into()),
        hash_key: key("pk"),
        range_key: key("sk"),
        billing_mode: "PROVISIONED".into(),
        provisioned: Some(units(72, 15)),
        table_class: "STANDARD".into(),
        ..Facts::default()
    };
    let own = RegionSeen {
        scaling: Some(scaling()),
        metrics: Some(Asked::Answered(metrics(&window))),
        ..RegionSeen::undescribed("us-east-1", Asked::Answered(facts))
    };
    let region = serde_json::from_value(serde_json::json!({"name": "us-east-1", "source": "given"}));
    TableSeen {
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
    }
}

pub(crate) const fn units(read_units: i64, write_units: i64) -> ProvisionedSeen {
    ProvisionedSeen {
        read_units,
        write_units,
        decreases_today: Some(0),
        increased_at: None,
        decreased_at: None,
    }
}

/// A replica that is well.
pub(crate) fn replica(region: &str) -> ReplicaSeen {
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

/// Reads and writes that scale from 5 to 200 units at 70 %.
pub(crate) fn scaling() -> Scaling {
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
    let WindowSeen { start_epoch_s, end_epoch_s, .. } = *window;
    let of = |measure: Measure| {
        let series = match measure {
            Measure::Consumed(Dimension::Read) => sums(measure, window, |_| Some(READS)),
            Measure::Consumed(Dimension::Write) => sums(measure, window, |_| Some(WRITES)),
            Measure::Provisioned(Dimension::Read) => series(measure, window, |_| Some(72.0)),
            Measure::Provisioned(Dimension::Write) => series(measure, window, |_| Some(15.0)),
            _ => series(measure, window, |_| None),
        };
        Measured { measure, series, completeness: Completeness::Complete }
    };
    let measured = Measure::ALL.map(of).into();
    Metrics { start_epoch_s, end_epoch_s, measured, missing: Vec::new(), requested: 16 }
}

/// A value of each period, by seconds since the window's start.
fn series(measure: Measure, window: &WindowSeen, value: impl Fn(i64) -> Option<f64>) -> Series {
    let WindowSeen { start_epoch_s, end_epoch_s, period_s, .. } = *window;
    let period_s = measure.finest_period_s().max(period_s);
    let times = (start_epoch_s..end_epoch_s).step_by(period_s as usize);
    let points = times.filter_map(|at| Some((at, value(at - start_epoch_s)?)));
    Series::from_points(start_epoch_s, end_epoch_s, period_s, points)
}

/// A Sum of each period for units a second.
fn sums(measure: Measure, window: &WindowSeen, per_s: impl Fn(i64) -> Option<f64>) -> Series {
    let period_s = f64::from(measure.finest_period_s().max(window.period_s));
    series(measure, window, |at| Some(per_s(at)? * period_s))
}

/// Whatever has a table that can be spoiled.
pub(crate) trait Spoilable {
    /// The table.
    fn seen(&mut self) -> &mut TableSeen;

    fn facts(&mut self, region: usize) -> &mut Facts {
        answer(&mut self.seen().regions[region].described)
    }

    fn scaling(&mut self, region: usize) -> &mut Scaling {
        self.seen().regions[region].scaling.as_mut().expect("was asked")
    }

    fn target(&mut self, region: usize, dimension: Dimension) -> &mut Target {
        let targets = answer(&mut self.scaling(region).targets);
        targets.iter_mut().find(|target| target.dimension == dimension).expect("a target")
    }

    fn policy(&mut self, region: usize, dimension: Dimension) -> &mut ScalingPolicy {
        let policies = answer(&mut self.scaling(region).policies);
        policies.iter_mut().find(|policy| policy.dimension == dimension).expect("a policy")
    }

    /// A dimension that nobody has made scale: neither bounds nor policy, and no alarm of the policy's.
    fn unscale(&mut self, region: usize, dimension: Dimension) {
        let scaling = self.scaling(region);
        answer(&mut scaling.targets).retain(|target| target.dimension != dimension);
        let policies = answer(&mut scaling.policies);
        let gone: Vec<String> = policies
            .iter()
            .filter(|policy| policy.dimension == dimension)
            .flat_map(|policy| policy.alarms.clone())
            .collect();
        policies.retain(|policy| policy.dimension != dimension);
        let settings = self.seen().regions[region].settings.as_mut();
        if let Some(alarms) = settings.and_then(|settings| settings.alarms.as_mut()) {
            answer(alarms).retain(|alarm| !gone.iter().any(|arn| arn.ends_with(&alarm.name)));
        }
    }

    /// A fixed capacity in every Region.
    fn fix(&mut self) {
        for region in 0..self.seen().regions.len() {
            self.unscale(region, Dimension::Read);
            self.unscale(region, Dimension::Write);
        }
    }

    fn on_demand(&mut self) {
        self.fix();
        for region in 0..self.seen().regions.len() {
            let facts = self.facts(region);
            facts.billing_mode = "PAY_PER_REQUEST".into();
            facts.provisioned = None;
        }
    }

    fn metrics(&mut self, region: usize) -> &mut Metrics {
        answer(self.seen().regions[region].metrics.as_mut().expect("was asked"))
    }

    fn measured(&mut self, region: usize, measure: Measure) -> &mut Measured {
        let measured = &mut self.metrics(region).measured;
        measured.iter_mut().find(|one| one.measure == measure).expect("was asked")
    }

    /// Sets the values of a metric, by seconds since the window's start: a Sum for units a second.
    fn consumes(&mut self, region: usize, measure: Measure, per_s: impl Fn(i64) -> Option<f64>) {
        let window = self.seen().window;
        self.measured(region, measure).series = sums(measure, &window, per_s);
    }

    /// Makes it a global table of two Regions. The other is written nothing by itself, and read less; what is written
    /// here arrives there.
    fn replicate(&mut self) {
        let mut other = self.seen().regions[0].clone();
        other.region = "us-west-2".into();
        self.seen().regions.push(other);
        for (at, region) in [(0, "us-west-2"), (1, "us-east-1")] {
            let facts = self.facts(at);
            facts.replicas = vec![replica(region)];
            facts.stream = Some("NEW_AND_OLD_IMAGES".into());
        }
        self.consumes(0, Measure::ConsumedBy(WriteSource::Customer), |_| Some(WRITES));
        self.consumes(1, Measure::ConsumedBy(WriteSource::GlobalTable), |_| Some(WRITES));
        self.consumes(1, Measure::Consumed(Dimension::Read), |_| Some(20.0));
    }
}
