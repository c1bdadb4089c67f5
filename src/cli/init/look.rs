//! Looks at everything that is named, at once.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use futures_util::join;

use super::Arguments;
use crate::cli::check_table;
use crate::cli::error::CliError;
use crate::cli::one_uri::one_uri;
use crate::config::draft::{Origin, Seen, StoreSeen};
use crate::dynamodb::observe::{Wanted, table};
use crate::failover::observe::{self, Limiter};
use crate::observe::Context;
use crate::secrets::Secret;
use crate::secrets::observe::get_secret;
use crate::store_ref::Source;
use crate::uri::{self, StoreUri};
use crate::{aws, connect, dynamodb, valkey};

/// How long one node may take.
const NODE: Duration = Duration::from_secs(2);

/// What is to be looked at.
pub(super) struct Look<'a> {
    arguments: &'a Arguments,
    /// How to reach AWS.
    options: aws::Options,
    origin: Option<Origin>,
    /// The URI, unless it is to be fetched.
    value: Option<Secret>,
}

impl<'a> Look<'a> {
    /// Reads the URI until `deadline`, unless it is a secret's.
    pub(super) fn new(arguments: &'a Arguments, deadline: Instant) -> Result<Self, CliError> {
        let mut options = arguments.aws.options("init");
        if let Some(table) = &arguments.table {
            options.region = check_table::region(table, options.region)?;
        }
        let Arguments { secret, uri_env, uri_file, uri, file, .. } = arguments;
        let (origin, value) = match (secret, uri_env, uri_file, uri) {
            (Some(name), ..) => (Some(Origin::Secret(name.clone())), None),
            (_, Some(name), ..) => {
                let value = one_uri(Source::Variable(name.clone()), "init", deadline)?;
                (Some(Origin::Variable(name.clone())), Some(value))
            }
            (_, _, Some(path), _) => {
                let value = one_uri(Source::File(path.clone()), "init", deadline)?;
                (Some(Origin::File(beside(path, file))), Some(value))
            }
            (.., Some(text)) => (Some(Origin::Uri(text.clone())), Some(Secret::new(text.as_str()))),
            _ => (None, None),
        };
        Ok(Self { arguments, options, origin, value })
    }

    /// Looks. Every failure is a part of what was seen.
    pub(super) async fn look(&self, context: &Context) -> Seen {
        let mut options = self.options.clone();
        let found = Box::pin(aws::region_within(&options, context)).await;
        options.region = found.ok().map(|region| region.name);
        let stores = async {
            let store = self.store(&options, context).await;
            let of_uri = match &store {
                Some((_, StoreSeen::Table(name))) => Some(name.clone()),
                _ => None,
            };
            let name = self.arguments.table.as_ref().map(|table| table.name.clone()).or(of_uri);
            let seen = match name {
                Some(name) => Some(Box::new(Box::pin(Self::table(&name, &options, context)).await)),
                None => None,
            };
            (store, seen)
        };
        let failover = async {
            let name = self.arguments.failover.as_ref()?;
            let wanted = observe::Wanted::default();
            let seen = Box::pin(observe::look(name, &wanted, &options, &Limiter::default(), context)).await;
            Some((name.clone(), Box::new(seen)))
        };
        let ((store, table), failover) = join!(Box::pin(stores), Box::pin(failover));
        context.done();
        Seen { environment: self.arguments.environment.clone(), aws: options, store, table, failover }
    }

    async fn table(name: &str, options: &aws::Options, context: &Context) -> dynamodb::evidence::TableSeen {
        table(name, options, &Wanted::for_plan(Vec::new()), context).await
    }

    async fn store(&self, options: &aws::Options, context: &Context) -> Option<(Origin, StoreSeen)> {
        let origin = self.origin.clone()?;
        let value = match (&origin, &self.value) {
            (_, Some(value)) => value.clone(),
            (Origin::Secret(name), None) => match Box::pin(get_secret(name, options, context)).await {
                Ok((value, _)) => value,
                Err(failure) => return Some((origin, StoreSeen::Unseen(failure.to_string()))),
            },
            _ => return None,
        };
        let seen = match uri::parse(value.expose()) {
            Ok(StoreUri::Table { name }) => StoreSeen::Table(name),
            Ok(StoreUri::Server(uri)) => {
                let target = valkey::Target {
                    uri,
                    roots: connect::Roots::System,
                    node_timeout: NODE,
                    rtt_samples: 1,
                    resp3: false,
                    others: Vec::new(),
                };
                StoreSeen::Server(Box::new(Box::pin(valkey::observe(&target, context)).await))
            }
            Err(_) => {
                let reason = "a check of its URI failed, see chalkstore validate-uri";
                StoreSeen::Unseen(reason.to_owned())
            }
        };
        Some((origin, seen))
    }
}

/// The path as it has to stand in a file, which may lie elsewhere.
fn beside(path: &Path, file: &Path) -> PathBuf {
    let is_here = file.parent().is_none_or(|folder| folder.as_os_str().is_empty()) || file.as_os_str() == "-";
    if is_here || path.is_absolute() {
        return path.to_owned();
    }
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}
