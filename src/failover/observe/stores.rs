//! What each Region's deployment stores in: the table, the secret that names it, and the metadata plane's database.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use futures_util::future::join_all;

use crate::aws;
use crate::dynamodb;
use crate::dynamodb::evidence::TableSeen;
use crate::failover::evidence::SecretSeen;
use crate::observe::Context;
use crate::replication;
use crate::replication::evidence::{AuroraGlobal, Source};
use crate::secrets::Secret;
use crate::secrets::observe::get_secret;
use crate::uri::{self, StoreUri};

/// How far back the table's traffic is looked at.
const WINDOW: Duration = Duration::from_hours(3 * 24);
/// How far back a database's lag is looked at.
const LAGS: Duration = Duration::from_hours(1);

/// The table in all Regions.
pub(super) async fn table(
    name: &str,
    regions: &BTreeSet<String>,
    options: &aws::Options,
    context: &Context,
) -> Box<TableSeen> {
    let region = options.region.clone().or_else(|| regions.first().cloned());
    let options = aws::Options { region, ..options.clone() };
    let wanted = dynamodb::observe::Wanted {
        window: Some(WINDOW),
        sample_items: 0,
        settings: true,
        regions: regions.iter().cloned().collect(),
        ..dynamodb::observe::Wanted::default()
    };
    Box::new(dynamodb::observe::table(name, &options, &wanted, context).await)
}

/// The metadata plane's database, as every Region of it tells it.
pub(super) async fn aurora(
    id: &str,
    regions: &BTreeSet<String>,
    options: &aws::Options,
    context: &Context,
) -> Option<Box<AuroraGlobal>> {
    let wanted = replication::observe::Wanted {
        aurora: vec![id.to_owned()],
        regions: regions.iter().cloned().collect(),
        window: LAGS,
        ..replication::observe::Wanted::default()
    };
    let seen = replication::observe::look(&wanted, options, context).await;
    seen.sources.into_iter().find_map(|source| match source {
        Source::AuroraGlobal(database) => Some(Box::new(database)),
        _ => None,
    })
}

/// What the secret of this name holds in each Region, without its value.
pub(super) async fn secrets(
    name: &str,
    regions: &BTreeSet<String>,
    options: &aws::Options,
    context: &Context,
) -> BTreeMap<String, SecretSeen> {
    let read = regions.iter().map(|region| async move {
        let options = aws::Options { region: Some(region.clone()), ..options.clone() };
        let seen = match Box::pin(get_secret(name, &options, context)).await {
            Err(failure) => SecretSeen::Unread(failure),
            Ok((secret, _)) => shape(&secret),
        };
        (region.clone(), seen)
    });
    join_all(read).await.into_iter().collect()
}

/// What may be told of a store's URI.
fn shape(secret: &Secret) -> SecretSeen {
    let (scheme, table, is_valid) = match uri::parse(secret.expose()) {
        Ok(StoreUri::Table { name }) => ("dynamodb", Some(name.clone()), true),
        Ok(StoreUri::Server(server)) => (server.scheme.as_str(), None, true),
        Err(_) => ("none that is known", None, false),
    };
    SecretSeen::Uri { scheme: scheme.to_owned(), table, is_valid }
}
