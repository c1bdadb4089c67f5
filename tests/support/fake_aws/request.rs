//! What a client asks for, in which Region, and how it is answered.

use serde_json::{Value, json};

use super::replicated;
use crate::support::{HttpAnswer, HttpRequest, cbor};

pub(super) const CBOR: &str =
    "Content-Type: application/cbor\r\nsmithy-protocol: rpc-v2-cbor\r\nx-amzn-RequestId: FAKE-REQUEST";
const XML: &str = "Content-Type: text/xml\r\nx-amzn-RequestId: FAKE-REQUEST";
const JSON: &str = "Content-Type: application/x-amz-json-1.0\r\nx-amzn-RequestId: FAKE-REQUEST";

/// Every operation: as permissions name it, and whether it changes anything.
const OPERATIONS: [(&str, bool); 39] = [
    ("dynamodb:DescribeTable", false),
    ("dynamodb:CreateTable", true),
    ("dynamodb:UpdateTable", true),
    ("dynamodb:DescribeTimeToLive", false),
    ("dynamodb:UpdateTimeToLive", true),
    ("dynamodb:DescribeContinuousBackups", false),
    ("dynamodb:UpdateContinuousBackups", true),
    ("dynamodb:ListTagsOfResource", false),
    ("dynamodb:TagResource", true),
    ("dynamodb:PutItem", true),
    ("dynamodb:GetItem", false),
    ("dynamodb:DeleteItem", true),
    ("dynamodb:Scan", false),
    ("dynamodb:DeleteTable", true),
    ("application-autoscaling:RegisterScalableTarget", true),
    ("application-autoscaling:PutScalingPolicy", true),
    ("application-autoscaling:DescribeScalableTargets", false),
    ("application-autoscaling:DescribeScalingPolicies", false),
    ("application-autoscaling:DescribeScheduledActions", false),
    ("application-autoscaling:DescribeScalingActivities", false),
    ("application-autoscaling:DeregisterScalableTarget", true),
    ("application-autoscaling:DeleteScalingPolicy", true),
    ("cloudwatch:GetMetricData", false),
    ("cloudwatch:DescribeAlarms", false),
    ("cloudwatch:ListMetrics", false),
    ("kafka:DescribeReplicator", false),
    ("rds:DescribeGlobalClusters", false),
    ("rds:DescribeDBClusters", false),
    ("rds:DescribeDBClusterParameters", false),
    ("secretsmanager:CreateSecret", true),
    ("secretsmanager:DescribeSecret", false),
    ("secretsmanager:GetSecretValue", false),
    ("secretsmanager:PutSecretValue", true),
    ("secretsmanager:UpdateSecret", true),
    ("secretsmanager:TagResource", true),
    ("secretsmanager:ReplicateSecretToRegions", true),
    ("secretsmanager:RestoreSecret", true),
    ("secretsmanager:DeleteSecret", true),
    ("secretsmanager:UpdateSecretVersionStage", true),
];

/// Why AWS does not do it.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub(super) code: String,
    pub(super) message: String,
}

/// What AWS answers, before it is put into a protocol.
pub(super) type Reply = Result<Value, Refusal>;

/// A refusal, ready to be returned.
pub(super) fn refuse<T>(code: &str, message: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal { code: code.to_owned(), message: message.into() })
}

/// `ValidationException`.
pub(super) fn invalid<T>(message: impl Into<String>) -> Result<T, Refusal> {
    refuse("ValidationException", message)
}

/// One request, read.
#[derive(Debug)]
pub(super) struct Request {
    /// The Region of the signature.
    pub(super) region: String,
    /// Such as `dynamodb:UpdateTable`.
    pub(super) operation: &'static str,
    pub(super) is_change: bool,
    /// The command of the user agent's `app/chalkstore.COMMAND`; `?` where there is none.
    pub(super) command: String,
    pub(super) body: Value,
    is_cbor: bool,
}

impl Request {
    /// The Region and the service of a request's signature.
    pub(super) fn scope(request: &HttpRequest) -> Option<(&str, &str)> {
        let header = request.headers.lines().find_map(|line| line.strip_prefix("authorization:"))?;
        let mut scope = header.split("credential=").nth(1)?.split(',').next()?.split('/').skip(2);
        Some((scope.next()?, scope.next()?))
    }

    /// One that speaks otherwise than most, which has been read elsewhere.
    pub(super) fn other(http: &HttpRequest, region: &str, operation: &'static str, body: Value) -> Self {
        let agents = http.headers.lines().filter(|line| line.contains("user-agent:"));
        let mut commands =
            agents.filter_map(|agent| agent.split("app/chalkstore.").nth(1)?.split(' ').next());
        let command = commands.next().unwrap_or("?").to_owned();
        let is_cbor = http.path.contains("/operation/");
        Self { region: region.to_owned(), operation, is_change: false, command, body, is_cbor }
    }

