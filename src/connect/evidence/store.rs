//! The whole of the evidence, and what of the URI it keeps.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Answer, Facts, Greeting, Resolve, Stage, TableStore, Tcp, Tls};
use crate::secrets::Version;

/// What a connection test saw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// When the observation began: RFC 3339, UTC, with milliseconds. Certificates are judged at this time.
    pub observed_at: String,
    /// How long the observation was allowed to take.
    pub timeout_ms: u64,
    /// What was seen.
    pub store: Store,
}

/// What was seen, by the kind of store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Store {
    /// A Valkey or Redis server.
    Server(Box<ServerStore>),
    /// A `DynamoDB` table.
    Table(Box<TableStore>),
}

/// What the URI says about logging in; never the user or the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Login {
    /// No credentials.
    None,
    /// A password, for the server's default user.
    Password,
    /// A user and a password.
    UserAndPassword,
}

/// What was seen of a Valkey or Redis server. A stage that was not reached is null.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ServerStore {
    /// The host, as the URI names it.
    pub host: String,
    /// The port.
    pub port: u16,
    /// Whether the scheme asks for TLS.
    pub tls: bool,
    /// Whether the URI says `#insecure`.
    pub insecure: bool,
    /// What the URI says of `clustered`.
    pub clustered: bool,
    /// The database that the URI names.
    pub database: Option<u32>,
    /// What the URI says about logging in.
    pub login: Login,
    /// The version of the secret that the URI was read from; null where it came from elsewhere, and in older recordings.
    #[serde(default)]
    pub secret: Option<Version>,
    /// The look-up of the host's name.
    pub resolve: Option<Stage<Resolve>>,
    /// The TCP connections.
    pub tcp: Option<Stage<Tcp>>,
    /// The TLS handshake.
    pub handshake: Option<Stage<Tls>>,
    /// The first PING, sent before any credentials: who is there?
    pub greeting: Option<Stage<Greeting>>,
    /// AUTH.
    pub auth: Option<Stage<Answer>>,
    /// The second PING, which is measured.
    pub ping: Option<Stage<Answer>>,
    /// What the server says of itself.
    pub facts: Option<Stage<Facts>>,
}
