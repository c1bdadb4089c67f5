//! Its arguments.

use std::path::PathBuf;

use clap::Args;

/// Say what changed between two runs: what is new, what is gone, and whether it got worse, as before and after a rollout.
///
/// A check fails here that fails now and did not before, or fails of more than before (5 nodes, and it was 2). It passes if
/// it did not get worse. It is unknown where nobody can tell: it is unknown now, the second run has not looked at its
/// subject, or it fails as before and tells something else. So --fail-on and the exit codes mean what they always do: 0
/// nothing got worse, 1 something did, 3 of something it is not known.
///
/// What else is known of a store (nodes, slots, capacity, records, flows) is told beside it and decides nothing.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// The first run: evidence (--save-evidence), a bundle (--bundle), or a report as JSON; `-` is standard input.
    #[arg(value_name = "OLD")]
    pub(super) old: PathBuf,

    /// The later one, of any of these forms.
    ///
    /// Evidence and bundles are judged anew, both by this version; of a report in JSON what it found then counts.
    #[arg(value_name = "NEW")]
    pub(super) new: PathBuf,
}

const EXAMPLES: &str = "\
Examples:
  chalkstore topology --uri-env REDIS_URI --save-evidence before.jsonl
  chalkstore topology --uri-env REDIS_URI --save-evidence after.jsonl
  chalkstore diff before.jsonl after.jsonl
  chalkstore diff before.jsonl after.jsonl --output markdown >> \"$GITHUB_STEP_SUMMARY\"
  chalkstore diff last-week.tar.gz after.jsonl --fail-on warn
  chalkstore diff before.json after.json --output json | jq -r .data.verdict";
