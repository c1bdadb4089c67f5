//! An Aurora Global Database: what it says of its members, and what each member's Region says.

use std::collections::BTreeSet;

use aws_sdk_rds::Client;
use futures_util::future::join_all;
use futures_util::join;

use super::asking::Asking;
use super::aurora_facts::{cluster_facts, global_facts};
use crate::aws::{self, Asked, Failure, FailureKind, ask};
use crate::metrics::observe::Listed;
use crate::replication::evidence::{AuroraGlobal, ClusterFacts, GlobalFacts, Member, MemberSeen, MetricSeen};
use crate::replication::names;

const NAMESPACE: &str = "AWS/RDS";
/// The two that tell how far behind a secondary is; the first of user transactions alone.
const LAGS: [&str; 2] = [names::AURORA_RPO_LAG, names::AURORA_REPLICATION_LAG];
/// The parameter of the managed RPO, in seconds.
const MANAGED_RPO: &str = "rds.global_db_rpo";
/// More pages than an account has databases on, or a cluster has parameters.
const MAX_PAGES: usize = 20;

/// Asks for everything of a global database. Any member's Region knows all members.
pub(super) async fn look(id: &str, named: &[String], asking: &Asking<'_>) -> AuroraGlobal {
    let regions = asking.regions(named);
    let asked = join_all(regions.iter().map(|region| described(id, region, asking)));
    let described = first_answer(id, &regions, Box::pin(asked).await, asking);
    let members = match described.answer() {
        Some(facts) => join_all(facts.members.iter().map(|member| seen(member, facts, asking))),
        None => join_all(Vec::new()),
    };
    let members = Box::pin(members).await;
    AuroraGlobal { id: id.to_owned(), described, members }
}

/// The first Region that knows it; else that none does, unless a Region gave no answer that might.
fn first_answer(
    id: &str,
    regions: &[String],
    asked: Vec<Result<Option<GlobalFacts>, Failure>>,
    asking: &Asking<'_>,
) -> Asked<GlobalFacts> {
    let mut failure = None;
    for answer in asked {
        match answer {
            Ok(Some(facts)) => return Asked::Answered(facts),
            Ok(None) => {}
            Err(reason) => failure = failure.or(Some(reason)),
        }
    }
    let nowhere = || {
        let words = format!("there is no global database {id} in {}", regions.join(", "));
        if regions.is_empty() { asking.unplaced() } else { Failure::new(FailureKind::NotFound, words) }
    };
    Asked::Failed(failure.unwrap_or_else(nowhere))
}

/// `DescribeGlobalClusters`; nothing where this Region does not know it. Not everything that plays RDS filters.
async fn described(id: &str, region: &str, asking: &Asking<'_>) -> Result<Option<GlobalFacts>, Failure> {
    let client = Client::new(&asking.config(region)?);
    let mut marker: Option<String> = None;
    for _ in 0..MAX_PAGES {
        let call =
            client.describe_global_clusters().global_cluster_identifier(id).set_marker(marker.take()).send();
        let answer = match ask("RDS", call, asking.context).await {
            Err(failure) if failure.kind == FailureKind::NotFound => return Ok(None),
            answer => answer?,
        };
        let is_meant = |name: Option<&str>| name.is_some_and(|name| name.eq_ignore_ascii_case(id));
        let found = answer.global_clusters().iter().find(|one| is_meant(one.global_cluster_identifier()));
        if let Some(cluster) = found {
            return Ok(Some(global_facts(cluster)));
        }
        marker = answer.marker;
        if marker.is_none() {
            break;
        }
    }
    Ok(None)
}

/// A member, as its own Region tells it.
async fn seen(member: &Member, facts: &GlobalFacts, asking: &Asking<'_>) -> MemberSeen {
    let region = member.region().filter(|region| aws::is_region(region)).unwrap_or_default().to_owned();
    if region.is_empty() {
        let failure = Failure::new(FailureKind::Other, "the member's ARN names no Region");
        let (described, lags) = (Asked::Failed(failure.clone()), Asked::Failed(failure));
        return MemberSeen { arn: member.arn.clone(), region, described, lags };
    }
    let (described, lags) =
        join!(Box::pin(cluster(member, &region, asking)), Box::pin(lags(&region, facts, asking)));
    MemberSeen { arn: member.arn.clone(), region, described: described.into(), lags }
}

/// `DescribeDBClusters`, and of the writer the managed RPO.
async fn cluster(member: &Member, region: &str, asking: &Asking<'_>) -> Result<ClusterFacts, Failure> {
    let client = Client::new(&asking.config(region)?);
    let call = client.describe_db_clusters().db_cluster_identifier(member.cluster()).send();
    let answer = ask("RDS", call, asking.context).await?;
    let is_meant = |arn: Option<&str>, id: Option<&str>| {
        arn == Some(member.arn.as_str()) || id.is_some_and(|id| id.eq_ignore_ascii_case(member.cluster()))
    };
    let mut clusters = answer.db_clusters().iter();
    let cluster = clusters.find(|one| is_meant(one.db_cluster_arn(), one.db_cluster_identifier()));
    let Some(cluster) = cluster else {
        let words = format!("there is no cluster {} in {region}", member.cluster());
        return Err(Failure::new(FailureKind::NotFound, words));
    };
    let mut facts = cluster_facts(cluster);
    if let (true, Some(group)) = (member.is_writer, cluster.db_cluster_parameter_group()) {
        facts.managed_rpo_s = Some(managed_rpo(&client, group, asking).await.into());
    }
    Ok(facts)
}

/// The managed RPO of a parameter group, in seconds; nothing where nobody has set it.
async fn managed_rpo(client: &Client, group: &str, asking: &Asking<'_>) -> Result<Option<u64>, Failure> {
    let mut marker: Option<String> = None;
    for _ in 0..MAX_PAGES {
        let call = client
            .describe_db_cluster_parameters()
            .db_cluster_parameter_group_name(group)
            .source("user")
            .set_marker(marker.take())
            .send();
        let answer = ask("RDS", call, asking.context).await?;
        let found = answer.parameters().iter().find(|one| one.parameter_name() == Some(MANAGED_RPO));
        if let Some(parameter) = found {
            return Ok(parameter.parameter_value().and_then(|value| value.parse().ok()));
        }
        marker = answer.marker;
        if marker.is_none() {
            break;
        }
    }
    Ok(None)
}

/// The lags of this database that a Region has: which dimensions they are by is not documented, so `CloudWatch` is asked.
async fn lags(region: &str, facts: &GlobalFacts, asking: &Asking<'_>) -> Asked<Vec<MetricSeen>> {
    let clusters: BTreeSet<&str> = facts.members.iter().map(Member::cluster).collect();
    let listed = LAGS.map(|name| asking.list(region, NAMESPACE, Some(name), None));
    let mut failure = None;
    let mut metrics: Vec<Listed> = Vec::new();
    for (listed, reason) in join_all(listed).await {
        metrics.extend(listed.into_iter().filter(|one| is_of(one, &clusters)));
        failure = failure.or(reason);
    }
    asking.maxima(region, NAMESPACE, &metrics, failure).await
}

/// Whether a metric is of one of these clusters.
fn is_of(listed: &Listed, clusters: &BTreeSet<&str>) -> bool {
    listed.dimensions.values().any(|value| clusters.contains(value.as_str()))
}
