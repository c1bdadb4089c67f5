//! CAP014: whether what is asked of a table was answered.

use super::case::Case;
use crate::aws::{Asked, Failure, FailureKind, Wanted};
use crate::connect::evidence::Credentials;
use crate::dynamodb::evidence::{Ended, Metrics, RegionSeen, ReplicaSeen, Sampled, TableSeen};
use crate::dynamodb::status::{self, Status, Whose};
use crate::metrics::Completeness;
use crate::report::Finding;
use crate::report::catalogue::CAP_TABLE;

/// Whether everything that was asked for is known, and the table can be used.
pub(super) fn answers(_: &Case<'_>, seen: &TableSeen) -> Vec<Finding> {
    if let Some(failure) = seen.unplaced() {
        return vec![
            Finding::unknown(&CAP_TABLE, failure.to_string()).help(failure.kind.help(Wanted::Region)),
        ];
    }
    match &seen.credentials {
        None => {
            return vec![
                Finding::unknown(&CAP_TABLE, "the deadline came before AWS credentials were looked for")
                    .help("give it longer with --timeout"),
            ];
        }
        Some(Credentials::Failed(failure)) => {
            return vec![
                Finding::unknown(&CAP_TABLE, failure.to_string())
                    .help(failure.kind.help(Wanted::Credentials)),
            ];
        }
        Some(Credentials::Found { .. }) => {}
    }
    let mut findings: Vec<Finding> = seen.regions.iter().flat_map(|region| of_region(seen, region)).collect();
    if seen.regions.is_empty() {
        findings.push(
            Finding::unknown(&CAP_TABLE, "the deadline came before the table was described")
                .help("give it longer with --timeout"),
        );
    }
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
            let message = format!("{name}: there is no table {}", seen.name);
            return vec![
                Finding::fail(&CAP_TABLE, message)
                    .help("look at the name and the Region: aws dynamodb list-tables"),
            ];
        }
        Asked::Failed(failure) => return vec![unknown(name, "DescribeTable", "dynamodb", failure)],
        Asked::Answered(facts) => facts,
    };
    let mut findings = Vec::new();
    findings.extend(of_status(name, Whose::Table, facts.status.as_deref(), None));
    if let Some(scaling) = &region.scaling {
        for (call, failure) in [
            ("DescribeScalableTargets", scaling.targets.failure()),
            ("DescribeScalingPolicies", scaling.policies.failure()),
            ("DescribeScheduledActions", scaling.scheduled.failure()),
            ("DescribeScalingActivities", scaling.failed_activities.failure()),
        ] {
            findings.extend(failure.map(|failure| unknown(name, call, "application-autoscaling", failure)));
        }
    }
    match &region.metrics {
        None => findings
            .push(Finding::unknown(&CAP_TABLE, format!("{name}: the metrics were not asked for in time"))),
        Some(Asked::Failed(failure)) => findings.push(unknown(name, "GetMetricData", "cloudwatch", failure)),
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
        let finding = unknown(region, "GetMetricData", "cloudwatch", &span.failure);
        return Some(finding.note("a part of the window came; advice needs all of it"));
    }
    let partial = metrics.measured.iter().find_map(|one| match &one.completeness {
        Completeness::Complete => None,
        Completeness::Partial(why) => Some((one.measure.metric_name(), why.join(", "))),
    });
    if let Some((metric, why)) = partial {
        let message = format!("{region}: CloudWatch gave a part of {metric} only ({why})");
        return Some(Finding::unknown(&CAP_TABLE, message).help("ask again"));
    }
    let is_empty = metrics.measured.iter().all(|one| one.series.is_empty());
    is_empty.then(|| {
        Finding::unknown(&CAP_TABLE, format!("{region}: CloudWatch has no value of the table in the whole window"))
            .help("a table that is new, or was never used, has none: describe the workload by --read-qps and --write-qps")
    })
}

fn of_sample(seen: &TableSeen) -> Option<Finding> {
    match &seen.sampled {
        Sampled::NotWanted | Sampled::NotTried => None,
        Sampled::Taken(sample) => match &sample.ended {
            Ended::Failed(failure) => Some(
                unknown("the sample of items", "Scan", "dynamodb", failure)
                    .note("--sample-items 0 does without: sizes are then the table's own mean"),
            ),
            Ended::Enough | Ended::WholeTable | Ended::Deadline => None,
        },
    }
}

/// A call that told nothing. A permission has the name of its call, behind that of the service.
fn unknown(place: &str, call: &str, service: &str, failure: &Failure) -> Finding {
    let help = match failure.kind {
        FailureKind::AccessDenied => {
            format!("allow {service}:{call}: `chalkstore explain CAP014` lists the permissions")
        }
        kind => kind.help(Wanted::Answer).to_owned(),
    };
    let throttled = if failure.kind == FailureKind::Throttled {
        "AWS throttled the question, and the table may be fine: "
    } else {
        ""
    };
    Finding::unknown(&CAP_TABLE, format!("{place}: {throttled}{call}: {failure}")).help(help)
}
