//! `INFO` and `CLUSTER INFO`: from their text to the few fields that are used.

use super::evidence::{
    ClientFacts, ClusterSection, ClusterState, PersistenceFacts, ReplicationFacts, ServerFacts,
};
use super::text::escape;

/// The fields of one section.
pub(super) struct Section<'a>(&'a str);

impl<'a> Section<'a> {
    /// Takes a reply's text; lines without a colon, such as headings, are passed over.
    pub(super) const fn new(text: &'a str) -> Self {
        Self(text)
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        self.0.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
    }

    fn text(&self, name: &str) -> Option<String> {
        self.get(name).filter(|value| !value.is_empty()).map(escape)
    }

    fn number(&self, name: &str) -> Option<u64> {
        self.get(name)?.parse().ok()
    }

    fn flag(&self, name: &str) -> Option<bool> {
        self.number(name).map(|number| number != 0)
    }

    /// `INFO server`.
    pub(super) fn server(&self) -> ServerFacts {
        ServerFacts {
            server_name: self.text("server_name"),
            valkey_version: self.text("valkey_version"),
            redis_version: self.text("redis_version"),
            mode: self.text("server_mode").or_else(|| self.text("redis_mode")),
            os: self.text("os"),
            availability_zone: self.text("availability_zone"),
            uptime_s: self.number("uptime_in_seconds"),
        }
    }

    /// `INFO clients`.
    pub(super) fn clients(&self) -> ClientFacts {
        ClientFacts {
            connected_clients: self.number("connected_clients"),
            cluster_connections: self.number("cluster_connections"),
            maxclients: self.number("maxclients"),
        }
    }

    /// `INFO replication`.
    pub(super) fn replication(&self) -> ReplicationFacts {
        ReplicationFacts {
            role: self.text("role"),
            master_link_status: self.text("master_link_status"),
            master_link_down_since_s: self.number("master_link_down_since_seconds"),
            connected_replicas: self.number("connected_slaves"),
        }
    }

    /// `INFO persistence`.
    pub(super) fn persistence(&self) -> PersistenceFacts {
        PersistenceFacts {
            loading: self.flag("loading"),
            loading_eta_s: self.number("loading_eta_seconds"),
            loading_loaded_percent: self.text("loading_loaded_perc"),
        }
    }

    /// `INFO cluster`.
    pub(super) fn cluster(&self) -> ClusterSection {
        ClusterSection { cluster_enabled: self.flag("cluster_enabled") }
    }

    /// `CLUSTER INFO`.
    pub(super) fn cluster_info(&self) -> ClusterState {
        ClusterState {
            state: self.text("cluster_state"),
            slots_assigned: self.number("cluster_slots_assigned"),
            slots_ok: self.number("cluster_slots_ok"),
            slots_pfail: self.number("cluster_slots_pfail"),
            slots_fail: self.number("cluster_slots_fail"),
            known_nodes: self.number("cluster_known_nodes"),
            size: self.number("cluster_size"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_whole_and_absent_ones_stay_absent() {
        let section = Section::new(
            "# Server\r\nredis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:9.1.2\r\nserver_mode:cluster\r\navailability_zone:\r\n",
        );
        let facts = section.server();
        assert_eq!(facts.valkey_version.as_deref(), Some("9.1.2"));
        assert_eq!(facts.redis_version.as_deref(), Some("7.2.4"));
        assert_eq!(facts.mode.as_deref(), Some("cluster"));
        assert_eq!(facts.availability_zone, None);
        let clients = Section::new("connected_clients:3\r\nmaxclients:x\r\n").clients();
        assert_eq!((clients.connected_clients, clients.maxclients), (Some(3), None));
        assert_eq!(Section::new("loading:1\r\nloading_eta_seconds:7\r\n").persistence().loading, Some(true));
        assert_eq!(Section::new("").cluster(), ClusterSection::default());
    }
}
