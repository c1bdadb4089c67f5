//! The lags of an Aurora Global Database: one of each secondary.

use super::judge::{Look, Writes};
use super::{Kind, Lag};
use crate::aws::Asked;
use crate::replication::evidence::{AuroraGlobal, Member, MetricSeen};
use crate::replication::statistics::Points;

/// How far a secondary is behind for the transactions of users: the RPO.
const RPO_LAG: &str = "AuroraGlobalDBRPOLag";
/// How far it is behind in replicating pages.
const REPLICATION_LAG: &str = "AuroraGlobalDBReplicationLag";

/// A lag of each secondary cluster.
pub(super) fn lags(seen: &AuroraGlobal, look: Look<'_>) -> Vec<Lag> {
    let new = || Lag::new(Kind::AuroraGlobal, &seen.id, RPO_LAG);
    let facts = match &seen.described {
        Asked::Answered(facts) => facts,
        Asked::Failed(failure) => return vec![new().unread("rds:DescribeGlobalClusters", failure)],
    };
    let writer = facts.members.iter().find(|member| member.is_writer);
    let secondaries: Vec<&Member> = facts.members.iter().filter(|member| !member.is_writer).collect();
    let of = |member: &&Member| {
        let from = writer.and_then(Member::region);
        let lag = new().between(from, Some(member.region().unwrap_or_else(|| member.cluster())));
        of_member(lag, seen, member, writer.filter(|_| secondaries.len() == 1), look)
    };
    secondaries.iter().map(of).collect()
}

/// Whether the database has no secondary at all.
pub(in crate::replication) fn stands_alone(seen: &AuroraGlobal) -> bool {
    seen.described.answer().is_some_and(|facts| facts.members.iter().all(|member| member.is_writer))
}

fn of_member(
    lag: Lag,
    seen: &AuroraGlobal,
    member: &Member,
    only_writer: Option<&Member>,
    look: Look<'_>,
) -> Lag {
    let asked = |arn: &str| seen.members.iter().find(|one| one.arn == arn).map(|one| &one.lags);
    let own = match asked(&member.arn) {
        None => return lag.unknown("the secondary's Region was not asked", "give it longer with --timeout"),
        Some(Asked::Failed(failure)) => return lag.unread("cloudwatch:ListMetrics", failure),
        Some(Asked::Answered(own)) => own.as_slice(),
    };
    // The metrics are said to be in the secondary's Region alone. Where it has none, the primary's may.
    let (metrics, note) = if own.is_empty() {
        let there = only_writer.and_then(|writer| asked(&writer.arn)?.answer()).map(Vec::as_slice);
        (there.unwrap_or_default(), Some("read in the primary's Region: the secondary's has none"))
    } else {
        (own, None)
    };
    let rpo = freshest(metrics, RPO_LAG, look);
    let Some(metric) = rpo.or_else(|| freshest(metrics, REPLICATION_LAG, look)) else {
        return lag.unknown(
            "CloudWatch knows neither AuroraGlobalDBRPOLag nor AuroraGlobalDBReplicationLag of it",
            "allow cloudwatch:ListMetrics in the secondary's Region; a new database has none for some minutes",
        );
    };
    let mut lag = lag;
    lag.notes.extend(note.map(str::to_owned));
    if rpo.is_none() {
        lag.metric = REPLICATION_LAG;
        lag.notes.push(format!(
            "{REPLICATION_LAG}, because there is no {RPO_LAG}: it counts what the system writes, too"
        ));
    }
    lag.judged(metric, 1.0, &Writes::Untold, look)
}

/// Of the sets of dimensions that a metric has, the one with the newest point; of those alike, the one with the larger
/// values: a set of before a failover has none any more.
pub(super) fn freshest<'a>(metrics: &'a [MetricSeen], name: &str, look: Look<'_>) -> Option<&'a MetricSeen> {
    let rank = |metric: &MetricSeen| {
        let points = Points::of(&metric.series, look.window, 1.0);
        let max = points.numbers().into_iter().fold(0.0, f64::max);
        (points.newest_end_epoch_s(), max)
    };
    let of_name = metrics.iter().filter(|metric| metric.name == name);
    of_name
        .map(|metric| (rank(metric), metric))
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, metric)| metric)
}
