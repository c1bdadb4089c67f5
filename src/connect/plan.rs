//! Which checks apply to which store.

use std::borrow::Cow;

use crate::report::{Check, Finding, catalogue as checks};
use crate::uri::StoreUri;

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

/// The checks that would apply to a store whose URI failed, as far as its scheme tells.
pub fn plan_unparsed(is_table: bool) -> Vec<&'static Check> {
    if is_table { of_table() } else { of_server(false) }
}

/// A skip for every planned check, for a store that is not tested at all; `reason` says why.
pub fn skipped(uri: &StoreUri, reason: impl Into<Cow<'static, str>>) -> Vec<Finding> {
    let reason = reason.into();
    plan(uri).into_iter().map(|check| Finding::skip(check, reason.clone())).collect()
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
    use crate::report::Status;

    #[test]
    fn the_plans_follow_the_catalogue_and_cover_its_family() {
        let with_tls = of_server(true);
        let codes: Vec<_> = with_tls.iter().chain(&of_table()).map(|check| check.code).collect();
        let family: Vec<_> =
            checks::ALL.iter().map(|check| check.code).filter(|code| code.starts_with("NET")).collect();
        assert_eq!(codes, family);
        assert_eq!(of_server(false).len() + 4, with_tls.len());
    }

    #[test]
    fn a_store_that_is_not_tested_is_skipped_check_by_check() {
        let uri = StoreUri::Table { name: "online".into() };
        let findings = skipped(&uri, "--offline");
        assert_eq!(findings.len(), plan(&uri).len());
        assert!(findings.iter().all(|found| found.status == Status::Skip && found.message() == "--offline"));
    }
}
