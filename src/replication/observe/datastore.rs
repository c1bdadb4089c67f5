//! An `ElastiCache` Global Datastore, by its metrics alone.
//!
//! AWS does not document the dimensions of `GlobalDatastoreReplicationLag`; published dashboards have it by
//! `GlobalReplicationGroupId`, by `ReplicationGroupId` and by `CacheClusterId`. So `ListMetrics` is asked, and what names
//! the datastore, its replication group or one of that group's nodes is taken.

use futures_util::future::join_all;

use super::asking::Asking;
use crate::metrics::observe::Listed;
use crate::replication::evidence::GlobalDatastore;
use crate::replication::names;

const NAMESPACE: &str = "AWS/ElastiCache";

/// Asks every Region that was named.
pub(super) async fn look(id: &str, named: &[String], asking: &Asking<'_>) -> GlobalDatastore {
    let regions = asking.regions(named);
    let lags = join_all(regions.iter().map(|region| async move {
        let (mut listed, failure) = asking.list(region, NAMESPACE, Some(names::DATASTORE_LAG), None).await;
        listed.retain(|one| is_of(one, id));
        (region.clone(), asking.maxima(region, NAMESPACE, &listed, failure).await)
    }));
    let lags = Box::pin(lags).await;
    GlobalDatastore { id: id.to_owned(), regions, lags }
}

/// Whether a metric is of this datastore. A node is called after its group: `GROUP-001`, or `GROUP-0001-001`.
fn is_of(listed: &Listed, id: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_node = |value: &str| {
        let rest = value.strip_prefix(id).and_then(|rest| rest.strip_prefix('-'));
        rest.is_some_and(|rest| rest.split('-').all(is_number))
    };
    listed.dimensions.values().any(|value| value == id || is_node(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_datastore_is_known_by_its_names() {
        let listed = |value: &str| Listed {
            name: names::DATASTORE_LAG.to_owned(),
            dimensions: [("CacheClusterId".to_owned(), value.to_owned())].into(),
            is_recent: true,
        };
        for (value, is_named) in [
            ("features", true),
            ("features-001", true),
            ("features-0001-002", true),
            ("features-eu", false),
            ("features-eu-001", false),
            ("my-features", false),
            ("features-", false),
        ] {
            assert_eq!(is_of(&listed(value), "features"), is_named, "{value}");
        }
    }
}
