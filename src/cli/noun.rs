//! What each command calls the things that it has a section for.

use crate::report::Noun;

/// What a command calls them. One that is not known here has `subjects`: its evidence comes from a later version.
pub(super) fn noun(command: &str) -> Noun {
    let (one, many) = match command {
        "check-access" => ("role", "roles"),
        "check-table" => ("table", "tables"),
        "create-table" => ("table", "tables"),
        "dataflow" => ("data plane", "data planes"),
        "failover" | "failover watch" => ("name", "names"),
        "preflight" => ("environment", "environments"),
        "replication-lag" => ("deployment", "deployments"),
        "setup" => ("online store", "online stores"),
        "size" => ("table", "tables"),
        "size item" => ("input", "inputs"),
        "store-secret" => ("secret", "secrets"),
        "topology" => ("store", "stores"),
        "validate-uri" => ("URI", "URIs"),
        _ => ("subject", "subjects"),
    };
    Noun { one, many }
}
