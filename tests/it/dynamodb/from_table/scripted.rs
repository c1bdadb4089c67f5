//! Against scripted answers, in AWS's form: what no emulator says.

use std::time::Duration;

use chalkstore::aws::Asked;
use chalkstore::aws::FailureKind;
use chalkstore::dynamodb::evidence::{Dimension, Measure, WriteSource};
use chalkstore::metrics::Completeness;
use serde_json::{Value, json};

use super::{Question, TABLE, failure, now_s, nowhere};
use crate::support::{HttpAnswer, HttpRequest, ScriptedHttp, cbor};

const CBOR: &str = "Content-Type: application/cbor\r\nsmithy-protocol: rpc-v2-cbor";
const JSON: &str = "Content-Type: application/x-amz-json-1.1";

/// AWS's own words, of each service: moto's are others.
#[test]
fn access_is_denied_part_by_part() {
    let refuse = ScriptedHttp::new(|request| {
        let words = json!({
            "__type": "com.amazon.coral.service#AccessDeniedException",
            "message": "User: arn:aws:iam::123456789012:user/chalk is not authorized to perform: it",
        });
        Some(if request.path.contains("granite") {
            let words = json!({"__type": "AccessDenied", "Message": "no", "message": "not authorized"});
            (403, CBOR, cbor::encode(&words))
        } else {
            (400, JSON, words.to_string().into_bytes())
        })
    });
    let seen = Question::of(refuse.url(), refuse.url(), refuse.url()).ask();
    let own = seen.own().expect("the Region");
    let scaling = own.scaling.as_ref().expect("was asked all the same");
    for failure in [
        failure(&own.described),
        failure(own.metrics.as_ref().expect("was asked")),
        failure(&scaling.targets),
        failure(&scaling.policies),
        failure(&scaling.scheduled),
        failure(&scaling.failed_activities),
    ] {
        assert_eq!(failure.kind, FailureKind::AccessDenied, "{failure:?}");
    }
}

fn told(value: &Value) -> HttpAnswer {
    (200, CBOR, cbor::encode(value))
}

/// A table that `DescribeTable` finds and Scan finds nothing in, in AWS's form.
fn plain_table() -> ScriptedHttp {
    ScriptedHttp::new(|request| {
        let answer = if request.headers.contains("describetable") {
            json!({"Table": {"TableName": TABLE, "TableStatus": "ACTIVE"}})
        } else {
            json!({"Items": [], "Count": 0, "ScannedCount": 0})
        };
        Some((200, JSON, answer.to_string().into_bytes()))
    })
}

/// What a request of `GetMetricData` asks for: its time, and each query's id, metric and source.
struct Asks {
    start: i64,
    end: i64,
    token: Option<String>,
    queries: Vec<(String, String, Option<String>, i64)>,
}

impl Asks {
    fn of(request: &HttpRequest) -> Self {
        let body = cbor::decode(&request.body);
        let text = |value: &Value| value.as_str().map(str::to_owned);
        #[expect(clippy::cast_possible_truncation, reason = "a time in whole seconds")]
        let time = |value: &Value| value.as_f64().expect("a time") as i64;
        let queries = body["MetricDataQueries"].as_array().expect("queries").iter().map(|query| {
            let stat = &query["MetricStat"];
            let mut dimensions = stat["Metric"]["Dimensions"].as_array().expect("dimensions").iter();
            let source = dimensions.find(|dimension| dimension["Name"] == "Source");
            (
                text(&query["Id"]).expect("an id"),
                text(&stat["Metric"]["MetricName"]).expect("a name"),
                source.and_then(|source| text(&source["Value"])),
                stat["Period"].as_i64().expect("a period"),
            )
        });
        Self {
            start: time(&body["StartTime"]),
            end: time(&body["EndTime"]),
            token: text(&body["NextToken"]),
            queries: queries.collect(),
        }
    }

    /// The same without one metric.
    fn without(mut self, metric: &str) -> Self {
        self.queries.retain(|(_, name, ..)| name != metric);
        self
    }

