//! Its arguments.

use std::path::PathBuf;

use clap::Args;

use crate::store_ref::StoreArgs;

/// Check connection URIs before query servers have to use them.
///
/// Says what is wrong with a URI, where, and what it should be. With --connect it goes on to the store: DNS, TCP,
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
    #[arg(long, value_name = "FILE", conflicts_with = "evidence")]
    pub(super) write_fixed: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  chalkstore validate-uri 'redis://localhost:6379/0?clustered=false'
  chalkstore validate-uri --secret online-store-uri --connect
  chalkstore validate-uri --uri-env REDIS_URI --output github --fail-on warn
  kubectl get secret uris -o jsonpath='{.data.uri}' | base64 -d | chalkstore validate-uri -
  chalkstore validate-uri --uri-file uris.csv --output junit=report.xml

Exit codes: 0, 1 where something failed, 3 where nothing did but not all could be determined.
chalkstore --help lists the others.";
