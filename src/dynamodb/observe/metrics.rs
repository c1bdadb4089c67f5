//! The metrics of a table in one Region.

use aws_sdk_cloudwatch::Client;

use crate::aws::Asked;
use crate::dynamodb::evidence::{Measure, Measured, Metrics};
use crate::metrics::observe::{Came, Query, read};
use crate::metrics::{Series, WindowSeen};
use crate::observe::Context;

/// Asks for every measure of a table in the window. What came before a failure or the deadline is kept.
pub(super) async fn metrics(
    client: &Client,
    table: &str,
    window: &WindowSeen,
    context: &Context,
) -> Asked<Metrics> {
    let queries: Vec<_> = Measure::ALL.iter().map(|measure| query(*measure, table, window)).collect();
    let read = read(client, &queries, window, context).await;
    // They all go into the same calls.
    let missing = read.came.first().map(|came| came.missing.clone()).unwrap_or_default();
    if let (false, Some(first)) = (read.came.iter().any(|came| came.is_told), missing.first()) {
        return Asked::Failed(first.failure.clone());
    }
    let measured =
        Measure::ALL.iter().zip(read.came).map(|(measure, came)| measured(*measure, window, came)).collect();
    let (start_epoch_s, end_epoch_s) = (window.start_epoch_s, window.end_epoch_s);
    Asked::Answered(Metrics { start_epoch_s, end_epoch_s, measured, missing, requested: read.requested })
}

fn period_s(measure: Measure, window: &WindowSeen) -> u32 {
    measure.finest_period_s().max(window.period_s)
}

fn query(measure: Measure, table: &str, window: &WindowSeen) -> Query {
    let source = measure.source().map(|source| ("Source", source));
    let dimensions = std::iter::once(("TableName", table)).chain(source);
    let statistic = measure.statistic().as_str();
    Query::new("AWS/DynamoDB", measure.metric_name(), dimensions, statistic, period_s(measure, window))
}

fn measured(measure: Measure, window: &WindowSeen, came: Came) -> Measured {
    let period_s = period_s(measure, window);
    let series = Series::from_points(window.start_epoch_s, window.end_epoch_s, period_s, came.points);
    Measured { measure, series, completeness: came.completeness }
}
