//! `GetMetricData`: the window in as many calls as its limits need.

use std::collections::BTreeMap;

use aws_sdk_cloudwatch::Client;
use aws_sdk_cloudwatch::primitives::DateTime;
use aws_sdk_cloudwatch::types::{
    Dimension, MessageData, Metric, MetricDataQuery, MetricDataResult, MetricStat, StatusCode,
};
use futures_util::future::join_all;

use crate::aws::Asked;
use crate::aws::{self, Failure, FailureKind};
use crate::connect::text::escape;
use crate::dynamodb::evidence::{Measure, Measured, Metrics};
use crate::metrics;
use crate::metrics::{Completeness, MissingSpan, Series, WindowSeen};
use crate::observe::Context;

/// The most points of one call.
const MAX_POINTS: i64 = 100_800;
/// The most pages of one call that are read. All points of a call fit into one.
const MAX_PAGES: usize = 50;
/// The most words of `CloudWatch` on one metric that are kept.
const MAX_MESSAGES: usize = 5;

/// The query with this id asks for this place of [`Measure::ALL`].
fn id(index: usize) -> String {
    format!("m{index}")
}

/// What came for one metric so far.
#[derive(Default)]
struct Collected {
    points: Vec<(i64, f64)>,
    messages: Vec<String>,
    /// The last page that had it said that there is more.
    has_more: bool,
}

impl Collected {
    fn say(&mut self, message: String) {
        if self.messages.len() < MAX_MESSAGES && !self.messages.contains(&message) {
            self.messages.push(message);
        }
    }
}

/// One call's answer: what came, and why not all.
#[derive(Default)]
struct Part {
    by_id: BTreeMap<String, Collected>,
    failure: Option<Failure>,
}

/// Asks for every measure of a table in the window. What came before a failure or the deadline is kept.
pub(super) async fn metrics(
    client: &Client,
    table: &str,
    window: &WindowSeen,
    context: &Context,
) -> Asked<Metrics> {
    let queries: Vec<_> =
        (0..).zip(Measure::ALL).map(|(index, measure)| query(index, measure, table, window)).collect();
    let per_call = MAX_POINTS / i64::try_from(queries.len()).unwrap_or(i64::MAX);
    let spans = metrics::parts(window, window.period_s, per_call);
    let calls = spans.iter().map(|span| Box::pin(call(client, &queries, *span, context)));
    let parts = join_all(calls).await;

    let requested = (queries.len() * spans.len()) as u64;
    let mut by_id: BTreeMap<String, Collected> = BTreeMap::new();
    let mut missing = Vec::new();
    for ((start_epoch_s, end_epoch_s), part) in spans.into_iter().zip(parts) {
        if let Some(failure) = part.failure {
            missing.push(MissingSpan { start_epoch_s, end_epoch_s, failure });
        }
        for (id, came) in part.by_id {
            let collected = by_id.entry(id).or_default();
            collected.points.extend(came.points);
            came.messages.into_iter().for_each(|message| collected.say(message));
            if came.has_more {
                collected.say(StatusCode::PartialData.as_str().to_owned());
            }
        }
    }
    if let (true, Some(first)) = (by_id.is_empty(), missing.first()) {
        return Asked::Failed(first.failure.clone());
    }
    let measured = (0..)
        .zip(Measure::ALL)
        .map(|(index, measure)| measured(measure, window, by_id.remove(&id(index)).unwrap_or_default()))
        .collect();
    let (start_epoch_s, end_epoch_s) = (window.start_epoch_s, window.end_epoch_s);
    Asked::Answered(Metrics { start_epoch_s, end_epoch_s, measured, missing, requested })
}

fn period_s(measure: Measure, window: &WindowSeen) -> u32 {
    measure.finest_period_s().max(window.period_s)
}

fn query(index: usize, measure: Measure, table: &str, window: &WindowSeen) -> MetricDataQuery {
    let dimension = |name: &str, value: &str| Dimension::builder().name(name).value(value).build();
    let metric = Metric::builder()
        .namespace("AWS/DynamoDB")
        .metric_name(measure.metric_name())
        .set_dimensions(Some(
            [Some(dimension("TableName", table)), measure.source().map(|source| dimension("Source", source))]
                .into_iter()
                .flatten()
                .collect(),
        ))
        .build();
    // No unit: a wrong one finds nothing.
    let stat = MetricStat::builder()
        .metric(metric)
        .period(i32::try_from(period_s(measure, window)).unwrap_or(i32::MAX))
        .stat(measure.statistic().as_str())
        .build();
    MetricDataQuery::builder().id(id(index)).metric_stat(stat).return_data(true).build()
}

/// One span of time, page by page.
async fn call(client: &Client, queries: &[MetricDataQuery], span: (i64, i64), context: &Context) -> Part {
    let mut part = Part::default();
    let mut token: Option<String> = None;
    for _ in 0..MAX_PAGES {
        let request = client
            .get_metric_data()
            .set_metric_data_queries(Some(queries.to_vec()))
            .start_time(DateTime::from_secs(span.0))
            .end_time(DateTime::from_secs(span.1))
            .set_next_token(token.take());
        let answer = match context.within(request.send()).await {
            Err(late) => {
                part.failure = Some(Failure::timeout("CloudWatch did not answer", late.after));
                return part;
            }
            Ok(Err(error)) => {
                part.failure = Some(aws::failure(&error));
                return part;
            }
            Ok(Ok(answer)) => answer,
        };
        if let Some(message) = answer.messages().first() {
            part.failure = Some(Failure::new(FailureKind::Other, words(message)));
        }
        for result in answer.metric_data_results() {
            collect(&mut part.by_id, result);
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

fn collect(by_id: &mut BTreeMap<String, Collected>, result: &MetricDataResult) {
    let Some(id) = result.id() else { return };
    let collected = by_id.entry(id.to_owned()).or_default();
    let times = result.timestamps().iter().map(DateTime::secs);
    collected.points.extend(times.zip(result.values().iter().copied()));
    // The rest may be on the next page.
    collected.has_more = result.status_code() == Some(&StatusCode::PartialData);
    let status = match result.status_code() {
        None | Some(StatusCode::Complete | StatusCode::PartialData) => None,
        Some(status) => Some(escape(status.as_str())),
    };
    for message in status.into_iter().chain(result.messages().iter().map(words)) {
        collected.say(message);
    }
}

fn words(message: &MessageData) -> String {
    let text = [message.code(), message.value()].into_iter().flatten().collect::<Vec<_>>().join(": ");
    escape(&text)
}

fn measured(measure: Measure, window: &WindowSeen, collected: Collected) -> Measured {
    let period_s = period_s(measure, window);
    let series = Series::from_points(window.start_epoch_s, window.end_epoch_s, period_s, collected.points);
    let completeness = if collected.messages.is_empty() {
        Completeness::Complete
    } else {
        Completeness::Partial(collected.messages)
    };
    Measured { measure, series, completeness }
}
