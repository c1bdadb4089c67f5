//! What the status of a table or of a replica means, and what to do about it.
//!
//! After `TableStatus` and `ReplicaStatus` of the Amazon `DynamoDB` API reference, and "`DynamoDB` global tables security"
//! of the Developer Guide, which tells what follows where replication is not allowed.

use std::fmt;

use crate::report::{Check, Finding};

/// What to do about an answer that leaves something out, as AWS's own never does.
pub const NOT_TOLD: &str =
    "ask again; where --endpoint-url or AWS_ENDPOINT_URL names an emulator or a proxy, ask AWS itself";

/// Whose status it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The table's in one Region: `TableStatus`.
    Table,
    /// A replica's, as another Region of the group tells it: `ReplicaStatus`.
    Replica,
}

impl fmt::Display for Whose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Table => "table",
            Self::Replica => "replica",
        })
    }
}

/// The status of a table or of a replica.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// `ACTIVE`.
    Active,
    /// `CREATING`.
    Creating,
    /// `UPDATING`.
    Updating,
    /// `DELETING`.
    Deleting,
    /// `CREATION_FAILED`; a replica's alone.
    CreationFailed,
    /// `REGION_DISABLED`; a replica's alone.
    RegionDisabled,
    /// `INACCESSIBLE_ENCRYPTION_CREDENTIALS`.
    KeyOutOfReach,
    /// `REPLICATION_NOT_AUTHORIZED`.
    NotAuthorized,
    /// `ARCHIVING`.
    Archiving,
    /// `ARCHIVED`.
    Archived,
    /// One that this version does not know: what it means, nobody can say.
    Other,
}

impl Status {
    /// The status that AWS writes in this way.
    pub fn of(word: &str) -> Self {
        match word {
            "ACTIVE" => Self::Active,
            "CREATING" => Self::Creating,
            "UPDATING" => Self::Updating,
            "DELETING" => Self::Deleting,
            "CREATION_FAILED" => Self::CreationFailed,
            "REGION_DISABLED" => Self::RegionDisabled,
            "INACCESSIBLE_ENCRYPTION_CREDENTIALS" => Self::KeyOutOfReach,
            "REPLICATION_NOT_AUTHORIZED" => Self::NotAuthorized,
            "ARCHIVING" => Self::Archiving,
            "ARCHIVED" => Self::Archived,
            _ => Self::Other,
        }
    }

    /// Whether reads and writes are served as ever: what is `UPDATING` stays available.
    pub const fn serves(self) -> bool {
        matches!(self, Self::Active | Self::Updating)
    }

    /// Whether it becomes `ACTIVE` by itself.
    pub const fn is_passing_by(self) -> bool {
        matches!(self, Self::Creating | Self::Updating)
    }

    /// Whether waiting does not make it `ACTIVE`: somebody has to do something. Of one that is not known, nobody can say.
    pub const fn is_final(self) -> bool {
        !matches!(self, Self::Active | Self::Creating | Self::Updating | Self::Other)
    }

    /// Whether a replica of this status may have no table in its Region: not yet, or no longer.
    pub const fn may_lack_its_table(self) -> bool {
        matches!(self, Self::Creating | Self::CreationFailed | Self::Deleting)
    }

