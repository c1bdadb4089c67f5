//! One URI, from where it is given to the store that it leads to.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use futures_util::FutureExt;

use super::Arguments;
use crate::cli::globals::Globals;
use crate::connect;
use crate::observe::{Context, Progress};
use crate::probe::{Job, Observed, Recorded, Watch};
use crate::secrets::{Secret, Version};
use crate::store_ref::{self, Item, Source};
use crate::uri::{self, apply::FixedFile};

/// Makes jobs of what is given, and records of what needs no job.
pub(super) struct Maker<'a> {
    pub(super) timeout: Duration,
    arguments: &'a Arguments,
    sink: Option<Rc<dyn Fn(Progress)>>,
    fixed: RefCell<Option<FixedFile>>,
    /// Whether there is one URI, and no name is needed to tell it from others.
    is_alone: bool,
    /// What is said once, about all arguments.
    source: RefCell<Option<store_ref::Evidence>>,
}

impl<'a> Maker<'a> {
    pub(super) fn new(
        globals: &Globals,
        arguments: &'a Arguments,
        sink: Option<Rc<dyn Fn(Progress)>>,
        fixed: Option<FixedFile>,
    ) -> Self {
        let uris = arguments.store.uris.iter().filter(|uri| *uri != "-");
        let bears_secret = uris.clone().any(|uri| uri::check(uri.as_encoded_bytes()).1.bears_secret);
        let source = (uris.count() > 0).then_some(store_ref::Evidence::Arguments { bears_secret });
        Self {
            timeout: globals.timeout,
            arguments,
            sink,
            fixed: RefCell::new(fixed),
            is_alone: matches!(
                arguments.store.sources().as_slice(),
                [Source::Argument(_) | Source::Variable(_) | Source::Secret(_)]
            ),
            source: RefCell::new(source),
        }
    }

    /// The record of a value that is not connected to.
    pub(super) fn record(&self, item: &Item<'_>) -> Recorded {
        let mut observed = Vec::with_capacity(2);
        observed.extend(self.source.take().map(Observed::Source));
        let (name, origin) = names(item);
        observed.push(Observed::Uri(self.redact(name.as_deref(), item.value.bytes())));
        Recorded { name, origin, observed, ..Recorded::default() }
    }

    /// A job for a value: what its text tells, and what the store says.
    pub(super) fn value<'b>(&'b self, item: &Item<'_>) -> Job<'b> {
        let (name, origin) = names(item);
        let watch = Watch::new(name.clone(), origin);
        if let Some(source) = self.source.take() {
            watch.saw(Observed::Source(source));
        }
        let evidence = self.redact(name.as_deref(), item.value.bytes());
        let value = std::str::from_utf8(item.value.bytes()).ok().map(Secret::new);
        let context = self.context(&uri::shown(&evidence));
        let target = self.look_at(&watch, evidence, value.as_ref(), None);
        let watched = Rc::clone(&watch);
        let work = async move { connect(target, &watched, &context).await };
        Job { watch, work: work.boxed_local() }
    }

    /// A job for a secret: its value is fetched first, within the same deadline.
    pub(super) fn secret<'b>(&'b self, secret: &'b str) -> Job<'b> {
        let label = format!("secret {secret}");
        let watch = Watch::new(Some(label.clone()), None);
        watch.plan(store_ref::plan_secret().into_iter().chain(uri::plan()));
        let watched = Rc::clone(&watch);
        let work = async move {
            let context = self.context(&label);
            let options = self.arguments.store.aws.options("validate-uri");
            let (value, source) = store_ref::observe::read_secret(secret, &options, &context).await;
            let version = source.version().cloned();
            watched.saw(Observed::Source(source));
            if let Some(value) = value {
                let evidence = self.redact(Some(&label), value.expose().as_bytes());
                let target = self.look_at(&watched, evidence, Some(&value), version);
                connect(target, &watched, &context).await;
            }
            context.done();
        };
        Job { watch, work: work.boxed_local() }
    }

    /// Takes down what the text tells, which may be that of a version of a secret. What is to be connected to, if it is asked for and the text allows it.
    fn look_at(
        &self,
        watch: &Watch,
        evidence: uri::Evidence,
        value: Option<&Secret>,
        secret: Option<Version>,
    ) -> Option<connect::Target> {
        let plan = connect::plan_for(uri::scheme(&evidence));
        watch.saw(Observed::Uri(evidence));
        if !self.arguments.connect {
            return None;
        }
        let parsed = value.and_then(|value| uri::parse(value.expose()).ok());
        let Some(uri) = parsed else {
            watch.not_tried(plan, uri::NOT_TRIED);
            return None;
        };
        watch.plan(connect::plan(&uri));
        Some(connect::Target {
            uri,
            aws: self.arguments.store.aws.options("validate-uri"),
            roots: connect::Roots::System,
            secret,
        })
    }

    /// Takes the secrets out of a value, after its correction was written.
    fn redact(&self, name: Option<&str>, value: &[u8]) -> uri::Evidence {
        if let Some(fixed) = self.fixed.borrow_mut().as_mut() {
            if self.is_alone {
                fixed.write_alone(value);
            } else {
                fixed.write(name, value);
            }
        }
        uri::redact(value)
    }

    fn context(&self, subject: &str) -> Context {
        Context::new(self.timeout, subject, self.sink.clone())
    }

    /// The file of corrections, when all are made.
    pub(super) fn into_fixed(self) -> Option<FixedFile> {
        self.fixed.into_inner()
    }
}

async fn connect(target: Option<connect::Target>, watch: &Watch, context: &Context) {
    if let Some(target) = target {
        let seen = connect::observe(&target, context).await;
        watch.saw(Observed::Connect(Box::new(seen)));
        context.done();
    }
}

fn names(item: &Item<'_>) -> (Option<String>, Option<String>) {
    // Joined, not formatted: it is done for each line of a batch.
    let origin = item.origin.map(|(source, line)| [source, ":", &line.to_string()].concat());
    (item.name.as_deref().map(str::to_owned), origin)
}
