//! Autoscaling bounds from a workload: min, max and target utilisation of each Region.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::demand::Demand;
use super::domain::Workload;
use super::step::{Step, number};
use crate::dynamodb::autoscaling::{DOCUMENTED_COOLDOWN_S, Policies, Policy};
use crate::numbers::as_f64;

/// How much more than the peak the ceiling lets through: retries, a second query-server fleet, a day above the usual.
const CEILING: f64 = 2.0;
const SHAPES: &str = "the documents: 70 % is a conservative starting point, 50-60 % or a higher min for sharper spikes; where \
                      the lines between them lie is this program's choice";

/// How sharply the load rises, and so how much headroom it needs while autoscaling reacts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// It hardly changes within minutes: 70 %.
    Steady,
    /// It changes: 60 %.
    Swinging,
    /// It jumps: 50 %.
    Sharp,
    /// It jumps further than any target's headroom: 50 %, and a floor for the jump.
    Spiky,
}

impl Shape {
    /// From how many times the trough the peak is: up to 2 steady, up to 4 swinging, up to 10 sharp.
    #[must_use]
    pub fn of_ratio(peak_to_trough: f64) -> Self {
        match peak_to_trough {
            ratio if ratio <= 2.0 => Self::Steady,
            ratio if ratio <= 4.0 => Self::Swinging,
            ratio if ratio <= 10.0 => Self::Sharp,
            _ => Self::Spiky,
        }
    }

    /// From units per second, a point a minute: by how much the load rises within 5 minutes, which is what scaling out
    /// takes. At 70 % it may rise by 1/0.7 before it is throttled, at 60 % by 1/0.6, at 50 % by 2. Rises from below a
    /// tenth of the peak do not count: the floor bears them.
    #[must_use]
    pub fn of_minutes(units: &[f64]) -> Self {
        let peak = units.iter().copied().fold(0.0, f64::max);
        let mut steepest: f64 = 1.0;
        for window in units.windows(6) {
            let from = window[0].max(peak / 10.0);
            let to = window.iter().copied().fold(0.0, f64::max);
            if from > 0.0 {
                steepest = steepest.max(to / from);
            }
        }
        match steepest {
            rise if rise <= 1.0 / 0.7 => Self::Steady,
            rise if rise <= 1.0 / 0.6 => Self::Swinging,
            rise if rise <= 2.0 => Self::Sharp,
            _ => Self::Spiky,
        }
    }

    /// The utilisation to keep, in percent.
    pub const fn target(self) -> f64 {
        match self {
            Self::Steady => 70.0,
            Self::Swinging => 60.0,
            Self::Sharp | Self::Spiky => 50.0,
        }
    }
}

/// A Region's bounds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Bounds {
    /// Such as `us-east-1`.
    pub region: String,
    /// The bounds and the target. The write policy of a global table is the same in every Region.
    pub policies: Policies,
    /// The arithmetic.
    pub steps: Vec<Step>,
}

/// Bounds for each Region's demand.
///
/// * target: by the load's shape;
/// * min: what the trough takes at that target; for spikes, at least half of what the peak takes;
/// * max: what twice the peak takes at that target, and for reads also those of all Regions together, which one Region
///   gets when traffic fails over to it.
#[must_use]
pub fn bounds(workload: &Workload, demand: &Demand, shape: Shape) -> Vec<Bounds> {
    let trough = 1.0 / workload.peak_to_trough;
    let all_reads: f64 = demand.regions.iter().map(|region| region.rcu).sum();
    // Write capacity is one setting of the whole group: the Region with the most decides.
    let writes = demand.regions.iter().map(super::RegionDemand::write_units).fold(0.0, f64::max);
    let of = |region: &super::RegionDemand| {
        let mut steps = vec![Step::new(
            "target",
            shape.target(),
            "%",
            format!("the peak is {} × the trough", number(workload.peak_to_trough)),
            SHAPES,
        )];
        Bounds {
            region: region.region.clone(),
            policies: Policies {
                read: policy("reads", region.rcu, trough, all_reads, shape, &mut steps),
                write: policy("writes", writes, trough, 0.0, shape, &mut steps),
            },
            steps,
        }
    };
    demand.regions.iter().map(of).collect()
}

