//! CAP014: whether what is asked of a table was answered.

use super::case::Case;
use crate::aws::{self, Asked, Failure, FailureKind};
use crate::dynamodb::evidence::{Ended, Metrics, RegionSeen, ReplicaSeen, Sampled, TableSeen};
use crate::dynamodb::status::{self, Status, Whose};
use crate::dynamodb::unasked::unasked;
use crate::metrics::Completeness;
use crate::observe::LONGER;
use crate::report::Finding;
use crate::report::catalogue::CAP_TABLE;

/// Whether everything that was asked for is known, and the table can be used.
pub(super) fn answers(_: &Case<'_>, seen: &TableSeen) -> Vec<Finding> {
    if let Some(finding) = unasked(&CAP_TABLE, seen) {
        return vec![finding];
    }
    let mut findings: Vec<Finding> = seen.regions.iter().flat_map(|region| of_region(seen, region)).collect();
    findings.extend(replicas(seen));
    findings.extend(of_sample(seen));
    let indexes: usize = seen.facts().map_or(0, |facts| facts.indexes.len());
    if findings.is_empty() && indexes > 0 {
        let note = if indexes == 1 {
            "an index has capacity and costs of its own, which are in no figure".to_owned()
        } else {
            format!("{indexes} indexes have capacity and costs of their own, which are in no figure")
        };
        findings.push(Finding::pass(&CAP_TABLE).note(note));
    }
    findings
}

fn of_region(seen: &TableSeen, region: &RegionSeen) -> Vec<Finding> {
    let name = &region.region;
    let facts = match &region.described {
        Asked::Failed(failure) if failure.kind == FailureKind::NotFound => {
            return vec![
                Finding::fail(&CAP_TABLE, format!("there is no table {}", seen.name))
                    .help("look at the name and the Region: aws dynamodb list-tables")
                    .about(&**name),
            ];
        }
        Asked::Failed(failure) => return vec![unread(name, "dynamodb:DescribeTable", failure)],
        Asked::Answered(facts) => facts,
    };
    let mut findings = Vec::new();
    findings.extend(of_status(name, Whose::Table, facts.status.as_deref(), None));
    if let Some(scaling) = &region.scaling {
        for (call, failure) in [
            ("application-autoscaling:DescribeScalableTargets", scaling.targets.failure()),
            ("application-autoscaling:DescribeScalingPolicies", scaling.policies.failure()),
            ("application-autoscaling:DescribeScheduledActions", scaling.scheduled.failure()),
            ("application-autoscaling:DescribeScalingActivities", scaling.failed_activities.failure()),
        ] {
            findings.extend(failure.map(|failure| unread(name, call, failure)));
        }
    }
    match &region.metrics {
        None => findings.push(
            Finding::unknown(&CAP_TABLE, "the metrics were not asked for in time")
                .help(LONGER)
                .about(&**name),
        ),
        Some(Asked::Failed(failure)) => findings.push(unread(name, "cloudwatch:GetMetricData", failure)),
        Some(Asked::Answered(metrics)) => findings.extend(of_metrics(name, metrics)),
    }
    findings
}

/// Replicas that `DescribeTable` of the own Region knows to be in trouble.
fn replicas(seen: &TableSeen) -> Vec<Finding> {
    let replicas = seen.facts().map(|facts| facts.replicas.as_slice()).unwrap_or_default();
    let trouble = |replica: &ReplicaSeen| {
        let described = replica.status_description.as_deref();
        of_status(&replica.region, Whose::Replica, replica.status.as_deref(), described)
    };
    replicas.iter().filter_map(trouble).collect()
}

/// What serves is used, and can be judged.
fn of_status(region: &str, whose: Whose, word: Option<&str>, described: Option<&str>) -> Option<Finding> {
    if word.is_some_and(|word| Status::of(word).serves()) {
        return None;
    }
    Some(status::finding(&CAP_TABLE, whose, word, described)?.about(region))
}

fn of_metrics(region: &str, metrics: &Metrics) -> Option<Finding> {
    if let Some(span) = metrics.missing.first() {
        let finding = unread(region, "cloudwatch:GetMetricData", &span.failure);
        return Some(finding.note("a part of the window came; advice needs all of it"));
    }
    let partial = metrics.measured.iter().find_map(|one| match &one.completeness {
        Completeness::Complete => None,
        Completeness::Partial(why) => Some((one.measure.metric_name(), why.join(", "))),
    });
    if let Some((metric, why)) = partial {
        let message = format!("CloudWatch gave a part of {metric} only ({why})");
        return Some(Finding::unknown(&CAP_TABLE, message).help("ask again").about(region));
    }
    let is_empty = metrics.measured.iter().all(|one| one.series.is_empty());
    is_empty.then(|| {
        Finding::unknown(&CAP_TABLE, "CloudWatch has no value of the table in the whole window")
            .help("a table that is new, or was never used, has none: describe the workload by --read-qps and --write-qps")
            .about(region)
    })
}

fn of_sample(seen: &TableSeen) -> Option<Finding> {
    match &seen.sampled {
        Sampled::NotWanted | Sampled::NotTried => None,
        Sampled::Taken(sample) => match &sample.ended {
            Ended::Failed(failure) => Some(
                unread("the sample of items", "dynamodb:Scan", failure)
                    .note("--sample-items 0 does without: sizes are then the table's own mean"),
            ),
            Ended::Enough | Ended::WholeTable | Ended::Deadline => None,
        },
    }
}

/// A call that told nothing. `call` is the permission that it takes.
fn unread(place: &str, call: &str, failure: &Failure) -> Finding {
    aws::unread(&CAP_TABLE, &CAP_TABLE, call, failure).about(place)
}
