//! What every text in the file has to be, by where it stands. `*` in a path is any key, or any item of a list.

use super::values::{
    allowed_host, attribute, check, cidr_or_host, cluster, cooldown, day, duration_to_a_week,
    duration_to_a_year, endpoint, environment, host, identifier, key, plain, region, replica, replicator,
    repository, resolver, role, scaling, secret, server_version, table, tag, told, units, uri, variable,
    version, window,
};

/// What a text has to be.
pub(super) struct Rule {
    /// Where it stands.
    pub(super) path: &'static str,
    /// What it is called, with its article.
    pub(super) noun: &'static str,
    /// One that is right.
    pub(super) example: &'static str,
    /// The same for editors, as a regular expression, where it can be said so.
    pub(super) pattern: Option<&'static str>,
    /// Whether it is one; and where not, why, or nothing where the noun says enough. What was given is never repeated.
    pub(super) check: fn(&str) -> Result<(), String>,
}

const fn rule(
    path: &'static str,
    noun: &'static str,
    example: &'static str,
    pattern: Option<&'static str>,
    check: fn(&str) -> Result<(), String>,
) -> Rule {
    Rule { path, noun, example, pattern, check }
}

const NAME: Option<&str> = Some("^[A-Za-z0-9._-]+$");
const REGION: Option<&str> = Some("^[a-z0-9]+(-[a-z0-9]+){2,}$");
const DURATION: Option<&str> = Some("^ *[0-9]+ *[a-zA-Z]+( *[0-9]+ *[a-zA-Z]+)* *$");
const WORDS: Option<&str> = Some("\\S");

