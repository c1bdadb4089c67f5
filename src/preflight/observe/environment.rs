//! One environment: all its parts at once, each by itself.

use std::rc::Rc;

use futures_util::FutureExt as _;
use futures_util::future::{LocalBoxFuture, join_all};
use tokio::sync::watch::{self, Receiver, Sender};

use super::run::Shared;
use super::store::{self, Known};
use crate::aws;
use crate::dataflow;
use crate::dynamodb::observe::table;
use crate::dynamodb::table::Evidence as TableEvidence;
use crate::failover::observe::{Limiter, look};
use crate::iam::access;
use crate::observe::Context;
use crate::preflight::{Part, Plan};
use crate::probe::{self, Job, Observed, Watch};
use crate::replication::evidence::{Source as Seen, ValkeyStore};
use crate::replication::observe::{Store, look_with};
use crate::replication::{self, Named};
use crate::store_ref::Source;
use crate::uri::StoreUri;
use crate::valkey;

/// How often each node of the store is asked for its offset.
const SAMPLES: u32 = 5;

/// The observation of an environment: its parts at once, whatever becomes of any of them. The environment's deadline
/// begins to run when its turn at Route 53 has come, if it has a failover name.
pub fn job<'a>(plan: &'a Plan, shared: &'a Shared) -> Job<'a> {
    let mut terms = plan.terms.clone();
    if let Some(selection) = &mut terms.selection {
        let described = Part::ALL.into_iter().filter(|part| plan.has(*part));
        selection.leave_out(&described.flat_map(|part| plan.planned(part)).collect::<Vec<_>>());
    }
    let watch = Watch::on_terms(plan.name.clone(), plan.described.origin.clone(), terms);
    let (place, known) = watch::channel(Known::NotYet);
    let mut place = Some(place);
    let mut parts = Vec::new();
    for part in Part::ALL {
        if !plan.needs(part) {
            if plan.has(part) {
                store::left_out(plan, &plan.planned(part), &watch.part());
            }
            continue;
        }
        let own = watch.part();
        if plan.has(part) {
            own.plan(plan.planned(part));
            let place = if part == Part::Store { place.take() } else { None };
            parts.push((part, own, place));
        } else if plan.is_narrowed() {
            let key = format!("environments.{}.{}", plan.name, part.as_str());
            own.not_tried(part.checks(), probe::not_described(&key));
        }
    }
    // Where no part will tell where the store is, nobody waits for it.
    drop(place);
    let work = async move {
        let is_routed = parts.iter().any(|(part, ..)| *part == Part::Failover);
        let route53 = if is_routed { shared.route53.for_name().await } else { shared.route53.clone() };
        let context = Context::new(shared.time(), plan.name.clone(), shared.sink.clone());
        let context = context.in_session(shared.session.clone());
        let looking = Looking { plan, route53: &route53, context: &context, known };
        let parts = parts.into_iter().map(|(part, own, place)| {
            let looking = &looking;
            async move {
                let work = looking.at(part, Rc::clone(&own), place);
                probe::part(&own, work, looking.context.remaining()).await;
            }
        });
        join_all(parts).await;
        context.done();
    };
    Job { watch, work: work.boxed_local() }
}

/// What all parts of an environment are looked at with.
struct Looking<'a> {
    plan: &'a Plan,
    route53: &'a Limiter,
    context: &'a Context,
    known: Receiver<Known>,
}

