//! What to do when Secrets Manager gives no answer.

use crate::aws::{FailureKind, Wanted};

/// What to do about a call that failed; `permission` is what allows it.
pub(crate) fn help(kind: FailureKind, permission: &str) -> String {
    match kind {
        FailureKind::NoRegion
        | FailureKind::NoCredentials
        | FailureKind::ExpiredCredentials
        | FailureKind::InvalidCredentials
        | FailureKind::Interrupted => kind.help(Wanted::Credentials).to_owned(),
        FailureKind::AccessDenied => format!(
            "allow {permission} on the secret; where it has a key of its own, also kms:Decrypt and kms:GenerateDataKey on that"
        ),
        FailureKind::Unusable => {
            "its KMS key may be disabled or gone, or its deletion scheduled: look at both".to_owned()
        }
        FailureKind::Limit => "ask AWS to raise the quota, or free some of it".to_owned(),
        FailureKind::Unreachable | FailureKind::Timeout => {
            "check the network path to Secrets Manager: VPC endpoint, proxy, --endpoint-url".to_owned()
        }
        FailureKind::Throttled | FailureKind::ServerFault | FailureKind::InUse => {
            "ask again in a minute".to_owned()
        }
        FailureKind::NotFound | FailureKind::Refused | FailureKind::Other => {
            "look the error code up, with the request id if there is one".to_owned()
        }
    }
}
