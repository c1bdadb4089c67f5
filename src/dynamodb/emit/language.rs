//! The languages in which a table can be written down.

use clap::ValueEnum;

use super::{aws_cli, cloudformation, documented, terraform};
use crate::dynamodb::spec::{Billing, TableSpec};

/// A language of configurations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// Terraform, with the AWS provider.
    Terraform,
    /// A `CloudFormation` template, in JSON.
    Cloudformation,
    /// The table as chalkstore's own commands read it.
    Toml,
    /// Commands of the AWS CLI, in a bash script that creates the table.
    AwsCli,
}

/// A configuration, and what to know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emitted {
    /// The text of the file.
    pub text: String,
    /// What a user should know before applying it.
    pub warnings: Vec<String>,
}

/// Writes a table down. `as_documented` gives the literal shape of the product's documentation, which Terraform alone
/// has.
///
/// # Errors
/// What AWS would refuse, or the language cannot express.
pub fn emit(spec: &TableSpec, language: Language, as_documented: bool) -> Result<Emitted, String> {
    spec.check_names()?;
    if spec.is_global() && matches!(spec.billing, Billing::Provisioned { .. }) && !as_documented {
        return Err("a provisioned table has replicas only where its writes are autoscaled: DynamoDB refuses to add one \
             to a table of fixed capacity"
            .to_owned());
    }
    match (language, as_documented) {
        (Language::Terraform, true) => Ok(documented::terraform(spec)),
        (_, true) => {
            Err("the documentation has Terraform alone: --as-documented needs --emit terraform".to_owned())
        }
        (Language::Terraform, false) => {
            Ok(Emitted { text: terraform::text(spec), warnings: terraform::warnings(spec) })
        }
        (Language::Cloudformation, false) => cloudformation::text(spec).map(plain),
        (Language::AwsCli, false) => Ok(plain(aws_cli::text(spec))),
        (Language::Toml, false) => {
            toml::to_string(spec).map(plain).map_err(|error| format!("cannot be written as TOML: {error}"))
        }
    }
}

fn plain(text: String) -> Emitted {
    Emitted { text, warnings: Vec::new() }
}
