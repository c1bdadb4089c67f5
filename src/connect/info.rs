//! `INFO` and `CLUSTER INFO`: from their text to the few fields that are used.

use super::evidence::{
    ClientFacts, ClusterSection, ClusterState, MemoryFacts, PersistenceFacts, Rehearsal, ReplicationFacts,
    ServerFacts,
};
use super::text::escape;

/// The fields of one section. Lines without a colon, such as headings, are passed over.
pub(crate) struct Section<'a>(pub(crate) &'a str);

impl<'a> Section<'a> {
    pub(crate) fn get(&self, name: &str) -> Option<&'a str> {
        self.0.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
    }

    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.get(name).filter(|value| !value.is_empty()).map(escape)
    }

    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        self.get(name)?.parse().ok()
    }

    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        self.number(name).map(|number| number != 0)
    }
}

/// `INFO server`.
pub(crate) fn server(text: &str) -> ServerFacts {
    let section = Section(text);
    ServerFacts {
        server_name: section.text("server_name"),
        valkey_version: section.text("valkey_version"),
        redis_version: section.text("redis_version"),
        mode: section.text("server_mode").or_else(|| section.text("redis_mode")),
        os: section.text("os"),
        availability_zone: section.text("availability_zone"),
        uptime_s: section.number("uptime_in_seconds"),
    }
}

/// `INFO clients`.
pub(crate) fn clients(text: &str) -> ClientFacts {
    let section = Section(text);
    ClientFacts {
        connected_clients: section.number("connected_clients"),
        cluster_connections: section.number("cluster_connections"),
        maxclients: section.number("maxclients"),
    }
}

/// `INFO replication`.
pub(super) fn replication(text: &str) -> ReplicationFacts {
    let section = Section(text);
    ReplicationFacts {
        role: section.text("role"),
        master_link_status: section.text("master_link_status"),
        master_link_down_since_s: section.number("master_link_down_since_seconds"),
        connected_replicas: section.number("connected_slaves"),
    }
}

/// `INFO persistence`.
pub(crate) fn persistence(text: &str) -> PersistenceFacts {
    let section = Section(text);
    PersistenceFacts {
        loading: section.flag("loading"),
        loading_eta_s: section.number("loading_eta_seconds"),
        loading_loaded_percent: section.text("loading_loaded_perc"),
    }
}

/// `INFO memory`.
pub(crate) fn memory(text: &str) -> MemoryFacts {
    let section = Section(text);
    MemoryFacts {
        used_bytes: section.number("used_memory"),
        max_bytes: section.number("maxmemory"),
        not_counted_bytes: section.number("mem_not_counted_for_evict"),
        policy: section.text("maxmemory_policy"),
    }
}

/// `ACL DRYRUN`: `OK`, or `User NAME has no permissions to run the 'hset' command` (Redis 7.0: `This user has …`), or
/// `… to access the 'KEY' key`.
pub(super) fn rehearsal(text: &str) -> Rehearsal {
    let denies = |what: &str| text.contains("no permissions to ") && text.ends_with(what);
    match text.trim() {
        "OK" => Rehearsal::Allowed,
        _ if denies(" command") => Rehearsal::CommandDenied,
        _ if denies(" key") => Rehearsal::KeyDenied,
        _ => Rehearsal::NotUnderstood,
    }
}

/// `INFO cluster`.
pub(super) fn cluster(text: &str) -> ClusterSection {
    let section = Section(text);
    ClusterSection { cluster_enabled: section.flag("cluster_enabled") }
}

/// `CLUSTER INFO`.
pub(crate) fn cluster_info(text: &str) -> ClusterState {
    let section = Section(text);
    ClusterState {
        state: section.text("cluster_state"),
        slots_assigned: section.number("cluster_slots_assigned"),
        slots_ok: section.number("cluster_slots_ok"),
        slots_pfail: section.number("cluster_slots_pfail"),
        slots_fail: section.number("cluster_slots_fail"),
        known_nodes: section.number("cluster_known_nodes"),
        size: section.number("cluster_size"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_whole_and_absent_ones_stay_absent() {
        let facts = server(
            "# Server\r\nredis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:9.1.2\r\nserver_mode:cluster\r\navailability_zone:\r\n",
        );
        assert_eq!(facts.valkey_version.as_deref(), Some("9.1.2"));
        assert_eq!(facts.redis_version.as_deref(), Some("7.2.4"));
        assert_eq!(facts.mode.as_deref(), Some("cluster"));
        assert_eq!(facts.availability_zone, None);
        let clients = super::clients("connected_clients:3\r\nmaxclients:x\r\n");
        assert_eq!((clients.connected_clients, clients.maxclients), (Some(3), None));
        assert_eq!(persistence("loading:1\r\nloading_eta_seconds:7\r\n").loading, Some(true));
        assert_eq!(cluster(""), ClusterSection::default());
        for (text, meant) in [
            ("OK", Rehearsal::Allowed),
            ("This user has no permissions to run the 'hset' command", Rehearsal::CommandDenied),
            ("User default has no permissions to access the 'chalkstore' key", Rehearsal::KeyDenied),
            ("hunter2", Rehearsal::NotUnderstood),
        ] {
            assert_eq!(rehearsal(text), meant, "{text}");
        }
    }
}
