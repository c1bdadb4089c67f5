//! What a Valkey or Redis server answered.

use std::fmt;

use crate::words::milliseconds;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An error reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Refusal {
    /// Its first word, such as `NOAUTH`.
    pub code: String,
    /// The whole of it, secrets masked.
    pub text: String,
}

impl Refusal {
    /// Why a command was refused, for people.
    pub(crate) fn told(&self, command: &str) -> String {
        if self.is_no_permission() {
            format!("the user may not run {command} ({})", self.text)
        } else if self.is_unknown_command() {
            format!("the server does not offer {command} ({})", self.text)
        } else {
            format!("the server refused {command}: {}", self.text)
        }
    }

    /// Whether the user may not run the command.
    pub fn is_no_permission(&self) -> bool {
        self.code == "NOPERM"
    }

    /// Whether the server has no such command.
    pub fn is_unknown_command(&self) -> bool {
        // Redis 6.2 writes `Unknown subcommand or wrong number of arguments`.
        let starts = |text: &str| self.text.starts_with(text);
        starts("ERR unknown command") || starts("ERR unknown subcommand") || starts("ERR Unknown subcommand")
    }

    /// Whether it refused because all of its connections are taken.
    pub fn is_max_clients(&self) -> bool {
        self.text.starts_with("ERR max number of clients")
    }

    /// Whether it refused because this is not a cluster.
    pub fn is_cluster_disabled(&self) -> bool {
        self.text.contains("cluster support disabled")
    }
}

/// The first bytes of a peer that does not speak the Redis protocol.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Banner {
    /// What it looks like, such as `an HTTP server`.
    pub looks_like: Option<String>,
    /// A short excerpt; what is not printable is escaped.
    pub excerpt: String,
}

/// Why there is no reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Lost {
    /// The peer did not answer.
    TimedOut {
        /// How long was waited.
        after_ms: u64,
    },
    /// The peer closed the connection.
    Closed,
    /// The peer reset the connection.
    Reset,
    /// The peer ended the TLS session with an alert.
    TlsAlert {
        /// The alert's name in the standard.
        alert: String,
    },
    /// The peer sent something that is no reply.
    NotRedis(Banner),
    /// The peer sent a reply that has no end in sight.
    TooLong,
    /// The peer sent a reply that is not what this command is answered with.
    Unreadable {
        /// What is wrong with it.
        reason: String,
    },
    /// Anything else.
    Failed {
        /// What the system said.
        error: String,
    },
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimedOut { after_ms } => write!(f, "no answer within {}", milliseconds(*after_ms)),
            Self::Closed => f.write_str("the server closed the connection without an answer"),
            Self::Reset => f.write_str("the server reset the connection"),
            Self::TlsAlert { alert } => write!(f, "the server ended the TLS session with the alert {alert}"),
            Self::NotRedis(banner) => write!(f, "what came back is no Redis reply: `{}`", banner.excerpt),
            Self::TooLong => f.write_str("the reply has no end in sight"),
            Self::Unreadable { reason } => write!(f, "the reply cannot be read: {reason}"),
            Self::Failed { error } => f.write_str(error),
        }
    }
}

/// The answer to one command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// A reply that is no error.
    Said(String),
    /// An error reply.
    Refused(Refusal),
    /// No reply.
    Lost(Lost),
}

/// Whether a port that was asked in plain text speaks TLS.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TlsProbe {
    /// It does; the protocol version.
    Speaks(String),
    /// It did not come to that.
    Silent,
}

/// The answer to the first PING.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Greeting {
    /// What came back.
    pub answer: Answer,
    /// Where nothing came back in plain text: whether the port speaks TLS.
    pub tls: Option<TlsProbe>,
}

/// What one command told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Answered<T> {
    /// The fields that are used.
    Known(T),
    /// The server refused to tell.
    Refused(Refusal),
    /// No reply.
    Lost(Lost),
}

impl<T> Answered<T> {
    /// What it told, if it did.
    pub const fn known(&self) -> Option<&T> {
        match self {
            Self::Known(known) => Some(known),
            Self::Refused(_) | Self::Lost(_) => None,
        }
    }

    /// Why a command told nothing, for people; `what` is what was looked for in an answer that has come.
    pub(crate) fn untold(&self, command: &str, what: &str) -> String {
        match self {
            Self::Known(_) => format!("{command} does not say {what}"),
            Self::Refused(refusal) => refusal.told(command),
            Self::Lost(lost) => format!("{command}: {lost}"),
        }
    }
}

/// From `INFO server`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ServerFacts {
    /// `server_name`, which Valkey has.
    pub server_name: Option<String>,
    /// `valkey_version`.
    pub valkey_version: Option<String>,
    /// `redis_version`; for Valkey the version of Redis that it claims to be compatible with.
    pub redis_version: Option<String>,
    /// `server_mode` or `redis_mode`: `standalone`, `cluster` or `sentinel`.
    pub mode: Option<String>,
    /// `os`; some managed services put their name here.
    pub os: Option<String>,
    /// `availability_zone`, where it is set.
    pub availability_zone: Option<String>,
    /// `uptime_in_seconds`.
    pub uptime_s: Option<u64>,
}

