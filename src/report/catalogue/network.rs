//! `NET…`: reaching a store: DNS, TCP, TLS, AUTH.

use super::declare::checks;
use super::properties::{Basis, Direction, Inquiry};

checks! { Network:
    NET_RESOLVE "NET001" "net-resolve" Critical "0.1.0"
        "the host name resolves"
    NET_TCP "NET002" "net-tcp" Critical "0.1.0"
        "a TCP connection is accepted"
    NET_FAMILIES "NET003" "net-families" Medium "0.1.0"
        "every address family that the name resolves to accepts connections"
        { direction: Direction::MoreIsWorse }
    NET_TLS "NET004" "net-tls" Critical "0.1.0"
        "the TLS handshake succeeds"
    NET_TLS_CHAIN "NET005" "net-tls-chain" Critical "0.1.0"
        "the certificate chain leads to a trusted root"
    NET_TLS_NAME "NET006" "net-tls-name" Critical "0.1.0"
        "the certificate names the host"
    NET_TLS_EXPIRY "NET007" "net-tls-expiry" Critical "0.1.0"
        "the certificate is valid now and for 30 more days"
        { direction: Direction::LessIsWorse }
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
        "the endpoint accepts writes, as far as it tells"
    NET_CLUSTER_MODE "NET016" "net-cluster-mode" Critical "0.1.0"
        "`clustered` matches the server's mode"
    NET_CLUSTER_STATE "NET017" "net-cluster-state" Critical "0.1.0"
        "the cluster says that it is up"
    NET_DATABASE "NET018" "net-database" High "0.1.0"
        "the database exists on the server"
    NET_AWS_REGION "NET030" "net-aws-region" Critical "0.1.0"
        "an AWS Region is known"
        { basis: Basis::Aws(&[Inquiry::Store]) }
    NET_AWS_CREDENTIALS "NET031" "net-aws-credentials" Critical "0.1.0"
        "AWS credentials are found and accepted"
        { basis: Basis::Aws(&[Inquiry::Store]) }
    NET_TABLE_ACCESS "NET032" "net-table-access" High "0.1.0"
        "DynamoDB answers DescribeTable"
        { basis: Basis::Aws(&[Inquiry::Store]) }
    NET_TABLE_EXISTS "NET033" "net-table-exists" Critical "0.1.0"
        "the table exists in the Region"
        { basis: Basis::Aws(&[Inquiry::Store]) }
    NET_TABLE_STATUS "NET034" "net-table-status" Critical "0.1.0"
        "the table is ACTIVE"
        { basis: Basis::Aws(&[Inquiry::Store]) }
    NET_TABLE_KEYS "NET035" "net-table-keys" Medium "0.1.0"
        "the table's key is one of the two layouts that are documented for the online store"
        { basis: Basis::Aws(&[Inquiry::Store]) }
}
