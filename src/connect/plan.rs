//! Which checks apply to which store.

use crate::report::{Check, catalogue as checks};
use crate::uri::{StoreScheme, StoreUri};

const ADDRESS: [&Check; 3] = [&checks::NET_RESOLVE, &checks::NET_TCP, &checks::NET_FAMILIES];

const TLS: [&Check; 4] =
    [&checks::NET_TLS, &checks::NET_TLS_CHAIN, &checks::NET_TLS_NAME, &checks::NET_TLS_EXPIRY];

const SERVER: [&Check; 11] = [
    &checks::NET_PEER,
    &checks::NET_PROTECTED,
    &checks::NET_MAXCLIENTS,
    &checks::NET_AUTH,
    &checks::NET_PING,
    &checks::NET_LOADING,
    &checks::NET_VERSION,
    &checks::NET_ROLE,
    &checks::NET_CLUSTER_MODE,
    &checks::NET_CLUSTER_STATE,
    &checks::NET_DATABASE,
];

const TABLE: [&Check; 6] = [
    &checks::NET_AWS_REGION,
    &checks::NET_AWS_CREDENTIALS,
    &checks::NET_TABLE_ACCESS,
    &checks::NET_TABLE_EXISTS,
    &checks::NET_TABLE_STATUS,
    &checks::NET_TABLE_KEYS,
];

/// The checks that apply to this store, in the order of the catalogue.
pub fn plan(uri: &StoreUri) -> Vec<&'static Check> {
    match uri {
        StoreUri::Server(server) => of_server(server.scheme.is_tls()),
        StoreUri::Table { .. } => of_table(),
    }
}

/// Every check that this room makes.
pub fn every_check() -> Vec<&'static Check> {
    [of_server(true), of_table()].concat()
}

/// The checks that would apply to a store of which no more than the scheme is known, if that.
pub fn plan_for(scheme: Option<StoreScheme>) -> Vec<&'static Check> {
    match scheme {
        Some(StoreScheme::Table) => of_table(),
        Some(StoreScheme::Server(scheme)) => of_server(scheme.is_tls()),
        None => of_server(false),
    }
}

/// The checks of a Valkey or Redis server.
pub(super) fn of_server(tls: bool) -> Vec<&'static Check> {
    let tls: &[&Check] = if tls { &TLS } else { &[] };
    [&ADDRESS, tls, &SERVER].concat()
}

/// The checks of a `DynamoDB` table.
pub(super) fn of_table() -> Vec<&'static Check> {
    TABLE.to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plans_follow_the_catalogue_and_cover_its_family() {
        let with_tls = of_server(true);
        let codes: Vec<_> = with_tls.iter().chain(&of_table()).map(|check| check.code).collect();
        let family: Vec<_> =
            checks::ALL.iter().map(|check| check.code).filter(|code| code.starts_with("NET")).collect();
        assert_eq!(codes, family);
        assert_eq!(of_server(false).len() + 4, with_tls.len());
    }
}
