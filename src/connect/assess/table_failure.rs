//! What to do when AWS gives no answer. None of it says anything about the store, so all of it is `unknown`.

use crate::aws::{Failure, FailureKind, Wanted};
use crate::observe::LONGER;
use crate::report::{Check, Finding, catalogue as checks};

/// There are no credentials, or AWS does not take them.
pub(super) fn credentials(failure: &Failure, profile: Option<&str>) -> Finding {
    let check: &'static Check = &checks::NET_AWS_CREDENTIALS;
    let finding = |message: String| Finding::unknown(check, message);
    match failure.kind {
        FailureKind::NoCredentials => {
            let whose = profile.map_or_else(String::new, |name| format!(" (profile `{name}`)"));
            finding(format!("no AWS credentials: {failure}{whose}"))
        }
        .help(failure.kind.help(Wanted::Credentials)),
        FailureKind::ExpiredCredentials => finding(format!("the AWS credentials have expired: {failure}"))
            .help(failure.kind.help(Wanted::Credentials)),
        FailureKind::InvalidCredentials => finding(format!("AWS does not accept the credentials: {failure}")).help(
            "the access key does not exist or is switched off, the secret key does not belong to it, the session \
             token is missing, the clock is off, or the Region is not enabled for the account: `aws sts \
             get-caller-identity` with the same profile tells",
        ),
        FailureKind::Timeout => finding(format!("the AWS credentials did not come in time: {failure}")).help(
            format!(
                "a provider is configured but silent (SSO, a credential process, instance metadata): try `aws sts \
                 get-caller-identity` with the same profile, or {LONGER}"
            ),
        ),
        _ => finding(format!("the AWS credentials could not be read: {failure}")).help(
            "look at the profile in ~/.aws/config and ~/.aws/credentials: `aws sts get-caller-identity` with the same \
             profile should fail in the same way",
        ),
    }
}

/// `DynamoDB` was asked, and gave no answer about the table.
pub(super) fn access(failure: &Failure, place: &str, own_endpoint: bool) -> Finding {
    let check: &'static Check = &checks::NET_TABLE_ACCESS;
    let finding = |message: String| Finding::unknown(check, message);
    match failure.kind {
        FailureKind::AccessDenied => {
            finding(format!("these credentials may not describe the table: {failure}"))
                .help("allow `dynamodb:DescribeTable` on the table to the identity that runs this")
        }
        FailureKind::Throttled => finding(format!(
            "AWS throttled the question, and whether the table is there is not known: DescribeTable in {place}: {failure}"
        ))
        .help(
            "the table may be fine: ask again in a minute; control-plane calls have a limit of their own, for the whole account",
        ),
        FailureKind::Unreachable | FailureKind::Timeout if own_endpoint => {
            finding(format!("DynamoDB in {place} cannot be reached: {failure}"))
                .help("check --endpoint-url, and that something listens there")
        }
        FailureKind::Unreachable | FailureKind::Timeout => {
            finding(format!("DynamoDB in {place} cannot be reached: {failure}")).help(
                "check the Region's spelling, and the way out: a NAT gateway, a proxy, or a VPC endpoint for \
                 DynamoDB with a route from this subnet",
            )
        }
        _ => finding(format!("DynamoDB in {place} gave no answer about the table: {failure}"))
            .help("the request id, if there is one, is what AWS support asks for"),
    }
}
