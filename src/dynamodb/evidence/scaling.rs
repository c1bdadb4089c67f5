//! What Application Auto Scaling told of a table in one Region. `DescribeTable` shows nothing of it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Dimension;
use crate::aws::Asked;
use crate::dynamodb::autoscaling::Policy;

/// The bounds of one dimension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    /// Which dimension.
    pub dimension: Dimension,
    /// The least capacity, in units.
    pub min: i64,
    /// The most capacity, in units.
    pub max: i64,
    /// What is suspended of scaling in, scaling out and scheduled scaling, in this order.
    pub suspended: [bool; 3],
}

/// A policy of one dimension.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScalingPolicy {
    /// Which dimension.
    pub dimension: Dimension,
    /// Its name.
    pub name: String,
    /// Its kind: `TargetTrackingScaling` is the only one that `DynamoDB` supports.
    pub kind: String,
    /// The utilisation to keep, in percent.
    pub target: Option<f64>,
    /// How long capacity is not taken away after a change, in seconds; null where the service's default of 0 holds.
    pub scale_in_cooldown_s: Option<u32>,
    /// How long another scale-out waits, in seconds; null where the service's default of 0 holds.
    pub scale_out_cooldown_s: Option<u32>,
    /// Whether it never takes capacity away.
    pub is_scale_in_disabled: bool,
    /// The ARNs of its alarms.
    #[serde(default)]
    pub alarms: Vec<String>,
}

/// A change of the bounds at a set time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ScheduledAction {
    /// Which dimension; null where AWS does not say.
    pub dimension: Option<Dimension>,
    /// Its name.
    pub name: String,
    /// When, as `at(…)`, `rate(…)` or `cron(…)`.
    pub schedule: String,
    /// The time zone of the schedule; null is UTC.
    pub timezone: Option<String>,
    /// The least capacity from then on, in units.
    pub min: Option<i64>,
    /// The most capacity from then on, in units.
    pub max: Option<i64>,
}

/// A scaling activity that did not succeed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Activity {
    /// Which dimension.
    pub dimension: Dimension,
    /// When it began: RFC 3339, UTC.
    pub started_at: Option<String>,
    /// `Failed`, `Unfulfilled` or `Overridden`.
    pub status: String,
    /// What was tried.
    pub description: String,
    /// Why it failed.
    pub message: Option<String>,
}

/// What Application Auto Scaling told. Each part is asked for on its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Scaling {
    /// The bounds; none where the table is not scaled.
    pub targets: Asked<Vec<Target>>,
    /// The policies.
    pub policies: Asked<Vec<ScalingPolicy>>,
    /// The scheduled actions.
    pub scheduled: Asked<Vec<ScheduledAction>>,
    /// The latest activities that did not succeed, newest first, of those that AWS keeps (about six weeks).
    pub failed_activities: Asked<Vec<Activity>>,
}

/// All that holds for one dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct DimensionScaling<'a> {
    /// Its bounds.
    pub target: &'a Target,
    /// Its policies: one, where it scales by itself. With none, only the bounds are enforced.
    pub policies: Vec<&'a ScalingPolicy>,
}

impl Scaling {
    /// What holds for a dimension; none where it is not scaled, or not known. The two are told apart by
    /// [`Scaling::is_known`].
    pub fn dimension(&self, dimension: Dimension) -> Option<DimensionScaling<'_>> {
        let target = self.targets.answer()?.iter().find(|target| target.dimension == dimension)?;
        let policies = self.policies.answer().map(Vec::as_slice).unwrap_or_default();
        let policies = policies.iter().filter(|policy| policy.dimension == dimension).collect();
        Some(DimensionScaling { target, policies })
    }

    /// Whether both bounds and policies are known.
    pub const fn is_known(&self) -> bool {
        self.targets.answer().is_some() && self.policies.answer().is_some()
    }

    /// The dimension's policy as the simulator takes it; none where it does not scale by itself, and where its
    /// bounds make no sense.
    pub fn policy(&self, dimension: Dimension) -> Option<Policy> {
        let scaling = self.dimension(dimension)?;
        let policy = scaling.policies.iter().find(|policy| policy.target.is_some())?;
        let (min, max) = (u64::try_from(scaling.target.min).ok()?, u64::try_from(scaling.target.max).ok()?);
        (min <= max).then_some(())?;
        Some(Policy {
            min,
            max,
            target: policy.target?,
            scale_in_cooldown_s: policy.scale_in_cooldown_s.unwrap_or(0),
            scale_out_cooldown_s: policy.scale_out_cooldown_s.unwrap_or(0),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::{Failure, FailureKind};

    #[test]
    fn a_policy_needs_bounds_and_a_target() {
        let target = Target { dimension: Dimension::Read, min: 5, max: 100, suspended: [false; 3] };
        let policy = ScalingPolicy {
            dimension: Dimension::Read,
            name: "p".into(),
            kind: "TargetTrackingScaling".into(),
            target: Some(70.0),
            scale_in_cooldown_s: Some(60),
            scale_out_cooldown_s: None,
            is_scale_in_disabled: false,
            alarms: Vec::new(),
        };
        let mut scaling = Scaling {
            targets: Asked::Answered(vec![target]),
            policies: Asked::Answered(vec![policy]),
            scheduled: Asked::Answered(Vec::new()),
            failed_activities: Asked::Answered(Vec::new()),
        };
        let found = scaling.policy(Dimension::Read).expect("a policy");
        assert_eq!((found.min, found.max, found.scale_in_cooldown_s), (5, 100, 60));
        assert_eq!(scaling.policy(Dimension::Write), None);
        scaling.policies = Asked::Failed(Failure::new(FailureKind::AccessDenied, "no"));
        assert!(!scaling.is_known());
        assert!(scaling.dimension(Dimension::Read).is_some_and(|read| read.policies.is_empty()));
        assert_eq!(scaling.policy(Dimension::Read), None);
    }
}
