//! What was seen while a drill was watched: for each thing that was watched, how it was from when to when. A drill may
//! last hours; what stays as it is takes no room.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::failover::evidence::{DnsOutcome, RecordKind, Step};
use crate::failover::rto;
use crate::{failover, replication};

/// How long one look may take, in milliseconds: a Region that hangs must not hide what the others do.
pub const LONGEST_LOOK_MS: u64 = 3000;

/// A TTL that is longer than an hour, in microseconds, does not keep a drill from ending.
const LONGEST_TTL_US: u64 = 3_600_000_000;

/// A drill, from its first look to its last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The name as it stood before the drill: what the prediction is made from.
    pub before: failover::Evidence,
    /// When the first look began: RFC 3339, UTC.
    pub started_at: String,
    /// How long was waited from the beginning of one look to that of the next, in milliseconds.
    pub every_ms: u64,
    /// When the last look ended, in microseconds after the first one began.
    pub watched_us: u64,
    /// What was watched.
    pub tracks: Vec<Track>,
    /// The replication of the stores, as it was read last; null where no table was named, or it could never be read.
    pub lag: Option<Box<replication::Evidence>>,
    /// What ended it.
    pub ended: Ended,
}

/// What ended the watching.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// A signal.
    Interrupted,
    /// The time was up.
    TimeUp,
    /// What was waited for was seen.
    Seen,
}

/// Something that was watched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Track {
    /// What it is.
    pub thing: Thing,
    /// How it was, in order.
    pub stretches: Vec<Stretch>,
}

/// What can be watched.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "thing", rename_all = "snake_case")]
pub enum Thing {
    /// `GET /healthz` through the failover name: what a client sees whose resolver is the first one.
    Client,
    /// `GET /healthz` on a Region's own host.
    Region {
        /// The Region.
        region: String,
    },
    /// A resolver's answer for the failover name.
    Resolver {
        /// The resolver.
        resolver: String,
        /// What it was asked for.
        #[serde(rename = "type")]
        kind: RecordKind,
    },
    /// A health check.
    HealthCheck {
        /// Its id.
        id: String,
        /// The Region of the record that names it.
        region: Option<String>,
    },
}

/// From when to when something was as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Stretch {
    /// How it was.
    pub state: State,
    /// When it was first seen so, in microseconds after the first look began: when that look's answer had come.
    pub first_us: u64,
    /// When it was last seen so.
    pub last_us: u64,
    /// How often it was seen so.
    pub looks: u64,
}

/// How something was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// A resolver led to these Regions, sorted; none where its addresses belong to no Region that is known.
    Leads {
        /// The Regions.
        regions: Vec<String>,
    },
    /// There was an HTTP answer.
    Answered {
        /// The Region that answered; null where its address belongs to none that is known.
        region: Option<String>,
        /// The status.
        status: u16,
    },
    /// There was none.
    Failed {
        /// The Region that was tried; null where that is not known.
        region: Option<String>,
        /// How far it came.
        step: Step,
        /// Whether the time was up.
        timed_out: bool,
    },
    /// A health check was healthy.
    Healthy,
    /// A health check was unhealthy.
    Unhealthy,
    /// It could not be found out.
    Unknown {
        /// Why, without numbers that move.
        reason: String,
    },
}

impl State {
    /// Whether a request was answered as it should be.
    pub const fn is_served(&self) -> bool {
        matches!(self, Self::Answered { status: 200..=299, .. })
    }

    /// Whether a request was not.
    pub const fn is_error(&self) -> bool {
        matches!(self, Self::Failed { .. }) || matches!(self, Self::Answered { .. }) && !self.is_served()
    }

    /// Whether anything answered at all.
    pub const fn is_answer(&self) -> bool {
        !matches!(self, Self::Failed { .. } | Self::Unknown { .. })
    }

    /// In a few words, for a person.
    pub fn words(&self) -> String {
        let at =
            |region: &Option<String>| region.as_ref().map_or(String::new(), |region| format!(" ({region})"));
        match self {
            Self::Leads { regions } if regions.is_empty() => "no Region that is known".to_owned(),
            Self::Leads { regions } => regions.join(" and "),
            Self::Answered { region, status } => format!("{status}{}", at(region)),
            Self::Failed { region, step, timed_out } => {
                let what = match step {
                    Step::Resolve => "not resolved",
                    Step::Connect => "not connected",
                    Step::Tls => "no TLS",
                    Step::Answer => "no answer",
                };
                format!("{what}{}{}", if *timed_out { ", timed out" } else { "" }, at(region))
            }
            Self::Healthy => "healthy".to_owned(),
            Self::Unhealthy => "unhealthy".to_owned(),
            Self::Unknown { reason } => format!("unknown: {reason}"),
        }
    }
}

