//! One call that changes something, as data: what is printed, recorded, emitted as a command, and made.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::dynamodb::autoscaling::Policy;
use crate::dynamodb::evidence::Dimension;
use crate::dynamodb::spec::{TableClass, TableSpec};

/// One call, and the Region whose endpoint it goes to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Call {
    /// The Region.
    pub region: String,
    /// What is called.
    #[serde(flatten)]
    pub action: Action,
}

/// Something that is done to a table. None of these deletes anything.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "action", content = "with", rename_all = "snake_case")]
pub enum Action {
    /// `CreateTable`: keys, billing, encryption, class, protection, tags and, for several Regions, the stream.
    CreateTable(Box<TableSpec>),
    /// Nothing is called: the table is waited for, which another run or somebody else is changing.
    AwaitTable,
    /// Nothing is called: a replica is waited for.
    AwaitReplica {
        /// Where it is made.
        replica: String,
    },
    /// `UpdateTable` with `ReplicaUpdates`: one replica a call is all that `DynamoDB` takes.
    AddReplica {
        /// Where it is made.
        replica: String,
        /// Read units to begin with, where they are not the table's own.
        read_units: Option<u64>,
        /// The KMS key there, where the customer's keys are used.
        kms_key: Option<String>,
    },
    /// `UpdateTable` with `BillingMode=PAY_PER_REQUEST`.
    BillOnDemand,
    /// `UpdateTable` with `BillingMode=PROVISIONED` and a capacity to begin with.
    BillProvisioned {
        /// Read units.
        read: u64,
        /// Write units.
        write: u64,
    },
    /// `UpdateTable` with `ProvisionedThroughput`.
    SetCapacity {
        /// Read units.
        read: u64,
        /// Write units.
        write: u64,
    },
    /// `UpdateTable` with `SSESpecification`.
    SetEncryption {
        /// Whether a KMS key is used at all; AWS's own key is, where not.
        kms: bool,
        /// The customer's key; `aws/dynamodb` where none is named.
        key: Option<String>,
    },
    /// `UpdateTable` with `DeletionProtectionEnabled`.
    SetDeletionProtection {
        /// Whether it is on.
        on: bool,
    },
    /// `UpdateTable` with `TableClass`.
    SetTableClass {
        /// The class.
        class: TableClass,
    },
    /// `UpdateTable` with `WarmThroughput`.
    SetWarmThroughput {
        /// Read units a second.
        read: u64,
        /// Write units a second.
        write: u64,
    },
    /// `UpdateTimeToLive`.
    EnableTtl {
        /// The attribute.
        attribute: String,
    },
    /// `UpdateContinuousBackups`.
    EnableRecovery,
    /// `TagResource`: other tags stay as they are.
    SetTags {
        /// The tags that are missing or have another value.
        tags: BTreeMap<String, String>,
    },
    /// `RegisterScalableTarget`: the bounds of one dimension.
    SetBounds {
        /// Which dimension.
        dimension: Dimension,
        /// The least capacity, in units.
        min: u64,
        /// The most capacity, in units.
        max: u64,
    },
    /// `PutScalingPolicy`: how one dimension follows its traffic.
    SetPolicy {
        /// Which dimension.
        dimension: Dimension,
        /// The policy's name: that of the one that is there, for a dimension has one.
        name: String,
        /// The bounds, which are set by themselves, and the target.
        policy: Policy,
        /// Whether capacity is never taken away, as somebody has chosen of the policy that stands.
        #[serde(default)]
        never_scales_in: bool,
    },
}

/// What is waited for after a call, so that the next one is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Await {
    /// Until the table is `ACTIVE` in the call's Region.
    Table,
    /// Until a replica is `ACTIVE`.
    Replica(String),
}

impl Call {
    /// A call.
    pub fn new(region: &str, action: Action) -> Self {
        Self { region: region.to_owned(), action }
    }

    /// What has to be waited for after it.
    pub fn awaits(&self) -> Option<Await> {
        match &self.action {
            Action::AddReplica { replica, .. } | Action::AwaitReplica { replica } => {
                Some(Await::Replica(replica.clone()))
            }
            Action::CreateTable(_)
            | Action::AwaitTable
            | Action::BillOnDemand
            | Action::BillProvisioned { .. }
            | Action::SetCapacity { .. }
            | Action::SetEncryption { .. }
            | Action::SetDeletionProtection { .. }
            | Action::SetTableClass { .. }
            | Action::SetWarmThroughput { .. } => Some(Await::Table),
            Action::EnableTtl { .. }
            | Action::EnableRecovery
            | Action::SetTags { .. }
            | Action::SetBounds { .. }
            | Action::SetPolicy { .. } => None,
        }
    }

