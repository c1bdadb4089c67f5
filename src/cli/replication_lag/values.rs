//! How the values of its options are read.

use crate::aws;
use crate::dynamodb::spec::TableRef;
use crate::replication::{is_identifier, is_replicator};
use crate::values::to_a_week;

/// A table: its name, its ARN, or `dynamodb:///NAME`.
pub(super) fn table(text: &str) -> Result<TableRef, String> {
    text.parse().map_err(|reason| format!("--table: {reason}"))
}

/// A Region's name.
pub(super) fn region(text: &str) -> Result<String, String> {
    if aws::is_region(text) {
        Ok(text.to_owned())
    } else {
        Err("--region takes one Region: write for example --region us-east-1 --region us-west-2".to_owned())
    }
}

/// `arn:aws:kafka:REGION:ACCOUNT:replicator/NAME/ID`.
pub(super) fn replicator(text: &str) -> Result<String, String> {
    if is_replicator(text) {
        Ok(text.to_owned())
    } else {
        Err("--msk-replicator takes a replicator's ARN: arn:aws:kafka:REGION:ACCOUNT:replicator/NAME/ID \
             (aws kafka list-replicators prints it)"
            .to_owned())
    }
}

/// The identifier of an Aurora Global Database or of a Global Datastore.
pub(super) fn identifier(option: &str, text: &str) -> Result<String, String> {
    if is_identifier(text) {
        Ok(text.to_owned())
    } else {
        Err(format!("{option} takes an identifier of letters, digits and hyphens, such as {option} features"))
    }
}

/// An objective, in milliseconds: what may be lost, the greatest lag.
pub(super) fn objective(text: &str) -> Result<u64, String> {
    Ok(u64::try_from(to_a_week(text)?.as_millis()).unwrap_or(u64::MAX))
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
        assert_eq!((objective("60s"), objective("1m 500ms")), (Ok(60_000), Ok(60_500)));
        assert!(objective("60").is_err() && objective("0s").is_err() && objective("8d").is_err());
        assert!(identifier("--aurora-global", "meta-plane").is_ok());
        assert!(identifier("--aurora-global", "rediss://h").is_err());
    }
}