    /// What it means.
    pub const fn meaning(self, whose: Whose) -> &'static str {
        match (self, whose) {
            (Self::Active, _) => "it serves reads and writes",
            (Self::Creating, Whose::Table) => "it serves nothing yet",
            (Self::Creating, Whose::Replica) => "it does not have all items yet",
            (Self::Updating, _) => "a change is being made, and it serves reads and writes meanwhile",
            (Self::Deleting, Whose::Table) => "it goes away, with all items",
            (Self::Deleting, Whose::Replica) => "it leaves the group",
            (Self::CreationFailed, _) => "it could not be made, and holds nothing",
            (Self::RegionDisabled, _) => {
                "the account has no access to this Region any more, and it gets no writes"
            }
            (Self::KeyOutOfReach, Whose::Table) => {
                "DynamoDB may not use its KMS key, and refuses reads and writes"
            }
            (Self::KeyOutOfReach, Whose::Replica) => "its KMS key is out of reach, and it gets no writes",
            (Self::NotAuthorized, _) => "replication is not allowed: it gets no writes, and passes none on",
            (Self::Archiving, _) => {
                "its KMS key was out of reach for too long, and it is being put away as a backup"
            }
            (Self::Archived, _) => {
                "its KMS key was out of reach for too long, and it was put away as a backup"
            }
            (Self::Other, _) => "this version does not know the status, nor whether it serves",
        }
    }

    /// What to do about it.
    pub const fn help(self, whose: Whose) -> &'static str {
        match (self, whose) {
            (Self::Active, _) => "nothing has to be done",
            (Self::Creating, Whose::Table) => {
                "wait until it is ACTIVE, which usually takes seconds, and ask again"
            }
            (Self::Creating, Whose::Replica) => {
                "wait until it is ACTIVE, seconds for an empty table and minutes for one with items: nothing may fail \
                 over to it before"
            }
            (Self::Updating, _) => "wait until it is ACTIVE, and ask again",
            (Self::Deleting, Whose::Table) => {
                "if nobody meant it, restore it from a backup as soon as it is gone"
            }
            (Self::Deleting, Whose::Replica) => {
                "wait until it is gone; if nobody meant it, add it again then (`chalkstore create-table`)"
            }
            (Self::CreationFailed, _) => {
                "see the reason, delete it (aws dynamodb update-table --replica-updates), and make it again"
            }
            (Self::RegionDisabled, _) => {
                "enable the Region within 20 hours, or the replica leaves the group and becomes a table of its own"
            }
            (Self::KeyOutOfReach, Whose::Table) => {
                "enable the key, or give back the grant that was taken; after 7 days the table is archived"
            }
            (Self::KeyOutOfReach, Whose::Replica) => {
                "enable the key, or mend its policy, within 20 hours, or the replica leaves the group"
            }
            (Self::NotAuthorized, _) => {
                "look at the table's resource policy and the role AWSServiceRoleForDynamoDBReplication: after 20 hours \
                 the replica leaves the group and becomes a table of its own"
            }
            (Self::Archiving | Self::Archived, Whose::Table) => {
                "mend the key, and restore the table from the backup that DynamoDB makes of it: under the same name only \
                 once this one is deleted"
            }
            (Self::Archiving | Self::Archived, Whose::Replica) => {
                "mend the key, and restore the table or add the replica again"
            }
            (Self::Other, _) => {
                "see the table's events in the console, and ask AWS support; a later chalkstore may know the status"
            }
        }
    }
}

/// The status in words, such as `ARCHIVED (by DynamoDB)`, and what it means. `described` is what AWS says beside it.
pub fn words(whose: Whose, word: &str, described: Option<&str>) -> String {
    let described = described.map(|text| format!(" ({text})")).unwrap_or_default();
    format!("the {whose} is {word}{described}: {}", Status::of(word).meaning(whose))
}

/// That a replica is listed whose Region has no table, though its status does not account for that.
pub fn without_table(check: &'static Check) -> Finding {
    Finding::fail(check, "the replica is listed, and there is no table in its Region")
        .help("ask again in a minute; if it stays so, AWS support has to look at the group")
}

/// What a check has to say of a status: nothing of a table that serves, or of a replica that is `ACTIVE`. A table that is
/// being made serves nobody, a replica that is being made is one that joins a group which serves.
pub fn finding(
    check: &'static Check,
    whose: Whose,
    word: Option<&str>,
    described: Option<&str>,
) -> Option<Finding> {
    let Some(word) = word else {
        let message = format!("DescribeTable does not tell the {whose}'s status");
        return Some(Finding::unknown(check, message).help(NOT_TOLD));
    };
    let status = Status::of(word);
    let message = words(whose, word, described);
    let finding = match (status, whose) {
        (Status::Active, _) | (Status::Updating, Whose::Table) => return None,
        (Status::Creating | Status::Updating, Whose::Replica) => Finding::warn(check, message),
        (Status::Other, _) => Finding::unknown(check, message),
        _ => Finding::fail(check, message),
    };
    Some(finding.help(status.help(whose)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every word of the API has a place here, so that none is taken for one that a later AWS made.
    #[test]
    fn every_status_of_the_api_is_known() {
        use aws_sdk_dynamodb::types::{ReplicaStatus, TableStatus};
        for word in TableStatus::values().iter().chain(ReplicaStatus::values()) {
            assert_ne!(Status::of(word), Status::Other, "{word}");
        }
        assert_eq!(Status::of("SOMETHING_NEW"), Status::Other);
    }

    #[test]
    fn what_does_not_pass_by_is_final_or_not_known() {
        for (word, serves, is_passing_by, is_final) in [
            ("ACTIVE", true, false, false),
            ("UPDATING", true, true, false),
            ("CREATING", false, true, false),
            ("ARCHIVING", false, false, true),
            ("REPLICATION_NOT_AUTHORIZED", false, false, true),
            ("SOMETHING_NEW", false, false, false),
        ] {
            let status = Status::of(word);
            let seen = (status.serves(), status.is_passing_by(), status.is_final());
            assert_eq!(seen, (serves, is_passing_by, is_final), "{word}");
        }
    }
}
