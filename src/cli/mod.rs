//! The command line: one file per subcommand, each with its arguments and the few lines from observe to render.

mod changing;
mod check_access;
mod check_table;
mod completions;
#[expect(dead_code, reason = "preflight reads with it")]
mod config_file;
mod create_table;
mod emit;
mod error;
mod explain;
mod failover;
mod files;
mod globals;
mod init;
mod interrupt;
mod main;
mod one_uri;
mod replication_lag;
mod run;
mod setup;
mod size;
mod store_secret;
mod topology;
mod validate_uri;
mod watched;

pub use main::{Cli, command, main};
