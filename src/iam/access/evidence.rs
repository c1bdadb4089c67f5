//! What AWS's policy simulator said of a role.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Role;
use crate::aws::{Asked, Failure};

/// What was asked and answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The role.
    pub role: Role,
    /// When: RFC 3339, UTC.
    pub observed_at: String,
    /// Why nothing was asked: no Region, or no credentials.
    pub not_asked: Option<Failure>,
    /// The questions, in order; each is one call.
    pub answers: Vec<Answer>,
    /// What was wanted to be asked, in order.
    pub topics: Vec<Topic>,
    /// How it is known in which Regions the table has replicas.
    #[serde(default)]
    pub replicas: Replicas,
}

/// How the Regions of the table's replicas, beside its own, are known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Replicas {
    /// They are not: no table was named, nothing was asked, or the recording is older than this.
    #[default]
    NotLookedUp,
    /// Somebody named them, which is taken as said.
    Named,
    /// `DescribeTable` in the table's own Region was asked for them.
    LookedUp(Asked<Vec<String>>),
}

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Reading the table.
    Read,
    /// Writing the table.
    Write,
    /// Reading the secret.
    Secret,
    /// Using the keys.
    Key,
}

/// One call to the simulator: these actions on one resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Question {
    /// What it is about.
    pub topic: Topic,
    /// The resource's ARN.
    pub resource: String,
    /// Whether the ARN ends in characters that were made up, because only AWS knows them.
    pub is_guessed: bool,
    /// The IAM actions.
    pub actions: Vec<String>,
    /// The service through which a key is used, as `kms:ViaService` has it.
    pub via_service: Option<String>,
}

/// A question, and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// What was asked.
    pub question: Question,
    /// What the simulator decided of each action.
    pub decided: Asked<Vec<Decided>>,
}

/// What the simulator decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// A statement allows it, and none denies it.
    Allowed,
    /// A statement denies it.
    ExplicitDeny,
    /// No statement allows it.
    ImplicitDeny,
    /// Something that this version does not know.
    Other(String),
}

/// The decision on one action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Decided {
    /// The action.
    pub action: String,
    /// The decision.
    pub decision: Decision,
    /// The statements that it follows from; only those of the role's own policies and of its boundary are told.
    pub statements: Vec<StatementSeen>,
    /// Keys of conditions whose values a real request has and the simulation had not.
    pub missing_context: Vec<String>,
    /// Whether the organization's service control policies allow it; null outside organizations.
    pub organization_allows: Option<bool>,
    /// Whether the role's permissions boundary allows it; null where it has none.
    pub boundary_allows: Option<bool>,
}

/// Where a statement stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StatementSeen {
    /// The policy's identifier.
    pub policy: String,
    /// The first line of the statement in the policy, counted from 1.
    pub line: Option<u32>,
}
