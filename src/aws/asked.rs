//! What came of one question.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Failure;

/// What came of one question: an answer, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Asked<T> {
    /// AWS answered.
    Answered(T),
    /// No answer, or a refusal.
    Failed(Failure),
}

impl<T> Asked<T> {
    /// The answer, if there is one.
    pub const fn answer(&self) -> Option<&T> {
        match self {
            Self::Answered(answer) => Some(answer),
            Self::Failed(_) => None,
        }
    }

    /// Why there is none.
    pub const fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Answered(_) => None,
            Self::Failed(failure) => Some(failure),
        }
    }
}

impl<T> From<Result<T, Failure>> for Asked<T> {
    fn from(came: Result<T, Failure>) -> Self {
        came.map_or_else(Self::Failed, Self::Answered)
    }
}
