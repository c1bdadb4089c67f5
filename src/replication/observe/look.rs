//! The whole observation: credentials, and then all sources and all Regions at once.

use std::time::Duration;

use futures_util::future::join_all;
use futures_util::join;
use jiff::Timestamp;

use super::asking::Asking;
use super::valkey::valkey as offsets;
use super::{aurora, datastore, global_table, msk};
use crate::aws::{self, Options};
use crate::metrics::recent;
use crate::observe::Context;
use crate::replication::Evidence;
use crate::replication::evidence::Source;
use crate::valkey;

/// What of AWS's is to be looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// A `DynamoDB` global table, and the Regions that are named for it: those that it names itself are added.
    pub table: Option<(String, Vec<String>)>,
    /// ARNs of MSK Replicators, which name their Regions.
    pub replicators: Vec<String>,
    /// Identifiers of Aurora Global Databases.
    pub aurora: Vec<String>,
    /// Identifiers of `ElastiCache` Global Datastores, or of their replication groups.
    pub datastores: Vec<String>,
    /// Regions in which databases and datastores are looked for; the configuration's where none is named.
    pub regions: Vec<String>,
    /// How far back `CloudWatch` is asked: from an hour to 454 days.
    pub window: Duration,
}

impl Wanted {
    /// Whether AWS is asked at all.
    pub fn is_nothing(&self) -> bool {
        self.table.is_none()
            && self.replicators.is_empty()
            && self.aurora.is_empty()
            && self.datastores.is_empty()
    }

    /// A Region that is asked anyway, so that none has to be looked for.
    fn any_region(&self) -> Option<&str> {
        let of_table = self.table.iter().flat_map(|(_, regions)| regions);
        let mut named = of_table.chain(&self.regions).map(String::as_str);
        named.next().or_else(|| self.replicators.iter().find_map(|arn| msk::region_of(arn)))
    }
}

/// The store whose replicas are looked at, and how.
#[derive(Clone, Debug)]
pub struct Store {
    /// The store.
    pub target: valkey::Target,
    /// What to call it.
    pub name: String,
    /// How often each node is asked for its offset.
    pub samples: u32,
}

/// How far back metrics are looked at by default.
pub const WINDOW: Duration = Duration::from_hours(1);

/// How far apart a node is asked for its offset.
const BETWEEN_SAMPLES: Duration = Duration::from_millis(200);

/// Observes everything that is wanted and a store's replicas, all at once. `store` says which store, once that is known;
/// AWS is not kept waiting for it.
pub async fn look_with(
    wanted: &Wanted,
    store: impl Future<Output = Option<Store>>,
    options: &Options,
    context: &Context,
) -> Evidence {
    let offsets = async {
        let Store { target, name, samples } = store.await?;
        Some(Box::pin(offsets(&target, name, samples, BETWEEN_SAMPLES, context)).await)
    };
    let (mut seen, store) = join!(Box::pin(look(wanted, options, context)), Box::pin(offsets));
    seen.sources.extend(store.map(Source::Valkey));
    seen
}

/// Observes everything that is wanted. All failures are evidence, and none hides another's answer; what was known at the
/// context's deadline is returned.
pub async fn look(wanted: &Wanted, options: &Options, context: &Context) -> Evidence {
    let now = Timestamp::now();
    let mut evidence = Evidence {
        observed_at: format!("{now:.3}"),
        profile: options.profile.clone(),
        endpoint_url: options.endpoint_url.as_deref().map(aws::without_userinfo),
        credentials: None,
        window: recent(wanted.window, now.as_second()),
        sources: Vec::new(),
    };
    if wanted.is_nothing() {
        return evidence;
    }
    let region = options.region.clone().or_else(|| wanted.any_region().map(str::to_owned));
    let options = Options { region, ..options.clone() };
    let (asking, credentials) = Box::pin(Asking::prepare(&options, evidence.window, context)).await;
    evidence.credentials = credentials;

    context.stage("lag in every Region");
    let (table, replicators, databases, datastores) = join!(
        join_all(wanted.table.iter().map(|(name, regions)| global_table::look(name, regions, &asking))),
        join_all(wanted.replicators.iter().map(|arn| msk::look(arn, &asking))),
        join_all(wanted.aurora.iter().map(|id| aurora::look(id, &wanted.regions, &asking))),
        join_all(wanted.datastores.iter().map(|id| datastore::look(id, &wanted.regions, &asking))),
    );
    evidence.sources.extend(table.into_iter().map(Source::GlobalTable));
    evidence.sources.extend(replicators.into_iter().map(Source::MskReplicator));
    evidence.sources.extend(databases.into_iter().map(Source::AuroraGlobal));
    evidence.sources.extend(datastores.into_iter().map(Source::GlobalDatastore));
    evidence
}
