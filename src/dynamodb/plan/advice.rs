//! What to do when AWS does not take a call, or does not answer a question.

use super::{Action, Call};
use crate::aws::{Failure, FailureKind, Wanted};
use crate::observe::LONGER;

/// What to do about a call that failed.
pub fn advice(table: &str, call: &Call, failure: &Failure) -> String {
    let permission = call.permission().unwrap_or("dynamodb:DescribeTable");
    let region = &call.region;
    match failure.code.as_deref() {
        Some("UnknownOperationException") => {
            return "this endpoint does not know the call, as an emulator may not: leave out what needs it, as by --point-in-time-recovery off".to_owned();
        }
        Some("ContinuousBackupsUnavailableException") => {
            return "AWS still prepares the backups of a new table, which can take ten minutes and more: run this again; it goes on where it stopped".to_owned();
        }
        _ => {}
    }
    match failure.kind {
        FailureKind::AccessDenied => {
            let there = match &call.action {
                Action::AddReplica { replica, .. } => {
                    format!(
                        " and, because a replica is made with your rights, dynamodb:CreateTable, CreateTableReplica and the data actions in {replica}"
                    )
                }
                Action::CreateTable(_) | Action::SetEncryption { .. } => {
                    " (with a customer's key, kms:DescribeKey and kms:CreateGrant on it; with tags, dynamodb:TagResource)".to_owned()
                }
                _ => String::new(),
            };
            format!(
                "allow {permission} in {region}{there}: `chalkstore create-table {table} --emit iam-policy --policy-for setup` prints the whole policy"
            )
        }
        FailureKind::Limit if failure.message.to_lowercase().contains("decrease") => {
            "capacity was decreased too often today: four times a day are free, then it is once an hour, and the day ends at 00:00 UTC; leave the capacity higher until then".to_owned()
        }
        FailureKind::Limit => format!(
            "a quota of the account in {region} stands in the way: ask for a higher one (Service Quotas, Amazon DynamoDB); a global table needs its own quotas to be as high as the table's"
        ),
        FailureKind::Refused if failure.message.contains("AutoScaled") => {
            "its writes have to be autoscaled before a replica is added, and those of each global index too: chalkstore does not manage indexes; register a target and a policy for each (aws application-autoscaling register-scalable-target --resource-id table/NAME/index/INDEX)".to_owned()
        }
        FailureKind::Refused => "AWS does not take it as it is: see its message, change what was asked for, and run this again".to_owned(),
        FailureKind::InUse => "somebody else is changing the table: wait until it is ACTIVE, and run this again".to_owned(),
        FailureKind::Unusable => "see what AWS says of it in this Region; when it is mended, run this again".to_owned(),
        _ => again(failure.kind),
    }
}

/// What to do where a question was not answered. `permission` is the IAM action that it needs.
pub fn unread_advice(permission: &str, kind: FailureKind) -> String {
    match kind {
        FailureKind::AccessDenied => format!(
            "allow {permission}: what cannot be read cannot be planned; `--emit iam-policy --policy-for setup` prints the whole policy"
        ),
        FailureKind::Other => "nothing is changed before it is known".to_owned(),
        kind => again(kind),
    }
}

fn again(kind: FailureKind) -> String {
    let help = match kind {
        FailureKind::ExpiredCredentials => {
            "sign in again (aws sso login), and run this again: it goes on where it stopped"
        }
        FailureKind::NoRegion | FailureKind::NoCredentials | FailureKind::InvalidCredentials => {
            kind.help(Wanted::Credentials)
        }
        FailureKind::Throttled => {
            "AWS had too many requests of this account: run this again later; it goes on where it stopped"
        }
        FailureKind::Unreachable => {
            "look at the Region's name, the network and AWS_ENDPOINT_URL, and run this again"
        }
        FailureKind::Timeout => {
            return format!("{LONGER}, and run this again: it goes on where it stopped");
        }
        FailureKind::ServerFault => "AWS failed by itself: run this again; it goes on where it stopped",
        _ => "see what AWS says, and run this again: it goes on where it stopped",
    };
    help.to_owned()
}
