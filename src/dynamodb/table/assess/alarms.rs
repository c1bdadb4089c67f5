//! TBL017: alarms of scaling policies that are gone.

use super::case::{Case, Told};
use super::unread::{answer, unread};
use crate::aws::Asked;
use crate::dynamodb::evidence::{AlarmSeen, ScalingPolicy};
use crate::report::Finding;
use crate::report::catalogue::TBL_ALARMS;

/// So many alarms are named.
const NAMED: usize = 3;

/// Whether every alarm belongs to a policy that is there.
pub(super) fn leftover(case: &Case<'_>) -> Told {
    let mut told = Told::default();
    let mut is_asked = false;
    for at in case.regions() {
        let asked = at.seen.settings.as_ref().and_then(|settings| settings.alarms.as_ref());
        let alarms = match answer(&TBL_ALARMS, at.region(), "cloudwatch:DescribeAlarms", asked) {
            Err(finding) => {
                is_asked = true;
                told.findings.push(finding);
                continue;
            }
            Ok(None) => continue,
            Ok(Some(alarms)) => alarms,
        };
        is_asked = true;
        if alarms.is_empty() {
            continue;
        }
        let Some(scaling) = &at.seen.scaling else { continue };
        let policies = match &scaling.policies {
            Asked::Answered(policies) => policies,
            Asked::Failed(failure) => {
                let call = "application-autoscaling:DescribeScalingPolicies";
                told.findings.push(unread(&TBL_ALARMS, at.region(), call, failure));
                continue;
            }
        };
        let left: Vec<&str> = alarms
            .iter()
            .filter(|alarm| !is_used(alarm, policies))
            .map(|alarm| alarm.name.as_str())
            .collect();
        if left.is_empty() {
            continue;
        }
        let more = left.len().saturating_sub(NAMED);
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        let count =
            if left.len() == 1 { "1 alarm is".to_owned() } else { format!("{} alarms are", left.len()) };
        let message = format!(
            "{count} left of scaling policies that are gone: {}{more}",
            left.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ")
        );
        told.findings.push(
            Finding::warn(&TBL_ALARMS, message)
                .help("they call nothing, ring, and are charged for: aws cloudwatch delete-alarms --alarm-names …, in this Region")
                .about(at.region()),
        );
    }
    if is_asked { told } else { Told::skip(&TBL_ALARMS, "alarms were not asked for") }
}

/// Whether a policy that is there made the alarm: it lists the alarm's ARN; or, where it lists none, the alarm calls it.
fn is_used(alarm: &AlarmSeen, policies: &[ScalingPolicy]) -> bool {
    let own = format!(":alarm:{}", alarm.name);
    policies.iter().any(|policy| {
        let calls = format!(":policyName/{}", policy.name);
        if policy.alarms.is_empty() {
            alarm.actions.iter().any(|action| action.ends_with(&calls))
        } else {
            policy.alarms.iter().any(|arn| arn.ends_with(&own))
        }
    })
}
