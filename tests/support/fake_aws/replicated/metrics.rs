//! `GetMetricData` and `ListMetrics` of metrics with any dimensions, page by page.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::MetricAt;
use crate::support::fake_aws::State;
use crate::support::fake_aws::request::{Reply, Request};

/// The status of a metric of which the answer says nothing at all.
const UNTOLD: &str = "untold";

/// What `RecentlyActive=PT3H` means, in seconds.
const RECENT_S: i64 = 3 * 3600;

fn dimensions(value: &Value) -> BTreeMap<String, String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let all = value.as_array().into_iter().flatten();
    all.map(|one| (text(&one["Name"]), text(&one["Value"]))).collect()
}

fn page_of(request: &Request) -> usize {
    request.text("NextToken").parse().unwrap_or(0)
}

/// The points of a query whose dimensions are exactly those of a metric, newest first; another page where there are more
/// than one takes. Nothing where there is no such metric.
fn metric<'a>(state: &'a State, request: &Request, query: &Value) -> Option<&'a MetricAt> {
    let stat = &query["MetricStat"];
    let wanted = (&stat["Metric"]["Namespace"], &stat["Metric"]["MetricName"]);
    let asked = dimensions(&stat["Metric"]["Dimensions"]);
    state.replicated.metrics.iter().find(|metric| {
        let is_meant = metric.region == request.region
            && (wanted.0 == &metric.namespace && wanted.1 == &metric.name)
            && metric.dimensions == asked;
        is_meant && (metric.statistic.is_empty() || stat["Stat"] == metric.statistic)
    })
}

/// What `GetMetricData` gives for one query, and whether there is more.
pub(in crate::support::fake_aws) fn values(
    state: &State,
    request: &Request,
    query: &Value,
) -> Option<(Value, bool)> {
    let metric = metric(state, request, query)?;
    if metric.status.as_deref() == Some(UNTOLD) {
        return Some((Value::Null, false));
    }
    if let Some(status) = &metric.status {
        let told = json!({"Id": query["Id"], "StatusCode": status, "Timestamps": [], "Values": [],
            "Messages": [{"Code": status, "Value": "so it is"}]});
        return Some((told, false));
    }
    let time = |name: &str| request.body[name].as_f64().unwrap_or(0.0);
    let (start, end) = (time("StartTime"), time("EndTime"));
    let mut points = metric.points.clone();
    #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are few")]
    points.retain(|(at, _)| (start..end).contains(&(*at as f64)));
    points.sort_by_key(|(at, _)| -at);
    let per_page =
        if state.replicated.points_per_page == 0 { usize::MAX } else { state.replicated.points_per_page };
    let first = page_of(request).saturating_mul(per_page).min(points.len());
    let last = first.saturating_add(per_page).min(points.len());
    let has_more = last < points.len();
    let told = json!({
        "Id": query["Id"],
        "StatusCode": if has_more { "PartialData" } else { "Complete" },
        "Timestamps": points[first..last].iter().map(|(at, _)| json!({"epoch": at})).collect::<Vec<_>>(),
        "Values": points[first..last].iter().map(|(_, value)| value).collect::<Vec<_>>(),
    });
    Some((told, has_more))
}

/// `ListMetrics`: dimensions of a filter are some of a metric's.
#[expect(clippy::unnecessary_wraps, reason = "as every operation")]
pub(in crate::support::fake_aws) fn list(state: &State, request: &Request) -> Reply {
    let wanted = dimensions(&request.body["Dimensions"]);
    let (namespace, name) = (request.text("Namespace"), request.text("MetricName"));
    let now = jiff::Timestamp::now().as_second();
    let mut listed: Vec<Value> = Vec::new();
    for metric in &state.replicated.metrics {
        let has_all = wanted.iter().all(|(name, value)| metric.dimensions.get(name) == Some(value));
        let is_meant = metric.region == request.region
            && metric.namespace == namespace
            && (name.is_empty() || metric.name == name);
        let is_recent = metric.points.iter().any(|(at, _)| *at >= now - RECENT_S);
        let is_listed = request.text("RecentlyActive").is_empty() || is_recent;
        if is_meant && has_all && is_listed {
            let pairs = metric.dimensions.iter().map(|(name, value)| json!({"Name": name, "Value": value}));
            let told = json!({"Namespace": metric.namespace, "MetricName": metric.name,
                "Dimensions": pairs.collect::<Vec<_>>()});
            if !listed.contains(&told) {
                listed.push(told);
            }
        }
    }
    let per_page = state.replicated.metrics_per_page;
    if per_page == 0 {
        return Ok(json!({"Metrics": listed}));
    }
    let page = page_of(request);
    let has_more = (page + 1) * per_page < listed.len();
    let some: Vec<Value> = listed.into_iter().skip(page * per_page).take(per_page).collect();
    let mut told = json!({"Metrics": some});
    if has_more {
        told["NextToken"] = json!((page + 1).to_string());
    }
    Ok(told)
}
