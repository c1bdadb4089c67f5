//! `chalkstore store-secret`: a store's URI becomes a secret of AWS Secrets Manager.

mod arguments;
mod command;
mod job;
mod value;

pub(super) use arguments::Arguments;
pub(super) use command::{Checked, run};
pub(super) use job::Job;
pub(super) use value::{one_source, read};