    /// The IAM action that allows it, which is also the operation's name behind the service; nothing where only is
    /// waited.
    pub const fn permission(&self) -> Option<&'static str> {
        Some(match &self.action {
            Action::AwaitTable | Action::AwaitReplica { .. } => return None,
            Action::CreateTable(_) => "dynamodb:CreateTable",
            Action::AddReplica { .. }
            | Action::BillOnDemand
            | Action::BillProvisioned { .. }
            | Action::SetCapacity { .. }
            | Action::SetEncryption { .. }
            | Action::SetDeletionProtection { .. }
            | Action::SetTableClass { .. }
            | Action::SetWarmThroughput { .. } => "dynamodb:UpdateTable",
            Action::EnableTtl { .. } => "dynamodb:UpdateTimeToLive",
            Action::EnableRecovery => "dynamodb:UpdateContinuousBackups",
            Action::SetTags { .. } => "dynamodb:TagResource",
            Action::SetBounds { .. } => "application-autoscaling:RegisterScalableTarget",
            Action::SetPolicy { .. } => "application-autoscaling:PutScalingPolicy",
        })
    }

    /// The API's operation, such as `UpdateTable`; `wait` where only is waited.
    pub fn operation(&self) -> &'static str {
        self.permission().and_then(|permission| permission.split(':').nth(1)).unwrap_or("wait")
    }

    /// What it does, in a few words.
    pub fn summary(&self) -> String {
        let dimension = |dimension: &Dimension| match dimension {
            Dimension::Read => "reads",
            Dimension::Write => "writes",
        };
        match &self.action {
            Action::CreateTable(spec) => format!(
                "create {} with keys {} and {}",
                spec.name, spec.layout.hash_key, spec.layout.range_key
            ),
            Action::AwaitTable => "wait until the table is ACTIVE".to_owned(),
            Action::AwaitReplica { replica } => format!("wait until the replica in {replica} is ACTIVE"),
            Action::AddReplica { replica, .. } => format!("add a replica in {replica}"),
            Action::BillOnDemand => "bill on demand".to_owned(),
            Action::BillProvisioned { read, write } => {
                format!("bill provisioned capacity, {read} read and {write} write units to begin with")
            }
            Action::SetCapacity { read, write } => format!("set {read} read and {write} write units"),
            Action::SetEncryption { kms: false, .. } => "encrypt with AWS's own key".to_owned(),
            Action::SetEncryption { key: None, .. } => {
                "encrypt with the account's key aws/dynamodb".to_owned()
            }
            Action::SetEncryption { key: Some(key), .. } => format!("encrypt with {key}"),
            Action::SetDeletionProtection { on } => {
                format!("switch deletion protection {}", if *on { "on" } else { "off" })
            }
            Action::SetTableClass { class } => format!("change the table class to {}", class.as_str()),
            Action::SetWarmThroughput { read, write } => {
                format!("raise warm throughput to {read} read and {write} write units")
            }
            Action::EnableTtl { attribute } => format!("let items expire by {attribute}"),
            Action::EnableRecovery => "switch point-in-time recovery on".to_owned(),
            Action::SetTags { tags } => {
                let tags: Vec<String> = tags.iter().map(|(key, value)| format!("{key}={value}")).collect();
                format!("tag {}", tags.join(", "))
            }
            Action::SetBounds { dimension: of, min, max } => {
                format!("let {} scale between {min} and {max} units", dimension(of))
            }
            Action::SetPolicy { dimension: of, policy, .. } => {
                format!("scale {} at {} % of capacity", dimension(of), policy.target)
            }
        }
    }

    /// How long what follows it usually takes. Measured on AWS by others.
    pub const fn usually(&self) -> Option<Cow<'static, str>> {
        Some(Cow::Borrowed(match &self.action {
            Action::CreateTable(_) => "about 10 s",
            Action::AddReplica { .. } | Action::AwaitReplica { .. } => {
                "15 to 50 s for an empty table, 10 to 11 minutes or more for one with items"
            }
            Action::BillOnDemand => "5 s to 3 minutes",
            Action::BillProvisioned { .. } => "1 to 2 minutes",
            Action::SetWarmThroughput { .. } => "5 to 9 minutes; the table stays usable",
            Action::SetCapacity { .. } => "2 s, and 40 s until all Regions have it",
            _ => return None,
        }))
    }
}

/// What the service itself calls the policy of a dimension: `DynamoDBReadCapacityUtilization:table/NAME`.
pub(super) fn policy_name(table: &str, dimension: Dimension) -> String {
    let what = match dimension {
        Dimension::Read => "Read",
        Dimension::Write => "Write",
    };
    format!("DynamoDB{what}CapacityUtilization:table/{table}")
}
