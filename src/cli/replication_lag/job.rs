//! Everything that was named, from where a URI is given to what is known of its lag.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use tokio::sync::OnceCell;

use super::place::one_store;
use super::{Arguments, canary};
use crate::cli::error::CliError;
use crate::cli::globals::Globals;
use crate::cli::one_uri::one_uri;
use crate::dynamodb::spec::TableRef;
use crate::observe::{Context, Progress};
use crate::probe::{self, CheckCode, Observed, Watch};
use crate::replication::evidence::{Source as Seen, ValkeyStore};
use crate::replication::observe::{Store, WINDOW, Wanted, look, look_with};
use crate::replication::{self, Evidence, Named};
use crate::report::Check;
use crate::secrets::Secret;
use crate::store_ref::{self, Source};
use crate::uri::{self, StoreUri};
use crate::valkey::{self, Address};

/// What is to be looked at.
pub(super) struct Job<'a> {
    /// What to call it.
    pub(super) subject: String,
    arguments: &'a Arguments,
    timeout: Duration,
    /// Where the URI of a store comes from; none where no store is looked at.
    source: Option<Source>,
    /// The URI; none for a secret, which is fetched within the deadline.
    value: Option<Secret>,
    /// Why what was named cannot be looked at, once that is known.
    refusal: RefCell<Option<CliError>>,
    /// Nodes that answered the last time.
    known: RefCell<Vec<Address>>,
}

impl<'a> Job<'a> {
    /// Reads the URI, unless it is to be fetched.
    pub(super) fn new(arguments: &'a Arguments, globals: &Globals) -> Result<Self, CliError> {
        let (source, deadline) = (one_store(arguments)?, Instant::now() + globals.timeout);
        let value = match &source {
            None | Some(Source::Secret(_)) => None,
            Some(other) => Some(one_uri(other.clone(), "replication-lag", deadline)?),
        };
        let subject = subject(arguments, source.as_ref(), value.as_ref());
        let timeout = globals.timeout;
        Ok(Self {
            subject,
            arguments,
            timeout,
            source,
            value,
            refusal: RefCell::default(),
            known: RefCell::default(),
        })
    }

    /// Why what was named cannot be looked at, once that is known.
    pub(super) fn refusal(&self) -> Option<CliError> {
        self.refusal.take()
    }

    /// Whether there is such a reason.
    pub(super) fn is_refused(&self) -> bool {
        self.refusal.borrow().is_some()
    }

    /// The longest that one look may take.
    pub(super) fn limit(&self) -> Duration {
        self.timeout + self.arguments.canary.map(canary::limit).unwrap_or_default()
    }