impl Thing {
    /// What to call it.
    pub fn name(&self) -> String {
        match self {
            Self::Client => "client".to_owned(),
            Self::Region { region } => region.clone(),
            Self::Resolver { resolver, kind: RecordKind::A } => resolver.clone(),
            Self::Resolver { resolver, kind } => format!("{resolver} ({kind:?})"),
            Self::HealthCheck { id, region: Some(region) } => format!("check {region} {}", short(id)),
            Self::HealthCheck { id, region: None } => format!("check {}", short(id)),
        }
    }
}

/// The beginning of an id, which tells a few of them apart.
fn short(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}

impl Track {
    /// Something of which nothing is known yet.
    pub const fn new(thing: Thing) -> Self {
        Self { thing, stretches: Vec::new() }
    }

    /// Takes down how it was. After a pause longer than `pause_us` a stretch begins anew, for nobody knows how it was
    /// meanwhile.
    pub fn note(&mut self, state: State, at_us: u64, pause_us: u64) {
        let is_same =
            |last: &&mut Stretch| last.state == state && at_us.saturating_sub(last.last_us) <= pause_us;
        if let Some(last) = self.stretches.last_mut().filter(is_same) {
            last.last_us = at_us;
            last.looks += 1;
        } else {
            self.stretches.push(Stretch { state, first_us: at_us, last_us: at_us, looks: 1 });
        }
    }

    /// How it was last.
    pub fn last(&self) -> Option<&State> {
        self.stretches.last().map(|last| &last.state)
    }
}

impl Evidence {
    /// What was seen of a thing.
    pub fn track(&self, thing: &Thing) -> Option<&Track> {
        self.tracks.iter().find(|track| track.thing == *thing)
    }

    /// After so long without a look, nobody knows how anything was meanwhile, in microseconds: three looks that take as
    /// long as they may.
    pub const fn pause_us(&self) -> u64 {
        self.every_ms.saturating_add(LONGEST_LOOK_MS).saturating_mul(3000)
    }

    /// How long clients have to be served until that counts as the end of a change, in microseconds: as long as resolvers
    /// keep an answer, and five looks at least.
    pub fn settled_us(&self) -> u64 {
        self.every_ms.saturating_mul(5000).max(self.kept_us().min(LONGEST_TTL_US))
    }

    /// How long a resolver may keep an answer, in microseconds: the longest TTL that was told or is configured.
    pub fn kept_us(&self) -> u64 {
        let told = self.before.resolvers.iter().filter_map(|seen| match &seen.outcome {
            DnsOutcome::Answered(records) => records.iter().map(|record| u64::from(record.ttl_s)).max(),
            _ => None,
        });
        let configured = rto::rto(&self.before, None).ok();
        let configured = configured
            .iter()
            .flat_map(|rto| &rto.moves)
            .map(|one| one.ttl.max_ms.max(one.ttl_back.max_ms) / 1000);
        told.chain(configured).max().unwrap_or(0).saturating_mul(1_000_000)
    }

    /// How long after a move a resolver may still lead to the Region that was left, in microseconds: as long as it may keep
    /// an answer, and a few seconds more, for Route 53's name servers do not all change at once.
    pub fn allowed_us(&self) -> u64 {
        self.settled_us().max(self.kept_us()).saturating_add(self.grace_us())
    }

    /// How much later than its TTL says a resolver may be, in microseconds: a few seconds, and two looks.
    pub const fn grace_us(&self) -> u64 {
        self.every_ms.saturating_mul(2).saturating_add(LONGEST_LOOK_MS).saturating_mul(1000)
    }

    /// Whether what was read from a file can be judged.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn validate(&self) -> Result<(), &'static str> {
        let is_ordered = |track: &Track| {
            let within = track.stretches.iter().all(|one| one.first_us <= one.last_us);
            within && track.stretches.windows(2).all(|pair| pair[0].last_us <= pair[1].first_us)
        };
        if !self.tracks.iter().all(is_ordered) {
            return Err("the drill's times run backwards");
        }
        // A drill that was watched has its client, whatever ended it.
        if self.track(&Thing::Client).is_none() {
            return Err("the drill has no client's requests");
        }
        self.lag.as_ref().map_or(Ok(()), |lag| lag.validate())
    }
}
