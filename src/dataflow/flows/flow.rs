//! What becomes of one flow.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Name;
use crate::dataflow::otel::Place;

/// Whether a flow between the planes is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is on.
    On,
    /// It is off: seen, or declared.
    Off,
    /// It could not be told. It is never taken for off.
    Unknown,
}

impl State {
    /// The word in every format.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Off => "off",
            Self::Unknown => "unknown",
        }
    }
}

/// One place that a flow leads to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    /// What it is called: a host, an endpoint, a network, a repository.
    pub target: String,
    /// What it is, seen from the cluster; null where that is no question.
    pub place: Option<Place>,
    /// What sends there or leads there: a collector's exporter, a kind of endpoint.
    pub via: Option<String>,
    /// What it was read from: a collector, a file.
    pub from: Option<String>,
    /// The pipelines on the way.
    pub through: Vec<String>,
    /// Whether it is sent without encryption; null where that cannot be told, or is no question.
    pub plain_text: Option<bool>,
}

impl Target {
    /// A place that only has a name.
    pub(super) fn named(target: impl Into<String>) -> Self {
        Self {
            target: target.into(),
            place: None,
            via: None,
            from: None,
            through: Vec::new(),
            plain_text: None,
        }
    }

    /// The way that data takes out, as `metrics/prod → otlphttp/chalk`: the pipelines of a collector in order, and what sends.
    /// Nothing where none is known.
    pub fn by(&self) -> Option<String> {
        let way: Vec<&str> = self.through.iter().chain(&self.via).map(String::as_str).collect();
        (!way.is_empty()).then(|| way.join(" → "))
    }
}

/// What becomes of one flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Which.
    pub name: Name,
    /// Whether it is on.
    pub state: State,
    /// Where it leads to, each place once, in order.
    pub destinations: Vec<Target>,
    /// How it is here, in a few words behind the state.
    pub here: String,
    /// Why it is not known, or what to know of it; each a sentence.
    pub reasons: Vec<String>,
    /// What lessens it and does not stop it.
    pub mitigations: Vec<String>,
    /// Whether anything was given that could tell. If not, it was not asked for.
    pub is_asked: bool,
    /// What would tell.
    pub give: Option<String>,
}

impl Flow {
    pub(super) fn new(name: Name, state: State, here: impl Into<String>) -> Self {
        Self {
            name,
            state,
            destinations: Vec::new(),
            here: here.into(),
            reasons: Vec::new(),
            mitigations: Vec::new(),
            is_asked: true,
            give: None,
        }
    }

    /// One of which nothing was given; `give` is what would tell.
    pub(super) fn unasked(name: Name, here: &str, give: &str) -> Self {
        Self { is_asked: false, give: Some(give.to_owned()), ..Self::new(name, State::Unknown, here) }
    }

    /// Says what would tell.
    pub(super) fn give(self, give: impl Into<String>) -> Self {
        Self { give: Some(give.into()), ..self }
    }
}

/// Each place once, in order.
pub(super) fn once_each(mut targets: Vec<Target>) -> Vec<Target> {
    targets.sort();
    targets.dedup();
    targets
}
