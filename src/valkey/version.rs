//! The version of a server, and the one that is expected.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::connect::evidence::ServerFacts;

/// A server's kind and version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// Whether it is Valkey; else Redis.
    pub is_valkey: bool,
    /// Major, minor, patch.
    pub number: (u32, u32, u32),
}

impl Version {
    /// The version that a server tells, if it does. Valkey names its own beside the one of Redis that it is compatible
    /// with.
    pub fn of(server: &ServerFacts) -> Option<Self> {
        let is_valkey = server.valkey_version.is_some() || server.server_name.as_deref() == Some("valkey");
        let text = server.valkey_version.as_ref().or(server.redis_version.as_ref())?;
        let mut numbers = text.split(['.', '-']).map_while(|number| number.parse().ok());
        Some(Self {
            is_valkey,
            number: (numbers.next()?, numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)),
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (major, minor, patch) = self.number;
        write!(f, "{} {major}.{minor}.{patch}", name(self.is_valkey))
    }
}

const fn name(is_valkey: bool) -> &'static str {
    if is_valkey { "Valkey" } else { "Redis" }
}

/// A version as somebody expects it: `Valkey 9.1`, or `9.1` of either. What is not said of it may be any.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct VersionWanted {
    is_valkey: Option<bool>,
    /// The major number first, then the minor, then the patch: one to three of them.
    numbers: Vec<u32>,
}

impl VersionWanted {
    /// The release that a server belongs to: its patches are expected to change.
    pub fn release_of(version: Version) -> Self {
        Self { is_valkey: Some(version.is_valkey), numbers: vec![version.number.0, version.number.1] }
    }

    /// Whether a version is one that is expected.
    pub fn takes(&self, version: Version) -> bool {
        let (major, minor, patch) = version.number;
        self.is_valkey.is_none_or(|is_valkey| is_valkey == version.is_valkey)
            && [major, minor, patch].starts_with(&self.numbers)
    }
}

impl FromStr for VersionWanted {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = "write the server and its version, such as `Valkey 9.1`, `Redis 7.0.15` or `9.1`";
        let (is_valkey, numbers) = match text.trim().rsplit_once(' ') {
            None => (None, text.trim()),
            Some((server, numbers)) => match server.trim_end().to_ascii_lowercase().as_str() {
                "valkey" => (Some(true), numbers),
                "redis" => (Some(false), numbers),
                _ => return Err(wrong),
            },
        };
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let parsed = numbers.split('.').map(|part| part.parse().ok().filter(|_| is_number(part)));
        let numbers: Vec<u32> = parsed.collect::<Option<_>>().ok_or(wrong)?;
        if numbers.len() > 3 { Err(wrong) } else { Ok(Self { is_valkey, numbers }) }
    }
}

impl TryFrom<String> for VersionWanted {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<VersionWanted> for String {
    fn from(wanted: VersionWanted) -> Self {
        wanted.to_string()
    }
}

impl fmt::Display for VersionWanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(is_valkey) = self.is_valkey {
            write!(f, "{} ", name(is_valkey))?;
        }
        let numbers: Vec<String> = self.numbers.iter().map(u32::to_string).collect();
        f.write_str(&numbers.join("."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_said_may_be_any() {
        let valkey = |number| Version { is_valkey: true, number };
        let redis = |number| Version { is_valkey: false, number };
        for (wanted, version, takes) in [
            ("Valkey 9.1", valkey((9, 1, 2)), true),
            ("valkey 9.1.2", valkey((9, 1, 2)), true),
            ("9", valkey((9, 1, 2)), true),
            ("7.0", redis((7, 0, 15)), true),
            ("Valkey 9.1", valkey((9, 0, 0)), false),
            ("Valkey 9.1", valkey((9, 10, 0)), false),
            ("Valkey 8.0", redis((8, 0, 2)), false),
            ("9.1.2", valkey((9, 1, 3)), false),
        ] {
            let parsed: VersionWanted = wanted.parse().expect(wanted);
            assert_eq!(parsed.takes(version), takes, "{wanted} {version}");
            assert_eq!(parsed.to_string().parse(), Ok(parsed));
        }
        assert_eq!(VersionWanted::release_of(valkey((9, 1, 2))).to_string(), "Valkey 9.1");
        for wrong in ["", "x", "9.", "9.1.2.3", "KeyDB 6", "Valkey", "+9", "9.x", "99999999999"] {
            assert!(wrong.parse::<VersionWanted>().is_err(), "{wrong}");
        }
    }
}
