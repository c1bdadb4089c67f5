//! How the values of its options are read.

use std::time::Duration;

use crate::dynamodb::spec::TableRef;
use crate::store_ref::looks_like_a_uri;
use crate::values::duration;

/// The longest objective: more is a slip of the unit.
const LONGEST_RPO: Duration = Duration::from_hours(24 * 7);

/// A table: its name, its ARN, or `dynamodb:///NAME`.
pub(super) fn table(text: &str) -> Result<TableRef, String> {
    text.parse().map_err(|reason| format!("--table: {reason}"))
}

/// A Region's name.
pub(super) fn region(text: &str) -> Result<String, String> {
    let is_name = text.contains('-')
        && text.len() <= 30
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if is_name {
        Ok(text.to_owned())
    } else {
        Err("--region takes one Region: write for example --region us-east-1 --region us-west-2".to_owned())
    }
}

/// `arn:aws:kafka:REGION:ACCOUNT:replicator/NAME/ID`.
pub(super) fn replicator(text: &str) -> Result<String, String> {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let is_arn = match parts.as_slice() {
        ["arn", _, "kafka", of, _, resource] => {
            region(of).is_ok() && resource.strip_prefix("replicator/").is_some_and(|name| !name.is_empty())
        }
        _ => false,
    };
    if is_arn && is_plain(text) {
        Ok(text.to_owned())
    } else {
        Err("--msk-replicator takes a replicator's ARN: arn:aws:kafka:REGION:ACCOUNT:replicator/NAME/ID \
             (aws kafka list-replicators prints it)"
            .to_owned())
    }
}

/// The identifier of an Aurora Global Database or of a Global Datastore.
pub(super) fn identifier(option: &str, text: &str) -> Result<String, String> {
    let is_name = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if is_name && !text.is_empty() && text.len() <= 255 {
        Ok(text.to_owned())
    } else {
        Err(format!("{option} takes an identifier of letters, digits and hyphens, such as {option} features"))
    }
}

/// The recovery point objective, in milliseconds.
pub(super) fn rpo(text: &str) -> Result<u64, String> {
    objective(text)
}

/// The greatest lag, in milliseconds.
pub(super) fn max_lag(text: &str) -> Result<u64, String> {
    objective(text)
}

fn objective(text: &str) -> Result<u64, String> {
    let duration = duration(text)?;
    if duration.is_zero() || duration > LONGEST_RPO {
        return Err("it has to be more than 0 and at most 7d".to_owned());
    }
    Ok(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX))
}

fn is_plain(text: &str) -> bool {
    !looks_like_a_uri(text)
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b":/-_.".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_what_they_are_called() {
        let arn = "arn:aws:kafka:us-west-2:123456789012:replicator/east-to-west/1c4ac2f0-2";
        assert_eq!(replicator(arn).as_deref(), Ok(arn));
        for wrong in
            ["", "east-to-west", "arn:aws:kafka:us-west-2:1:cluster/x/y", "arn:aws:kafka::1:replicator/x"]
        {
            assert!(replicator(wrong).is_err(), "{wrong}");
        }
        assert!(region("us-east-1").is_ok() && region("us-east-1,us-west-2").is_err() && region("").is_err());
        assert_eq!((rpo("60s"), rpo("1m 500ms")), (Ok(60_000), Ok(60_500)));
        assert!(rpo("60").is_err() && rpo("0s").is_err() && rpo("8d").is_err());
        assert!(identifier("--aurora-global", "meta-plane").is_ok());
        assert!(identifier("--aurora-global", "rediss://h").is_err());
    }
}
