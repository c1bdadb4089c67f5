//! What `CloudWatch` knows of health checks.

use std::collections::BTreeMap;

use aws_sdk_cloudwatch::Client;
use aws_sdk_cloudwatch::types::{Dimension, MetricAlarm};
use jiff::Timestamp;

use crate::aws::{Asked, ask};
use crate::connect::text::escape;
use crate::failover::evidence::{AlarmFacts, AlarmId};
use crate::metrics::WindowSeen;
use crate::metrics::observe::{Query, read};
use crate::observe::Context;

const NAMESPACE: &str = "AWS/Route53";
const METRIC: &str = "HealthCheckStatus";
const DIMENSION: &str = "HealthCheckId";
/// How far back the newest point may lie, in seconds.
const WINDOW_S: u32 = 600;
/// A point every minute, in seconds.
const PERIOD_S: u32 = 60;

/// The newest `HealthCheckStatus` of each health check that has any. What cannot be had is left out.
pub(super) async fn statuses(client: &Client, ids: &[String], context: &Context) -> BTreeMap<String, f64> {
    if ids.is_empty() {
        return BTreeMap::new();
    }
    let query = |id: &String| Query::new(NAMESPACE, METRIC, [(DIMENSION, id.as_str())], "Minimum", PERIOD_S);
    let queries: Vec<Query> = ids.iter().map(query).collect();
    let now = Timestamp::now().as_second();
    let (start_epoch_s, end_epoch_s) = (now - i64::from(WINDOW_S), now);
    let window = WindowSeen { wanted_s: WINDOW_S.into(), start_epoch_s, end_epoch_s, period_s: PERIOD_S };
    let read = Box::pin(read(client, &queries, &window, context)).await;
    let newest = ids.iter().zip(read.came).filter_map(|(id, came)| {
        let (_, value) = came.points.into_iter().max_by_key(|(at, _)| *at)?;
        Some((id.clone(), value))
    });
    newest.collect()
}

/// The alarm that a health check watches; nothing where it is not there.
pub(super) async fn alarm(client: &Client, alarm: &AlarmId, context: &Context) -> Asked<Option<AlarmFacts>> {
    match ask("CloudWatch", client.describe_alarms().alarm_names(&alarm.name).send(), context).await {
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
    match ask("CloudWatch", call, context).await {
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
    Dimension::builder().name(DIMENSION).value(id).build()
}