    /// The observation.
    pub(super) fn start(&self, sink: Option<Rc<dyn Fn(Progress)>>) -> probe::Job<'_> {
        let context = Context::new(self.timeout, self.subject.clone(), sink);
        let watch = Watch::new(None, None);
        let work = self.work(Rc::clone(&watch), context);
        probe::Job { watch, work }
    }

    /// Its work, which ends when the context is stopped.
    pub(super) fn work(&self, watched: Rc<Watch>, context: Context) -> LocalBoxFuture<'_, ()> {
        watched.plan(self.checks());
        let work = async move {
            match self.look(&watched, &context).await {
                Some(seen) => {
                    let has_canary = Named::of(&seen).canary;
                    watched.saw(Observed::Replication(Box::new(seen)));
                    if self.arguments.canary.is_some() && !has_canary {
                        let reason =
                            "not tried: no table is known that markers could be written to".to_owned();
                        let checks = CheckCode::all(replication::canary_checks());
                        watched.saw(Observed::NotTried { checks, reason });
                    }
                }
                // What was planned is not open: the command line is wrong.
                None if self.is_refused() => watched.plan([]),
                None => {
                    let reason = "not tried: where the store is could not be found out".to_owned();
                    watched.saw(Observed::NotTried { checks: CheckCode::all(self.checks()), reason });
                }
            }
            context.done();
        };
        work.boxed_local()
    }

    fn checks(&self) -> Vec<&'static Check> {
        let arguments = self.arguments;
        let named = Named {
            table: !arguments.table.is_empty(),
            msk: !arguments.msk_replicator.is_empty(),
            aurora: !arguments.aurora_global.is_empty(),
            datastore: !arguments.global_datastore.is_empty(),
            valkey: self.source.is_some(),
            canary: arguments.canary.is_some(),
            max_lag: arguments.max_lag.is_some(),
        };
        replication::plan(&named)
    }

    /// The store that the URI names, if one was given and can be read.
    async fn store(&self, watch: &Watch, context: &Context) -> Option<StoreUri> {
        let value = match (&self.value, self.source.as_ref()?) {
            (Some(value), source) => {
                if matches!(source, Source::Argument(_)) {
                    let bears_secret = uri::check(value.expose().as_bytes()).1.bears_secret;
                    self.saw(watch, Observed::Source(store_ref::Evidence::Arguments { bears_secret }));
                }
                value.clone()
            }
            (None, Source::Secret(name)) => {
                let (value, source) =
                    store_ref::observe::read_secret(name, &self.arguments.options(), context).await;
                self.saw(watch, Observed::Source(source));
                value?
            }
            _ => return None,
        };
        self.saw(watch, Observed::Uri(uri::redact(value.expose().as_bytes())));
        // A check tells what is wrong with it.
        uri::parse(value.expose()).ok()
    }

    /// Takes down what was seen on the way; what is looked at is still to come.
    fn saw(&self, watch: &Watch, observed: Observed) {
        watch.saw(observed);
        watch.plan(self.checks());
    }

    /// Looks at everything at once; nothing where nothing is left to look at. Whatever a URI takes to be found, nothing
    /// waits for it but its own store.
    async fn look(&self, watch: &Watch, context: &Context) -> Option<Evidence> {
        let named = self.wanted();
        let options = self.arguments.options();
        let found = OnceCell::new();
        let store = async {
            let uri = found.get_or_init(|| self.store(watch, context)).await;
            let StoreUri::Server(uri) = uri.as_ref()? else { return None };
            let target =
                valkey::Target { others: self.known.borrow().clone(), ..valkey::Target::new(uri.clone()) };
            Some(Store { target, name: self.store_name(), samples: self.arguments.samples })
        };
        let mut seen = Box::pin(look_with(&named, store, &options, context)).await;
        let store = found.into_inner().flatten();
        if let Some(refusal) = self.refused(store.as_ref()) {
            *self.refusal.borrow_mut() = Some(refusal);
            return None;
        }
        match store {
            Some(StoreUri::Table { name, .. }) => {
                let table = Wanted {
                    table: Some((name, self.arguments.region.clone())),
                    window: named.window,
                    ..Wanted::default()
                };
                let of_table = Box::pin(look(&table, &options, context)).await;
                seen.credentials = seen.credentials.or(of_table.credentials);
                seen.sources.splice(0..0, of_table.sources);
            }
            Some(StoreUri::Server(_)) => self.remember(&seen),
            None if seen.sources.is_empty() => return None,
            None if self.source.is_some() => {
                let unread = ValkeyStore::unread(self.store_name(), seen.observed_at.clone());
                seen.sources.push(Seen::Valkey(unread));
            }
            None => {}
        }
        if let Some(rounds) = self.arguments.canary {
            Box::pin(canary::send(&mut seen, rounds, &options, context)).await;
        }
        Some(seen)
    }

    /// Remembers which nodes answered: the next look begins with them.
    fn remember(&self, seen: &Evidence) {
        for source in &seen.sources {
            if let Seen::Valkey(store) = source {
                let answered = store.topology.answered();
                *self.known.borrow_mut() = answered.map(|(address, _)| address.clone()).collect();
            }
        }
    }

    /// What a URI makes of the command line that is not meant.
    fn refused(&self, store: Option<&StoreUri>) -> Option<CliError> {
        let has_table = !self.arguments.table.is_empty();
        match store? {
            StoreUri::Table { .. } if has_table => Some(
                CliError::usage_message("--table names a table, and the URI names another")
                    .hint("leave one of them out, and run it once for each"),
            ),
            StoreUri::Server(_) if self.arguments.canary.is_some() && !has_table => Some(
                CliError::usage_message(
                    "--canary writes marker items into a table, and the URI names a Valkey or Redis store",
                )
                .hint("add --table NAME, or leave --canary out"),
            ),
            _ => None,
        }
    }

    /// What to call the store: where its URI comes from, or the URI as it may be shown.
    fn store_name(&self) -> String {
        match (&self.source, &self.value) {
            (Some(source @ (Source::Secret(_) | Source::Variable(_))), _) => source.describe(),
            (_, Some(value)) => uri::shown(&uri::redact(value.expose().as_bytes())),
            _ => String::new(),
        }
    }

    /// What of AWS's was named.
    fn wanted(&self) -> Wanted {
        let arguments = self.arguments;
        let of_table = |table: &TableRef| {
            // An ARN names a Region of the table.
            let regions = arguments.region.iter().cloned().chain(table.region.clone());
            (table.name.clone(), regions.collect())
        };
        Wanted {
            table: arguments.table.first().map(of_table),
            replicators: arguments.msk_replicator.clone(),
            aurora: arguments.aurora_global.clone(),
            datastores: arguments.global_datastore.clone(),
            regions: arguments.region.clone(),
            window: arguments.window.unwrap_or(WINDOW),
        }
    }
}

/// What to call what is looked at: the first that was named, and how many more.
fn subject(arguments: &Arguments, source: Option<&Source>, value: Option<&Secret>) -> String {
    let mut names: Vec<String> = arguments.table.iter().map(|table| table.name.clone()).collect();
    names.extend(arguments.msk_replicator.iter().map(|arn| arn.split('/').nth(1).unwrap_or(arn).to_owned()));
    names.extend(arguments.aurora_global.iter().cloned());
    names.extend(arguments.global_datastore.iter().cloned());
    names.extend(source.map(|source| match value {
        Some(value) => uri::shown(&uri::redact(value.expose().as_bytes())),
        None => source.describe(),
    }));
    names.join(", ")
}