/// From `INFO clients`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClientFacts {
    /// `connected_clients`, this test's own connection among them.
    pub connected_clients: Option<u64>,
    /// `cluster_connections`, which count against the limit too.
    pub cluster_connections: Option<u64>,
    /// `maxclients`.
    pub maxclients: Option<u64>,
}

/// From `INFO replication`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReplicationFacts {
    /// `role`: `master` or `slave`.
    pub role: Option<String>,
    /// `master_link_status`, of a replica.
    pub master_link_status: Option<String>,
    /// `master_link_down_since_seconds`, of a replica whose link is down.
    pub master_link_down_since_s: Option<u64>,
    /// `connected_slaves`.
    pub connected_replicas: Option<u64>,
}

/// From `INFO persistence`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PersistenceFacts {
    /// `loading`.
    pub loading: Option<bool>,
    /// `loading_eta_seconds`.
    pub loading_eta_s: Option<u64>,
    /// `loading_loaded_perc`.
    pub loading_loaded_percent: Option<String>,
}

/// From `INFO memory`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MemoryFacts {
    /// `used_memory`, in bytes.
    pub used_bytes: Option<u64>,
    /// `maxmemory`, in bytes; 0 is no limit.
    pub max_bytes: Option<u64>,
    /// `mem_not_counted_for_evict`, in bytes: buffers that are used, and do not count against the limit.
    #[serde(default)]
    pub not_counted_bytes: Option<u64>,
    /// `maxmemory_policy`: what is done at the limit.
    #[serde(default)]
    pub policy: Option<String>,
}

impl MemoryFacts {
    /// The policy that evicts nothing: at the limit writes fail.
    pub const NO_EVICTION: &'static str = "noeviction";

    /// What counts against `maxmemory`, in bytes.
    pub fn counted_bytes(&self) -> Option<u64> {
        Some(self.used_bytes?.saturating_sub(self.not_counted_bytes.unwrap_or(0)))
    }

    /// What happens to writes at the limit under a policy.
    pub fn at_the_limit(policy: &str) -> &'static str {
        if policy == Self::NO_EVICTION {
            "fail with OOM"
        } else if policy.starts_with("volatile-") {
            "evict features that have an expiry, and fail with OOM when there are none"
        } else {
            "evict other features"
        }
    }
}

/// From `INFO cluster`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClusterSection {
    /// `cluster_enabled`.
    pub cluster_enabled: Option<bool>,
}

/// From `CLUSTER INFO`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClusterState {
    /// `cluster_state`: `ok` or `fail`.
    pub state: Option<String>,
    /// `cluster_slots_assigned`.
    pub slots_assigned: Option<u64>,
    /// `cluster_slots_ok`.
    pub slots_ok: Option<u64>,
    /// `cluster_slots_pfail`: slots of nodes that this node cannot reach.
    pub slots_pfail: Option<u64>,
    /// `cluster_slots_fail`: slots of nodes that the majority cannot reach.
    pub slots_fail: Option<u64>,
    /// `cluster_known_nodes`.
    pub known_nodes: Option<u64>,
    /// `cluster_size`: primaries with slots.
    pub size: Option<u64>,
}

/// The server took `SELECT`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Selected {
    /// The database.
    pub database: u32,
}

/// What `ACL DRYRUN` says of a write. Its text is not kept: a peer may write anything there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rehearsal {
    /// The user may write.
    Allowed,
    /// The user may not run the command.
    CommandDenied,
    /// The user may run the command, but not on the key that was asked about.
    KeyDenied,
    /// Anything else.
    NotUnderstood,
}

/// What the server says of itself, asked for in one round trip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Facts {
    /// `INFO server`.
    pub server: Answered<ServerFacts>,
    /// `INFO clients`.
    pub clients: Answered<ClientFacts>,
    /// `INFO replication`.
    pub replication: Answered<ReplicationFacts>,
    /// `INFO persistence`.
    pub persistence: Answered<PersistenceFacts>,
    /// `INFO cluster`.
    pub cluster: Answered<ClusterSection>,
    /// `CLUSTER INFO`.
    pub cluster_info: Answered<ClusterState>,
    /// `SELECT`; null where the URI names no database.
    pub select: Option<Answered<Selected>>,
    /// `INFO memory`; null in recordings from before it was asked for.
    #[serde(default)]
    pub memory: Option<Answered<MemoryFacts>>,
    /// What `ACL DRYRUN` says of the user's `HSET`, which is not run. Null in recordings from before it was asked for.
    #[serde(default)]
    pub write_rehearsed: Option<Answered<Rehearsal>>,
}