fn policy(what: &str, peak: f64, trough: f64, failover: f64, shape: Shape, steps: &mut Vec<Step>) -> Policy {
    let target = shape.target();
    let at_target = |units: f64| units * 100.0 / target;
    let (quiet, busy) = (at_target(peak * trough), at_target(peak));
    let floor = if shape == Shape::Spiky { quiet.max(busy / 2.0) } else { quiet };
    let min = whole(floor);
    let most = (CEILING * peak).max(failover);
    let max = whole(at_target(most)).max(min);
    let spiky = if shape == Shape::Spiky { ", at least half of what the peak takes" } else { "" };
    steps.push(Step::new(
        format!("min of {what}"),
        as_f64(min),
        "units",
        format!("{} at the trough / {target} %{spiky}", number(peak * trough)),
        SHAPES,
    ));
    steps.push(Step::new(
        format!("max of {what}"),
        as_f64(max),
        "units",
        format!("{} / {target} %: twice the peak of {}, or all Regions' reads", number(most), number(peak)),
        "this program's choice: a ceiling on cost that retries and a failover stay below",
    ));
    Policy {
        min,
        max,
        target,
        scale_in_cooldown_s: DOCUMENTED_COOLDOWN_S,
        scale_out_cooldown_s: DOCUMENTED_COOLDOWN_S,
    }
}

/// Units as the service takes them: whole, at least one.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of a float saturates")]
fn whole(units: f64) -> u64 {
    // A product of decimal fractions may come out a hair above the whole number it is.
    (units - 1e-9).ceil().max(1.0) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dynamodb::workload::{ByteSize, Inputs, ReplicaInput, demand};

    fn of(peak_to_trough: f64) -> Vec<Bounds> {
        let inputs = Inputs {
            read_qps: Some(700.0),
            write_qps: Some(350.0),
            item_bytes: Some(ByteSize(1000.0)),
            consistency: Some(crate::dynamodb::workload::ReadConsistency::Strong),
            peak_to_trough: Some(peak_to_trough),
            replicas: vec![ReplicaInput {
                region: "us-west-2".into(),
                read_qps: Some(1400.0),
                write_qps: None,
            }],
            ..Inputs::default()
        };
        let workload = inputs.check().expect("is right");
        bounds(&workload, &demand(&workload), Shape::of_ratio(peak_to_trough))
    }

    #[test]
    fn steady_traffic_takes_the_documented_target() {
        let bounds = of(2.0);
        let read = bounds[0].policies.read;
        // Trough 350 / 0.7 = 500; all Regions' reads 2,100 / 0.7 = 3,000.
        assert_eq!((read.min, read.max, read.target), (500, 3000, 70.0));
        assert_eq!((read.scale_in_cooldown_s, read.scale_out_cooldown_s), (60, 60));
        assert_eq!((bounds[0].policies.write.min, bounds[0].policies.write.max), (250, 1000));
        assert_eq!(bounds[0].policies.write, bounds[1].policies.write);
        assert_eq!(bounds[1].policies.read.max, 4000);
    }

    #[test]
    fn sharper_traffic_takes_a_lower_target_and_then_a_higher_floor() {
        let targets: Vec<f64> = [1.0, 3.0, 8.0, 50.0].map(|ratio| of(ratio)[0].policies.read.target).to_vec();
        assert_eq!(targets, [70.0, 60.0, 50.0, 50.0]);
        assert_eq!(of(50.0)[0].policies.read.min, 700);
        assert_eq!(of(10.0)[0].policies.read.min, 140);
    }

    #[test]
    fn the_shape_of_a_trace_is_its_steepest_rise() {
        let ramp = |to: f64| [vec![100.0; 30], vec![to; 30]].concat();
        assert_eq!(Shape::of_minutes(&ramp(140.0)), Shape::Steady);
        assert_eq!(Shape::of_minutes(&ramp(160.0)), Shape::Swinging);
        assert_eq!(Shape::of_minutes(&ramp(199.0)), Shape::Sharp);
        assert_eq!(Shape::of_minutes(&ramp(900.0)), Shape::Spiky);
        let sine: Vec<f64> = (0..1440)
            .map(|at| 1000.0 + 800.0 * (f64::from(at) * std::f64::consts::TAU / 1440.0).sin())
            .collect();
        assert_eq!(Shape::of_minutes(&sine), Shape::Steady);
        assert_eq!(Shape::of_minutes(&[]), Shape::Steady);
    }
}
