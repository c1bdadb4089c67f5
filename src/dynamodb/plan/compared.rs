//! One thing that was wanted, beside what stands.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Call;
use crate::aws::Failure;

/// What can be wanted of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Attribute {
    /// The key schema.
    Keys,
    /// The billing mode.
    Billing,
    /// Fixed provisioned capacity.
    Capacity,
    /// How writes scale.
    WriteScaling,
    /// How reads scale.
    ReadScaling,
    /// Whose key encrypts.
    Encryption,
    /// The table class.
    TableClass,
    /// Deletion protection.
    DeletionProtection,
    /// The warm throughput.
    WarmThroughput,
    /// The attribute of expiry.
    Expiry,
    /// Point-in-time recovery.
    Recovery,
    /// Tags.
    Tags,
    /// The stream's view.
    Stream,
    /// Replicas in other Regions.
    Replicas,
}

impl Attribute {
    /// The IAM action that reading it needs.
    pub const fn permission(self) -> &'static str {
        match self {
            Self::WriteScaling | Self::ReadScaling => {
                "application-autoscaling:DescribeScalableTargets and DescribeScalingPolicies"
            }
            Self::Expiry => "dynamodb:DescribeTimeToLive",
            Self::Recovery => "dynamodb:DescribeContinuousBackups",
            Self::Tags => "dynamodb:ListTagsOfResource",
            _ => "dynamodb:DescribeTable",
        }
    }

    /// In words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Keys => "keys",
            Self::Billing => "billing mode",
            Self::Capacity => "capacity",
            Self::WriteScaling => "scaling of writes",
            Self::ReadScaling => "scaling of reads",
            Self::Encryption => "encryption",
            Self::TableClass => "table class",
            Self::DeletionProtection => "deletion protection",
            Self::WarmThroughput => "warm throughput",
            Self::Expiry => "expiry",
            Self::Recovery => "point-in-time recovery",
            Self::Tags => "tags",
            Self::Stream => "stream",
            Self::Replicas => "replica",
        }
    }
}

/// What can be done about a difference.
#[derive(Clone, Debug, PartialEq)]
pub enum Fix {
    /// These calls, in this order.
    Calls(Vec<Call>),
    /// Nothing that chalkstore does: it cannot be done in place, or would delete or stop something. What a person can do.
    ByHand(String),
}

/// What comparing one thing came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// As wanted; with what it is.
    Same(String),
    /// Otherwise.
    Differs {
        /// What stands.
        is: String,
        /// What is wanted.
        wanted: String,
        /// What can be done.
        fix: Fix,
    },
    /// It could not be read.
    Unread(Failure),
}

/// One thing that was wanted, in one Region.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// What it is.
    pub attribute: Attribute,
    /// Where.
    pub region: String,
    /// What came of it.
    pub verdict: Verdict,
}
