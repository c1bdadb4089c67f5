//! What was seen of a secret, and what was done to it. Its value is in none of this.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Done, Plan, Wanted, make};
use crate::aws::Failure;

/// A secret as it stands and, where it was to be set up, what was planned and done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The secret's name; none where none was given and the URI carries none.
    pub name: Option<String>,
    /// The Region in which it was looked at; none where it was not, or none is known.
    pub region: Option<String>,
    /// What was wanted of it.
    pub wanted: Wanted,
    /// The codes of the URI's checks that failed.
    pub failed_checks: Vec<String>,
    /// Whether a URI that fails its checks was to be stored all the same.
    pub force: bool,
    /// Whether another store's URI was to be overwritten, and a deletion to be called off.
    pub replace: bool,
    /// What stood there before; none where AWS was not asked.
    pub before: Option<Seen>,
    /// What was to be done with the plan.
    pub intent: Intent,
    /// What was done; none where nothing was begun.
    pub applied: Option<Applied>,
    /// Which form of the dashboard the name goes into, where somebody is guided there.
    #[serde(default)]
    pub dashboard: Option<Dashboard>,
}

/// A form of the product's dashboard, under Integrations > Online Stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Dashboard {
    /// That of a `DynamoDB` table.
    DynamoDb,
    /// That of a Valkey or Redis store.
    Valkey,
}

impl Dashboard {
    /// What the form is called.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DynamoDb => "DynamoDB",
            Self::Valkey => "Valkey / Redis",
        }
    }
}

impl Evidence {
    /// What was to be done to what stood there. None where nothing is known of it.
    pub fn plan(&self) -> Option<Plan> {
        let (region, seen) = (self.region.as_deref()?, self.before.as_ref()?);
        Some(make(&self.wanted, region, seen, self.replace))
    }

    /// Whether there is something to do that nobody did.
    pub fn has_changes(&self) -> bool {
        self.applied.is_none() && self.plan().is_some_and(|plan| !plan.calls.is_empty())
    }

    /// Whether doing it did not come to its end.
    pub fn is_stopped(&self) -> bool {
        self.applied.as_ref().is_some_and(|applied| applied.ended == Ended::Stopped)
    }

    /// The secret as it was seen last.
    pub fn last(&self) -> Option<&Seen> {
        self.applied.as_ref().map(|applied| &applied.after).or(self.before.as_ref())
    }

    /// What was seen of the secret last, if it was described.
    pub fn facts(&self) -> Option<&Facts> {
        match self.last() {
            Some(Seen::Described(facts)) => Some(facts),
            _ => None,
        }
    }
}

/// What was to be done with the plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    /// To show it.
    #[default]
    Plan,
    /// To do it; it was asked about, and declined.
    Declined,
    /// To do it.
    Apply,
}

/// What a look at a secret brought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "seen", content = "is", rename_all = "snake_case")]
pub enum Seen {
    /// There is none of that name.
    Absent,
    /// It is there.
    Described(Box<Facts>),
    /// It could not be looked at.
    Failed(Failure),
}

/// A secret as AWS describes it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Facts {
    /// Its ARN.
    pub arn: Option<String>,
    /// Its description.
    pub description: Option<String>,
    /// Its KMS key; none for the account's own, aws/secretsmanager.
    pub kms_key: Option<String>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// Its replicas in other Regions.
    pub replicas: Vec<ReplicaSeen>,
    /// The Region of the secret of which this is a replica, where it is one.
    pub primary_region: Option<String>,
    /// When it will be deleted, where that is scheduled: RFC 3339.
    pub deleted_at: Option<String>,
    /// The service that owns it, where one does.
    pub owning_service: Option<String>,
    /// Whether it is rotated automatically.
    pub rotates: bool,
    /// The version whose value is current.
    pub version_id: Option<String>,
    /// What its current value is to the URI that is to be stored.
    pub value: ValueSeen,
}

/// A replica in another Region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReplicaSeen {
    /// The Region.
    pub region: String,
    /// `InSync`, `InProgress` or `Failed`.
    pub status: String,
    /// What AWS says of it.
    pub message: Option<String>,
    /// Its KMS key there.
    pub kms_key: Option<String>,
}

/// What a secret's current value is to the URI that is to be stored.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "value", rename_all = "snake_case")]
pub enum ValueSeen {
    /// It was not read: that of a secret that is scheduled for deletion cannot be.
    #[default]
    NotAsked,
    /// It has none yet.
    Empty,
    /// It could not be read.
    Unread {
        /// Why.
        failure: Failure,
    },
    /// It is the URI, to the byte.
    Same,
    /// It leads to the same store, and is written otherwise: another password, another parameter.
    SameStore {
        /// It, as it may be shown.
        stored: String,
        /// Whether it is stored as bytes, and not as a string.
        as_bytes: bool,
        /// What of it is another, from the stored value to the URI; of secrets only which. Empty in older recordings.
        #[serde(default)]
        differs: Vec<String>,
    },
    /// It is another store's URI, or one that leads nowhere.
    OtherStore {
        /// It, as it may be shown.
        stored: String,
    },
    /// It is no URI at all. Nothing of it is kept.
    NoUri {
        /// Its length, in bytes.
        bytes: usize,
    },
}

/// What was done, and what stood there afterwards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Applied {
    /// The calls, in order.
    pub done: Vec<Done>,
    /// How it ended.
    pub ended: Ended,
    /// What stood there afterwards.
    pub after: Seen,
}

/// How an apply ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// Everything was done.
    Complete,
    /// Midway: a call failed, the time was over, or a signal came. Running it again goes on.
    Stopped,
    /// Somebody else changed the secret meanwhile, to something that stands in the way.
    Blocked,
}
