//! Name look-up and TCP.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What came of looking the host up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Resolve {
    /// The host is an address; there was nothing to look up.
    Literal,
    /// The name has these addresses, in the resolver's order.
    Found {
        /// The addresses.
        addresses: Vec<String>,
    },
    /// The resolver says that there is no such name, or no address behind it.
    NoSuchName {
        /// What the resolver said.
        error: String,
    },
    /// The resolver could not answer: this says nothing about the name.
    Failed {
        /// What the resolver said.
        error: String,
    },
    /// The resolver did not answer in time.
    TimedOut {
        /// How long was waited.
        after_ms: u64,
    },
}

/// An address family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

impl Family {
    /// As people write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V4 => "IPv4",
            Self::V6 => "IPv6",
        }
    }
}

/// What came of one attempt to connect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Dial {
    /// The connection was accepted.
    Connected,
    /// The host, or a firewall in its name, refused: nothing listens there.
    Refused,
    /// There is no way to that address from here.
    Unreachable {
        /// What the system said.
        error: String,
    },
    /// Nothing came back in time.
    TimedOut {
        /// How long was waited.
        after_ms: u64,
    },
    /// Another failure of the system's.
    Failed {
        /// What the system said.
        error: String,
    },
}

/// One attempt to connect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Attempt {
    /// The address's family.
    pub family: Family,
    /// The address with its port.
    pub address: String,
    /// Whether it is an address of the machine's own, such as 127.0.0.1.
    pub loopback: bool,
    /// How long it took, in microseconds.
    pub duration_us: u64,
    /// What came of it.
    pub outcome: Dial,
}

/// What came of connecting: the first address of each family at once; when none of them connects, the others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tcp {
    /// The attempts, in the resolver's order.
    pub attempts: Vec<Attempt>,
    /// Which attempt's connection was used: the first that was accepted.
    pub used: Option<usize>,
}

impl Tcp {
    /// The attempt whose connection was used.
    pub fn connection(&self) -> Option<&Attempt> {
        self.used.and_then(|index| self.attempts.get(index))
    }
}