    /// Reads it; nothing where it is none of AWS's. Header names and values come in small letters.
    pub(super) fn read(request: &HttpRequest) -> Option<Self> {
        let header = |name: &str| {
            let mut lines = request.headers.lines();
            lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
        };
        let mut scope =
            header("authorization")?.split("credential=").nth(1)?.split(',').next()?.split('/').skip(2);
        let (region, service) = (scope.next()?.to_owned(), scope.next()?);
        let service = if service == "monitoring" { "cloudwatch" } else { service };
        let is_cbor = request.path.contains("/operation/");
        let form = if service == "rds" { replicated::form(&request.body) } else { Value::Null };
        let called = match header("x-amz-target") {
            Some(target) => target.rsplit('.').next()?.to_owned(),
            None if service == "kafka" => "describereplicator".to_owned(),
            None if service == "rds" => form["Action"].as_str()?.to_lowercase(),
            None => request.path.rsplit('/').next()?.to_owned(),
        };
        let is_meant = |operation: &str| operation.to_lowercase() == format!("{service}:{called}");
        let (operation, is_change) = *OPERATIONS.iter().find(|(operation, _)| is_meant(operation))?;
        let command = header("user-agent")
            .into_iter()
            .chain(header("x-amz-user-agent"))
            .find_map(|agent| agent.split("app/chalkstore.").nth(1)?.split(' ').next());
        let body = if is_cbor {
            cbor::decode(&request.body)
        } else if service == "kafka" {
            json!({"replicatorArn": replicated::arn_of(&request.path)})
        } else if service == "rds" {
            form
        } else {
            serde_json::from_slice(&request.body).unwrap_or_default()
        };
        let command = command.unwrap_or("?").to_owned();
        Some(Self { region, operation, is_change, command, body, is_cbor })
    }

    /// A text of the body; empty where there is none.
    pub(super) fn text(&self, name: &str) -> &str {
        self.body[name].as_str().unwrap_or_default()
    }

    /// The table: `TableName`, which may be an ARN.
    pub(super) fn table(&self) -> &str {
        let name = self.text("TableName");
        name.rsplit_once(":table/").map_or(name, |(_, name)| name)
    }

    /// The answer in the service's protocol. `more` puts fields and values into it that no client knows.
    pub(super) fn answer(&self, reply: &Reply, more: bool) -> HttpAnswer {
        let (status, mut body) = match reply {
            Ok(body) => (200, body.clone()),
            Err(refusal) => (status(&refusal.code), words(refusal)),
        };
        if more {
            with_more(&mut body);
        }
        if self.operation.starts_with("rds:") {
            let xml = match reply {
                Ok(body) => body["xml"].as_str().unwrap_or_default().to_owned(),
                Err(refusal) => replicated::error(refusal),
            };
            (status, XML, xml.into_bytes())
        } else if self.is_cbor {
            (status, CBOR, cbor::encode(&body))
        } else {
            (status, JSON, body.to_string().into_bytes())
        }
    }
}

/// The answer to what nobody can read.
pub(super) fn unreadable() -> HttpAnswer {
    let refusal = Refusal {
        code: "UnknownOperationException".to_owned(),
        message: "the stand-in for AWS knows no such operation".to_owned(),
    };
    (400, JSON, words(&refusal).to_string().into_bytes())
}

fn words(refusal: &Refusal) -> Value {
    json!({
        "__type": format!("com.amazon.coral.service#{}", refusal.code),
        "message": refusal.message,
        "Message": refusal.message,
    })
}

fn status(code: &str) -> u16 {
    match code {
        "InternalServerError" | "InternalFailure" | "InternalServiceException" | "InternalServiceError" => {
            500
        }
        "ServiceUnavailable" | "ServiceUnavailableException" => 503,
        _ => 400,
    }
}

/// Names that stand over maps of somebody's own keys.
const MAPS: [&str; 4] = ["Item", "Key", "VersionIdsToStages", "epoch"];

fn with_more(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(with_more),
        Value::Object(map) if map.contains_key("epoch") => {}
        Value::Object(map) => {
            for (name, value) in map.iter_mut() {
                match name.as_str() {
                    name if MAPS.contains(&name) => {}
                    // Enumerations that decide nothing.
                    "GlobalTableSettingsReplicationMode" | "StateValue" | "SSEType" => {
                        *value = json!("NEVER_HEARD_OF");
                    }
                    _ => with_more(value),
                }
            }
            map.insert("NeverHeardOf".to_owned(), json!({"Nested": [true, "text", {"Deeper": null}]}));
        }
        _ => {}
    }
}