impl Looking<'_> {
    /// The work of a part. `place` is who is told where the store is.
    fn at(&self, part: Part, watch: Rc<Watch>, place: Option<Sender<Known>>) -> LocalBoxFuture<'_, ()> {
        match part {
            Part::Configuration => async move { self.configuration(&watch).await }.boxed_local(),
            Part::Store => async move { self.store(&watch, place).await }.boxed_local(),
            Part::Table => async move { self.table(&watch).await }.boxed_local(),
            Part::Access => async move { self.access(&watch).await }.boxed_local(),
            Part::Replication => async move { self.replication(&watch).await }.boxed_local(),
            Part::Failover => async move { self.failover(&watch).await }.boxed_local(),
            Part::Dataflow => async move { self.dataflow(&watch).await }.boxed_local(),
        }
    }

    /// What the description says, beside where the store was found to be.
    async fn configuration(&self, watch: &Watch) {
        // Nobody waits for a place that nothing is compared with.
        let is_compared = self.plan.described.is_compared_with_store();
        let place = if is_compared { self.place().await } else { Known::NotYet };
        let (store, why) = match &place {
            Known::Store(uri) => (Some(uri), None),
            Known::Nothing(why) => (None, Some(why.clone())),
            Known::NotYet => (None, Some("it was not found out in time".to_owned())),
        };
        let mut seen = self.plan.described.evidence(store);
        seen.store_unknown = why.filter(|_| is_compared);
        watch.saw(Observed::Configuration(Box::new(seen)));
    }

    async fn store(&self, watch: &Watch, place: Option<Sender<Known>>) {
        if let (Some(source), Some(place)) = (&self.plan.store, place) {
            store::look(self.plan, source, watch, &place, self.context).await;
        }
    }

    async fn table(&self, watch: &Watch) {
        let Some(wanted) = &self.plan.table else { return };
        let options = self.plan.aws_of_table();
        let seen = Box::pin(table(&wanted.name, &options, &wanted.wanted, self.context)).await;
        watch.saw(Observed::Table(Box::new(TableEvidence { seen, setup: None })));
    }

    async fn access(&self, watch: &Watch) {
        let Some(target) = &self.plan.access else { return };
        // The Region of the table is asked where no other is named.
        let region = self.plan.aws.region.clone().or_else(|| target.table_region.clone());
        let options = aws::Options { region, ..self.plan.aws.clone() };
        let seen = Box::pin(access::observe::access(target, &options, self.context)).await;
        watch.saw(Observed::Access(Box::new(seen)));
    }

    async fn failover(&self, watch: &Watch) {
        let Some((name, wanted)) = &self.plan.failover else { return };
        let options = self.plan.aws_of_table();
        let seen = Box::pin(look(&name.url(), wanted, &options, self.route53, self.context)).await;
        watch.saw(Observed::Failover(Box::new(seen)));
    }

    async fn replication(&self, watch: &Watch) {
        let Some(replicated) = &self.plan.replication else { return };
        let wanted = &replicated.wanted;
        let named = replicated.named;
        watch.plan(replication::plan(&named));
        let mut why_not = None;
        let store = async {
            if !replicated.store {
                return None;
            }
            match self.place().await {
                Known::Store(StoreUri::Server(uri)) => Some(Store {
                    target: valkey::Target::new(uri),
                    name: self.store_name(),
                    samples: SAMPLES,
                }),
                Known::Store(StoreUri::Table { .. }) => None,
                Known::Nothing(reason) => {
                    why_not = Some(reason);
                    None
                }
                Known::NotYet => {
                    why_not = Some("not tried: where the store is could not be found out".to_owned());
                    None
                }
            }
        };
        let mut seen = Box::pin(look_with(wanted, store, &self.plan.aws, self.context)).await;
        // What is lost with a store that could not be found counts beside the others.
        if why_not.is_some() && !seen.sources.is_empty() {
            let unread = ValkeyStore::unread(self.store_name(), seen.observed_at.clone());
            seen.sources.push(Seen::Valkey(unread));
        }
        let told = Named { max_lag: named.max_lag, ..Named::of(&seen) };
        if !seen.sources.is_empty() {
            watch.saw(Observed::Replication(Box::new(seen)));
        }
        // What is not in the evidence is not judged by it; it is told here.
        let made = replication::plan(&told);
        let open: Vec<_> = replication::plan(&named)
            .into_iter()
            .filter(|check| !made.iter().any(|one| std::ptr::eq(*one, *check)))
            .collect();
        if open.is_empty() {
            watch.plan([]);
        }
        if !open.is_empty() {
            let reason =
                why_not.unwrap_or_else(|| "the store is a table, whose replicas are its own".to_owned());
            watch.not_tried(open, reason);
        }
    }

    /// What to call the store: where its URI comes from, of which nothing may be secret.
    fn store_name(&self) -> String {
        match &self.plan.store {
            Some(Source::Argument(_)) | None => "online_store.uri".to_owned(),
            Some(source) => source.describe(),
        }
    }

    /// Where the store is, once that is known.
    async fn place(&self) -> Known {
        let mut known = self.known.clone();
        let waiting = known.wait_for(|known| !matches!(known, Known::NotYet));
        match self.context.within(waiting).await {
            Ok(Ok(known)) => known.clone(),
            _ => Known::NotYet,
        }
    }

    async fn dataflow(&self, watch: &Watch) {
        let Some(given) = self.plan.dataflow.clone() else { return };
        let seen = Box::pin(dataflow::observe::look(given, &self.plan.aws, self.context)).await;
        watch.saw(Observed::Dataflow(Box::new(seen)));
    }
}
