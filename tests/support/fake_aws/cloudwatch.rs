//! `CloudWatch`.

use serde_json::{Value, json};

use super::replicated;
use super::request::{Reply, Request, refuse};
use super::state::State;
use super::table::ACCOUNT;

pub(super) fn serve(state: &State, request: &Request, operation: &str) -> Reply {
    match operation {
        "GetMetricData" => Ok(metric_data(state, request)),
        "ListMetrics" => replicated::list(state, request),
        "DescribeAlarms" => {
            let (region, prefix) = (request.region.as_str(), request.text("AlarmNamePrefix"));
            let stand = state.alarms.get(region).into_iter().flatten();
            let alarms = stand.filter(|alarm| alarm.name.starts_with(prefix)).map(|alarm| {
                json!({
                    "AlarmName": alarm.name,
                    "AlarmArn": format!("arn:aws:cloudwatch:{region}:{ACCOUNT}:alarm:{}", alarm.name),
                    "AlarmDescription": "DO NOT EDIT OR DELETE. For TargetTrackingScaling policy.",
                    "Namespace": "AWS/DynamoDB",
                    "MetricName": alarm.metric,
                    "Dimensions": [{"Name": "TableName", "Value": alarm.table}],
                    "StateValue": "INSUFFICIENT_DATA",
                    "Threshold": alarm.threshold,
                    "AlarmActions": alarm.actions,
                })
            });
            Ok(json!({"MetricAlarms": alarms.collect::<Vec<_>>(), "CompositeAlarms": []}))
        }
        other => refuse("UnknownOperationException", other),
    }
}

/// The points that a test has put there, newest first; a metric by `Source` has none.
fn metric_data(state: &State, request: &Request) -> Value {
    let time = |name: &str| request.body[name].as_f64().unwrap_or(0.0);
    let (start, end) = (time("StartTime"), time("EndTime"));
    let mut has_more = false;
    let queries = request.body["MetricDataQueries"].as_array().into_iter().flatten().map(|query| {
        if let Some((told, is_part)) = replicated::values(state, request, query) {
            has_more |= is_part;
            return told;
        }
        let metric = &query["MetricStat"]["Metric"];
        let dimensions = metric["Dimensions"].as_array().map_or(&[][..], Vec::as_slice);
        let table = match dimensions {
            [one] => one["Value"].as_str().unwrap_or_default(),
            _ => "",
        };
        let name = metric["MetricName"].as_str().unwrap_or_default();
        let key = (request.region.clone(), table.to_owned(), name.to_owned());
        let mut points = state.metrics.get(&key).cloned().unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are few")]
        points.retain(|(at, _)| (start..end).contains(&(*at as f64)));
        points.sort_by_key(|(at, _)| -at);
        json!({
            "Id": query["Id"],
            "StatusCode": "Complete",
            "Timestamps": points.iter().map(|(at, _)| json!({"epoch": at})).collect::<Vec<_>>(),
            "Values": points.iter().map(|(_, value)| value).collect::<Vec<_>>(),
        })
    });
    let mut told = json!({"MetricDataResults": queries.filter(|told| !told.is_null()).collect::<Vec<_>>()});
    if has_more {
        let page: usize = request.text("NextToken").parse().unwrap_or(0);
        told["NextToken"] = json!((page + 1).to_string());
    }
    told
}
