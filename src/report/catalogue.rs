//! Every check as data: its stable code, its name, what passing means, and its page.
//!
//! Codes are public API. A code is never reused and never changes its meaning; `since` names the version
//! that it came with. To add a check, add its line here and its page `explain/CODE.md`; the room that makes
//! the check refers to it by its constant.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Severity;

/// The family that a check belongs to: the prefix of its code, and the heading it stands under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// `URI…`: connection URIs.
    Uri,
    /// `NET…`: reaching a store: DNS, TCP, TLS, AUTH.
    Network,
    /// `TOP…`: topology, zones, replica policies.
    Topology,
    /// `CAP…`: capacity and cost.
    Capacity,
    /// `TBL…`: tables.
    Tables,
    /// `SEC…`: secrets.
    Secrets,
    /// `IAM…`: what a role may do.
    Access,
    /// `LAG…`: replication lag.
    Replication,
    /// `FO…`: failover routing and health.
    Failover,
    /// `FLOW…`: what flows between the metadata plane and the data plane.
    Flows,
    /// `CFG…`: `chalkstore.toml`.
    Configuration,
}

impl Category {
    /// The word used in machine-readable formats.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Uri => "uri",
            Self::Network => "network",
            Self::Topology => "topology",
            Self::Capacity => "capacity",
            Self::Tables => "table",
            Self::Secrets => "secrets",
            Self::Access => "access",
            Self::Replication => "replication",
            Self::Failover => "failover",
            Self::Flows => "dataflow",
            Self::Configuration => "configuration",
        }
    }

    /// The heading that a person reads.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Uri => "Connection URI",
            Self::Network => "Reaching the store",
            Self::Topology => "Topology",
            Self::Capacity => "Capacity and cost",
            Self::Tables => "Table",
            Self::Secrets => "Secrets",
            Self::Access => "Permissions",
            Self::Replication => "Replication",
            Self::Failover => "Failover",
            Self::Flows => "Data flows",
            Self::Configuration => "Configuration",
        }
    }
}

impl Category {
    /// Every category, in the order of reports.
    pub const ALL: [Self; 11] = [
        Self::Uri,
        Self::Network,
        Self::Topology,
        Self::Capacity,
        Self::Tables,
        Self::Secrets,
        Self::Access,
        Self::Replication,
        Self::Failover,
        Self::Flows,
        Self::Configuration,
    ];
}

/// A check, as data.
#[derive(Debug, PartialEq, Eq)]
pub struct Check {
    /// The stable code, such as `URI014`.
    pub code: &'static str,
    /// The stable name, such as `uri-parameters`.
    pub name: &'static str,
    /// Its family.
    pub category: Category,
    /// How bad a failure is, unless the finding says otherwise.
    pub severity: Severity,
    /// The version of chalkstore that it came with.
    pub since: &'static str,
    /// The passing state, in words that also serve as the message of a pass.
    pub passing: &'static str,
    /// Its page: what, why, how it is decided, how to fix, sources (Markdown).
    pub page: &'static str,
}

/// The checks that tell what a loss that has not happened would come to.
const LOOKING_AHEAD: [&str; 6] = ["TOP011", "TOP017", "TOP026", "TOP027", "TOP028", "TOP029"];

impl Check {
    /// Whether it tells what a loss that has not happened would come to. What is wrong already is often the cause, and
    /// stands before it in what people read.
    pub fn looks_ahead(&self) -> bool {
        LOOKING_AHEAD.contains(&self.code)
    }
}

/// Finds a check by its code or name, whatever the case.
pub fn find(code_or_name: &str) -> Option<&'static Check> {
    ALL.iter().copied().find(|check| {
        check.code.eq_ignore_ascii_case(code_or_name) || check.name.eq_ignore_ascii_case(code_or_name)
    })
}

macro_rules! checks {
    ($($category:ident { $($constant:ident $code:literal $name:literal $severity:ident $since:literal $passing:literal)+ })+) => {
        $($(
            #[doc = concat!("`", $code, "`: ", $passing, ".")]
            pub static $constant: Check = Check {
                code: $code,
                name: $name,
                category: Category::$category,
                severity: Severity::$severity,
                since: $since,
                passing: $passing,
                page: include_str!(concat!("../../explain/", $code, ".md")),
            };
        )+)+

        /// Every check, in the order of the catalogue.
        pub static ALL: &[&Check] = &[$($(&$constant),+),+];
    };
}

