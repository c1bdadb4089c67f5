//! Which tables and values of a report's data are compared, and what in them.
//!
//! What moves all the time, such as a round trip or the number of items, stands in none of these; what is measured and
//! worth a look, such as what a Region's loss would cost, is told and decides nothing.

/// A table or a value of a report's data.
#[derive(Debug)]
pub(super) struct Things {
    /// Its key in the data.
    pub(super) table: &'static str,
    /// The columns by which a row is known again. None: there is one.
    pub(super) known_by: &'static [&'static str],
    /// The columns that say to a person what it is about, where these are others.
    pub(super) called: &'static [&'static str],
    /// What one of them is.
    pub(super) noun: &'static str,
    /// What is compared: the column, and what to call it. None: the whole value.
    pub(super) columns: &'static [(&'static str, &'static str)],
    /// Those that say of one that came or went what it is.
    pub(super) summary: &'static [&'static str],
    /// Those that are measured: told, and no difference by themselves.
    pub(super) measured: &'static [&'static str],
}

/// Nothing in particular.
const ANY: Things =
    Things { table: "", known_by: &[], called: &[], noun: "", columns: &[], summary: &[], measured: &[] };

/// All of them, in the order in which they are told.
pub(super) static THINGS: &[Things] = &[
    Things {
        table: "uris",
        noun: "URI",
        columns: &[
            ("scheme", "scheme"),
            ("host", "host"),
            ("port", "port"),
            ("database", "database"),
            ("clustered", "clustered"),
            ("has_password", "password"),
            ("verifies_certificate", "certificate verified"),
            ("table", "table"),
        ],
        summary: &["host"],
        ..ANY
    },
    Things {
        table: "server",
        noun: "server",
        columns: &[
            ("address", "address"),
            ("kind", "kind"),
            ("version", "version"),
            ("role", "role"),
            ("mode", "mode"),
            ("availability_zone", "zone"),
            ("maxclients", "maxclients"),
            ("cluster_state", "cluster state"),
            ("cluster_size", "shards"),
            ("cluster_known_nodes", "nodes"),
            ("tls", "TLS"),
            ("certificate_expires_at", "certificate expires at"),
        ],
        summary: &["address", "version"],
        ..ANY
    },
    Things {
        table: "nodes",
        known_by: &["id"],
        called: &["address"],
        noun: "node",
        columns: &[
            ("address", "address"),
            ("state", "state"),
            ("role", "role"),
            ("zone", "zone"),
            ("version", "version"),
            ("link_status", "replication link"),
            ("maxclients", "maxclients"),
            ("maxmemory_bytes", "maxmemory in bytes"),
        ],
        summary: &["role", "zone", "state"],
        ..ANY
    },
    // A shard has no name that lasts; the node that serves it has.
    Things {
        table: "shards",
        known_by: &["primary"],
        noun: "slots",
        columns: &[("slots", "slots")],
        summary: &["slots"],
        ..ANY
    },
    Things {
        table: "table",
        known_by: &["name"],
        noun: "table",
        columns: &[
            ("status", "status"),
            ("layout", "layout"),
            ("partition_key", "partition key"),
            ("sort_key", "sort key"),
            ("billing_mode", "billing mode"),
            ("table_class", "table class"),
            ("ttl_status", "expiry"),
            ("ttl_attribute", "expiry attribute"),
            ("stream", "stream"),
            ("multi_region_consistency", "consistency"),
            ("indexes", "indexes"),
        ],
        summary: &["billing_mode"],
        ..ANY
    },
    Things {
        table: "described_table",
        known_by: &["name"],
        noun: "table",
        columns: &[
            ("status", "status"),
            ("partition_key", "partition key"),
            ("sort_key", "sort key"),
            ("billing_mode", "billing mode"),
            ("replicas", "replicas"),
        ],
        summary: &["billing_mode"],
        ..ANY
    },
    Things {
        table: "table_regions",
        known_by: &["region"],
        noun: "table's Region",
        columns: &[
            ("status", "status"),
            ("replica_status", "replica status"),
            ("read_units", "read units"),
            ("write_units", "write units"),
            ("read", "scaling of reads"),
            ("write", "scaling of writes"),
            ("point_in_time_recovery", "point-in-time recovery"),
            ("deletion_protection", "deletion protection"),
            ("kms_key", "KMS key"),
            ("table_class", "table class"),
            ("stream", "stream"),
            ("warm_throughput", "warm throughput"),
            ("tags", "tags"),
        ],
        summary: &["status"],
        ..ANY
    },
    Things {
        table: "failover_regions",
        known_by: &["region"],
        noun: "Region",
        columns: &[
            ("is_served", "served"),
            ("is_intended", "intended"),
            ("healthz_status", "answer of /healthz"),
            ("healthy_targets", "healthy targets"),
            ("targets", "targets"),
            ("deployed", "deployed"),
        ],
        summary: &["is_served"],
        ..ANY
    },
    Things {
        table: "hosted_zone",
        known_by: &["name"],
        noun: "hosted zone",
        columns: &[("id", "id"), ("is_private", "private"), ("accelerated_recovery", "accelerated recovery")],
        summary: &["id"],
        ..ANY
    },
    Things {
        table: "records",
        known_by: &["name", "type", "set_identifier"],
        called: &["type", "name", "set_identifier"],
        noun: "record",
        columns: &[
            ("role", "role"),
            ("target", "target"),
            ("region", "Region"),
            ("ttl_s", "TTL in seconds"),
            ("health_check", "health check"),
            ("evaluates_target_health", "evaluates target health"),
            ("health", "health"),
        ],
        summary: &["role", "target"],
        measured: &[],
    },
    Things {
        table: "health_checks",
        known_by: &["id"],
        noun: "health check",
        columns: &[
            ("type", "type"),
            ("host", "host"),
            ("address", "address"),
            ("port", "port"),
            ("path", "path"),
            ("interval_s", "interval in seconds"),
            ("threshold", "threshold"),
            ("is_disabled", "disabled"),
            ("is_inverted", "inverted"),
            ("alarms", "alarms"),
            ("health", "health"),
        ],
        summary: &["type", "host", "health"],
        ..ANY
    },
    Things {
        table: "resolvers",
        known_by: &["resolver", "type"],
        noun: "resolver",
        columns: &[("outcome", "outcome"), ("addresses", "addresses"), ("regions", "Regions")],
        summary: &["outcome"],
        ..ANY
    },
    Things {
        table: "active_regions",
        noun: "active Region",
        columns: &[("served", "Regions that are served"), ("intended", "Region that is intended")],
        ..ANY
    },
    Things {
        table: "rto_estimate",
        noun: "RTO",
        columns: &[
            ("objective_ms", "objective in ms"),
            ("is_movable", "traffic can move"),
            ("failover", "predicted failover"),
            ("failback", "predicted failback"),
        ],
        measured: &["failover", "failback"],
        ..ANY
    },
    Things {
        table: "lags",
        known_by: &["kind", "source", "part", "from", "to", "metric"],
        called: &["kind", "source", "part", "from", "to"],
        noun: "replica",
        columns: &[("state", "state"), ("p99_ms", "p99 in ms")],
        summary: &["state"],
        measured: &["p99_ms"],
    },
    Things {
        table: "rpo",
        known_by: &["failure", "kind", "source"],
        noun: "loss",
        columns: &[("loss", "what is lost"), ("objective_ms", "objective in ms"), ("loss_ms", "loss in ms")],
        summary: &["loss"],
        measured: &["loss_ms"],
        ..ANY
    },
    Things {
        table: "flows",
        known_by: &["flow"],
        noun: "flow",
        columns: &[
            ("state", "state"),
            ("destinations", "destinations"),
            ("customer_data", "customer data"),
            ("required", "required"),
        ],
        summary: &["state"],
        ..ANY
    },
    Things {
        table: "decisions",
        known_by: &["action", "resource"],
        noun: "decision",
        columns: &[("decision", "decision")],
        summary: &["decision"],
        ..ANY
    },
    Things { table: "recommended_mode", noun: "recommended mode", ..ANY },
    Things { table: "secret_arn", noun: "secret's ARN", ..ANY },
    Things { table: "version_id", noun: "secret's version", ..ANY },
];
