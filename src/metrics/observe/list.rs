//! `ListMetrics`: which metrics there are.

use std::collections::BTreeMap;

use aws_sdk_cloudwatch::Client;
use aws_sdk_cloudwatch::types::{DimensionFilter, Metric, RecentlyActive};
use futures_util::join;

use crate::aws::{Failure, FailureKind, ask};
use crate::observe::Context;

/// The most pages of 500 metrics that are read.
const MAX_PAGES: usize = 40;

/// A metric that had points within the last two weeks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// Its dimensions, all of them, as `CloudWatch` writes them.
    pub dimensions: BTreeMap<String, String>,
    /// Whether it had points within the last three hours.
    pub is_recent: bool,
}

/// Asks for the metrics of a namespace: of one name where it is given, with this dimension where it is given. What came
/// before a failure or the deadline is kept; the failure stands beside it. Sorted, each once.
pub async fn list(
    client: &Client,
    namespace: &str,
    name: Option<&str>,
    dimension: Option<(&str, &str)>,
    context: &Context,
) -> (Vec<Listed>, Option<Failure>) {
    let pages = |recent| pages(client, namespace, name, dimension, recent, context);
    let ((mut listed, failure), (recent, not_told)) =
        join!(Box::pin(pages(None)), Box::pin(pages(Some(RecentlyActive::Pt3H))));
    listed.extend(recent.into_iter().map(|one| Listed { is_recent: true, ..one }));
    // Of two that differ in nothing else, the recent one comes last.
    listed.sort_unstable();
    listed.reverse();
    listed.dedup_by(|next, one| next.name == one.name && next.dimensions == one.dimensions);
    listed.reverse();
    (listed, failure.or(not_told))
}

async fn pages(
    client: &Client,
    namespace: &str,
    name: Option<&str>,
    dimension: Option<(&str, &str)>,
    recent: Option<RecentlyActive>,
    context: &Context,
) -> (Vec<Listed>, Option<Failure>) {
    let filter =
        dimension.map(|(name, value)| vec![DimensionFilter::builder().name(name).value(value).build()]);
    let mut listed = Vec::new();
    let mut failure = None;
    let mut token: Option<String> = None;
    for page in 0.. {
        if page == MAX_PAGES {
            let words =
                format!("CloudWatch listed {} metrics on {MAX_PAGES} pages, and has more", listed.len());
            failure = Some(Failure::new(FailureKind::Other, words));
            break;
        }
        let call = client
            .list_metrics()
            .namespace(namespace)
            .set_metric_name(name.map(str::to_owned))
            .set_dimensions(filter.clone())
            .set_recently_active(recent.clone())
            .set_next_token(token.take());
        match ask("CloudWatch", call.send(), context).await {
            Err(reason) => {
                failure = Some(reason);
                break;
            }
            Ok(answer) => {
                listed.extend(answer.metrics().iter().map(told));
                token = answer.next_token;
            }
        }
        if token.is_none() {
            break;
        }
    }
    // Not everything that plays CloudWatch filters.
    listed.retain(|one: &Listed| {
        let is_of = |(name, value): (&str, &str)| one.dimensions.get(name).is_some_and(|is| is == value);
        name.is_none_or(|name| one.name == name) && dimension.is_none_or(is_of)
    });
    (listed, failure)
}

fn told(metric: &Metric) -> Listed {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let pairs = metric.dimensions().iter().map(|one| (text(one.name()), text(one.value())));
    Listed { name: text(metric.metric_name()), dimensions: pairs.collect(), is_recent: false }
}
