//! MSK: `DescribeReplicator`, whose ARN stands in the path.

use serde_json::Value;

use crate::support::fake_aws::State;
use crate::support::fake_aws::request::{Reply, Request, refuse};

/// The ARN of `/replication/v1/replicators/ARN`, in small letters as all paths here.
pub(in crate::support::fake_aws) fn arn_of(path: &str) -> Option<String> {
    let encoded = path.strip_prefix("/replication/v1/replicators/")?;
    Some(encoded.replace("%3a", ":").replace("%2f", "/"))
}

/// What a test has put there, in the Region of its ARN alone.
pub(in crate::support::fake_aws) fn describe(state: &State, request: &Request) -> Reply {
    let wanted = request.text("replicatorArn");
    let found = state.replicated.replicators.iter().find(|(arn, _)| arn.eq_ignore_ascii_case(wanted));
    match found.filter(|(arn, _)| arn.split(':').nth(3) == Some(request.region.as_str())) {
        Some((_, told)) => Ok(Value::clone(told)),
        None => refuse("NotFoundException", "The replicator does not exist."),
    }
}
