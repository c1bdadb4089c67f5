//! What the AWS command line prints of `CloudWatch`: `get-metric-data` and `get-metric-statistics`.

use serde::Deserialize;

use super::assemble::{Found, Points};
use super::columns::{self, Dimension, shown};
use super::error::{Place, TraceError};
use super::options::{ReadOptions, Unit};
use super::records::Scalar;
use super::table::{Cell, time_of};

/// One page of `get-metric-data`.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(clippy::struct_field_names, reason = "the name in the file")]
pub(super) struct MetricData {
    metric_data_results: Vec<MetricResult>,
    #[serde(default)]
    messages: Vec<Message>,
    #[serde(default)]
    next_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct MetricResult {
    #[serde(default)]
    id: String,
    #[serde(default)]
    label: String,
    #[serde(default)]
    timestamps: Vec<Scalar>,
    #[serde(default)]
    values: Vec<f64>,
    #[serde(default)]
    status_code: Option<String>,
    #[serde(default)]
    messages: Vec<Message>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Message {
    #[serde(default)]
    code: String,
    #[serde(default)]
    value: String,
}

/// Reads all pages of `get-metric-data`. A page may end in the middle of a metric; the last must not.
pub(super) fn from_metric_data(pages: Vec<MetricData>) -> Result<Found, TraceError> {
    let mut found = Found { any_order: true, ..Found::default() };
    let mut statuses: Vec<(String, String)> = Vec::new();
    let mut has_more = false;
    for page in pages {
        has_more = page.next_token.is_some_and(|token| !token.is_empty());
        refuse_messages(&page.messages)?;
        for result in page.metric_data_results {
            let name = if result.id.is_empty() { result.label.clone() } else { result.id.clone() };
            let place = |number| Place { noun: "value", number, of: Some(shown(&name)) };
            if columns::is_other_metric(&result.label) {
                found.ignore(&result.label);
                if columns::is_throttling(&result.label) {
                    found.throttle(&result.label, result.values);
                }
                continue;
            }
            refuse_messages(&result.messages)?;
            let named = [&result.label, &result.id];
            let told = named.iter().find_map(|name| Some((Dimension::of_metric(name)?, name.as_str())));
            let Some((dimension, told_by)) = told else {
                let name = shown(&format!("{} ({})", result.label, result.id));
                return Err(TraceError::UnknownMetric { place: place(1), name });
            };
            if result.timestamps.len() != result.values.len() {
                let (times, values) = (result.timestamps.len(), result.values.len());
                let what = format!("`{}` has {times} Timestamps and {values} Values", shown(&name));
                return Err(TraceError::Malformed { format: "JSON", what });
            }
            let status = result.status_code.unwrap_or_else(|| "Complete".to_owned());
            statuses.retain(|(known, _)| *known != name);
            statuses.push((name.clone(), status));
            let points = points_of(&mut found, dimension, &name, "value", "Values")?;
            // The label tells it even where the id tells the dimension.
            let says = named.into_iter().find(|name| columns::unit_of(name).is_some());
            points.call(says.map_or(told_by, String::as_str), place(1), dimension)?;
            for (time, value) in result.timestamps.into_iter().zip(result.values) {
                let number = points.next_number();
                let at_s = time_of(&Cell::from(time), "Timestamps", || place(number))?;
                points.push(number, at_s, value);
            }
        }
    }
    if has_more {
        let why = "there are more pages (NextToken); ask for them all, and put them into one file";
        return Err(TraceError::Partial(why.to_owned()));
    }
    match statuses.iter().find(|(_, status)| status != "Complete") {
        Some((name, status)) => Err(TraceError::Partial(format!("`{name}` ends with StatusCode {status}"))),
        None => Ok(found),
    }
}

fn refuse_messages(messages: &[Message]) -> Result<(), TraceError> {
    messages.first().map_or(Ok(()), |message| {
        Err(TraceError::Partial(shown(format!("{} {}", message.code, message.value).trim())))
    })
}

/// The points of a dimension, which are all of one metric.
fn points_of<'a>(
    found: &'a mut Found,
    dimension: Dimension,
    name: &str,
    noun: &'static str,
    field: &str,
) -> Result<&'a mut Points, TraceError> {
    let side = match dimension {
        Dimension::Read => &mut found.reads,
        Dimension::Write => &mut found.writes,
    };
    let points = side.get_or_insert_with(|| Points {
        noun,
        of: Some(name.to_owned()),
        field: field.to_owned(),
        ..Points::default()
    });
    match &points.of {
        Some(first) if first != name => Err(TraceError::TwoTables {
            place: Place { noun, number: 1, of: Some(shown(name)) },
            first: shown(first),
            second: shown(name),
        }),
        _ => Ok(points),
    }
}

/// The output of `get-metric-statistics`.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct MetricStatistics {
    #[serde(default)]
    label: String,
    datapoints: Vec<Datapoint>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Datapoint {
    timestamp: Scalar,
    sum: Option<f64>,
    average: Option<f64>,
    maximum: Option<f64>,
    minimum: Option<f64>,
    sample_count: Option<f64>,
}

impl Datapoint {
    fn others(&self) -> String {
        let all = [
            ("Average", self.average),
            ("Maximum", self.maximum),
            ("Minimum", self.minimum),
            ("SampleCount", self.sample_count),
        ];
        let found: Vec<&str> =
            all.iter().filter(|(_, value)| value.is_some()).map(|(name, _)| *name).collect();
        if found.is_empty() { "a Timestamp".to_owned() } else { found.join(", ") }
    }
}

/// Reads one or more outputs of `get-metric-statistics`.
pub(super) fn from_metric_statistics(
    all: Vec<MetricStatistics>,
    options: &ReadOptions,
) -> Result<Found, TraceError> {
    if options.unit == Some(Unit::PerSecond) {
        return Err(TraceError::NotPerSecond);
    }
    let mut found = Found { any_order: true, ..Found::default() };
    for statistics in all {
        let place = |number| Place { noun: "datapoint", number, of: Some(shown(&statistics.label)) };
        if columns::is_other_metric(&statistics.label) {
            found.ignore(&statistics.label);
            if columns::is_throttling(&statistics.label) {
                let sums = statistics.datapoints.iter().filter_map(|datapoint| datapoint.sum);
                found.throttle(&statistics.label, sums);
            }
            continue;
        }
        let Some(dimension) = Dimension::of_metric(&statistics.label) else {
            return Err(TraceError::UnknownMetric { place: place(1), name: shown(&statistics.label) });
        };
        let points = points_of(&mut found, dimension, &statistics.label, "datapoint", "Sum")?;
        for datapoint in statistics.datapoints {
            let number = points.next_number();
            let Some(sum) = datapoint.sum else {
                return Err(TraceError::NoSum { place: place(number), found: datapoint.others() });
            };
            let at_s = time_of(&Cell::from(datapoint.timestamp), "Timestamp", || place(number))?;
            points.push(number, at_s, sum);
        }
    }
    Ok(found)
}
