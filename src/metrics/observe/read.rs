//! `GetMetricData`: any number of metrics, in as many calls as its limits need.

use aws_sdk_cloudwatch::Client;
use aws_sdk_cloudwatch::primitives::DateTime;
use aws_sdk_cloudwatch::types::{Dimension, Metric, MetricDataQuery, MetricStat};
use futures_util::{StreamExt as _, stream};

use super::collected::{Collected, words};
use super::{Came, Query, Read};
use crate::aws::{Failure, FailureKind, ask};
use crate::metrics::{MissingSpan, WindowSeen, parts};
use crate::observe::Context;

/// The most metrics of one call.
const MAX_QUERIES: usize = 500;
/// The most points of one call.
const MAX_POINTS: i64 = 100_800;
/// The most pages of one call that are read. All points of a call fit into one.
const MAX_PAGES: usize = 50;
/// How many calls are under way at once: `CloudWatch` takes 50 a second in a Region.
const AT_ONCE: usize = 10;

/// Asks for every metric in the window. What came before a failure or the deadline is kept.
pub async fn read(client: &Client, queries: &[Query], window: &WindowSeen, context: &Context) -> Read {
    let chunks: Vec<&[Query]> = queries.chunks(MAX_QUERIES).collect();
    let mut requested = 0;
    let mut calls = Vec::new();
    for (index, some) in chunks.iter().enumerate() {
        let count = i64::try_from(some.len()).unwrap_or(i64::MAX);
        let spans = parts(window, window.period_s, MAX_POINTS / count);
        requested += (some.len() * spans.len()) as u64;
        let asked = |span| Box::pin(async move { (index, span, call(client, some, span, context).await) });
        calls.extend(spans.into_iter().map(asked));
    }
    let answers: Vec<_> = stream::iter(calls).buffered(AT_ONCE).collect().await;

    let empty = |some: &&[Query]| (nothing(some), Vec::new());
    let mut gathered: Vec<(Vec<Collected>, Vec<MissingSpan>)> = chunks.iter().map(empty).collect();
    for (index, (start_epoch_s, end_epoch_s), part) in answers {
        let (all, missing) = &mut gathered[index];
        missing.extend(part.failure.map(|failure| MissingSpan { start_epoch_s, end_epoch_s, failure }));
        for (collected, came) in all.iter_mut().zip(part.came) {
            collected.add(came);
        }
    }
    let came = gathered.into_iter().flat_map(|(all, missing)| {
        all.into_iter().map(move |mut collected| Came {
            points: std::mem::take(&mut collected.points),
            is_told: collected.is_told,
            completeness: collected.completeness(),
            missing: missing.clone(),
        })
    });
    Read { came: came.collect(), requested }
}

fn nothing(queries: &[Query]) -> Vec<Collected> {
    queries.iter().map(|_| Collected::default()).collect()
}

/// One call's answer: what came for each of its metrics, and why not all.
struct Part {
    came: Vec<Collected>,
    failure: Option<Failure>,
}

/// One span of time, page by page.
async fn call(client: &Client, queries: &[Query], span: (i64, i64), context: &Context) -> Part {
    let asked: Vec<_> = queries.iter().enumerate().map(|(index, query)| built(index, query)).collect();
    let mut part = Part { came: nothing(queries), failure: None };
    let mut token: Option<String> = None;
    for _ in 0..MAX_PAGES {
        let request = client
            .get_metric_data()
            .set_metric_data_queries(Some(asked.clone()))
            .start_time(DateTime::from_secs(span.0))
            .end_time(DateTime::from_secs(span.1))
            .set_next_token(token.take());
        let answer = match ask("CloudWatch", request.send(), context).await {
            Ok(answer) => answer,
            Err(failure) => {
                part.failure = Some(failure);
                return part;
            }
        };
        if let Some(message) = answer.messages().first() {
            part.failure = Some(Failure::new(FailureKind::Other, words(message)));
        }
        for result in answer.metric_data_results() {
            let index = result.id().and_then(|id| id.strip_prefix('m')?.parse::<usize>().ok());
            if let Some(collected) = index.and_then(|index| part.came.get_mut(index)) {
                collected.take(result);
            }
        }
        token = answer.next_token;
        if token.is_none() {
            return part;
        }
    }
    part.failure = Some(Failure::new(
        FailureKind::Other,
        format!("CloudWatch gave {MAX_PAGES} pages for one call, and has more"),
    ));
    part
}

fn built(index: usize, query: &Query) -> MetricDataQuery {
    let dimension = |(name, value): (&String, &String)| Dimension::builder().name(name).value(value).build();
    let metric = Metric::builder()
        .namespace(&query.namespace)
        .metric_name(&query.name)
        .set_dimensions(Some(query.dimensions.iter().map(dimension).collect()))
        .build();
    let stat = MetricStat::builder()
        .metric(metric)
        .period(i32::try_from(query.period_s).unwrap_or(i32::MAX))
        .stat(query.statistic)
        .build();
    MetricDataQuery::builder().id(format!("m{index}")).metric_stat(stat).return_data(true).build()
}
