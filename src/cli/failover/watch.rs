//! `chalkstore failover watch`: looks at a name again and again while somebody drills, and reports at the end.

use std::panic::AssertUnwindSafe;
use std::pin::{Pin, pin};
use std::time::Duration;

use clap::{Args, ValueEnum};
use futures_util::FutureExt as _;
use tokio::time::Instant;

use super::name::NameArgs;
use crate::cli::error::CliError;
use crate::cli::files::Files;
use crate::cli::globals::Globals;
use crate::cli::interrupt::interrupted;
use crate::cli::run::{Reporter, Run};
use crate::cli::watched::LONGEST;
use crate::failover::drill::Evidence;
use crate::failover::drill::evidence::Ended;
use crate::failover::drill::observe::{Wanted, Watcher};
use crate::failover::observe::{HostAddress, Limiter, ResolverAddress, Statuses, look};
use crate::observe::Context;
use crate::probe::{CheckCode, Observed, Recorded};
use crate::report::Exit;
use crate::values::to_a_year;
use crate::{failover, replication};

/// How far back the replication is read: `CloudWatch` is some minutes late.
const LAG_WINDOW: Duration = Duration::from_hours(1);

/// From one look to the next by default, and at least: each look asks every Region.
const EVERY: Duration = Duration::from_secs(2);
const LEAST: Duration = Duration::from_millis(100);

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Until {
    /// Until clients are served by another Region.
    Moved,
    /// Until they are served by the first one again.
    Back,
}

/// Watch a failover drill: who is served when, when each health check turns, and what that comes to.
///
/// Looks at the name through every resolver, at every Region's /healthz and at the health checks, again and again, until
/// Ctrl-C or as long as --for says, and compares what it saw with the objectives and with the prediction. It never causes
/// a failover.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(in crate::cli) struct Watch {
    #[command(flatten)]
    pub(super) name: NameArgs,

    /// From the beginning of one look to that of the next, at least 100ms. A look takes up to 3 s where something hangs.
    /// Default: 2s.
    #[arg(long, value_name = "INTERVAL", help_heading = "How long to watch", value_parser = every)]
    every: Option<Duration>,

    /// How long to watch at most. Without it, until Ctrl-C.
    #[arg(long = "for", value_name = "DURATION", help_heading = "How long to watch", value_parser = to_a_year)]
    at_most: Option<Duration>,

    /// End once clients are served by another Region (`moved`), or by the first one again (`back`).
    #[arg(long, value_name = "WHAT", help_heading = "How long to watch")]
    until: Option<Until>,
}

impl Watch {
    /// Whether it says how to watch, which is of no use where nothing is watched.
    pub(super) const fn says_how_long(&self) -> bool {
        self.every.is_some() || self.at_most.is_some() || self.until.is_some()
    }
}

/// The distance of two looks.
fn every(text: &str) -> Result<Duration, String> {
    let every = to_a_year(text)?;
    if every < LEAST {
        Err("it has to be at least 100ms: each look asks every Region".to_owned())
    } else {
        Ok(every)
    }
}

const EXAMPLES: &str = "\
Examples:
  chalkstore failover watch chalk-failover.example.com --region-host us-east-1=prod-east.query.example.com --region-host us-west-2=prod-west.query.example.com --until back --for 1h --output html=drill.html --output human
  chalkstore failover watch chalk-failover.example.com --resolver 1.1.1.1 --resolver 8.8.8.8 --every 1s --save-evidence drill.jsonl
  chalkstore failover watch --evidence drill.jsonl --rto 120s --output markdown";

