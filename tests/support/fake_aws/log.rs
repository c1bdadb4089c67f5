//! One line for each call.

use std::collections::BTreeMap;

use serde_json::Value;

use super::request::{Reply, Request};

/// What every call of a table says, so that it tells nothing.
const LEFT_OUT: [&str; 7] = [
    "TableName",
    "AttributeDefinitions",
    "ServiceNamespace",
    "ResourceId",
    "ResourceArn",
    "ClientRequestToken",
    "ReturnConsumedCapacity",
];

/// One call.
#[derive(Debug)]
pub(super) struct Logged {
    pub(super) command: String,
    pub(super) is_change: bool,
    /// Such as `us-east-1 dynamodb:UpdateTable ReplicaUpdates.Create=us-west-2`.
    pub(super) line: String,
    /// The error's code, where it was refused.
    pub(super) refused: Option<String>,
}

impl Logged {
    pub(super) fn of(request: &Request, reply: &Reply) -> Self {
        let mut pairs = BTreeMap::new();
        flatten("", &request.body, &mut pairs);
        let mut line = format!("{} {}", request.region, request.operation);
        for (path, value) in pairs {
            line += &format!(" {path}={value}");
        }
        let refused = reply.as_ref().err().map(|refusal| refusal.code.clone());
        Self { command: request.command.clone(), is_change: request.is_change, line, refused }
    }

    /// The line, and how it was refused.
    pub(super) fn told(&self) -> String {
        match &self.refused {
            Some(code) => format!("{} -> {code}", self.line),
            None => self.line.clone(),
        }
    }
}

fn flatten(path: &str, value: &Value, pairs: &mut BTreeMap<String, String>) {
    let under = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::Object(map) => {
            // What is named by one of its fields.
            let named = ["RegionName", "Region", "Key", "AttributeName"]
                .into_iter()
                .find(|name| map.contains_key(*name));
            match (named, map.get("Value").or_else(|| map.get("KeyType")), map.len()) {
                (Some(name), Some(value), 2) => {
                    pairs.insert(under(map[name].as_str().unwrap_or_default()), words(path, value));
                }
                (Some(name @ ("RegionName" | "Region")), ..) => {
                    pairs.insert(path.to_owned(), words(path, &map[name]));
                    for (name, value) in map.iter().filter(|(other, _)| *other != name) {
                        flatten(&under(name), value, pairs);
                    }
                }
                _ => {
                    for (name, value) in map.iter().filter(|(name, _)| !LEFT_OUT.contains(&name.as_str())) {
                        flatten(&under(name), value, pairs);
                    }
                }
            }
        }
        Value::Array(values) => {
            if values.iter().any(Value::is_object) {
                let is_one = values.len() == 1;
                for (index, value) in values.iter().enumerate() {
                    let has_name = value.get("Key").is_some() || value.get("KeyType").is_some();
                    let path = if is_one || has_name { path.to_owned() } else { under(&index.to_string()) };
                    flatten(&path, value, pairs);
                }
            } else {
                let values: Vec<String> = values.iter().map(|value| words(path, value)).collect();
                pairs.insert(path.to_owned(), values.join(","));
            }
        }
        Value::Null => {}
        value => {
            pairs.insert(path.to_owned(), words(path, value));
        }
    }
}

/// A value. No secret stands in the log.
fn words(path: &str, value: &Value) -> String {
    match value {
        Value::String(text) if path == "SecretString" => format!("({} bytes)", text.len()),
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}
