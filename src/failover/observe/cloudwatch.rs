//! What `CloudWatch` knows of health checks.

use std::collections::BTreeMap;

use aws_sdk_cloudwatch::Client;
use aws_sdk_cloudwatch::config::http::HttpResponse;
use aws_sdk_cloudwatch::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_cloudwatch::primitives::DateTime;
use aws_sdk_cloudwatch::types::{Dimension, Metric, MetricAlarm, MetricDataQuery, MetricStat};
use jiff::Timestamp;

use crate::aws::{self, Asked, Failure, FailureKind};
use crate::connect::text::escape;
use crate::failover::evidence::{AlarmFacts, AlarmId};
use crate::observe::Context;

const NAMESPACE: &str = "AWS/Route53";
const METRIC: &str = "HealthCheckStatus";
/// How far back the newest point may lie, in seconds.
const WINDOW_S: i64 = 600;
/// A point every minute.
const PERIOD_S: i32 = 60;

/// The newest `HealthCheckStatus` of each health check that has any. What cannot be had is left out.
pub(super) async fn statuses(client: &Client, ids: &[String], context: &Context) -> BTreeMap<String, f64> {
    if ids.is_empty() {
        return BTreeMap::new();
    }
    let stat = |id: &str| {
        let metric = Metric::builder().namespace(NAMESPACE).metric_name(METRIC).dimensions(dimension(id));
        MetricStat::builder().metric(metric.build()).period(PERIOD_S).stat("Minimum").build()
    };
    let queries = ids.iter().enumerate().map(|(index, id)| {
        MetricDataQuery::builder().id(format!("h{index}")).metric_stat(stat(id)).return_data(true).build()
    });
    let now = Timestamp::now().as_second();
    let call = client
        .get_metric_data()
        .set_metric_data_queries(Some(queries.collect()))
        .start_time(DateTime::from_secs(now - WINDOW_S))
        .end_time(DateTime::from_secs(now))
        .send();
    let Ok(answer) = ask(call, context).await else { return BTreeMap::new() };
    let newest = answer.metric_data_results().iter().filter_map(|result| {
        let index: usize = result.id()?.strip_prefix('h')?.parse().ok()?;
        let points = result.timestamps().iter().map(DateTime::secs).zip(result.values());
        let (_, value) = points.max_by_key(|(at, _)| *at)?;
        Some((ids.get(index)?.clone(), *value))
    });
    newest.collect()
}

/// The alarm that a health check watches; nothing where it is not there.
pub(super) async fn alarm(client: &Client, alarm: &AlarmId, context: &Context) -> Asked<Option<AlarmFacts>> {
    match ask(client.describe_alarms().alarm_names(&alarm.name).send(), context).await {
        Err(failure) => Asked::Failed(failure),
        Ok(answer) => {
            let mut alarms = answer.metric_alarms().iter();
            Asked::Answered(alarms.find(|found| found.alarm_name() == Some(&alarm.name)).map(facts))
        }
    }
}

fn facts(alarm: &MetricAlarm) -> AlarmFacts {
    let number = |number: Option<i32>| number.and_then(|number| u32::try_from(number).ok());
    let metric = alarm.namespace().zip(alarm.metric_name());
    AlarmFacts {
        state: alarm.state_value().map(|state| escape(state.as_str())),
        metric: metric.map(|(namespace, name)| escape(&format!("{namespace} {name}"))),
        period_s: number(alarm.period()),
        evaluation_periods: number(alarm.evaluation_periods()),
    }
}

/// The names of the alarms on a health check's own status, sorted.
pub(super) async fn noticed_by(client: &Client, id: &str, context: &Context) -> Asked<Vec<String>> {
    let call = client
        .describe_alarms_for_metric()
        .namespace(NAMESPACE)
        .metric_name(METRIC)
        .dimensions(dimension(id))
        .send();
    match ask(call, context).await {
        Err(failure) => Asked::Failed(failure),
        Ok(answer) => {
            let mut names: Vec<String> =
                answer.metric_alarms().iter().filter_map(MetricAlarm::alarm_name).map(escape).collect();
            names.sort();
            Asked::Answered(names)
        }
    }
}

fn dimension(id: &str) -> Dimension {
    Dimension::builder().name("HealthCheckId").value(id).build()
}

async fn ask<T, E>(
    call: impl Future<Output = Result<T, SdkError<E, HttpResponse>>>,
    context: &Context,
) -> Result<T, Failure>
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    match context.within(Box::pin(call)).await {
        Err(late) => Err(Failure::timeout("CloudWatch did not answer", late.after)),
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) => {
            let failure = aws::failure(&error);
            // No alarm of this name, in the words of some.
            let is_absent = failure.code.as_deref() == Some("ResourceNotFound");
            Err(if is_absent { Failure { kind: FailureKind::NotFound, ..failure } } else { failure })
        }
    }
}
