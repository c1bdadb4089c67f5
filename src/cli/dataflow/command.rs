//! Reads what the flows are described by, and reports.

use std::rc::Rc;
use std::time::Instant;

use futures_util::FutureExt as _;
use tokio::sync;

use super::Arguments;
use super::given::given;
use crate::cli::error::CliError;
use crate::cli::files::Files;
use crate::cli::globals::Globals;
use crate::cli::run::{Reporter, Run};
use crate::cli::watched::watched;
use crate::dataflow;
use crate::dataflow::observe::{Given, GivenCluster, look};
use crate::observe::Context;
use crate::probe::{Expectations, Observed, Watch};
use crate::report::{Exit, Noun};

pub(in crate::cli) fn run(arguments: &Arguments, globals: &Globals) -> Result<Exit, CliError> {
    let expected = arguments.expectations();
    let reporter = Reporter {
        command: "dataflow",
        noun: Noun { one: "data plane", many: "data planes" },
        expectations: Expectations { dataflow: expected.clone(), ..Expectations::default() },
        on_stderr: false,
        detailed_exitcode: false,
    };
    if let Some(path) = &globals.evidence {
        if arguments.looks() {
            return Err(CliError::usage_message("--evidence judges what was saved: it takes nothing to look at")
                .hint("leave out --otel-config, --eks-cluster, --eks-json and --vpc-endpoints; what you say of the planes may be said anew"));
        }
        return Run::replay(globals, reporter, path);
    }
    if !arguments.looks() {
        return Err(CliError::usage_message("nothing was given to read the flows from").hint(
            "give --otel-config FILE, --eks-cluster NAME or --eks-json FILE, --vpc-endpoints FILE, or several of them",
        ));
    }
    let files = Files { inputs: arguments.files().map(AsRef::as_ref).collect(), outputs: Vec::new() };
    let given = given(arguments, &expected, Instant::now() + globals.timeout)?;
    let subject = subject(&given);
    let options = arguments.aws.options("dataflow");
    let mut run = Run::start(globals, reporter, subject.clone(), false, files)?;
    let watch = Watch::new(Some(subject.clone()), None);
    watch.plan(dataflow::every_check());
    let noted = Rc::clone(&watch);
    let (stop, stopped) = sync::watch::channel(false);
    let context = Context::new(globals.timeout, subject, run.spinner().sink()).stopped_by(stopped);
    let work = async move {
        let seen = Box::pin(look(given, &options, &context)).await;
        noted.saw(Observed::Dataflow(Box::new(seen)));
    };
    // The observation keeps its own deadline.
    watched(&mut run, globals.timeout, watch, &stop, work.boxed_local())?;
    Ok(run.finish())
}

/// What to call the data plane.
fn subject(given: &Given) -> String {
    match &given.cluster {
        Some(GivenCluster::Named(name)) => name.clone(),
        Some(GivenCluster::Read(seen)) => seen.name.clone(),
        None => "data plane".to_owned(),
    }
}
