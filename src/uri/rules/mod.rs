//! The checks of a connection URI: one function each, in files by subject, and the list that runs them.
//!
//! To add one: its line in the catalogue and its page, a function here, and a line in [`RULES`]. A rule that adds
//! no finding has passed, if what it `needs` has.

mod address;
mod clustered;
mod database;
mod parameters;
mod password;
mod placeholder;
mod provider;
mod scheme;
mod table;
mod tls;
mod value;

use super::judge::{
    Applies::{Always, OneUri, Server, Store, Table},
    Rule, Sink, Subject,
};
use super::providers;
use crate::report::catalogue::{
    URI_ASCII, URI_CLEAN, URI_CLUSTER_DATABASE, URI_CLUSTERED, URI_CLUSTERED_VALUE, URI_DATABASE,
    URI_FRAGMENT, URI_HOST, URI_LOCAL_HOST, URI_PARAMETERS, URI_PASSWORD, URI_PASSWORD_ENCODING,
    URI_PLACEHOLDER, URI_PLAINTEXT_PASSWORD, URI_PORT, URI_PROVIDER_MODE, URI_PROVIDER_PORT,
    URI_PROVIDER_TLS, URI_SCHEME, URI_SEPARATOR, URI_SINGLE, URI_TABLE, URI_TABLE_ONLY, URI_TLS_VERIFICATION,
    URI_USERINFO,
};

/// Every rule, in the order in which its findings are reported.
pub(super) static RULES: &[Rule] = &[
    Rule { check: &URI_SINGLE, applies: Always, concerns: always, needs: &[], judge: value::single },
    Rule {
        check: &URI_CLEAN,
        applies: Always,
        concerns: value::is_readable,
        needs: &[],
        judge: value::clean,
    },
    Rule { check: &URI_ASCII, applies: Always, concerns: value::is_there, needs: &[], judge: value::ascii },
    Rule { check: &URI_SCHEME, applies: OneUri, concerns: always, needs: &[], judge: scheme::scheme },
    Rule { check: &URI_SEPARATOR, applies: Store, concerns: always, needs: &[], judge: scheme::separator },
    Rule { check: &URI_HOST, applies: Server, concerns: always, needs: &[], judge: address::host },
    Rule { check: &URI_PORT, applies: Server, concerns: always, needs: &[], judge: address::port },
    Rule { check: &URI_DATABASE, applies: Server, concerns: always, needs: &[], judge: database::database },
    Rule {
        check: &URI_CLUSTERED_VALUE,
        applies: Server,
        concerns: clustered::is_given,
        needs: &[],
        judge: clustered::value,
    },
    Rule { check: &URI_CLUSTERED, applies: Server, concerns: always, needs: &[], judge: clustered::given },
    Rule { check: &URI_PASSWORD, applies: Server, concerns: always, needs: &[], judge: password::password },
    Rule { check: &URI_USERINFO, applies: Server, concerns: always, needs: &[], judge: password::userinfo },
    Rule {
        check: &URI_PASSWORD_ENCODING,
        applies: Server,
        concerns: password::is_encoded_somehow,
        needs: &[],
        judge: password::encoding,
    },
    Rule {
        check: &URI_PARAMETERS,
        applies: Server,
        concerns: always,
        needs: &[],
        judge: parameters::parameters,
    },
    Rule { check: &URI_FRAGMENT, applies: Server, concerns: always, needs: &[], judge: tls::fragment },
    Rule {
        check: &URI_TLS_VERIFICATION,
        applies: Server,
        concerns: tls::is_asked_for,
        needs: &[&URI_FRAGMENT],
        judge: tls::verification,
    },
    Rule {
        check: &URI_PLAINTEXT_PASSWORD,
        applies: Server,
        concerns: password::is_given_anywhere,
        needs: &[],
        judge: password::plaintext,
    },
    Rule {
        check: &URI_LOCAL_HOST,
        applies: Server,
        concerns: always,
        needs: &[&URI_HOST],
        judge: address::local,
    },
    Rule {
        check: &URI_PLACEHOLDER,
        applies: Store,
        concerns: always,
        needs: &[],
        judge: placeholder::placeholder,
    },
    Rule {
        check: &URI_CLUSTER_DATABASE,
        applies: Server,
        concerns: always,
        needs: &[&URI_DATABASE],
        judge: database::with_cluster,
    },
    Rule {
        check: &URI_PROVIDER_TLS,
        applies: Server,
        concerns: provider::is_recognised,
        needs: &[&URI_HOST, &URI_PORT],
        judge: provider::tls,
    },
    Rule {
        check: &URI_PROVIDER_PORT,
        applies: Server,
        concerns: provider::is_recognised,
        needs: &[&URI_HOST, &URI_PORT],
        judge: provider::port,
    },
    Rule {
        check: &URI_PROVIDER_MODE,
        applies: Server,
        concerns: provider::is_recognised,
        needs: &[&URI_HOST, &URI_CLUSTERED_VALUE, &URI_CLUSTERED],
        judge: provider::mode,
    },
    Rule {
        check: &URI_TABLE,
        applies: Table,
        concerns: always,
        needs: &[&URI_SEPARATOR],
        judge: table::name,
    },
    Rule {
        check: &URI_TABLE_ONLY,
        applies: Table,
        concerns: always,
        needs: &[&URI_TABLE],
        judge: table::only,
    },
];

/// Why a part is not judged: URI019 speaks of it.
const IS_PLACEHOLDER: &str = "a placeholder stands there (URI019)";

const fn always(_: &Subject<'_>) -> bool {
    true
}
