//! A lag.

use serde::Serialize;

use super::Arrivals;
use crate::replication::evidence::Source;
use crate::replication::statistics::{Points, Span, Statistics};

/// What kind of store replicates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A `DynamoDB` global table.
    GlobalTable,
    /// An MSK Replicator.
    MskReplicator,
    /// An Aurora Global Database.
    AuroraGlobal,
    /// An `ElastiCache` Global Datastore.
    GlobalDatastore,
    /// Replicas of a Valkey or Redis store: they stand in the primary's own Region.
    Valkey,
}

impl Kind {
    /// All of them, in the order of the report.
    pub const ALL: [Self; 5] =
        [Self::GlobalTable, Self::MskReplicator, Self::AuroraGlobal, Self::GlobalDatastore, Self::Valkey];

    /// The kind of a source.
    pub const fn of(source: &Source) -> Self {
        match source {
            Source::GlobalTable(_) => Self::GlobalTable,
            Source::MskReplicator(_) => Self::MskReplicator,
            Source::AuroraGlobal(_) => Self::AuroraGlobal,
            Source::GlobalDatastore(_) => Self::GlobalDatastore,
            Source::Valkey(_) => Self::Valkey,
        }
    }

    /// The word used in machine-readable formats.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::GlobalTable => "global_table",
            Self::MskReplicator => "msk_replicator",
            Self::AuroraGlobal => "aurora_global",
            Self::GlobalDatastore => "global_datastore",
            Self::Valkey => "valkey",
        }
    }

    /// What people call it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::GlobalTable => "table",
            Self::MskReplicator => "replicator",
            Self::AuroraGlobal => "Aurora",
            Self::GlobalDatastore => "datastore",
            Self::Valkey => "Valkey",
        }
    }
}

/// What is known of a lag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// There are points, and the newest is not old.
    Measured,
    /// There is none by design: a write is acknowledged when the other Regions have it.
    Consistent,
    /// Nothing was written since the newest point, or in the whole window: nothing to replicate.
    Idle,
    /// The points stopped, and whether anything was written since is not known.
    Stale,
    /// It is 0, or dropped to it, while writes went on: replication may have stopped.
    Suspect,
    /// There are writes without points: replication has stopped.
    Stalled,
    /// Not read, or not all of it.
    Unknown,
}

impl State {
    /// The word used in every format.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Consistent => "consistent",
            Self::Idle => "idle",
            Self::Stale => "stale",
            Self::Suspect => "suspect",
            Self::Stalled => "stalled",
            Self::Unknown => "unknown",
        }
    }

    /// Whether what it says of the lag is all that there is to say.
    pub const fn is_known(self) -> bool {
        matches!(self, Self::Measured | Self::Consistent | Self::Idle)
    }
}

/// How far one replica is behind.
#[derive(Clone, Debug, PartialEq)]
pub struct Lag {
    /// What replicates.
    pub kind: Kind,
    /// The source's name.
    pub source: String,
    /// A part of the source, such as a topic; null where it is the whole.
    pub part: Option<String>,
    /// Where writes are made: a Region or a node; null where nobody told.
    pub from: Option<String>,
    /// Where they arrive.
    pub to: Option<String>,
    /// What told of it: the metric's name, or `offset`.
    pub metric: &'static str,
    /// What is known of it.
    pub state: State,
    /// Why it is no better known, or what is odd; empty where there is nothing to say.
    pub why: String,
    /// What to do about it; empty where there is nothing to do.
    pub help: String,
    /// What the points come to; null where there is none.
    pub statistics: Option<Statistics>,
    /// The points.
    pub points: Points,
    /// How old the newest point is, in seconds: since the end of its period.
    pub newest_age_s: Option<i64>,
    /// The lag is at least so long, in milliseconds, whatever the points say.
    pub at_least_ms: Option<f64>,
    /// The longest stretch in the window's midst in which something was written and no point came, from the first write on.
    pub stopped: Option<Span>,
    /// Bytes of the replication stream that are missing.
    pub behind_bytes: Option<u64>,
    /// How far apart the bounds of a single value are at most, in milliseconds.
    pub resolution_ms: Option<f64>,
    /// What marker items measured.
    pub canary: Option<Arrivals>,
    /// Facts that do not change what is known.
    pub notes: Vec<String>,
}

impl Lag {
    /// A lag of which nothing is known yet.
    pub(super) fn new(kind: Kind, source: &str, metric: &'static str) -> Self {
        Self {
            kind,
            source: source.to_owned(),
            part: None,
            from: None,
            to: None,
            metric,
            state: State::Unknown,
            why: String::new(),
            help: String::new(),
            statistics: None,
            points: Points::default(),
            newest_age_s: None,
            at_least_ms: None,
            stopped: None,
            behind_bytes: None,
            resolution_ms: None,
            canary: None,
            notes: Vec::new(),
        }
    }

    /// From where to where.
    pub(super) fn between(mut self, from: Option<&str>, to: Option<&str>) -> Self {
        self.from = from.map(str::to_owned);
        self.to = to.map(str::to_owned);
        self
    }

    /// A state, and why.
    pub(super) fn is(mut self, state: State, why: impl Into<String>) -> Self {
        self.state = state;
        self.why = why.into();
        self
    }

    /// Not known, and what to do about it.
    pub(super) fn unknown(mut self, why: impl Into<String>, help: impl Into<String>) -> Self {
        self.help = help.into();
        self.is(State::Unknown, why)
    }

    /// The longest that it was, in milliseconds, by all that was seen: the points, what must be true whatever they
    /// say, and marker items. Where not all is known, it is what it was at least.
    pub fn worst_ms(&self) -> Option<f64> {
        let is_known = self.state.is_known();
        let of = if is_known { Arrivals::worst_ms } else { Arrivals::least_ms };
        // The points of a metric were measured; what is reckoned from offsets is no more than an upper bound.
        let points = self.statistics.map(|all| all.max_ms);
        let points = points.filter(|_| is_known || self.kind != Kind::Valkey);
        let all = [points, self.at_least_ms, self.canary.as_ref().and_then(of)];
        all.into_iter().flatten().reduce(f64::max)
    }

    /// How long it is now, in milliseconds, where that is known: the newest point.
    pub fn last_ms(&self) -> Option<f64> {
        self.statistics.map(|all| all.last_ms).filter(|_| self.state.is_known())
    }

    /// How long it is at least by more than points, in milliseconds: writes that wait, bytes that are missing, and
    /// markers that did not arrive. Null where all is known.
    pub fn now_at_least_ms(&self) -> Option<f64> {
        let lost = self.canary.filter(|canary| canary.lost > 0).map(|canary| canary.limit_ms);
        let all = [self.at_least_ms, lost].into_iter().flatten().reduce(f64::max);
        all.filter(|ms| *ms > 0.0 && !self.state.is_known())
    }

    /// The source with its part: `chalk`, `chalk-msk topic events`.
    pub fn name(&self) -> String {
        self.part.as_ref().map_or_else(|| self.source.clone(), |part| format!("{} {part}", self.source))
    }

    /// `us-east-1 -> us-west-2`; what is not known is left out.
    pub fn way(&self) -> String {
        match (&self.from, &self.to) {
            (Some(from), Some(to)) => format!("{from} -> {to}"),
            (None, Some(to)) => format!("-> {to}"),
            (Some(from), None) => format!("{from} ->"),
            (None, None) => String::new(),
        }
    }

    /// What a finding is about: the name and the way.
    pub fn subject(&self) -> String {
        let way = self.way();
        if way.is_empty() { self.name() } else { format!("{} {way}", self.name()) }
    }
}
