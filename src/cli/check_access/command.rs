//! Asks, and reports.

use std::rc::Rc;

use futures_util::FutureExt as _;
use tokio::sync;

use super::Arguments;
use crate::cli::error::CliError;
use crate::cli::files::Files;
use crate::cli::globals::Globals;
use crate::cli::noun::noun;
use crate::cli::run::{Reporter, Run};
use crate::cli::watched::watched;
use crate::dynamodb::spec::KeyWanted;
use crate::iam::access::{Role, Target, every_check, observe};
use crate::observe::Context;
use crate::probe::{Expectations, Observed, Watch};
use crate::report::Exit;
use crate::store_ref::looks_like_a_uri;

pub(in crate::cli) fn run(arguments: &Arguments, globals: &Globals) -> Result<Exit, CliError> {
    let noun = noun("check-access");
    let expectations = Expectations::default();
    let reporter =
        Reporter { command: "check-access", noun, expectations, on_stderr: false, detailed_exitcode: false };
    if let Some(path) = &globals.evidence {
        return Run::replay(globals, reporter, path);
    }
    let Some(role) = &arguments.role else {
        return Err(CliError::usage_message("no role was given").hint("name it: --role ARN"));
    };
    let target = target(role, arguments)?;
    let options = arguments.aws.options("check-access");
    let mut run = Run::start(globals, reporter, role.arn.clone(), false, Files::default())?;
    if role.of_session {
        run.remark(&format!("the ARN is a session's; its role's is taken to be {}", role.arn));
    }
    let watch = Watch::new(None, None);
    watch.plan(every_check());
    let noted = Rc::clone(&watch);
    let (stop, stopped) = sync::watch::channel(false);
    let context = Context::new(globals.timeout, role.arn.clone(), run.spinner().sink()).stopped_by(stopped);
    let work = async move {
        let seen = observe::access(&target, &options, &context).await;
        noted.saw(Observed::Access(Box::new(seen)));
    };
    watched(&mut run, globals.timeout, watch, &stop, work.boxed_local())?;
    Ok(run.finish())
}

/// What the role is to have access to.
fn target(role: &Role, arguments: &Arguments) -> Result<Target, CliError> {
    if arguments.table.is_none() && arguments.secret.is_none() {
        return Err(CliError::usage_message("nothing was named that the role is to have access to")
            .hint("name the table, the secret, or both: --table NAME --secret ARN"));
    }
    let names = [("--table", &arguments.table), ("--secret", &arguments.secret)];
    for (flag, name) in names.into_iter().filter_map(|(flag, name)| Some((flag, name.as_deref()?))) {
        let is_name = |c: char| c.is_ascii_alphanumeric() || "/_+=.@-:".contains(c);
        if looks_like_a_uri(name) || name.is_empty() || !name.chars().all(is_name) {
            return Err(CliError::usage_message(format!("{flag} takes a name, and this is none")));
        }
    }
    let is_region = |region: &str| {
        let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        region.contains('-') && region.chars().all(is_part)
    };
    let regions = arguments.replicas.iter().map(String::as_str);
    let of_keys = arguments.keys.iter().filter_map(|key| key.region.as_deref());
    if !regions.chain(of_keys).all(is_region) {
        return Err(CliError::usage_message("--replica and --kms-key name Regions, such as us-west-2"));
    }
    let keys = arguments.keys.iter().chain(&arguments.secret_kms_key);
    for KeyWanted { key, .. } in keys {
        if key.starts_with("alias/") || key.contains(":alias/") {
            return Err(CliError::usage_message(
                "policies know keys by their ARN or ID, and not by an alias",
            )
            .hint("look it up: aws kms describe-key --key-id alias/NAME --query KeyMetadata.Arn"));
        }
    }
    Ok(Target {
        role: role.clone(),
        table: arguments.table.clone(),
        table_region: None,
        secret: arguments.secret.clone(),
        replicas: arguments.replicas.clone(),
        keys: arguments.keys.iter().map(|key| (key.region.clone(), key.key.clone())).collect(),
        secret_key: arguments.secret_kms_key.as_ref().map(|key| key.key.clone()),
    })
}
