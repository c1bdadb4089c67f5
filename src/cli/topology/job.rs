//! One store, from where its URI is given to what its nodes say.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;

use super::Arguments;
use crate::cli::error::CliError;
use crate::cli::globals::Globals;
use crate::cli::one_uri::one_uri;
use crate::observe::{Context, Progress};
use crate::probe::{self, Observed, Watch};
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
    source: Source,
    /// The URI; none for a secret, which is fetched within the deadline.
    value: Option<Secret>,
    is_table: Cell<bool>,
    /// Nodes that answered the last time.
    known: Cell<Vec<Address>>,
}

impl<'a> Job<'a> {
    /// Reads the URI until `deadline`, unless it is to be fetched.
    pub(super) fn new(
        source: Source,
        arguments: &'a Arguments,
        globals: &Globals,
        deadline: Instant,
    ) -> Result<Self, CliError> {
        let value = match &source {
            Source::Secret(_) => None,
            other => Some(one_uri(other.clone(), "topology", deadline)?),
        };
        let subject = match &value {
            Some(value) => uri::shown(&uri::redact(value.expose().as_bytes())),
            None => source.describe(),
        };
        let timeout = globals.timeout;
        Ok(Self {
            subject,
            arguments,
            timeout,
            source,
            value,
            is_table: Cell::new(false),
            known: Cell::default(),
        })
    }

    /// Why the store cannot be looked at by this command, once that is known.
    pub(super) fn refusal(&self) -> Option<CliError> {
        let error = CliError::usage_message("a DynamoDB table has no shards and no replicas of its own")
            .hint("topology is about Valkey and Redis; for a table: chalkstore validate-uri --connect");
        self.is_table.get().then_some(error)
    }

    /// The observation.
    pub(super) fn start(&self, sink: Option<Rc<dyn Fn(Progress)>>) -> probe::Job<'_> {
        let name =
            matches!(self.source, Source::Secret(_) | Source::Variable(_)).then(|| self.source.describe());
        let watch = Watch::new(name, None);
        watch.plan(uri::plan().chain(valkey::every_check()));
        let watched = Rc::clone(&watch);
        let work = async move {
            let context = Context::new(self.timeout, self.subject.clone(), sink);
            if let Some(value) = self.value(&watched, &context).await {
                self.look(&watched, &value, &context).await;
            }
            context.done();
        };
        probe::Job { watch, work: work.boxed_local() }
    }

    /// The URI, fetched if need be.
    async fn value(&self, watch: &Watch, context: &Context) -> Option<Secret> {
        if let Some(value) = &self.value {
            if matches!(self.source, Source::Argument(_)) {
                let bears_secret = uri::check(value.expose().as_bytes()).1.bears_secret;
                watch.saw(Observed::Source(store_ref::Evidence::Arguments { bears_secret }));
            }
            return Some(value.clone());
        }
        let Source::Secret(name) = &self.source else { return None };
        let options = self.arguments.store.aws.options("topology");
        let (value, source) = store_ref::observe::read_secret(name, &options, context).await;
        watch.saw(Observed::Source(source));
        if value.is_none() {
            watch.not_tried(valkey::every_check(), store_ref::NOT_TRIED);
        }
        value
    }

    /// Looks at the store, if its URI allows it.
    async fn look(&self, watch: &Watch, value: &Secret, context: &Context) {
        watch.saw(Observed::Uri(uri::redact(value.expose().as_bytes())));
        let uri = match uri::parse(value.expose()) {
            Ok(StoreUri::Server(uri)) => uri,
            Ok(StoreUri::Table { .. }) => {
                self.is_table.set(true);
                return;
            }
            Err(_) => {
                watch.not_tried(valkey::every_check(), uri::NOT_TRIED);
                return;
            }
        };
        watch.plan(valkey::plan(uri.clustered));
        let target = valkey::Target {
            node_timeout: self.arguments.node_timeout,
            rtt_samples: self.arguments.rtt_samples,
            resp3: self.arguments.resp == 3,
            others: self.known.take(),
            ..valkey::Target::new(uri)
        };
        let seen = valkey::observe(&target, context).await;
        self.known.set(seen.answered().map(|(address, _)| address.clone()).collect());
        watch.saw(Observed::Topology(Box::new(seen)));
    }
}
