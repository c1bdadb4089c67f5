//! The online store: where its URI comes from, what the text tells, the way to it, and its nodes.

use futures_util::join;
use tokio::sync::watch::Sender;

use crate::connect::{self, Roots};
use crate::observe::Context;
use crate::preflight::Plan;
use crate::probe::{LEFT_OUT, NO_NODES, Observed, Watch};
use crate::report::Check;
use crate::secrets::{Secret, Version};
use crate::store_ref::observe::read_secret;
use crate::store_ref::{self, Source};
use crate::uri::{self, StoreUri};
use crate::valkey;

/// What other parts of the environment learn of the store.
#[derive(Clone)]
pub(super) enum Known {
    /// Not yet.
    NotYet,
    /// Where it is.
    Store(StoreUri),
    /// Why that is not known.
    Nothing(String),
}

/// Looks at the store: the way to it and its nodes at the same time. What it learns of the store's place is told to
/// `place` as soon as it is known.
pub(super) async fn look(
    plan: &Plan,
    source: &Source,
    watch: &Watch,
    place: &Sender<Known>,
    context: &Context,
) {
    let behind = || [connect::plan_for(None), valkey::every_check()].concat();
    watch.plan(store_ref::plan_secret().into_iter().chain(uri::plan()).chain(behind()));
    let (value, version) = match read(plan, source, watch, context).await {
        Ok(read) => read,
        Err(reason) => {
            place.send_replace(Known::Nothing(reason.clone()));
            watch.not_tried(uri::plan().chain(behind()), reason);
            return;
        }
    };
    let evidence = uri::redact(value.expose().as_bytes());
    let unreached = connect::plan_for(uri::scheme(&evidence));
    watch.saw(Observed::Uri(evidence));
    let Ok(uri) = uri::parse(value.expose()) else {
        place.send_replace(Known::Nothing(uri::NOT_TRIED.to_owned()));
        watch.not_tried(unreached.into_iter().chain(valkey::every_check()), uri::NOT_TRIED);
        return;
    };
    place.send_replace(Known::Store(uri.clone()));
    let (way, nodes) = (watch.part(), watch.part());
    let timeout = context.remaining();
    join!(
        Box::pin(crate::probe::part(&way, Box::pin(connect(plan, &uri, version, &way, context)), timeout)),
        Box::pin(crate::probe::part(&nodes, Box::pin(topology(plan, &uri, &nodes, context)), timeout)),
    );
}

/// The URI's text, and the version of the secret that it was read from, where it stands in one.
async fn read(
    plan: &Plan,
    source: &Source,
    watch: &Watch,
    context: &Context,
) -> Result<(Secret, Option<Version>), String> {
    if let Source::Secret(name) = source {
        let (value, source) = read_secret(name, &plan.aws, context).await;
        let version = source.version().cloned();
        watch.saw(Observed::Source(source));
        return value.map(|value| (value, version)).ok_or_else(|| store_ref::NOT_TRIED.to_owned());
    }
    let given = plan.uri.clone().map(|value| (value, None));
    given.ok_or_else(|| "not tried: its URI was not given".to_owned())
}

async fn connect(plan: &Plan, uri: &StoreUri, secret: Option<Version>, watch: &Watch, context: &Context) {
    let checks = connect::plan(uri);
    if !plan.takes(&checks) {
        return left_out(plan, &checks, watch);
    }
    watch.plan(checks);
    let target = connect::Target { uri: uri.clone(), aws: plan.aws.clone(), roots: Roots::System, secret };
    let seen = Box::pin(connect::observe(&target, context)).await;
    watch.saw(Observed::Connect(Box::new(seen)));
}

/// Nothing is looked at for checks that were not asked for; those that somebody chose to skip are told of.
pub(super) fn left_out(plan: &Plan, checks: &[&'static Check], watch: &Watch) {
    let skipped = plan.skipped(checks);
    if !skipped.is_empty() {
        watch.not_tried(skipped, LEFT_OUT);
    }
}

/// The nodes of a Valkey or Redis store. A table has none; who asked for them is told so.
async fn topology(plan: &Plan, uri: &StoreUri, watch: &Watch, context: &Context) {
    let StoreUri::Server(uri) = uri else {
        let mut nodes = valkey::every_check();
        nodes.retain(|check| plan.takes(&[*check]));
        if plan.is_narrowed() && !nodes.is_empty() {
            watch.not_tried(nodes, NO_NODES);
        }
        return;
    };
    let checks = valkey::plan(uri.clustered);
    if !plan.takes(&checks) {
        return left_out(plan, &checks, watch);
    }
    watch.plan(checks);
    let seen = Box::pin(valkey::observe(&valkey::Target::new(uri.clone()), context)).await;
    watch.saw(Observed::Topology(Box::new(seen)));
}
