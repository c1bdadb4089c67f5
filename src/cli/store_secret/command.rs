//! Checks the URI, and hands what is to be done to the job.

use std::io::{self, IsTerminal as _};

use super::Arguments;
use super::job::Job;
use super::value::{one_source, read};
use crate::cli::error::CliError;
use crate::cli::files::Files;
use crate::cli::globals::Globals;
use crate::cli::run::{Reporter, Run};
use crate::probe::{CheckCode, Expectations, Observed, Recorded};
use crate::render::notice;
use crate::report::{Exit, Noun, Status, catalogue};
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
        return Run::replay(globals, reporter(), path);
    }
    arguments.change.check()?;
    let source = one_source(&arguments.uri)?;
    if source == Source::Stdin && io::stdin().is_terminal() {
        notice::note("type the URI, and Enter; it is seen as it is typed");
    }
    let value = read(&source)?;
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
    };
    if is_refused {
        let mut run = Run::start(globals, reporter(), subject, false, files)?;
        run.report(refused(checked.observed, evidence));
        return Ok(run.finish());
    }
    let Some(name) = name else {
        return Err(CliError::usage_message("the URI's host carries no name that the secret could have")
            .hint("name it: --name online-store-uri"));
    };
    let mut run = Run::start(globals, reporter(), subject, false, files)?;
    if !evidence.failed_checks.is_empty() {
        run.remark(&format!(
            "--force: the URI fails {}, and is to be stored all the same",
            evidence.failed_checks.join(", ")
        ));
    }
    evidence.intent = if arguments.change.plan { stored::Intent::Plan } else { stored::Intent::Apply };
    Job { arguments, globals, name, value }.run(&mut run, checked.observed, evidence)?;
    Ok(run.finish())
}

fn reporter() -> Reporter {
    let noun = Noun { one: "secret", many: "secrets" };
    Reporter { command: "store-secret", noun, expectations: Expectations::default(), on_stderr: false }
}

/// The URI, checked.
struct Checked {
    /// As it may be shown.
    shown: String,
    /// What is known of it.
    observed: Vec<Observed>,
    /// The codes of the checks that failed, each once.
    failed: Vec<String>,
}

impl Checked {
    fn new(source: &Source, value: &Secret) -> Self {
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
    Recorded { name: None, origin: None, observed }
}