/// Watches, and reports.
pub(super) fn run(arguments: &Watch, reporter: Reporter, globals: &Globals) -> Result<Exit, CliError> {
    let Some(name) = &arguments.name.name else {
        return Err(CliError::usage_message("no failover name was given")
            .hint("chalkstore failover watch NAME; or --evidence FILE, with what was saved before"));
    };
    let mut looking = arguments.name.wanted()?;
    if looking.resolvers.is_empty() {
        looking.resolvers.push(ResolverAddress::System);
    }
    let mut run = Run::start(globals, reporter, name.host.clone(), false, Files::default())?;
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(CliError::usage)?;
    let (seen, stopped) = runtime.block_on(async {
        let signal = pin!(interrupted());
        watch(arguments, name, &looking, globals.timeout, &mut run, signal).await
    });
    runtime.shutdown_background();
    if let Some(exit) = stopped {
        run.interrupted(exit);
    }
    let observed = match seen {
        Some(seen) => Observed::Drill(Box::new(seen)),
        None => Observed::Interrupted { checks: CheckCode::all(failover::drill::drill_checks()) },
    };
    run.report(Recorded { name: Some(name.host.clone()), observed: vec![observed], ..Recorded::default() });
    Ok(run.finish())
}

/// Looks at the name as it stands, and then again and again. What was seen is kept, whatever ends it.
async fn watch(
    arguments: &Watch,
    name: &HostAddress,
    looking: &failover::observe::Wanted,
    timeout: Duration,
    run: &mut Run,
    mut signal: Pin<&mut impl Future<Output = Exit>>,
) -> (Option<Evidence>, Option<Exit>) {
    let options = arguments.name.aws.options("failover");
    let limiter = Limiter::default();
    let context = Context::new(timeout, name.host.clone(), run.spinner().sink());
    let (asked, first) = (name.url(), context.clone());
    let prepared = async {
        let before = Box::pin(look(&asked, looking, &options, &limiter, &first)).await;
        let statuses = Statuses::find(&options, limiter.clone(), &first.afresh(timeout)).await;
        (before, statuses.ok())
    };
    let (before, statuses) = tokio::select! {
        exit = signal.as_mut() => return (None, Some(exit)),
        prepared = Box::pin(prepared) => prepared,
    };
    let lag = lag(arguments, &before);
    let wanted = Wanted {
        every: arguments.every.unwrap_or(EVERY),
        resolvers: looking.resolvers.clone(),
        client: name.clone(),
        lag,
    };
    let mut watcher = Watcher::new(before, wanted, options, statuses);
    let end = Instant::now() + arguments.at_most.unwrap_or(LONGEST);
    loop {
        let begun = Instant::now();
        let context = context.afresh(LONGEST);
        let changes = tokio::select! {
            exit = signal.as_mut() => return (Some(watcher.end(Ended::Interrupted)), Some(exit)),
            changes = AssertUnwindSafe(Box::pin(watcher.look(&context))).catch_unwind() => changes,
        };
        // A bug ends the watching, and what was seen until then is kept; the exit code says that there was one.
        let Ok(changes) = changes else { return (Some(watcher.end(Ended::Interrupted)), None) };
        run.tell_changes(&changes);
        context.stage(watcher.line());
        let (has_moved, is_back) = watcher.moved_and_back();
        let is_seen = match arguments.until {
            Some(Until::Moved) => has_moved,
            Some(Until::Back) => is_back,
            None => false,
        };
        if is_seen || !run.has_reader() {
            return (Some(watcher.end(Ended::Seen)), None);
        }
        let next = begun + arguments.every.unwrap_or(EVERY);
        if next >= end {
            return (Some(watcher.end(Ended::TimeUp)), None);
        }
        tokio::select! {
            exit = signal.as_mut() => return (Some(watcher.end(Ended::Interrupted)), Some(exit)),
            () = tokio::time::sleep_until(next) => {}
        }
    }
}

/// The replication that is read beside the drill: that of the table, in the Regions that were found.
fn lag(arguments: &Watch, before: &failover::Evidence) -> Option<replication::observe::Wanted> {
    let table = arguments.name.table.as_ref()?;
    let mut regions: Vec<String> = before.hosts.iter().map(|host| host.region.clone()).collect();
    regions.sort_unstable();
    regions.dedup();
    Some(replication::observe::Wanted {
        table: Some((table.name.clone(), regions)),
        window: LAG_WINDOW,
        ..replication::observe::Wanted::default()
    })
}
