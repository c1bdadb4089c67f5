//! Its arguments.

use clap::{Args, Subcommand};

use super::item;

/// What items take and cost.
#[derive(Args)]
#[command(subcommand_required = true, arg_required_else_help = true, disable_help_subcommand = true)]
pub(in crate::cli) struct Arguments {
    #[command(subcommand)]
    pub(super) what: What,
}

/// What to size.
#[derive(Subcommand)]
pub(super) enum What {
    Item(item::Arguments),
}
