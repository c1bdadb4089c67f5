//! What operators name: whether a text can be the name of a replicator or of a database.

use crate::aws;

/// `arn:aws:kafka:REGION:ACCOUNT:replicator/NAME/ID`.
pub(crate) fn is_replicator(text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b":/-_.".contains(&byte);
    let ["arn", _, "kafka", of, _, resource] = parts.as_slice() else { return false };
    let has_name = resource.strip_prefix("replicator/").is_some_and(|name| !name.is_empty());
    aws::is_region(of) && has_name && text.bytes().all(is_plain)
}

/// The identifier of an Aurora Global Database or of a Global Datastore.
pub(crate) fn is_identifier(text: &str) -> bool {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    (1..=255).contains(&text.len()) && text.bytes().all(is_name)
}
