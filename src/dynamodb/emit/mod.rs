//! A wanted table as configuration: Terraform, `CloudFormation`, TOML, commands of the AWS CLI.

mod aws_cli;
mod cloudformation;
mod documented;
mod hcl_text;
mod language;
mod request;
mod terraform;

#[cfg(test)]
mod tests;

pub use language::{Emitted, Language, emit};
