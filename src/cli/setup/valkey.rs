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
    let source = source(arguments)?;
    let value = read(&source, Instant::now() + globals.timeout)?;
    let checked = Checked::new(&source, &value);
    let parsed = uri::parse(value.expose()).ok();
    if matches!(parsed, Some(StoreUri::Table { .. })) {
        return Err(
            CliError::usage_message("this URI names a DynamoDB table").hint("chalkstore setup dynamodb NAME")
        );
    }
    let name = secret_name(arguments, parsed.as_ref(), checked.failed.is_empty())?;
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
    let steps = steps(target, to_connect, !arguments.no_connect, secret, job, context, Rc::clone(&watch));
    watched(&mut run, LONGEST, watch, &stop, steps.boxed_local())?;
    Ok(run.finish())
}

/// Where the URI comes from: what was named, else standard input, which a person is asked to type it into.
fn source(arguments: &Valkey) -> Result<Source, CliError> {
    let is_terminal = io::stdin().is_terminal();
    let source = if arguments.uri.sources().is_empty() && is_terminal {
        Source::Stdin
    } else {
        one_source(&arguments.uri)?
    };
    if source == Source::Stdin && is_terminal {
        notice::note("type the store's URI, and Enter; it is seen as it is typed");
    }
    Ok(source)
}

/// The secret's name: as it was given, else of the URI's host, else as a person types it. A URI that failed its checks is
/// not stored, and nobody is asked.
fn secret_name(arguments: &Valkey, parsed: Option<&StoreUri>, has_passed: bool) -> Result<String, CliError> {
    let may_ask = !arguments.change.plan && !arguments.change.yes && has_passed;
    match arguments.wanted.name.clone().or_else(|| parsed.and_then(stored::default_name)) {
        Some(name) => Ok(name),
        None if may_ask => ask::secret_name(&mut io::stdin().lock(), &mut io::stderr()),
        None if !has_passed => Ok("online-store-uri".to_owned()),
        None => Err(CliError::usage_message("the URI's host carries no name that the secret could have")
            .hint("name it: --name online-store-uri")),
    }
}

/// Connects as the URI says, then stores it; what is not tried is told with the reason.
async fn steps(
    target: Option<connect::Target>,
    to_connect: Vec<&'static Check>,
    connects: bool,
    secret: stored::Evidence,
    job: Job,
    context: Context,
    watch: Rc<Watch>,
) {
    let not_tried = |checks: Vec<&'static Check>, why: &str| {
        let reason = format!("not tried: {why}");
        watch.saw(Observed::NotTried { checks: CheckCode::all(checks), reason });
    };
    let Some(target) = target else {
        watch.saw(Observed::StoredSecret(Box::new(secret)));
        let left = stored::every_check().into_iter().filter(|check| check.code != catalogue::SEC_VALID.code);
        return not_tried(left.collect(), "a check of the URI failed");
    };
    if connects {
        let seen = connect::observe(&target, &context.limited(job.timeout)).await;
        let has_failed = connect::assess(&seen).has_failed();
        watch.saw(Observed::Connect(Box::new(seen)));
        if has_failed {
            return not_tried(stored::every_check(), "the store cannot be used as the URI says");
        }
    } else {
        not_tried(to_connect, "--no-connect was given");
    }
    watch.plan(stored::every_check());
    let stored = job.work(secret, &context).await;
    watch.saw(Observed::StoredSecret(Box::new(stored)));
}
