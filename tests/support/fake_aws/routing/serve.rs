//! Which service is asked for what.

use std::time::Instant;

use serde_json::{Value, json};

use super::answer::{refused, xml};
use super::{balancers, checks, records, zones};
use crate::support::fake_aws::request::{CBOR, Refusal, Request};
use crate::support::fake_aws::state::State;
use crate::support::{HttpAnswer, HttpRequest, cbor};

/// What is asked for.
#[derive(Clone, Debug)]
enum Asked {
    Zones,
    Zone(String),
    Records(String),
    Checks,
    Check(String),
    Status(String),
    LastFailure(String),
    Balancers(String),
    AlarmsForMetric,
}

/// A request of one of these services, read: what it is for the faults and the log, and what is asked for.
pub(in crate::support::fake_aws) struct Read {
    pub(in crate::support::fake_aws) request: Request,
    asked: Asked,
    query: String,
}

impl Read {
    /// Reads it; nothing where it is another service's.
    pub(in crate::support::fake_aws) fn of(http: &HttpRequest) -> Option<Self> {
        let (region, service) = Request::scope(http)?;
        let (path, query) = http.path.split_once('?').unwrap_or((&http.path, ""));
        let form = String::from_utf8_lossy(&http.body).to_lowercase();
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        let (operation, asked, query) = match (service, parts.as_slice()) {
            ("route53", ["2013-04-01", "hostedzonesbyname"]) => {
                ("route53:ListHostedZonesByName", Asked::Zones, query)
            }
            ("route53", ["2013-04-01", "hostedzone", id]) => {
                ("route53:GetHostedZone", Asked::Zone((*id).to_owned()), query)
            }
            ("route53", ["2013-04-01", "hostedzone", id, "rrset"]) => {
                ("route53:ListResourceRecordSets", Asked::Records((*id).to_owned()), query)
            }
            ("route53", ["2013-04-01", "healthcheck"]) => ("route53:ListHealthChecks", Asked::Checks, query),
            ("route53", ["2013-04-01", "healthcheck", id]) => {
                ("route53:GetHealthCheck", Asked::Check((*id).to_owned()), query)
            }
            ("route53", ["2013-04-01", "healthcheck", id, "status"]) => {
                ("route53:GetHealthCheckStatus", Asked::Status((*id).to_owned()), query)
            }
            ("route53", ["2013-04-01", "healthcheck", id, "lastfailurereason"]) => {
                ("route53:GetHealthCheckLastFailureReason", Asked::LastFailure((*id).to_owned()), query)
            }
            ("elasticloadbalancing", _) => {
                let called = form.split('&').find_map(|field| field.strip_prefix("action="))?;
                let operation = match called {
                    "describeloadbalancers" => "elasticloadbalancing:DescribeLoadBalancers",
                    "describetargetgroups" => "elasticloadbalancing:DescribeTargetGroups",
                    "describetargethealth" => "elasticloadbalancing:DescribeTargetHealth",
                    _ => return None,
                };
                (operation, Asked::Balancers(called.to_owned()), form.as_str())
            }
            ("monitoring", [.., "operation", "describealarmsformetric"]) => {
                ("cloudwatch:DescribeAlarmsForMetric", Asked::AlarmsForMetric, "")
            }
            _ => return None,
        };
        let body = if matches!(asked, Asked::AlarmsForMetric) {
            cbor::decode(&http.body)
        } else {
            json!({ "path": path, "query": query })
        };
        let query = query.to_owned();
        Some(Self { request: Request::other(http, region, operation, body), asked, query })
    }
}

/// The answer, in the service's protocol; `refusal` stands before all.
pub(in crate::support::fake_aws) fn answer(
    state: &mut State,
    read: &Read,
    refusal: Option<Refusal>,
) -> (HttpAnswer, Option<Refusal>) {
    if read.request.operation.starts_with("route53:") {
        state.routing.asked_at.push(Instant::now());
    }
    let Read { asked, query, request } = read;
    let (routing, region) = (&state.routing, request.region.as_str());
    let body = match (refusal, asked) {
        (Some(refusal), _) => Err(refusal),
        (None, Asked::Zones) => Ok(zones::list(routing, query)),
        (None, Asked::Zone(id)) => zones::get(routing, id),
        (None, Asked::Records(id)) => records::list(routing, id, query),
        (None, Asked::Checks) => Ok(checks::list(routing, query)),
        (None, Asked::Check(id)) => checks::get(routing, id),
        (None, Asked::Status(id)) => checks::status(routing, id),
        (None, Asked::LastFailure(id)) => checks::last_failure(routing, id),
        (None, Asked::Balancers(operation)) => balancers::serve(routing, region, operation, query),
        (None, Asked::AlarmsForMetric) => {
            let id = request.body["Dimensions"][0]["Value"].as_str().unwrap_or_default();
            let names = routing.noticed_by.get(id).into_iter().flatten();
            let alarms: Vec<Value> = names.map(|name| json!({ "AlarmName": name })).collect();
            return ((200, CBOR, cbor::encode(&json!({ "MetricAlarms": alarms }))), None);
        }
    };
    match body {
        Ok(body) => (xml(&body), None),
        Err(refusal) if matches!(asked, Asked::AlarmsForMetric) => {
            (request.answer(&Err(refusal.clone()), false), Some(refusal))
        }
        Err(refusal) => (refused(&refusal), Some(refusal)),
    }
}
