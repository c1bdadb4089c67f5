//! Its arguments.

use std::path::PathBuf;

use clap::Args;

use crate::store_ref::StoreArgs;

/// Check connection URIs: what is wrong with one, where, and what it should be.
///
/// With --connect it goes on to the store: DNS, TCP,
/// TLS, AUTH, and what the server says of itself. Secrets are masked in everything that is printed.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    pub(super) store: StoreArgs,

    /// Go on to the store: resolve, connect, log in, and compare the server with the URI.
    #[arg(long)]
    pub(super) connect: bool,

    /// Write what can be corrected, with its secrets, to a file that only you can read (mode 0600). What is right
    /// already is written as it is; what only a person can correct is left out.
    ///
    /// Of one argument, variable or secret the file holds the URI and nothing else, to be stored as it is. Of a list each URI
    /// stands in a line; one that has a name, of several variables or secrets too, as JSON with `name` and `uri`. --uri-file
    /// reads all of these.
    #[arg(long, value_name = "FILE", conflicts_with = "evidence")]
    pub(super) write_fixed: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  chalkstore validate-uri 'redis://localhost:6379/0?clustered=false'
  chalkstore validate-uri --secret online-store-uri --connect
  chalkstore validate-uri --uri-env REDIS_URI --output github --fail-on warn
  kubectl get secret uris -o jsonpath='{.data.uri}' | base64 -d | chalkstore validate-uri -
  chalkstore validate-uri --uri-file uris.csv --output junit=report.xml";
