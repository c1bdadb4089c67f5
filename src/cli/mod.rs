//! The command line: one file per subcommand, each with its arguments and the few lines from observe to render.

mod bundling;
mod changing;
mod check_access;
mod check_table;
mod complete;
mod complete_bash;
mod completions;
mod config_file;
mod create_table;
mod dataflow;
mod diff;
mod emit;
mod error;
mod explain;
mod failover;
mod files;
mod globals;
mod help;
mod init;
mod input;
mod interrupt;
mod main;
mod noun;
mod one_uri;
mod preflight;
mod replication_lag;
mod report;
mod run;
mod setup;
mod size;
mod store_secret;
mod topology;
mod troubles;
mod validate_uri;
mod watched;

pub use main::{Cli, command, main};
