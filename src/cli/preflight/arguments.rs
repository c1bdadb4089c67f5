//! Its arguments.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::cli::globals::timeout;

const WHAT: &str = "What is looked at";
const JUDGED: &str = "What counts";

/// Check all that chalkstore.toml describes: one environment or each of them, before a rollout.
///
/// Looks at each environment's online store, table, role, replication, failover name and data flows at once, with the
/// checks of the other commands. A check whose need failed is skipped with the reason. Nothing is written.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// The environments to look at; all that the file describes where none is named.
    #[arg(value_name = "ENV")]
    pub(super) environments: Vec<String>,

    /// The file that describes the environments. What was saved is judged by the file of then: to judge it by another one,
    /// look again.
    #[arg(long, value_name = "FILE", help_heading = WHAT, default_value = "chalkstore.toml", conflicts_with = "evidence")]
    pub(super) config: PathBuf,

    /// Only these checks: a code (TOP021), a check's name, a category (`topology`) or a part (`failover`). Repeat it, or put
    /// commas between them.
    #[arg(long, value_name = "CHECK", help_heading = WHAT, value_delimiter = ',')]
    pub(super) only: Vec<String>,

    /// All but these checks, named in the same way. They are told of as skipped.
    #[arg(long, value_name = "CHECK", help_heading = WHAT, value_delimiter = ',')]
    pub(super) skip: Vec<String>,

    /// Look again and again until everything is as it should be, at most this long, and tell what is waited for. The last
    /// look is shortly before the end; what has not answered then is cut off, and an earlier answer stands. What no waiting
    /// mends is not waited for: chalkstore.toml, a URI that is no secret's, and an AWS Region or credentials that nobody gave.
    #[arg(long, value_name = "DURATION", help_heading = WHAT, conflicts_with = "evidence", value_parser = timeout)]
    pub(super) wait: Option<Duration>,

    /// An older JSON report, evidence file or bundle of `preflight`: what it found already is skipped, and only what is new or
    /// worse counts. What was known to it stays known.
    #[arg(long, value_name = "FILE", help_heading = JUDGED)]
    pub(super) baseline: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  chalkstore preflight
  chalkstore preflight production --output github --output junit=preflight.xml
  chalkstore preflight --config deploy/chalkstore.toml --only topology,failover
  chalkstore preflight production --wait 2m
  chalkstore preflight --output json=main.json
  chalkstore preflight --baseline main.json --fail-on warn
  chalkstore preflight --save-evidence before.jsonl
  chalkstore preflight --evidence before.jsonl --output html=report.html";