/// The file's texts.
pub(super) static VALUES: &[Rule] = &[
    rule("environments.*.aws.region", "a Region", "us-east-1", REGION, region),
    rule("environments.*.aws.profile", "the name of a profile", "production", WORDS, plain),
    rule(
        "environments.*.aws.endpoint_url",
        "an endpoint's URL",
        "http://127.0.0.1:4566",
        Some("^https?://"),
        endpoint,
    ),
    rule("environments.*.online_store.secret", "a secret's name or ARN", "online-store-uri", None, secret),
    rule(
        "environments.*.online_store.uri_env",
        "the name of a variable",
        "REDIS_URI",
        Some("^[A-Za-z_][A-Za-z0-9_]*$"),
        variable,
    ),
    rule("environments.*.online_store.uri_file", "the path of a file", "online-store.uri", WORDS, plain),
    rule(
        "environments.*.online_store.uri",
        "a URI without a password",
        "redis://cache.example.com:6379/0?clustered=true",
        None,
        uri,
    ),
    rule(
        "environments.*.topology.server_version",
        "a server's version",
        "Valkey 9.1",
        Some("^ *([Vv]alkey +|[Rr]edis +)?[0-9]+([.][0-9]+){0,2} *$"),
        server_version,
    ),
    rule("environments.*.topology.zone_map", "the path of a file", "zones.json", WORDS, plain),
    rule("environments.*.table.name", "a table's name or ARN", "chalk-online-store", None, table),
    rule("environments.*.table.window", "a duration from 1h to 454d", "3d", DURATION, window),
    rule("environments.*.table.partition_key", "the name of an attribute", "pk", WORDS, attribute),
    rule("environments.*.table.sort_key", "the name of an attribute", "sk", WORDS, attribute),
    rule("environments.*.table.ttl_attribute", "the name of an attribute", "expires_at", WORDS, attribute),
    rule("environments.*.table.environment", "the value of a tag", "production", WORDS, tag),
    rule("environments.*.table.replicas.*", "REGION or REGION=MIN-MAX[@TARGET]", "us-west-2", None, replica),
    rule("environments.*.table.tags.*", "the value of a tag", "features", None, tag),
    rule("environments.*.table.scale_in_cooldown", "a duration of whole seconds", "60s", DURATION, cooldown),
    rule("environments.*.table.scale_out_cooldown", "a duration of whole seconds", "60s", DURATION, cooldown),
    rule(
        "environments.*.table.read_scaling",
        "MIN-MAX[@TARGET]",
        "500-5000@70",
        Some("^ *[0-9]+ *- *[0-9]+ *(@.*)?$"),
        scaling,
    ),
    rule(
        "environments.*.table.write_scaling",
        "MIN-MAX[@TARGET]",
        "250-2500@70",
        Some("^ *[0-9]+ *- *[0-9]+ *(@.*)?$"),
        scaling,
    ),
    rule(
        "environments.*.table.warm_throughput",
        "READ,WRITE units",
        "12000,4000",
        Some("^ *[0-9]+ *, *[0-9]+ *$"),
        units,
    ),
    rule(
        "environments.*.table.kms_keys.*",
        "KEY or REGION=KEY",
        "us-east-1=1234abcd-12ab-34cd-56ef-1234567890ab",
        None,
        key,
    ),
    rule(
        "environments.*.access.role",
        "a role's ARN",
        "arn:aws:iam::123456789012:role/chalk",
        Some("^arn:aws"),
        role,
    ),
    rule("environments.*.failover.name", "a host", "chalk.example.com", WORDS, host),
    rule("environments.*.failover.region_hosts.*", "a host", "prod-east.query.example.com", WORDS, host),
    rule("environments.*.failover.resolvers.*", "a resolver", "1.1.1.1", WORDS, resolver),
    rule("environments.*.failover.active", "a Region", "us-east-1", REGION, region),
    rule("environments.*.failover.offline_hosts.*", "a host", "chalk.example.com", WORDS, host),
    rule("environments.*.failover.deployed.*", "a version", "3f2a91c", WORDS, version),
    rule(
        "environments.*.replication.msk_replicators.*",
        "a replicator's ARN",
        "arn:aws:kafka:us-west-2:123456789012:replicator/east-to-west/1c4a-2",
        Some("^arn:aws[a-z-]*:kafka:"),
        replicator,
    ),
    rule(
        "environments.*.replication.aurora_globals.*",
        "an identifier",
        "chalk-metadata",
        Some("^[A-Za-z0-9-]+$"),
        identifier,
    ),
    rule(
        "environments.*.replication.global_datastores.*",
        "an identifier",
        "abcde-chalk",
        Some("^[A-Za-z0-9-]+$"),
        identifier,
    ),
    rule("environments.*.replication.regions.*", "a Region", "us-west-2", REGION, region),
    rule("environments.*.replication.window", "a duration from 1h to 454d", "1h", DURATION, window),
    rule("environments.*.dataflow.otel_configs.*", "the path of a file", "otel/collector.yaml", WORDS, plain),
    rule(
        "environments.*.dataflow.metadata_hosts.*",
        "a host or a network",
        "api.chalk.example.com",
        WORDS,
        cidr_or_host,
    ),
    rule(
        "environments.*.dataflow.allow_hosts.*",
        "a host, a network, or an address in Terraform",
        "otel.example.com",
        WORDS,
        allowed_host,
    ),
    rule(
        "environments.*.dataflow.image_repositories.*",
        "a registry's host",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com",
        Some("^[A-Za-z0-9][A-Za-z0-9._/:-]{0,254}$"),
        repository,
    ),
    rule(
        "environments.*.dataflow.eks_cluster",
        "a cluster's name",
        "chalk-data-plane",
        Some("^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$"),
        cluster,
    ),
    rule("environments.*.dataflow.eks_json", "the path of a file", "cluster.json", WORDS, plain),
    rule("environments.*.dataflow.vpc_endpoints.*", "the path of a file", "endpoints.json", WORDS, plain),
    rule("environments.*.objectives.rpo", "a duration of at most 7d", "60s", DURATION, duration_to_a_week),
    rule("environments.*.objectives.rto", "a duration of at most a year", "3m", DURATION, duration_to_a_year),
    rule("environments.*.objectives.max_lag", "a duration of at most 7d", "5s", DURATION, duration_to_a_week),
    rule("environments.*.skip.*.check", "the code or the name of a check", "TOP021", None, check),
    rule("environments.*.skip.*.reason", "a reason", "moves to three zones in Q1, OPS-1234", WORDS, told),
    rule("environments.*.skip.*.until", "a day", "2026-12-31", Some("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), day),
    rule("environments.*.skip.*.about", "a part of the subject", "us-east-1a", WORDS, plain),
];

/// The keys of tables whose keys are chosen by whoever writes them.
pub(super) static KEYS: &[Rule] = &[
    rule("environments", "an environment's name", "production", NAME, environment),
    rule("environments.*.topology.query_servers", "a zone", "us-east-1a", WORDS, plain),
    rule("environments.*.table.tags", "the key of a tag", "team", WORDS, plain),
    rule("environments.*.failover.region_hosts", "a Region", "us-east-1", REGION, region),
    rule("environments.*.failover.deployed", "a Region", "us-east-1", REGION, region),
    rule("environments.*.failover.query_servers", "a Region", "us-east-1", REGION, region),
];

/// Whole numbers as they may be, by where they stand.
pub(super) static NUMBERS: &[(&str, u32)] = &[
    ("environments.*.topology.shards", 3),
    ("environments.*.topology.replicas_per_shard", 1),
    ("environments.*.topology.query_servers.*", 20),
    ("environments.*.topology.clients_per_server", 1),
    ("environments.*.table.read_capacity", 1000),
    ("environments.*.table.write_capacity", 500),
    ("environments.*.failover.query_servers.*", 40),
];

/// The rule of a place.
pub(super) fn of(rules: &'static [Rule], path: &str) -> Option<&'static Rule> {
    rules.iter().find(|rule| rule.path == path)
}