checks! {
    Uri {
        URI_SINGLE "URI001" "uri-single" Critical "0.1.0"
            "the value is one connection URI"
        URI_CLEAN "URI002" "uri-clean" High "0.1.0"
            "nothing surrounds the URI or hides in it: no spaces, quotes, byte-order mark or control characters"
        URI_ASCII "URI003" "uri-ascii" Critical "0.1.0"
            "every character is plain ASCII, without smart quotes or look-alikes"
        URI_SCHEME "URI004" "uri-scheme" Critical "0.1.0"
            "the scheme is redis, rediss, valkey, valkeys or dynamodb"
        URI_SEPARATOR "URI005" "uri-separator" Critical "0.1.0"
            "`://` stands between the scheme and the rest"
        URI_HOST "URI006" "uri-host" Critical "0.1.0"
            "the host is a name or an address"
        URI_PORT "URI007" "uri-port" Critical "0.1.0"
            "the port is a number from 1 to 65535"
        URI_DATABASE "URI008" "uri-database" High "0.1.0"
            "the database is a number from 0 to 15, or left out"
        URI_CLUSTERED_VALUE "URI009" "uri-clustered-value" Critical "0.1.0"
            "`clustered` is `true` or `false`, and given once"
        URI_CLUSTERED "URI010" "uri-clustered" Critical "0.1.0"
            "`clustered` is given"
        URI_PASSWORD "URI011" "uri-password" High "0.1.0"
            "the password is given at most once and is not empty"
        URI_USERINFO "URI012" "uri-userinfo" High "0.1.0"
            "credentials stand in `password=`, not before the host"
        URI_PASSWORD_ENCODING "URI013" "uri-password-encoding" Critical "0.1.0"
            "reserved characters in the password are percent-encoded"
        URI_PARAMETERS "URI014" "uri-parameters" High "0.1.0"
            "every query parameter is one that the query servers read"
        URI_FRAGMENT "URI015" "uri-fragment" High "0.1.0"
            "the fragment is `#insecure` on a TLS scheme, or absent"
        URI_TLS_VERIFICATION "URI016" "uri-tls-verification" Medium "0.1.0"
            "certificate verification is on, or switched off on purpose by `#insecure`"
        URI_PLAINTEXT_PASSWORD "URI017" "uri-plaintext-password" High "0.1.0"
            "the password travels over TLS only"
        URI_LOCAL_HOST "URI018" "uri-local-host" High "0.1.0"
            "the host is not the reader's own machine: neither loopback nor link-local"
        URI_PLACEHOLDER "URI019" "uri-placeholder" Critical "0.1.0"
            "no placeholder is left to fill in"
        URI_CLUSTER_DATABASE "URI020" "uri-cluster-database" High "0.1.0"
            "in cluster mode the database is 0"
        URI_PROVIDER_TLS "URI021" "uri-provider-tls" High "0.1.0"
            "TLS is used where the provider's endpoint has it, and only there"
        URI_PROVIDER_PORT "URI022" "uri-provider-port" High "0.1.0"
            "the port is one on which the provider's endpoint listens"
        URI_PROVIDER_MODE "URI023" "uri-provider-mode" Critical "0.1.0"
            "`clustered` matches the kind of endpoint that the provider's name tells"
        URI_TABLE "URI030" "uri-table" Critical "0.1.0"
            "the DynamoDB table's name is valid"
        URI_TABLE_ONLY "URI031" "uri-table-only" Critical "0.1.0"
            "nothing but the table's name follows `dynamodb:///`"
    }
    Network {
        NET_RESOLVE "NET001" "net-resolve" Critical "0.1.0"
            "the host name resolves"
        NET_TCP "NET002" "net-tcp" Critical "0.1.0"
            "a TCP connection is accepted"
        NET_FAMILIES "NET003" "net-families" Medium "0.1.0"
            "every address family that the name resolves to accepts connections"
        NET_TLS "NET004" "net-tls" Critical "0.1.0"
            "the TLS handshake succeeds"
        NET_TLS_CHAIN "NET005" "net-tls-chain" Critical "0.1.0"
            "the certificate chain leads to a trusted root"
        NET_TLS_NAME "NET006" "net-tls-name" Critical "0.1.0"
            "the certificate names the host"
        NET_TLS_EXPIRY "NET007" "net-tls-expiry" Critical "0.1.0"
            "the certificate is valid now and for 30 more days"
        NET_PEER "NET008" "net-peer" Critical "0.1.0"
            "the peer speaks the Redis protocol"
        NET_PROTECTED "NET009" "net-protected" Critical "0.1.0"
            "the server lets clients from other machines in"
        NET_MAXCLIENTS "NET010" "net-maxclients" High "0.1.0"
            "the server has room for more clients"
        NET_AUTH "NET011" "net-auth" Critical "0.1.0"
            "the server accepts the credentials"
        NET_PING "NET012" "net-ping" Critical "0.1.0"
            "the server answers PING"
        NET_LOADING "NET013" "net-loading" High "0.1.0"
            "the data set is loaded"
        NET_VERSION "NET014" "net-version" Medium "0.1.0"
            "the server is Redis 7.0 or Valkey 7.2 or later, so CLUSTER SHARDS answers"
        NET_ROLE "NET015" "net-role" High "0.1.0"
            "nothing that the endpoint tells stands against writes"
        NET_CLUSTER_MODE "NET016" "net-cluster-mode" Critical "0.1.0"
            "`clustered` matches the server's mode"
        NET_CLUSTER_STATE "NET017" "net-cluster-state" Critical "0.1.0"
            "the cluster says that it is up"
        NET_DATABASE "NET018" "net-database" High "0.1.0"
            "the database exists on the server"
        NET_AWS_REGION "NET030" "net-aws-region" Critical "0.1.0"
            "an AWS Region is known"
        NET_AWS_CREDENTIALS "NET031" "net-aws-credentials" Critical "0.1.0"
            "AWS credentials are found and accepted"
        NET_TABLE_ACCESS "NET032" "net-table-access" High "0.1.0"
            "DynamoDB answers DescribeTable"
        NET_TABLE_EXISTS "NET033" "net-table-exists" Critical "0.1.0"
            "the table exists in the Region"
        NET_TABLE_STATUS "NET034" "net-table-status" Critical "0.1.0"
            "the table is ACTIVE"
        NET_TABLE_KEYS "NET035" "net-table-keys" Medium "0.1.0"
            "the table's key is one of the two layouts that are documented for the online store"
    }
    Topology {
        TOP_SLOTS "TOP001" "slots-covered" Critical "0.1.0"
            "all 16384 slots are covered, each by one shard"
        TOP_READABLE "TOP002" "topology-readable" Critical "0.1.0"
            "the first server tells the store's topology"
        TOP_SHARDS_COMMAND "TOP003" "shards-command" High "0.1.0"
            "every server has CLUSTER SHARDS: Redis 7.0, Valkey 7.2 or later"
        TOP_ANSWERS "TOP004" "nodes-answer" High "0.1.0"
            "every node answers"
        TOP_HEALTH "TOP005" "nodes-healthy" High "0.1.0"
            "no node has failed, is suspected or is loading"
        TOP_STATE "TOP006" "cluster-state" Critical "0.1.0"
            "every node says that the cluster is ok"
        TOP_VIEWS "TOP007" "views-agree" High "0.1.0"
            "every node knows the same shards and nodes"
        TOP_MIGRATION "TOP008" "slots-settled" Medium "0.1.0"
            "no slot is on its way from one shard to another"
        TOP_LINK "TOP009" "replication-link" High "0.1.0"
            "every replica is linked to its primary"
        TOP_LAG "TOP010" "replication-lag" Medium "0.1.0"
            "every replica is close behind its primary"
        TOP_REPLICA "TOP011" "shard-replicas" High "0.1.0"
            "every shard has a replica"
        TOP_VERSION "TOP012" "versions-agree" Medium "0.1.0"
            "every node runs the same version"
        TOP_BALANCE "TOP013" "slots-balanced" Low "0.1.0"
            "slots are spread evenly over the shards"
        TOP_MEMORY "TOP014" "memory-balanced" Medium "0.1.0"
            "no node is short of memory or holds far more than its peers"
        TOP_CLIENTS "TOP015" "clients-balanced" Low "0.1.0"
            "clients are spread evenly over nodes of the same role"
        TOP_MAXCLIENTS "TOP016" "connections-fit" Critical "0.1.0"
            "every node has room for the connections of all query servers"
        TOP_COVERAGE "TOP017" "full-coverage" Medium "0.1.0"
            "one lost shard does not stop the others"
        TOP_TIMEOUT "TOP018" "node-timeout" Low "0.1.0"
            "cluster-node-timeout is one at which a failover is neither slow nor hasty, and the same on every node"
        TOP_FAILOVER "TOP019" "automatic-failover" High "0.1.0"
            "replicas take over by themselves when their primary fails"
        TOP_ZONE "TOP020" "zones-known" High "0.1.0"
            "the zone of every node is known"
        TOP_LOCAL "TOP021" "local-replica" High "0.1.0"
            "every shard has a replica in the query server's zone"
        TOP_ZONE_SHARDS "TOP022" "zones-in-shards" High "0.1.0"
            "CLUSTER SHARDS tells the zone of every node, where ZONAL_AFFINITY reads it"
        TOP_ZONE_SOURCES "TOP023" "zones-consistent" High "0.1.0"
            "every source that tells a node's zone tells the same"
        TOP_ZONE_NAMES "TOP024" "zone-names" Medium "0.1.0"
            "zones are named alike, and as a query server's zone is"
        TOP_AZ "TOP025" "az-known" Critical "0.1.0"
            "the query server's zone is one of the cluster's"
        TOP_REPLICA_ZONE "TOP026" "replica-zones" High "0.1.0"
            "every shard has a replica outside of its primary's zone"
        TOP_MAJORITY "TOP027" "zone-majority" High "0.1.0"
            "no zone holds half of the primaries or more"
        TOP_ZONE_LOSS "TOP028" "zone-loss" Critical "0.1.0"
            "every slot is served again after the loss of any one zone"
        TOP_LOSE "TOP029" "asked-loss" Critical "0.1.0"
            "every slot is served again after the loss that was asked about"
        TOP_MODE "TOP030" "clustered-as-said" Critical "0.1.0"
            "the store is a cluster exactly where its URI says `clustered=true`"
        TOP_LAYOUT "TOP031" "layout-as-expected" High "0.1.0"
            "shards, replicas and server version are those that are expected"
    }
    Capacity {
        CAP_PRICES "CAP001" "prices-known" Medium "0.1.0"
            "every price that is needed is known"
        CAP_PRICE_AGE "CAP002" "prices-current" Low "0.1.0"
            "every price that is used is less than a year old"
        CAP_HOTTEST_KEY "CAP003" "hottest-key" High "0.1.0"
            "the busiest key stays below what one partition gives"
        CAP_TABLE_QUOTA "CAP004" "table-quota" Medium "0.1.0"
            "the capacity stays within a table's default quota"
        CAP_ACCOUNT_QUOTA "CAP005" "account-quota" Low "0.1.0"
            "the capacity stays within an account's default quota"
        CAP_ITEM "CAP006" "item-size" Critical "0.1.0"
            "an item is at most 400 KB"
        CAP_ON_DEMAND_START "CAP007" "on-demand-start" High "0.1.0"
            "a new table on demand takes the peak at once"
        CAP_KEEPS_UP "CAP008" "capacity-keeps-up" High "0.1.0"
            "capacity keeps up with the traffic"
        CAP_TRAFFIC "CAP009" "traffic-known" Medium "0.1.0"
            "the traffic is known minute by minute"
        CAP_MODE "CAP010" "capacity-mode" Low "0.1.0"
            "the table's capacity mode is the cheapest for its traffic"
        CAP_THROTTLED "CAP011" "no-throttling" High "0.1.0"
            "no request was throttled"
        CAP_BOUNDS "CAP012" "scaling-bounds" High "0.1.0"
            "the autoscaling bounds fit the traffic"
        CAP_REPLICA_WRITES "CAP013" "replica-writes" High "0.1.0"
            "every replica can take the writes of all Regions"
        CAP_TABLE "CAP014" "table-answers" High "0.1.0"
            "the table answers, and what it uses is known"
        CAP_ITEMS_FIT "CAP020" "items-fit" Critical "0.1.0"
            "every item is at most 400 KB"
        CAP_ITEMS_STORABLE "CAP021" "items-storable" Critical "0.1.0"
            "every item is one that DynamoDB would store"
    }
    Tables {
        TBL_ACTIVE "TBL001" "table-active" Critical "0.1.0"
            "the table exists, and is active in every Region"
        TBL_KEYS "TBL002" "table-keys" Critical "0.1.0"
            "the keys are two strings, with the names that the deployment reads"
        TBL_BILLING "TBL003" "table-billing" High "0.1.0"
            "capacity is paid for as expected"
        TBL_WRITE_SCALING "TBL004" "table-write-scaling" High "0.1.0"
            "one write policy holds for the table, and is the same in every Region"
        TBL_READ_SCALING "TBL005" "table-read-scaling" High "0.1.0"
            "every Region has a read policy, sized for its own traffic"
        TBL_SCALING_SANE "TBL006" "table-scaling-sane" High "0.1.0"
            "the bounds of scaling make sense, and nothing suspends it"
        TBL_RECOVERY "TBL007" "table-recovery" High "0.1.0"
            "point-in-time recovery is on in every Region"
        TBL_ENCRYPTION "TBL008" "table-encryption" High "0.1.0"
            "every Region's data is encrypted as expected, and its key can be used"
        TBL_EXPIRY "TBL009" "table-expiry" High "0.1.0"
            "items expire by the layout's attribute, where it has one"
        TBL_TAGS "TBL010" "table-tags" Low "0.1.0"
            "the table has its tags in every Region"
        TBL_DELETION_PROTECTION "TBL011" "table-deletion-protection" Medium "0.1.0"
            "the table is protected against deletion in every Region"
        TBL_STREAM "TBL012" "table-stream" Medium "0.1.0"
            "the stream of a global table shows new and old images"
        TBL_REPLICAS "TBL013" "table-replicas" Critical "0.1.0"
            "every expected Region has an active replica"
        TBL_DECREASES "TBL014" "table-decreases" Medium "0.1.0"
            "capacity can be decreased at once today"
        TBL_HEADROOM "TBL015" "table-headroom" High "0.1.0"
            "capacity holds the highest minute of the last days"
        TBL_THROTTLING "TBL016" "table-throttling" High "0.1.0"
            "nothing was throttled in the last days"
        TBL_ALARMS "TBL017" "table-alarms" Low "0.1.0"
            "no alarm is left of a scaling policy that is gone"
        TBL_CLASS "TBL018" "table-class" Low "0.1.0"
            "the table class is the expected one in every Region"
        TBL_WARM_THROUGHPUT "TBL019" "table-warm-throughput" Medium "0.1.0"
            "the table can take at once what is expected of it"
        TBL_PLAN_LAYOUT "TBL030" "plan-layout" Medium "0.1.0"
            "somebody said which names of keys the deployment reads"
        TBL_PLAN_POSSIBLE "TBL031" "plan-possible" Critical "0.1.0"
            "everything that differs can be changed in place"
        TBL_PLAN_KNOWN "TBL032" "plan-known" Critical "0.1.0"
            "everything that decides about the plan was answered"
        TBL_APPLIED "TBL033" "plan-applied" Critical "0.1.0"
            "every planned call was made, and the table reads back as wanted"
        TBL_CANARY "TBL034" "table-canary" High "0.1.0"
            "an item that was written was read in every Region, and deleted again"
    }
    Secrets {
        SEC_ARGUMENT "SEC001" "sec-argument" Medium "0.1.0"
            "no secret was given as a command-line argument"
        SEC_READABLE "SEC002" "sec-readable" Critical "0.1.0"
            "the secret can be read"
        SEC_VALID "SEC003" "sec-valid" Critical "0.1.0"
            "the URI that is to be stored passes its checks"
        SEC_USABLE "SEC004" "sec-usable" Critical "0.1.0"
            "the secret's name is free, or its secret can be used"
        SEC_SAME_STORE "SEC005" "sec-same-store" High "0.1.0"
            "the secret holds no other store's URI"
        SEC_STORED "SEC006" "sec-stored" Critical "0.1.0"
            "the secret holds the URI, in every Region that it is replicated to"
        SEC_SETTINGS "SEC007" "sec-settings" Medium "0.1.0"
            "the secret's key, description, tags and Regions are as wanted"
    }
    Access {
        IAM_READ "IAM001" "iam-read" Critical "0.1.0"
            "the role may read the table in every Region"
        IAM_WRITE "IAM002" "iam-write" Critical "0.1.0"
            "the role may write the table in every Region"
        IAM_SECRET "IAM003" "iam-secret" Critical "0.1.0"
            "the role may read the secret"
        IAM_KEY "IAM004" "iam-key" Critical "0.1.0"
            "the role may use the keys of the table and of the secret"
    }
    Replication {
        LAG_KNOWN "LAG001" "lag-known" High "0.1.0"
            "the lag of every source is known, from points that are not old"
        LAG_FLOWING "LAG002" "lag-flowing" Critical "0.1.0"
            "nothing that is written to has stopped replicating"
        LAG_RPO "LAG003" "lag-rpo" High "0.1.0"
            "the lag of every source stays within the RPO"
        LAG_ZONE "LAG004" "lag-zone" Medium "0.1.0"
            "the loss of a single zone loses no write that was acknowledged"
        LAG_TABLE_REPLICAS "LAG010" "lag-table-replicas" Critical "0.1.0"
            "the table has an active replica in every Region that was named"
        LAG_MSK_RUNNING "LAG020" "lag-msk-running" Critical "0.1.0"
            "the replicator is running"
        LAG_MSK_FAILURES "LAG021" "lag-msk-failures" High "0.1.0"
            "the replicator reports no failure, and reaches both clusters"
        LAG_MSK_OFFSETS "LAG022" "lag-msk-offsets" High "0.1.0"
            "the offsets of consumer groups are synchronised"
        LAG_MSK_TOPICS "LAG023" "lag-msk-topics" High "0.1.0"
            "topics keep their names, and new ones are replicated"
        LAG_AURORA_MEMBERS "LAG030" "lag-aurora-members" Critical "0.1.0"
            "every secondary cluster is connected, and has an instance that can take over"
        LAG_AURORA_STATE "LAG031" "lag-aurora-state" High "0.1.0"
            "the global database is available, and no failover or switchover is under way"
        LAG_AURORA_VERSIONS "LAG032" "lag-aurora-versions" Medium "0.1.0"
            "every member of the global database runs the same version"
        LAG_AURORA_RPO "LAG033" "lag-aurora-rpo" Medium "0.1.0"
            "the managed RPO cannot stop all writes when one secondary is away"
        LAG_VALKEY_LINKS "LAG040" "lag-valkey-links" Critical "0.1.0"
            "every replica's link is up, and its primary was heard from lately"
        LAG_CANARY "LAG050" "lag-canary" High "0.1.0"
            "every marker item arrived in the other Region, and was deleted again"
        LAG_MAX "LAG051" "lag-max" High "0.1.0"
            "every copy is behind by less than the greatest lag that is allowed"
    }
    Failover {
        FO_NAME "FO001" "failover-name" Critical "0.1.0"
            "the failover name has records in a hosted zone"
        FO_PAIR "FO002" "failover-pair" Critical "0.1.0"
            "the name has a primary and a secondary record, or several that answer together"
        FO_SIGNAL "FO003" "failover-signal" Critical "0.1.0"
            "every record that traffic must be able to leave has a health signal"
        FO_FAMILIES "FO004" "failover-families" High "0.1.0"
            "IPv4 and IPv6 addresses fail over alike"
        FO_TARGETS "FO005" "failover-targets" Critical "0.1.0"
            "every record leads to another target"
        FO_REGIONS "FO006" "failover-regions" Critical "0.1.0"
            "the targets stand in different Regions"
        FO_UNIQUE "FO007" "failover-unique" Critical "0.1.0"
            "no two records have the same identifier or the same role"
        FO_TTL "FO008" "failover-ttl" Medium "0.1.0"
            "the name's TTL is at most 60 seconds"
        FO_ALIAS_CHAIN "FO009" "failover-alias-chain" Medium "0.1.0"
            "no alias leads through a record with a longer TTL"
        FO_ALIKE "FO010" "failover-alike" Medium "0.1.0"
            "the records of all Regions are set alike"
        FO_CHECK_EXISTS "FO020" "health-check-exists" Critical "0.1.0"
            "every health check that a record names exists"
        FO_CHECK_ENABLED "FO021" "health-check-enabled" Critical "0.1.0"
            "no health check is disabled"
        FO_CHECK_INVERTED "FO022" "health-check-inverted" High "0.1.0"
            "no health check is inverted"
        FO_CHECK_OWN "FO023" "health-check-own" Critical "0.1.0"
            "no two records share a health check"
        FO_CHECK_HOST "FO024" "health-check-host" Critical "0.1.0"
            "no health check probes the failover name itself"
        FO_CHECK_CROSSED "FO025" "health-check-crossed" Critical "0.1.0"
            "every health check probes its own record's Region"
        FO_CHECK_PATH "FO026" "health-check-path" Medium "0.1.0"
            "every health check asks for /healthz"
        FO_CHECK_TYPE "FO027" "health-check-type" Medium "0.1.0"
            "every health check that probes makes an HTTP request"
        FO_CHECK_REDIRECT "FO028" "health-check-redirect" High "0.1.0"
            "no health check is content with a redirect"
        FO_CHECK_PORT "FO029" "health-check-port" Critical "0.1.0"
            "protocol and port of every health check belong together"
        FO_CHECK_SNI "FO030" "health-check-sni" High "0.1.0"
            "every HTTPS health check sends the server's name"
        FO_CHECKERS "FO031" "health-checkers" Low "0.1.0"
            "every health check is probed from all of Route 53's checker Regions"
        FO_CHECK_REACHED "FO032" "health-check-reached" Critical "0.1.0"
            "Route 53's checkers get through"
        FO_CHECK_REACHABLE "FO033" "health-check-reachable" Critical "0.1.0"
            "what is probed can be reached from the internet"
        FO_CHECK_NO_DATA "FO034" "health-check-no-data" High "0.1.0"
            "a health check without data counts as unhealthy"
        FO_CHECK_ALARM "FO035" "health-check-alarm" High "0.1.0"
            "every alarm that decides about health exists, and outside of the Region that it is about"
        FO_CHECK_CALCULATED "FO036" "health-check-calculated" Critical "0.1.0"
            "every calculated health check can be healthy and can be unhealthy"
        FO_CHECK_LAYERS "FO037" "health-check-layers" Medium "0.1.0"
            "health check and load balancer look at the same path"
        FO_CHECK_NOTICED "FO038" "health-check-noticed" Medium "0.1.0"
            "an alarm tells when a health check fails"
        FO_CHECK_SPEED "FO039" "health-check-speed" Medium "0.1.0"
            "detection leaves time for resolvers to forget the old answer"
        FO_TARGET_GROUPS "FO050" "target-groups" High "0.1.0"
            "every target group of every load balancer has a healthy target"
        FO_HEALTHZ "FO051" "healthz" Critical "0.1.0"
            "every Region's /healthz answers 200"
        FO_HEALTHZ_STORE "FO052" "healthz-store" High "0.1.0"
            "every Region that calls itself healthy has an online store that answers"
        FO_CERTIFICATE "FO053" "failover-certificate" High "0.1.0"
            "every Region shows a valid certificate for the failover name"
        FO_ACTIVE "FO054" "active-region" High "0.1.0"
            "the Region that is served now is the intended one"
        FO_RESOLVERS "FO055" "resolvers-agree" Medium "0.1.0"
            "every resolver gives the same answer"
        FO_PASSIVE_READY "FO056" "passive-ready" Critical "0.1.0"
            "the passive Region would take over right now"
        FO_PASSIVE_CAPACITY "FO057" "passive-capacity" High "0.1.0"
            "every Region has the capacity for all traffic"
        FO_TABLES_MATCH "FO058" "tables-match" High "0.1.0"
            "the table is set alike in all Regions"
        FO_SECRETS_MATCH "FO059" "secrets-match" High "0.1.0"
            "the secret names the same store in all Regions"
        FO_METADATA "FO060" "metadata-mode" Medium "0.1.0"
            "the metadata plane lives in several Regions as the routing does"
        FO_OFFLINE "FO061" "offline-consumers" Medium "0.1.0"
            "offline and training consumers are pointed at a Region, not at the failover name"
        FO_DEPLOYED "FO062" "deployments-in-step" High "0.1.0"
            "the same is deployed in all Regions"
        FO_RTO "FO063" "failover-rto" High "0.1.0"
            "the predicted RTO is within the objective"
        FO_DRILL_MOVED "FO070" "drill-moved" High "0.1.0"
            "traffic moved to another Region while the drill was watched"
        FO_DRILL_RTO "FO071" "drill-rto" High "0.1.0"
            "the measured RTO is within the objective"
        FO_DRILL_RPO "FO072" "drill-rpo" High "0.1.0"
            "the measured replication lag is within the RPO"
        FO_DRILL_PREDICTED "FO073" "drill-predicted" Medium "0.1.0"
            "the measured RTO lies within the predicted bounds"
        FO_DRILL_COMPLETE "FO074" "drill-complete" Medium "0.1.0"
            "the drill was watched without gaps"
    }
    Flows {
        FLOW_SOURCES "FLOW001" "flow-sources" High "0.1.0"
            "everything that was given to read the flows from could be read"
        FLOW_LOGS "FLOW002" "flow-logs" Medium "0.1.0"
            "where logs go is known"
        FLOW_METRICS "FLOW003" "flow-metrics" Medium "0.1.0"
            "where metrics go is known"
        FLOW_QUERY "FLOW004" "flow-query-execution" Critical "0.1.0"
            "whether the metadata plane can run queries on the data plane is known"
        FLOW_EKS "FLOW005" "flow-eks-api" Critical "0.1.0"
            "the metadata plane can reach the Kubernetes API"
        FLOW_EKS_OPEN "FLOW006" "flow-eks-open" Critical "0.1.0"
            "the Kubernetes API is not open to the internet"
        FLOW_EKS_WIDE "FLOW007" "flow-eks-wide" Medium "0.1.0"
            "nobody but the metadata plane and the nodes is let in to the Kubernetes API"
        FLOW_EKS_NODES "FLOW008" "flow-eks-nodes" High "0.1.0"
            "nodes reach the Kubernetes API without leaving the VPC"
        FLOW_EKS_PRIVATE "FLOW009" "flow-eks-private" Medium "0.1.0"
            "deployments do not depend on addresses of the Kubernetes API that change"
        FLOW_IMAGES "FLOW010" "flow-images" High "0.1.0"
            "container images can be pulled"
        FLOW_OUTSIDE "FLOW011" "flow-outside" Medium "0.1.0"
            "telemetry goes nowhere but to places that were named"
        FLOW_SIDE_DOORS "FLOW012" "flow-side-doors" Medium "0.1.0"
            "the collector itself sends nothing out and takes no configuration from outside"
        FLOW_PLAIN "FLOW013" "flow-plain" High "0.1.0"
            "telemetry that leaves the cluster is encrypted"
        FLOW_POSTURE "FLOW014" "flow-posture" Critical "0.1.0"
            "the flows are what is required of them"
    }
    Configuration {
        CFG_PARTS "CFG001" "cfg-parts" High "0.1.0"
            "every part of the environment is described"
        CFG_SKIPS_EXPIRED "CFG002" "cfg-skips-expired" Medium "0.1.0"
            "no skip has expired"
        CFG_SKIPS_NEEDED "CFG003" "cfg-skips-needed" Low "0.1.0"
            "every skip still skips something"
        CFG_AGREES "CFG004" "cfg-agrees" High "0.1.0"
            "what the parts say of each other agrees"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_are_unique_and_sorted_within_a_category() {
        for pair in ALL.windows(2) {
            if pair[0].category == pair[1].category {
                assert!(pair[0].code < pair[1].code, "{} before {}", pair[0].code, pair[1].code);
            }
        }
        for check in ALL {
            assert!(std::ptr::eq(find(check.code).expect("by code"), *check), "{}", check.code);
            assert!(std::ptr::eq(find(check.name).expect("by name"), *check), "{}", check.name);
        }
    }

    #[test]
    fn every_page_answers_the_same_questions() {
        for check in ALL {
            let title = format!("# {}: {}\n", check.code, check.passing);
            assert!(check.page.starts_with(&title), "{} must start with {title:?}", check.code);
            for heading in ["## Why it matters", "## How it is decided", "## How to fix it", "## Sources"] {
                assert!(check.page.contains(&format!("\n{heading}\n")), "{}: no {heading:?}", check.code);
            }
        }
    }
}
