//! What resolvers say.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::words::milliseconds;

/// What one resolver says of a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ResolverSeen {
    /// The resolver: `ADDRESS:PORT`, or `system`.
    pub resolver: String,
    /// The type that was asked for.
    #[serde(rename = "type")]
    pub kind: RecordKind,
    /// What came of it.
    pub outcome: DnsOutcome,
    /// How long it took, in microseconds.
    pub took_us: u64,
}

/// What resolvers say of a name beside the failover name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NameSeen {
    /// The name, in small letters and without the dot at its end.
    pub host: String,
    /// What each resolver says of it.
    pub resolvers: Vec<ResolverSeen>,
}

/// A type of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum RecordKind {
    /// IPv4 addresses.
    A,
    /// IPv6 addresses.
    #[serde(rename = "AAAA")]
    Aaaa,
    /// Another name.
    #[serde(rename = "CNAME")]
    Cname,
}

/// What came of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DnsOutcome {
    /// Records, in the answer's order: the chain of names first.
    Answered(Vec<DnsRecord>),
    /// The name has no records of this type.
    NoRecords,
    /// There is no such name.
    NoName,
    /// No answer in time, in milliseconds.
    TimedOut(u64),
    /// Any other failure.
    Failed(String),
}

/// One record of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DnsRecord {
    /// Its name, in small letters and without the dot at its end.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: RecordKind,
    /// The address, or the other name.
    pub value: String,
    /// How long it may be kept from now, in seconds.
    pub ttl_s: u32,
}

impl ResolverSeen {
    /// Why no address was told, in words.
    pub fn why_none(&self) -> String {
        let resolver = &self.resolver;
        match &self.outcome {
            DnsOutcome::Answered(_) | DnsOutcome::NoRecords => format!("{resolver} knows no address of it"),
            DnsOutcome::NoName => format!("{resolver} says that there is no such name"),
            DnsOutcome::TimedOut(ms) => format!("{resolver} did not answer within {}", milliseconds(*ms)),
            DnsOutcome::Failed(reason) => format!("{resolver}: {reason}"),
        }
    }

    /// The addresses that were told.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        let records = match &self.outcome {
            DnsOutcome::Answered(records) => records.as_slice(),
            _ => &[],
        };
        let is_address = |record: &&DnsRecord| record.kind != RecordKind::Cname;
        records.iter().filter(is_address).map(|record| record.value.as_str())
    }
}
