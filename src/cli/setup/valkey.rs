//! A Valkey or Redis store that stands, and the secret that leads to it.

use std::io::{self, IsTerminal as _};
use std::rc::Rc;
use std::time::Instant;

use futures_util::FutureExt as _;
use tokio::sync::watch::channel;

use super::arguments::Valkey;
use super::ask;
use crate::cli::error::CliError;
use crate::cli::files::Files;
use crate::cli::globals::Globals;
use crate::cli::run::{Reporter, Run};
use crate::cli::store_secret::{Checked, Job, one_source, read};
use crate::cli::watched::{LONGEST, watched};
use crate::connect;
use crate::observe::Context;
use crate::probe::{CheckCode, Observed, Watch};
use crate::render::notice;
use crate::report::{Check, Exit, catalogue};
use crate::secrets::stored::{self, Dashboard, Intent};
use crate::store_ref::Source;
use crate::uri::{self, StoreUri};

pub(super) fn run(arguments: &Valkey, globals: &Globals, reporter: Reporter) -> Result<Exit, CliError> {
    let has_source = !arguments.uri.sources().is_empty();
    let source =
        if has_source || !io::stdin().is_terminal() { one_source(&arguments.uri)? } else { Source::Stdin };
    if source == Source::Stdin && io::stdin().is_terminal() {
        notice::note("type the store's URI, and Enter; it is seen as it is typed");
    }
    let value = read(&source, Instant::now() + globals.timeout)?;
    let checked = Checked::new(&source, &value);
    let parsed = uri::parse(value.expose()).ok();
    if matches!(parsed, Some(StoreUri::Table { .. })) {
        return Err(
            CliError::usage_message("this URI names a DynamoDB table").hint("chalkstore setup dynamodb NAME")
        );
    }
    let default = parsed.as_ref().and_then(stored::default_name);
    let may_ask = !arguments.change.plan && !arguments.change.yes && checked.failed.is_empty();
    let name = match arguments.wanted.name.clone().or(default) {
        Some(name) => name,
        None if may_ask => ask::secret_name(&mut io::stdin().lock(), &mut io::stderr())?,
        None if !checked.failed.is_empty() => "online-store-uri".to_owned(),
        None => {
            return Err(CliError::usage_message("the URI's host carries no name that the secret could have")
                .hint("name it: --name online-store-uri"));
        }
    };
    let files =
        Files { inputs: arguments.uri.uri_file.iter().map(AsRef::as_ref).collect(), outputs: Vec::new() };
    let mut run = Run::start(globals, reporter, checked.shown.clone(), false, files)?;
    let secret = stored::Evidence {
        name: Some(name.clone()),
        region: None,
        wanted: stored::Wanted { name: Some(name.clone()), ..arguments.wanted.clone() },
        failed_checks: checked.failed.clone(),
        force: false,
        replace: arguments.replace,
        before: None,
        intent: if arguments.change.plan { Intent::Plan } else { Intent::Apply },
        applied: None,
        dashboard: Some(Dashboard::Valkey),
    };
    let options = arguments.aws.options("setup");
    let job = Job {
        name,
        value,
        replace: arguments.replace,
        change: arguments.change.clone(),
        options: options.clone(),
        timeout: globals.timeout,
    };
    let watch = Watch::new(None, None);
    for seen in checked.observed {
        watch.saw(seen);
    }
    let target = parsed.filter(|_| checked.failed.is_empty()).map(|uri| connect::Target {
        uri,
        aws: options,
        roots: connect::Roots::System,
        secret: None,
    });
    let to_connect = target.as_ref().map(|target| connect::plan(&target.uri)).unwrap_or_default();
    watch.plan(to_connect.iter().copied().chain(stored::every_check()));
    let (stop, stopped) = channel(false);
    let context = Context::new(LONGEST, checked.shown, run.spinner().sink()).stopped_by(stopped);
    let noted = Rc::clone(&watch);
    let (connects, timeout) = (!arguments.no_connect, globals.timeout);
    let steps = async move {
        let not_tried = |checks: Vec<&'static Check>, why: &str| {
            let reason = format!("not tried: {why}");
            noted.saw(Observed::NotTried { checks: CheckCode::all(checks), reason });
        };
        let Some(target) = target else {
            noted.saw(Observed::StoredSecret(Box::new(secret)));
            let left =
                stored::every_check().into_iter().filter(|check| check.code != catalogue::SEC_VALID.code);
            return not_tried(left.collect(), "a check of the URI failed");
        };
        if connects {
            let seen = connect::observe(&target, &context.limited(timeout)).await;
            let has_failed = connect::assess(&seen).has_failed();
            noted.saw(Observed::Connect(Box::new(seen)));
            if has_failed {
                return not_tried(stored::every_check(), "the store cannot be used as the URI says");
            }
        } else {
            not_tried(to_connect, "--no-connect was given");
        }
        noted.plan(stored::every_check());
        let stored = job.work(secret, &context).await;
        noted.saw(Observed::StoredSecret(Box::new(stored)));
    };
    watched(&mut run, LONGEST, watch, &stop, steps.boxed_local())?;
    Ok(run.finish())
}
