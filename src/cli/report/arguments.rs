//! Its arguments.

use std::path::PathBuf;

use clap::Args;

/// Make the report of saved evidence: what a command found, in any format, with no network, no store and no account.
///
/// Whatever command has saved it, the report is the one that it made, in any format, and so is the exit code. Several
/// files make one report. To judge the same evidence by something else, such as another policy or another price, give it
/// to the command that saved it.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// Bundles (--bundle) and evidence files (--save-evidence); `-` is standard input.
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<PathBuf>,

    /// Exit with 5 where a plan has changes to make, as the command that made it does.
    #[arg(long)]
    pub(super) detailed_exitcode: bool,
}

const EXAMPLES: &str = "\
Examples:
  chalkstore topology --uri-env REDIS_URI --bundle outage.tar.gz
  chalkstore report outage.tar.gz
  chalkstore report outage.tar.gz --output html=outage.html
  chalkstore report us-east-1.jsonl us-west-2.jsonl --output markdown
  chalkstore report evidence.jsonl --bundle for-a-colleague.tar.gz
  kubectl exec online-store-check -- cat /tmp/outage.tar.gz | chalkstore report -
  chalkstore topology --evidence outage.tar.gz --policy UNIFORM_RANDOM";
