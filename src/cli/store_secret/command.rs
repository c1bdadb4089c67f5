//! Checks the URI, and hands what is to be done to the job.

use std::io::{self, IsTerminal as _};
use std::rc::Rc;
use std::time::Instant;

use futures_util::FutureExt as _;
use tokio::sync::watch::channel;

use super::Arguments;
use super::job::Job;
use super::value::{one_source, read};
use crate::cli::error::CliError;
use crate::cli::files::Files;
use crate::cli::globals::Globals;
use crate::cli::noun::noun;
use crate::cli::run::{Reporter, Run};
use crate::cli::watched::{LONGEST, watched};
use crate::observe::Context;
use crate::probe::{CheckCode, Expectations, Observed, Recorded, Watch};
use crate::render::notice;
use crate::report::{Exit, Status, catalogue};
use crate::secrets::Secret;
use crate::secrets::stored::{self, Wanted, default_name};
use crate::store_ref::{self, Source};
use crate::uri;

pub(in crate::cli) fn run(arguments: &Arguments, globals: &Globals) -> Result<Exit, CliError> {
    if let Some(path) = &globals.evidence {
        if !arguments.uri.sources().is_empty() || arguments.change.plan || arguments.change.yes {
            return Err(CliError::usage_message(
                "--evidence judges what was saved: it takes no URI and stores nothing",
            )
            .hint("leave the URI, --plan and --yes out"));
        }
        return Run::replay(globals, reporter(arguments), path);
    }
    arguments.change.check()?;
    let source = one_source(&arguments.uri)?;
    if source == Source::Stdin && io::stdin().is_terminal() {
        notice::note("type the URI, and Enter; it is seen as it is typed");
    }
    let value = read(&source, Instant::now() + globals.timeout)?;
    let files =
        Files { inputs: arguments.uri.uri_file.iter().map(AsRef::as_ref).collect(), outputs: Vec::new() };
    let checked = Checked::new(&source, &value);
    let is_refused = !checked.failed.is_empty() && !arguments.force;
    let named = || uri::parse(value.expose()).ok().as_ref().and_then(default_name);
    let name = arguments.wanted.name.clone().or_else(named);
    let subject = name.as_ref().map_or_else(|| checked.shown.clone(), |name| format!("secret {name}"));
    let wanted = Wanted { name: name.clone(), ..arguments.wanted.clone() };
    let mut evidence = stored::Evidence {
        name: name.clone(),
        region: None,
        wanted,
        failed_checks: checked.failed,
        force: arguments.force,
        replace: arguments.replace,
        before: None,
        intent: stored::Intent::Plan,
        applied: None,
        dashboard: None,
    };
    if is_refused {
        let mut run = Run::start(globals, reporter(arguments), subject, false, files)?;
        run.report(refused(checked.observed, evidence));
        return Ok(run.finish());
    }
    let Some(name) = name else {
        return Err(CliError::usage_message("the URI's host carries no name that the secret could have")
            .hint("name it: --name online-store-uri"));
    };
    let mut run = Run::start(globals, reporter(arguments), subject, false, files)?;
    if !evidence.failed_checks.is_empty() {
        run.remark(&format!(
            "--force: the URI fails {}, and is to be stored all the same",
            evidence.failed_checks.join(", ")
        ));
    }
    evidence.intent = if arguments.change.plan { stored::Intent::Plan } else { stored::Intent::Apply };
    let watch = Watch::new(None, None);
    for seen in checked.observed {
        watch.saw(seen);
    }
    watch.plan(stored::every_check());
    let (stop, stopped) = channel(false);
    let job = Job {
        name,
        value,
        replace: arguments.replace,
        change: arguments.change.clone(),
        options: arguments.aws.options("store-secret"),
        timeout: globals.timeout,
    };
    let context = Context::new(LONGEST, subject_name(&evidence), run.spinner().sink()).stopped_by(stopped);
    let noted = Rc::clone(&watch);
    let work = async move {
        let seen = job.work(evidence, &context).await;
        noted.saw(Observed::StoredSecret(Box::new(seen)));
    };
    watched(&mut run, LONGEST, watch, &stop, work.boxed_local())?;
    Ok(run.finish())
}

fn subject_name(evidence: &stored::Evidence) -> String {
    evidence.name.clone().unwrap_or_default()
}

fn reporter(arguments: &Arguments) -> Reporter {
    Reporter {
        command: "store-secret",
        noun: noun("store-secret"),
        expectations: Expectations::default(),
        on_stderr: false,
        detailed_exitcode: arguments.change.detailed_exitcode,
    }
}

/// The URI, checked.
pub(in crate::cli) struct Checked {
    /// As it may be shown.
    pub(in crate::cli) shown: String,
    /// What is known of it.
    pub(in crate::cli) observed: Vec<Observed>,
    /// The codes of the checks that failed, each once.
    pub(in crate::cli) failed: Vec<String>,
}

impl Checked {
    pub(in crate::cli) fn new(source: &Source, value: &Secret) -> Self {
        let (evidence, checked) = uri::check(value.expose().as_bytes());
        let mut observed = Vec::with_capacity(2);
        if matches!(source, Source::Argument(_)) {
            let bears_secret = checked.bears_secret;
            observed.push(Observed::Source(store_ref::Evidence::Arguments { bears_secret }));
        }
        observed.push(Observed::Uri(evidence));
        let failed = checked.assessment.findings.iter().filter(|finding| finding.status == Status::Fail);
        let mut failed: Vec<String> = failed.map(|finding| finding.check.code.to_owned()).collect();
        failed.dedup();
        Self { shown: checked.shown, observed, failed }
    }
}

/// The record of a URI that is not stored: AWS is not asked.
fn refused(mut observed: Vec<Observed>, evidence: stored::Evidence) -> Recorded {
    observed.push(Observed::StoredSecret(Box::new(evidence)));
    let left = stored::every_check().into_iter().filter(|check| check.code != catalogue::SEC_VALID.code);
    let reason = "not tried: a check of the URI failed".to_owned();
    observed.push(Observed::NotTried { checks: CheckCode::all(left), reason });
    Recorded { observed, ..Recorded::default() }
}
