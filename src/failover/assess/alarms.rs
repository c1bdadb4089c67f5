//! FO034 to FO036 and FO038: health checks that rest on alarms or on other checks, and alarms that rest on them.

use super::case::Case;
use super::checked::Checked;
use super::judge::Told;
use super::unread::unread;
use crate::aws::Asked;
use crate::failover::model::{Health, quorum};
use crate::observe::LONGER;
use crate::report::Finding;
use crate::report::catalogue::{FO_CHECK_ALARM, FO_CHECK_CALCULATED, FO_CHECK_NO_DATA, FO_CHECK_NOTICED};

/// What a dead Region's alarm has to count as.
const UNHEALTHY: &str = "Unhealthy";

fn is_alarm(checked: &Checked<'_>) -> bool {
    checked.facts.kind == "CLOUDWATCH_METRIC"
}

/// Whether missing data counts as unhealthy.
pub(super) fn no_data(_: &Case<'_>, checked: &Checked<'_>) -> Option<Told> {
    if !is_alarm(checked) {
        return None;
    }
    let help = format!(
        "aws route53 update-health-check --health-check-id {} --insufficient-data-health-status {UNHEALTHY}",
        checked.id()
    );
    let finding = match checked.facts.without_data.as_deref() {
        Some(UNHEALTHY) => None,
        Some(other) => {
            let message = format!(
                "{} counts as {other} without data: a Region that dies sends none, and traffic stays",
                checked.name()
            );
            Some(Finding::fail(&FO_CHECK_NO_DATA, message).help(help))
        }
        None => {
            let message = format!("Route 53 does not tell what {} counts as without data", checked.name());
            Some(Finding::unknown(&FO_CHECK_NO_DATA, message).help(help))
        }
    };
    Some(finding.map(|finding| finding.about(checked.id())).into())
}

/// Whether its alarm exists, in another Region than the one it is about.
pub(super) fn alarm(_: &Case<'_>, checked: &Checked<'_>) -> Option<Told> {
    if !is_alarm(checked) {
        return None;
    }
    let Some(id) = &checked.facts.alarm else {
        let message = format!("Route 53 does not tell which alarm {} watches", checked.name());
        return Some(
            Finding::unknown(&FO_CHECK_ALARM, message)
                .help("look at the health check in the console")
                .about(checked.id())
                .into(),
        );
    };
    let place = format!("the alarm {} of {}", id.name, id.region);
    let mut findings = Vec::new();
    let mut told = Told::default();
    let is_missing = matches!(&checked.check.alarm, Some(Asked::Answered(None)));
    match &checked.check.alarm {
        Some(Asked::Answered(None)) => {
            let message = format!("{} watches {place}, which is not there", checked.name());
            findings.push(Finding::fail(&FO_CHECK_ALARM, message).help(
                "make the alarm again, and then update the health check: it keeps a copy of the old settings",
            ));
        }
        Some(Asked::Answered(Some(facts))) => {
            if facts.state.as_deref() == Some("INSUFFICIENT_DATA") {
                told = told.note(format!("{place} has no data now"));
            }
        }
        Some(Asked::Failed(failure)) => {
            findings.push(unread(&FO_CHECK_ALARM, "cloudwatch:DescribeAlarms", failure).about(checked.id()));
        }
        None => findings
            .push(Finding::unknown(&FO_CHECK_ALARM, format!("{place} was not asked for")).help(LONGER)),
    }
    // One that is not there has no place that could be wrong.
    if !is_missing && checked.regions.contains(&id.region) {
        let message =
            format!("{} watches {place}, the Region that it is about: both die together", checked.name());
        let counts_bad = checked.facts.without_data.as_deref() == Some(UNHEALTHY);
        let finding = if counts_bad {
            Finding::warn(&FO_CHECK_ALARM, format!("{message}; without data it counts as unhealthy at least"))
        } else {
            Finding::fail(&FO_CHECK_ALARM, message)
        };
        findings.push(
            finding.help("watch from another Region: an alarm there on a metric that is measured there"),
        );
    }
    if !is_missing && checked.regions.is_empty() {
        let message = format!(
            "{} watches {place}; whether that is the Region that it is about is not known",
            checked.name()
        );
        findings.push(
            Finding::unknown(&FO_CHECK_ALARM, message)
                .help("say which host stands in which Region: --region-host REGION=HOST, for each"),
        );
    }
    told.findings = findings.into_iter().map(|finding| finding.about(checked.id())).collect();
    Some(told)
}

/// Whether a calculated check can be both healthy and unhealthy.
pub(super) fn calculated(case: &Case<'_>, checked: &Checked<'_>) -> Option<Told> {
    if checked.facts.kind != "CALCULATED" {
        return None;
    }
    let finding = match quorum(&checked.name(), checked.facts) {
        Ok(needed) => always_by_disabled(case, checked, needed),
        Err(judged) if judged.health == Health::Unknown => Some(
            Finding::unknown(&FO_CHECK_CALCULATED, judged.why).help("look at the health check in the console"),
        ),
        Err(judged) => Some(Finding::fail(&FO_CHECK_CALCULATED, judged.why).help(format!(
            "aws route53 update-health-check --health-check-id {} --health-threshold N, with N from 1 to the number of its children ({})",
            checked.id(),
            checked.facts.children.len()
        ))),
    };
    Some(finding.map(|finding| finding.about(checked.id())).into())
}

/// Disabled children count as healthy: enough of them decide alone.
fn always_by_disabled(case: &Case<'_>, checked: &Checked<'_>, needed: usize) -> Option<Finding> {
    let is_off = |child: &&String| {
        let facts = case.evidence.health_check(child).and_then(|check| check.described.answer());
        facts.is_some_and(|facts| facts.is_disabled)
    };
    let off = checked.facts.children.iter().filter(is_off).count();
    (off >= needed).then(|| {
        let name = checked.name();
        Finding::fail(
            &FO_CHECK_CALCULATED,
            format!("{name} needs {needed} healthy children, and {off} are disabled, which counts as healthy: it is always healthy"),
        )
        .help("switch the children on: aws route53 update-health-check --health-check-id CHILD --no-disabled")
    })
}

/// Whether an alarm tells somebody that it failed.
pub(super) fn noticed(_: &Case<'_>, checked: &Checked<'_>) -> Option<Told> {
    // Children are told of by their parent.
    if checked.parent.is_some() {
        return None;
    }
    let finding = match checked.check.noticed_by.as_ref()? {
        Asked::Answered(alarms) if !alarms.is_empty() => None,
        Asked::Answered(_) => {
            let message = format!("no alarm watches {}: a failover goes unnoticed", checked.name());
            Some(
                Finding::warn(&FO_CHECK_NOTICED, message)
                    .help(format!(
                        "in us-east-1: aws cloudwatch put-metric-alarm --region us-east-1 --namespace AWS/Route53 --metric-name HealthCheckStatus --dimensions Name=HealthCheckId,Value={} --statistic Minimum --period 60 --evaluation-periods 1 --threshold 1 --comparison-operator LessThanThreshold --alarm-name NAME --alarm-actions TOPIC",
                        checked.id()
                    ))
                    .about(checked.id()),
            )
        }
        Asked::Failed(failure) => {
            Some(unread(&FO_CHECK_NOTICED, "cloudwatch:DescribeAlarmsForMetric", failure).about(checked.id()))
        }
    };
    Some(finding.into())
}
