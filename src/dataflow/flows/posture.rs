//! How much may flow, all flows together (the product's guide to data flows between the planes, Configuration Options).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::State;
use crate::dataflow::Required;

/// How much may flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Posture {
    /// The metadata plane can run queries: every capability, and customers' data may travel.
    FullConnectivity,
    /// It cannot: no customers' data reaches it.
    Restricted,
    /// It can, and must not.
    Violates,
    /// It is not known whether it can.
    Unknown,
}

impl Posture {
    /// Query execution alone carries customers' data, so it alone decides. Token exchange with the metadata plane carries
    /// no feature values, and stays allowed.
    pub const fn of(query: State, required: Option<Required>) -> Self {
        match (query, required) {
            (State::On, Some(Required::Restricted)) => Self::Violates,
            (State::On, None) => Self::FullConnectivity,
            (State::Off, _) => Self::Restricted,
            (State::Unknown, _) => Self::Unknown,
        }
    }

    /// In words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FullConnectivity => "full connectivity",
            Self::Restricted => "restricted connectivity",
            Self::Violates => "violates `restricted`",
            Self::Unknown => "not known",
        }
    }
}
