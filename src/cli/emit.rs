//! `--emit LANGUAGE[=FILE]`, and writing what it asks for.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::ValueEnum;

use super::error::CliError;
use crate::dynamodb::emit::Language;
use crate::store_ref::looks_like_a_uri;

/// `--emit LANGUAGE[=FILE]`. `L` is what the command has languages for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct EmitSpec<L = Language> {
    pub(in crate::cli) language: L,
    /// Where it goes; standard output where none is named, or `-` is.
    pub(in crate::cli) file: Option<PathBuf>,
}

impl<L: ValueEnum> FromStr for EmitSpec<L> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, file) = match text.split_once('=') {
            Some((_, "")) => {
                return Err("no file behind the `=`; leave it out for standard output".to_owned());
            }
            Some((_, file)) if looks_like_a_uri(file) => {
                return Err("--emit takes the path of a file behind the `=`, and this looks like a URI: write for example --emit terraform=table.tf".to_owned());
            }
            Some((name, file)) => (name, Some(file)),
            None => (text, None),
        };
        let language =
            L::from_str(name, true).map_err(|_| format!("the languages are {}", languages::<L>()))?;
        Ok(Self { language, file: file.filter(|file| *file != "-").map(PathBuf::from) })
    }
}

/// `a, b and c`.
fn languages<L: ValueEnum>() -> String {
    let values = L::value_variants().iter().filter_map(ValueEnum::to_possible_value);
    let names: Vec<String> = values.map(|value| value.get_name().to_owned()).collect();
    match names.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        names => names.concat(),
    }
}

/// What a command emits that creates a table: its configuration, or the policy of who uses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum TableLanguage {
    /// The table, in a language of configurations.
    Table(Language),
    /// An IAM policy; `--policy-for` says whose.
    IamPolicy,
}

impl ValueEnum for TableLanguage {
    fn value_variants<'a>() -> &'a [Self] {
        &[
            Self::Table(Language::Terraform),
            Self::Table(Language::Cloudformation),
            Self::Table(Language::Toml),
            Self::Table(Language::AwsCli),
            Self::IamPolicy,
        ]
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        match self {
            Self::Table(language) => language.to_possible_value(),
            Self::IamPolicy => Some(clap::builder::PossibleValue::new("iam-policy")),
        }
    }
}

/// Writes a text to a file, or to standard output.
pub(in crate::cli) fn write(text: &str, file: Option<&Path>) -> Result<(), CliError> {
    let (written, place) = if let Some(path) = file {
        (fs::write(path, text), path.display().to_string())
    } else {
        let mut stdout = io::stdout().lock();
        (stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()), "standard output".to_owned())
    };
    match written {
        // A reader that has seen enough is no failure.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(|error| {
            CliError::output(anyhow::Error::new(error).context(format!("cannot write to {place}")))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_may_have_a_file() {
        let emit = |text: &str| text.parse::<EmitSpec>();
        assert_eq!(emit("terraform"), Ok(EmitSpec { language: Language::Terraform, file: None }));
        assert_eq!(emit("toml=-"), Ok(EmitSpec { language: Language::Toml, file: None }));
        assert_eq!(
            emit("cloudformation=a=b.json").map(|spec| spec.file),
            Ok(Some(PathBuf::from("a=b.json")))
        );
        assert!(emit("pulumi").is_err() && emit("terraform=").is_err());
    }

    #[test]
    fn each_command_has_its_languages() {
        let refusal = "iam-policy".parse::<EmitSpec>().expect_err("is none of size");
        assert_eq!(refusal, "the languages are terraform, cloudformation, toml and aws-cli");
        let spec = "iam-policy=p.json".parse::<EmitSpec<TableLanguage>>().expect("is one of create-table");
        assert_eq!((spec.language, spec.file), (TableLanguage::IamPolicy, Some(PathBuf::from("p.json"))));
        let spec = "aws-cli".parse::<EmitSpec<TableLanguage>>().map(|spec| spec.language);
        assert_eq!(spec, Ok(TableLanguage::Table(Language::AwsCli)));
        assert!(TableLanguage::value_variants().iter().all(|one| one.to_possible_value().is_some()));
    }
}
