//! The section of `INFO` that the topology reads in more detail.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::connect::info::Section;
use crate::valkey::Address;

/// After so many seconds without anything a link is odd, idle as it may be: a primary sends something every
/// [`DEFAULT_PING_PERIOD_S`](super::DEFAULT_PING_PERIOD_S).
pub const LONG_SILENCE_S: u64 = 15;

/// A replica in its primary's eyes: a line `slave0:ip=…,port=…,state=…,offset=…,lag=…`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReplicaLine {
    /// Where it is.
    pub address: Address,
    /// `state`: `online` once it follows.
    pub state: String,
    /// How far it has acknowledged, in bytes.
    pub offset: Option<u64>,
    /// Seconds since it last acknowledged.
    pub lag_s: Option<u64>,
}

/// `INFO replication`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Replication {
    /// `role`: `master` or `slave`.
    pub role: Option<String>,
    /// Whom a replica follows.
    pub primary: Option<Address>,
    /// `master_link_status`, of a replica.
    pub link_status: Option<String>,
    /// `master_last_io_seconds_ago`, of a replica whose link is up.
    pub last_io_s: Option<u64>,
    /// `master_link_down_since_seconds`, of a replica whose link is down.
    pub link_down_since_s: Option<u64>,
    /// `master_sync_in_progress`, of a replica.
    pub is_syncing: Option<bool>,
    /// Bytes of the replication stream: written by a primary, applied by a replica.
    pub offset: Option<u64>,
    /// A primary's replicas.
    pub replicas: Vec<ReplicaLine>,
}

/// Reads `INFO replication`.
pub fn replication(text: &str) -> Replication {
    let section = Section(text);
    let role = section.text("role");
    let is_replica = role.as_deref() == Some("slave");
    let primary = section.get("master_host").zip(section.number("master_port"));
    Replication {
        primary: primary
            .and_then(|(host, port)| Some(Address::new(host, u16::try_from(port).ok()?)))
            .filter(|_| is_replica),
        link_status: section.text("master_link_status"),
        // -1 while the link is down.
        last_io_s: section.number("master_last_io_seconds_ago"),
        link_down_since_s: section.number("master_link_down_since_seconds"),
        is_syncing: section.flag("master_sync_in_progress"),
        offset: section.number(if is_replica { "slave_repl_offset" } else { "master_repl_offset" }),
        replicas: section.0.lines().filter_map(replica).collect(),
        role,
    }
}

fn replica(line: &str) -> Option<ReplicaLine> {
    let (index, fields) = line.strip_prefix("slave")?.split_once(':')?;
    index.parse::<u32>().ok()?;
    let field =
        |name: &str| fields.split(',').find_map(|field| field.trim().strip_prefix(name)?.strip_prefix('='));
    Some(ReplicaLine {
        address: Address::new(field("ip")?, field("port")?.parse().ok()?),
        state: field("state")?.to_owned(),
        offset: field("offset").and_then(|offset| offset.parse().ok()),
        lag_s: field("lag").and_then(|lag| lag.parse().ok()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_of_a_replication_link_are_read() {
        let primary = replication(
            "# Replication\r\nrole:master\r\nconnected_slaves:1\r\nslave0:ip=::1,port=6380,state=online,offset=90,lag=1,type=replica\r\nmaster_repl_offset:100\r\n",
        );
        assert_eq!(primary.offset, Some(100));
        assert_eq!(
            primary.replicas,
            [ReplicaLine {
                address: Address::new("::1", 6380),
                state: "online".into(),
                offset: Some(90),
                lag_s: Some(1)
            }]
        );
        let replica = replication(
            "role:slave\r\nmaster_host:10.0.0.1\r\nmaster_port:6379\r\nmaster_link_status:down\r\nmaster_last_io_seconds_ago:-1\r\nmaster_sync_in_progress:0\r\nslave_repl_offset:90\r\nmaster_link_down_since_seconds:4\r\nmaster_repl_offset:91\r\n",
        );
        assert_eq!(replica.primary, Some(Address::new("10.0.0.1", 6379)));
        assert_eq!((replica.last_io_s, replica.link_down_since_s, replica.offset), (None, Some(4), Some(90)));
    }
}