    /// The answer with these points for each query, newest first, as `CloudWatch` does.
    fn answer(
        &self,
        points: impl Fn(&str, Option<&str>) -> (Vec<(i64, f64)>, &'static str),
        next: Option<&str>,
    ) -> Value {
        let results: Vec<Value> = self
            .queries
            .iter()
            .map(|(id, metric, source, _)| {
                let (mut points, status) = points(metric, source.as_deref());
                points.sort_by_key(|(time, _)| -time);
                json!({
                    "Id": id,
                    "StatusCode": status,
                    "Timestamps": points.iter().map(|(time, _)| json!({"epoch": time})).collect::<Vec<_>>(),
                    "Values": points.iter().map(|(_, value)| value).collect::<Vec<_>>(),
                })
            })
            .collect();
        let mut answer = json!({"MetricDataResults": results});
        if let Some(token) = next {
            answer["NextToken"] = json!(token);
        }
        answer
    }
}

/// No emulator divides writes by `Source`, nor gives a part of the data.
#[test]
fn sources_pages_and_partial_data() {
    let table = plain_table();
    let (_port, nobody) = nowhere();
    let aws = ScriptedHttp::new(|request| {
        let asks = Asks::of(request);
        let (first, second) = (asks.start, asks.start + 60);
        let answer = match asks.token.as_deref() {
            None => asks.answer(
                |metric, source| match (metric, source) {
                    ("ConsumedWriteCapacityUnits", Some("Customer")) => (vec![(first, 50.0)], "Complete"),
                    ("ConsumedWriteCapacityUnits", Some(_)) => (vec![(second, 30.0)], "PartialData"),
                    ("ConsumedReadCapacityUnits", _) => (vec![(first, 10.0)], "PartialData"),
                    ("ReadThrottleEvents", _) => (vec![], "InternalError"),
                    // The next page says nothing more of it.
                    ("WriteThrottleEvents", _) => (vec![(first, 1.0)], "PartialData"),
                    _ => (vec![], "Complete"),
                },
                Some("next"),
            ),
            // The reads are complete with this page; what replication wrote is not.
            Some(_) => asks.without("WriteThrottleEvents").answer(
                |metric, source| match (metric, source) {
                    ("ConsumedWriteCapacityUnits", Some("GlobalTable")) => {
                        (vec![(first, 7.0)], "PartialData")
                    }
                    ("ConsumedReadCapacityUnits", _) => (vec![(second, 20.0)], "Complete"),
                    _ => (vec![], "Complete"),
                },
                None,
            ),
        };
        Some(told(&answer))
    });
    let seen = Question::of(table.url(), aws.url(), nobody).ask();
    let own = seen.own().expect("the Region");
    let metrics = own.metrics.as_ref().and_then(Asked::answer).expect("CloudWatch answers");
    let reads = metrics.measured(Measure::Consumed(Dimension::Read)).expect("was asked");
    assert_eq!(reads.series.values, [Some(10.0), Some(20.0)]);
    assert_eq!(reads.completeness, Completeness::Complete);
    let replicated = metrics.measured(Measure::ConsumedBy(WriteSource::GlobalTable)).expect("was asked");
    assert_eq!(replicated.series.values, [Some(7.0), Some(30.0)]);
    assert_eq!(replicated.completeness, Completeness::Partial(vec!["PartialData".into()]));
    let throttled = metrics.measured(Measure::Throttled(Dimension::Read)).expect("was asked");
    assert_eq!(throttled.completeness, Completeness::Partial(vec!["InternalError".into()]));
    let left_out = metrics.measured(Measure::Throttled(Dimension::Write)).expect("was asked");
    assert_eq!(left_out.completeness, Completeness::Partial(vec!["PartialData".into()]));
    assert!(!metrics.is_complete() && metrics.missing.is_empty());
    // There is no total, so it is the sum of the two sources.
    let writes = own.consumed(Dimension::Write).expect("was written");
    assert_eq!(writes.values, [Some(57.0), Some(30.0)]);
}

#[test]
fn a_long_window_is_asked_for_in_parts_and_a_part_may_fail() {
    let table = plain_table();
    let (_port, nobody) = nowhere();
    let started = now_s();
    let aws = ScriptedHttp::new(move |request| {
        let asks = Asks::of(request);
        let points: i64 = asks.queries.iter().map(|(.., period)| (asks.end - asks.start) / period).sum();
        assert!(points <= 100_800 && asks.queries.len() <= 500, "{points} points");
        // The oldest part, which holds the time of 13 days ago.
        if asks.start < started - 13 * 86_400 {
            let words = json!({"__type": "com.amazonaws.cloudwatch#Throttling", "message": "Rate exceeded"});
            return Some((400, CBOR, cbor::encode(&words)));
        }
        Some(told(&asks.answer(
            |metric, source| match (metric, source) {
                ("ConsumedReadCapacityUnits", None) => (vec![(asks.start, 1.0)], "Complete"),
                ("ProvisionedReadCapacityUnits", None) => (vec![(asks.start, 100.0)], "Complete"),
                _ => (vec![], "Complete"),
            },
            None,
        )))
    });
    let mut question = Question::of(table.url(), aws.url(), nobody);
    question.window = Duration::from_hours(14 * 24);
    let seen = question.ask();
    assert_eq!(seen.window.period_s, 60);
    let metrics = seen.own().and_then(|own| own.metrics.as_ref()).and_then(Asked::answer);
    let metrics = metrics.expect("CloudWatch answers");
    assert_eq!(metrics.missing.len(), 1, "{:?}", metrics.missing);
    assert_eq!(metrics.missing[0].start_epoch_s, metrics.start_epoch_s);
    assert_eq!(metrics.missing[0].failure.kind, FailureKind::Throttled);
    let reads = metrics.series(Measure::Consumed(Dimension::Read)).expect("the other parts");
    assert!(reads.start_epoch_s >= metrics.missing[0].end_epoch_s);
    assert_eq!(reads.count() as u64 * 16, metrics.requested - 16);
    assert_eq!(reads.within(metrics.start_epoch_s, metrics.end_epoch_s).first(), Some(&None));
    let provisioned = metrics.series(Measure::Provisioned(Dimension::Read)).expect("has values");
    assert_eq!(provisioned.period_s, 300);

    question.window = Duration::from_hours(30 * 24);
    let seen = question.ask();
    assert_eq!((seen.window.period_s, seen.window.wanted_s), (300, 30 * 86_400));
}

/// moto has no scaling activities.
#[test]
fn changes_of_capacity_that_failed() {
    let table = plain_table();
    let (_port, nobody) = nowhere();
    let aws = ScriptedHttp::new(|request| {
        let activity = |status: &str, dimension: &str| {
            json!({
                "ActivityId": "1",
                "ServiceNamespace": "dynamodb",
                "ResourceId": format!("table/{TABLE}"),
                "ScalableDimension": dimension,
                "Description": "Setting write capacity units to 5.",
                "Cause": "monitor alarm in state ALARM",
                "StartTime": 1_790_000_000,
                "StatusCode": status,
                "StatusMessage": "Failed to set write capacity units to 5. Reason: decreases are limited",
            })
        };
        let answer = if request.headers.contains("describescalingactivities") {
            json!({"ScalingActivities": [
                activity("Successful", "dynamodb:table:WriteCapacityUnits"),
                activity("Failed", "dynamodb:table:WriteCapacityUnits"),
                activity("Failed", "dynamodb:index:WriteCapacityUnits"),
            ]})
        } else {
            json!({})
        };
        Some((200, JSON, answer.to_string().into_bytes()))
    });
    let seen = Question::of(table.url(), nobody, aws.url()).ask();
    let scaling = seen.own().and_then(|own| own.scaling.as_ref()).expect("was asked");
    let failed = scaling.failed_activities.answer().expect("an answer");
    assert_eq!(failed.len(), 1, "{failed:?}");
    assert_eq!((failed[0].dimension, failed[0].status.as_str()), (Dimension::Write, "Failed"));
    assert!(failed[0].message.as_ref().is_some_and(|message| message.contains("decreases are limited")));
    assert_eq!(failed[0].started_at.as_deref(), Some("2026-09-21T14:13:20Z"));
    assert!(scaling.is_known() && scaling.dimension(Dimension::Read).is_none());
}
