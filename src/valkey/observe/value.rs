//! From the codec's values to replies.

use redis::Value;

use crate::valkey::reply::Reply;

/// The same reply without the codec's own types, its text made fit to be kept.
pub(super) fn reply(value: Value, clean: &impl Fn(String) -> String) -> Reply {
    let all = |items: Vec<Value>| items.into_iter().map(|item| reply(item, clean)).collect();
    match value {
        Value::Int(number) => Reply::Int(number),
        Value::Boolean(flag) => Reply::Int(i64::from(flag)),
        Value::BulkString(bytes) => Reply::Text(clean(text(bytes))),
        Value::SimpleString(text) | Value::VerbatimString { text, .. } => Reply::Text(clean(text)),
        Value::Okay => Reply::Text("OK".to_owned()),
        Value::Double(number) => Reply::Text(number.to_string()),
        Value::Array(items) | Value::Set(items) | Value::Push { data: items, .. } => Reply::List(all(items)),
        Value::Map(pairs) => Reply::Map(
            pairs.into_iter().map(|(key, value)| (reply(key, clean), reply(value, clean))).collect(),
        ),
        Value::Attribute { data, .. } => reply(*data, clean),
        Value::ServerError(error) => Reply::Error(clean(error.to_string())),
        // Nil, and kinds that no command asked here answers with.
        _ => Reply::Nil,
    }
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// Reads one reply as it came over the wire, RESP2 or RESP3.
///
/// # Errors
/// What the codec says, or the error that the server replied with.
pub fn reply_from_bytes(bytes: &[u8]) -> Result<Reply, String> {
    let value = redis::parse_redis_value(bytes).map_err(|error| error.to_string())?;
    match reply(value, &|text| text) {
        Reply::Error(error) => Err(error),
        reply => Ok(reply),
    }
}
