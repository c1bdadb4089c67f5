//! `--emit`: the table as configuration, or the policy of who uses it, instead of doing it.

use super::Arguments;
use crate::cli::emit::{TableLanguage, write};
use crate::cli::error::CliError;
use crate::cli::files::Files;
use crate::dynamodb::emit::emit;
use crate::dynamodb::spec::{Encryption, TableSpec};
use crate::iam::{Purpose, Scope, explained, policy};
use crate::render::notice;
use crate::report::Exit;

/// Writes it, and tells what to know of it. AWS is not asked.
pub(super) fn run(arguments: &Arguments, spec: &TableSpec, has_layout: bool) -> Result<Exit, CliError> {
    let Some(wanted) = &arguments.emit else { return Ok(Exit::Ok) };
    let files = Files {
        inputs: arguments.from_size.iter().map(AsRef::as_ref).collect(),
        outputs: wanted.file.as_deref().map(|path| ("--emit", path)).into_iter().collect(),
    };
    files.check()?;
    let (text, remarks) = match (wanted.language, arguments.purpose) {
        (TableLanguage::IamPolicy, Some(purpose)) => iam(spec, purpose, arguments),
        (TableLanguage::IamPolicy, None) => {
            return Err(CliError::usage_message("--emit iam-policy needs to know whose policy it is")
                .hint("--policy-for setup: who runs create-table; --policy-for runtime: the query servers; --policy-for check: who only looks"));
        }
        (TableLanguage::Table(_), Some(_)) => {
            return Err(CliError::usage_message("--policy-for is for --emit iam-policy"));
        }
        (TableLanguage::Table(language), None) => {
            let emitted = emit(spec, language, false)
                .map_err(|reason| CliError::usage_message(format!("--emit: {reason}")))?;
            let mut remarks = emitted.warnings;
            if !has_layout {
                remarks.push(format!(
                    "nobody said which keys the deployment reads: {} and {} are taken, the documentation's; the vendored Terraform module's are __id__ and __ns__ (--layout vendored)",
                    spec.layout.hash_key, spec.layout.range_key
                ));
            }
            (emitted.text, remarks)
        }
    };
    write(&text, wanted.file.as_deref())?;
    for remark in remarks {
        notice::note(&remark);
    }
    Ok(Exit::Ok)
}

fn iam(spec: &TableSpec, purpose: Purpose, arguments: &Arguments) -> (String, Vec<String>) {
    let regions: Vec<&str> = spec.regions().collect();
    let keys = match &spec.encryption {
        Encryption::Customer(keys) => keys.values().cloned().collect(),
        Encryption::AwsOwned | Encryption::AwsManaged => Vec::new(),
    };
    let scope = Scope {
        account: arguments.account.clone(),
        secret: Some(
            arguments.secret.clone().unwrap_or_else(|| format!("{}-online-store-secret", spec.name)),
        ),
        keys,
        ..Scope::of_table(&spec.name, &regions)
    };
    (policy(purpose, &scope), explained(purpose, &scope))
}
