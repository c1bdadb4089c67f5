//! A `DynamoDB` table, and the secret that leads to it.

use std::io;
use std::rc::Rc;
use std::time::Instant;

use futures_util::FutureExt as _;
use tokio::sync::watch::channel;

use super::arguments::Dynamodb;
use super::ask;
use crate::cli::create_table::{Work, read_size, region};
use crate::cli::error::CliError;
use crate::cli::files::Files;
use crate::cli::globals::Globals;
use crate::cli::run::{Reporter, Run};
use crate::cli::store_secret::Job;
use crate::cli::watched::{LONGEST, watched};
use crate::dynamodb;
use crate::dynamodb::apply::Limits;
use crate::dynamodb::spec::{TableSpec, Wanted};
use crate::observe::Context;
use crate::probe::{CheckCode, Observed, Watch};
use crate::report::Exit;
use crate::secrets::Secret;
use crate::secrets::stored::{self, Dashboard, Intent};
use crate::uri;

pub(super) fn run(arguments: &Dynamodb, globals: &Globals, reporter: Reporter) -> Result<Exit, CliError> {
    let (recommended, sized) = match &arguments.from_size {
        Some(path) => read_size(path, Instant::now() + globals.timeout)
            .map(|(wanted, region)| (wanted, Some(region)))?,
        None => (Wanted::default(), None),
    };
    let mut name = arguments.name.clone();
    let mut wanted = arguments.wanted.clone().over(recommended);
    let may_ask = !arguments.change.plan && !arguments.change.yes;
    if may_ask && (name.is_none() || wanted == Wanted::default()) {
        let asked = ask::table(name, &mut io::stdin().lock(), &mut io::stderr())?;
        (name, wanted) = (Some(asked.0), wanted.over(asked.1));
    }
    let Some(name) = name else {
        return Err(CliError::usage_message("no table was named")
            .hint("chalkstore setup dynamodb NAME --layout documented --plan"));
    };
    let options = region(&arguments.aws.options("setup"), sized.as_deref(), globals.timeout)?;
    let spec =
        wanted.spec(&name, options.region.as_deref().unwrap_or_default()).map_err(CliError::usage_message)?;
    let files =
        Files { inputs: arguments.from_size.iter().map(AsRef::as_ref).collect(), outputs: Vec::new() };
    let mut run = Run::start(globals, reporter, name.clone(), false, files)?;

    let secret = secret(arguments, &spec);
    let job = Job {
        name: secret.name.clone().unwrap_or_default(),
        value: Secret::new(format!("dynamodb:///{name}")),
        replace: arguments.replace,
        change: arguments.change.clone(),
        options: options.clone(),
        timeout: globals.timeout,
    };
    let work = Work {
        wanted,
        spec,
        options,
        limits: Limits { timeout: globals.timeout, wait: arguments.change.wait_timeout },
        change: arguments.change.clone(),
        canary: arguments.canary,
    };
    let watch = Watch::new(Some(name.clone()), None);
    watch.plan(dynamodb::table::plan_checks().into_iter().chain(stored::every_check()));
    let (stop, stopped) = channel(false);
    let context = Context::new(LONGEST, name, run.spinner().sink()).stopped_by(stopped);
    let noted = Rc::clone(&watch);
    let steps = async move {
        let table = work.run(&context).await;
        let stands = table.may_go_on();
        // Replicas that stand belong to the table, whether they were named or not.
        let mut secret = secret;
        let standing = table.seen.facts().map(|facts| facts.replicas.as_slice()).unwrap_or_default();
        for replica in standing {
            if !secret.wanted.replicas.contains(&replica.region) {
                secret.wanted.replicas.push(replica.region.clone());
            }
        }
        noted.saw(Observed::Table(Box::new(table)));
        noted.saw(Observed::Uri(uri::redact(job.value.expose().as_bytes())));
        if let Err(why) = stands {
            let checks = CheckCode::all(stored::every_check());
            noted.saw(Observed::NotTried { checks, reason: format!("not tried: {why}") });
            return;
        }
        noted.plan(stored::every_check());
        let stored = job.work(secret, &context).await;
        noted.saw(Observed::StoredSecret(Box::new(stored)));
    };
    watched(&mut run, LONGEST, watch, &stop, steps.boxed_local())?;
    Ok(run.finish())
}

/// The secret of the table: where its replicas are, the secret's are too.
fn secret(arguments: &Dynamodb, spec: &TableSpec) -> stored::Evidence {
    let default = || format!("{}-online-store-secret", spec.name);
    let name = arguments.secret_name.clone().unwrap_or_else(default);
    let wanted = stored::Wanted {
        name: Some(name.clone()),
        description: Some(format!("Chalk online store: the DynamoDB table {}", spec.name)),
        kms_keys: arguments.secret_kms_keys.clone(),
        tags: spec.tags.clone().into_iter().collect(),
        replicas: spec.replicas.iter().map(|replica| replica.region.clone()).collect(),
    };
    stored::Evidence {
        name: Some(name),
        region: None,
        wanted,
        failed_checks: Vec::new(),
        force: false,
        replace: arguments.replace,
        before: None,
        intent: if arguments.change.plan { Intent::Plan } else { Intent::Apply },
        applied: None,
        dashboard: Some(Dashboard::DynamoDb),
    }
}
