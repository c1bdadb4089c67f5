//! A wanted table as configuration: Terraform, `CloudFormation`, TOML.

mod cloudformation;
mod documented;
mod hcl_text;
mod language;
mod terraform;

#[cfg(test)]
mod tests;

pub use language::{Emitted, Language, emit};
