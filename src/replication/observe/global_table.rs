//! A `DynamoDB` global table: every Region at once, each pair in both directions.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use futures_util::join;

use super::asking::Asking;
use crate::aws::{self, Asked, Failure, FailureKind};
use crate::dynamodb::evidence::Facts;
use crate::dynamodb::observe::describe;
use crate::metrics::Completeness;
use crate::metrics::observe::Query;
use crate::replication::evidence::{Direction, GlobalTable, MetricSeen, TableRegion};
use crate::replication::names;

const NAMESPACE: &str = "AWS/DynamoDB";

type Metric = Asked<MetricSeen>;

/// What is known so far.
#[derive(Default)]
struct Known {
    described: BTreeMap<String, Asked<Facts>>,
    writes: BTreeMap<String, Metric>,
    /// By source and destination: Maximum and Average.
    lags: BTreeMap<(String, String), (Metric, Metric)>,
}

/// Asks the Regions that were named, and then those that the table names besides.
pub(super) async fn look(table: &str, named: &[String], asking: &Asking<'_>) -> GlobalTable {
    let wanted = asking.regions(named);
    let mut known = Known::default();
    Box::pin(known.add(table, &[], &wanted, asking)).await;
    let own = |region: &String| !wanted.contains(region) && aws::is_region(region);
    let facts = known.described.values().filter_map(Asked::answer);
    let mut more: Vec<String> =
        facts.flat_map(|facts| facts.replicas.iter().map(|replica| replica.region.clone())).collect();
    more.retain(own);
    more.sort_unstable();
    more.dedup();
    if !more.is_empty() {
        Box::pin(known.add(table, &wanted, &more, asking)).await;
    }
    known.told(table, named)
}

impl Known {
    /// Asks `new` Regions for everything, and those that were asked before for what is replicated to the new ones: all at
    /// once, for none decides about another.
    async fn add(&mut self, table: &str, before: &[String], new: &[String], asking: &Asking<'_>) {
        let all = [before, new].concat();
        let describe = join_all(new.iter().map(|region| described(table, region, asking)));
        let own = join_all(new.iter().map(|from| metrics(table, from, &all, true, asking)));
        let others = join_all(before.iter().map(|from| metrics(table, from, new, false, asking)));
        let (described, own, others) = join!(describe, own, others);
        self.described.extend(new.iter().cloned().zip(described));
        for (from, (lags, writes)) in new.iter().zip(own).chain(before.iter().zip(others)) {
            self.lags.extend(lags.into_iter().map(|(to, pair)| ((from.clone(), to), pair)));
            self.writes.extend(writes.map(|writes| (from.clone(), writes)));
        }
    }

    fn told(mut self, table: &str, named: &[String]) -> GlobalTable {
        let region = |(region, described)| {
            let unasked = || Asked::Failed(Failure::new(FailureKind::Other, "CloudWatch was not asked"));
            let writes = self.writes.remove(&region).unwrap_or_else(unasked);
            TableRegion { region, described, writes }
        };
        GlobalTable {
            table: table.to_owned(),
            wanted_regions: named.to_vec(),
            regions: self.described.into_iter().map(region).collect(),
            directions: self
                .lags
                .into_iter()
                .map(|((from, to), (max, average))| Direction { from, to, max, average })
                .collect(),
            canary: None,
        }
    }
}

async fn described(table: &str, region: &str, asking: &Asking<'_>) -> Asked<Facts> {
    match asking.config(region) {
        Ok(config) => describe(&aws_sdk_dynamodb::Client::new(&config), table, asking.context).await,
        Err(failure) => Asked::Failed(failure),
    }
}

/// One Region's metrics: the lag to each of the others, and, where they are wanted, its own writes.
async fn metrics(
    table: &str,
    from: &str,
    to: &[String],
    has_writes: bool,
    asking: &Asking<'_>,
) -> (Vec<(String, (Metric, Metric))>, Option<Metric>) {
    let to: Vec<&String> = to.iter().filter(|to| *to != from).collect();
    let lag = |to: &str, statistic| {
        // Exactly these two: the source is the Region that is asked.
        asking.query(
            NAMESPACE,
            names::REPLICATION_LATENCY,
            [("TableName", table), ("ReceivingRegion", to)],
            statistic,
        )
    };
    let mut queries: Vec<Query> = to.iter().flat_map(|to| [lag(to, "Maximum"), lag(to, "Average")]).collect();
    if has_writes {
        let own = [("TableName", table), ("Source", "Customer")];
        queries.push(asking.query(NAMESPACE, names::CONSUMED_WRITES, own, "Sum"));
        queries.push(asking.query(NAMESPACE, names::CONSUMED_WRITES, [("TableName", table)], "Sum"));
    }
    let mut came = asking.metrics(from, &queries).await.into_iter();
    let mut next = || {
        let unasked = || Asked::Failed(Failure::new(FailureKind::Other, "CloudWatch was not asked"));
        came.next().unwrap_or_else(unasked)
    };
    let lags = to.into_iter().map(|to| (to.clone(), (next(), next()))).collect();
    let writes = has_writes.then(|| writes(next(), next()));
    (lags, writes)
}

/// The customers' writes; all of them where there are none by source. Where all of them are not known, or only a part of
/// them, customers without a point have not written nothing: nobody knows.
fn writes(customers: Metric, all: Metric) -> Metric {
    let has_points = |metric: &Metric| metric.answer().is_some_and(|seen| !seen.series.is_empty());
    let is_whole = |metric: &Metric| {
        metric
            .answer()
            .is_some_and(|seen| seen.completeness == Completeness::Complete && seen.missing.is_empty())
    };
    if has_points(&customers) || !has_points(&all) && (is_whole(&all) || !is_whole(&customers)) {
        customers
    } else {
        all
    }
}
