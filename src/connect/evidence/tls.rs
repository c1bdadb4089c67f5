//! The TLS handshake, and each point of the certificate judged apart from the others.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Answer;

/// One certificate of the chain that the server sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Certificate {
    /// Whom it is for.
    pub subject: String,
    /// Who signed it.
    pub issuer: String,
    /// The names and addresses it is valid for.
    pub names: Vec<String>,
    /// From when on it is valid: RFC 3339, UTC.
    pub not_before: String,
    /// Until when it is valid: RFC 3339, UTC.
    pub not_after: String,
}

impl Certificate {
    /// Whether it signed itself, going by the names.
    pub fn is_self_issued(&self) -> bool {
        self.subject == self.issuer
    }
}

/// Whether the chain leads to a root, at a time when the server's own certificate is valid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// It does.
    Trusted,
    /// No root is known, so nothing can be said.
    NoRoots,
    /// None of the roots, nor any certificate the server sent, is the issuer.
    UnknownIssuer,
    /// A certificate above the server's own is expired or not valid yet.
    IssuerExpired,
    /// Something else is wrong with the chain.
    Broken {
        /// What the verifier said.
        error: String,
    },
}

/// Whether the certificate names the host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NameMatch {
    /// It does.
    Matches,
    /// It names others only.
    Differs,
    /// The verifier could not read it.
    Broken {
        /// What the verifier said.
        error: String,
    },
}

/// The roots against which the chain was judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RootSet {
    /// Where they come from, in words.
    pub source: String,
    /// How many were loaded.
    pub loaded: usize,
    /// What could not be loaded.
    pub errors: Vec<String>,
}

/// A handshake that came to its end, whatever the certificate says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Handshake {
    /// The protocol version, such as `TLS 1.3`.
    pub protocol: String,
    /// The cipher suite.
    pub cipher: String,
    /// Whether the server asked for a certificate of the client's.
    pub client_certificate_asked: bool,
    /// The certificates that the server sent, its own first. One that cannot be read is left out.
    pub chain: Vec<Certificate>,
    /// How many certificates the server sent.
    pub sent: usize,
    /// The roots.
    pub roots: RootSet,
    /// Whether the chain leads to one of them.
    pub trust: Trust,
    /// Whether the certificate names the host.
    pub name: NameMatch,
}

/// Why a handshake did not come to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TlsFault {
    /// The peer did not answer.
    TimedOut {
        /// How long was waited.
        after_ms: u64,
    },
    /// The peer closed the connection.
    Closed,
    /// The peer reset the connection.
    Reset,
    /// The peer refused with an alert.
    Alert {
        /// The alert's name in the standard.
        alert: String,
    },
    /// What the peer sent is not TLS.
    NotTls,
    /// The host cannot stand in a handshake.
    BadName,
    /// Anything else.
    Failed {
        /// What the TLS library said.
        error: String,
    },
}

/// A handshake that failed, and what the same port says to a PING in plain text without credentials.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TlsFailure {
    /// Why it failed.
    pub fault: TlsFault,
    /// Whether the server had asked for a certificate of the client's before.
    pub client_certificate_asked: bool,
    /// What came back in plain text; null where it was not tried.
    pub plain: Option<Answer>,
}

/// What came of the handshake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tls {
    /// It came to its end.
    Done(Box<Handshake>),
    /// It failed.
    Failed(Box<TlsFailure>),
}
