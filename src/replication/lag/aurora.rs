//! The lags of an Aurora Global Database: one of each secondary.

use super::judge::Look;
use super::{Kind, Lag, sets};
use crate::aws::Asked;
use crate::observe::LONGER;
use crate::replication::evidence::{AuroraGlobal, Member, MetricSeen};
use crate::replication::names::{AURORA_REPLICATION_LAG, AURORA_RPO_LAG};

/// A lag of each secondary cluster.
pub(super) fn lags(seen: &AuroraGlobal, look: Look<'_>) -> Vec<Lag> {
    let new = || Lag::new(Kind::AuroraGlobal, &seen.id, AURORA_RPO_LAG);
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
    secondaries.iter().flat_map(of).collect()
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
) -> Vec<Lag> {
    let asked = |arn: &str| seen.members.iter().find(|one| one.arn == arn).map(|one| &one.lags);
    let own = match asked(&member.arn) {
        None => {
            return vec![lag.unknown("the secondary's Region was not asked", LONGER)];
        }
        Some(Asked::Failed(failure)) => return vec![lag.unread("cloudwatch:ListMetrics", failure)],
        Some(Asked::Answered(own)) => own.as_slice(),
    };
    // The metrics are said to be in the secondary's Region alone. Where it has none, the primary's may.
    let (metrics, note) = if own.is_empty() {
        let there = only_writer.and_then(|writer| asked(&writer.arn)?.answer()).map(Vec::as_slice);
        (there.unwrap_or_default(), Some("read in the primary's Region: the secondary's has none"))
    } else {
        (own, None)
    };
    let from = lag.from.clone();
    let mut sets = sets_of(metrics, AURORA_RPO_LAG, from.as_deref());
    let mut lag = lag;
    if sets.is_empty() {
        sets = sets_of(metrics, AURORA_REPLICATION_LAG, from.as_deref());
        lag.metric = AURORA_REPLICATION_LAG;
        lag.notes.push(format!(
            "{AURORA_REPLICATION_LAG}, because there is no {AURORA_RPO_LAG}: it counts what the system writes, too"
        ));
    }
    if sets.is_empty() {
        lag.metric = AURORA_RPO_LAG;
        lag.notes.clear();
        return vec![lag.unknown(
            format!("CloudWatch knows neither {AURORA_RPO_LAG} nor {AURORA_REPLICATION_LAG} of it"),
            "allow cloudwatch:ListMetrics in the secondary's Region; a new database has none for some minutes",
        )];
    }
    lag.notes.splice(0..0, note.map(str::to_owned));
    sets::each(&lag, &sets, 1.0, look)
}

/// The dimension of where it is replicated from.
const SOURCE_REGION: &str = "SourceRegion";

/// The sets of dimensions of a metric, without those of before a failover, whose source is not the writer any more.
fn sets_of<'a>(metrics: &'a [MetricSeen], name: &str, writer: Option<&str>) -> Vec<&'a MetricSeen> {
    let of_name = metrics.iter().filter(|metric| metric.name == name);
    let is_current = |metric: &&MetricSeen| {
        let source = metric.dimensions.get(SOURCE_REGION).map(String::as_str);
        source.is_none() || writer.is_none() || source == writer
    };
    let current: Vec<&MetricSeen> = of_name.clone().filter(is_current).collect();
    if current.is_empty() { of_name.collect() } else { current }
}
