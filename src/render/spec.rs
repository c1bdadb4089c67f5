//! `--output FORMAT[=FILE]`: what to write, and where to.

use std::path::PathBuf;
use std::str::FromStr;

use clap::ValueEnum;
use clap::builder::{PossibleValue, StringValueParser, TypedValueParser, ValueParserFactory};

use super::Format;
use crate::report::nearest;

/// Where an output goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Standard output: no file is named, or `-` is.
    Stdout,
    /// A file, replaced if it exists.
    File(PathBuf),
}

/// One `--output`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputSpec {
    /// The format.
    pub format: Format,
    /// Where it goes.
    pub target: Target,
}

/// What is wrong with an `--output`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpecError {
    /// No format has this name.
    ///
    /// What was given is not quoted: it may be a secret that was meant for another option.
    #[error("{} The formats: {}", unknown(*suggestion), names().join(", "))]
    UnknownFormat {
        /// The name that was perhaps meant.
        suggestion: Option<&'static str>,
    },
    /// Nothing stands behind the `=`.
    #[error("no file behind `{0}=`; leave `=` out for standard output")]
    NoFile(&'static str),
}

fn unknown(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(
        || "unknown format.".to_owned(),
        |name| format!("unknown format; did you mean `{name}`?"),
    )
}

fn names() -> Vec<&'static str> {
    Format::value_variants().iter().map(|format| format.as_str()).collect()
}

impl FromStr for OutputSpec {
    type Err = SpecError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, file) = text.split_once('=').map_or((text, None), |(name, file)| (name, Some(file)));
        let format = Format::from_str(name, true)
            .map_err(|_| SpecError::UnknownFormat { suggestion: suggestion(name) })?;
        let target = match file {
            // `/dev/stdout` opened as a file would overwrite what was written to standard output by its name.
            None | Some("-" | "/dev/stdout") => Target::Stdout,
            Some("") => return Err(SpecError::NoFile(format.as_str())),
            Some(file) => Target::File(PathBuf::from(file)),
        };
        Ok(Self { format, target })
    }
}

fn suggestion(name: &str) -> Option<&'static str> {
    nearest(name, names())
}

/// Parses an [`OutputSpec`], and tells help and completions the formats.
#[derive(Clone, Debug)]
pub struct OutputSpecParser;

impl TypedValueParser for OutputSpecParser {
    type Value = OutputSpec;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<OutputSpec, clap::Error> {
        let parser = StringValueParser::new().try_map(|text| text.parse::<OutputSpec>());
        TypedValueParser::parse_ref(&parser, command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(Format::value_variants().iter().filter_map(ValueEnum::to_possible_value)))
    }
}

impl ValueParserFactory for OutputSpec {
    type Parser = OutputSpecParser;

    fn value_parser() -> Self::Parser {
        OutputSpecParser
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_alone_goes_to_stdout() {
        for text in ["json", "JSON", "json=-", "json=/dev/stdout"] {
            let spec = OutputSpec { format: Format::Json, target: Target::Stdout };
            assert_eq!(text.parse(), Ok(spec), "{text}");
        }
        let spec = OutputSpec { format: Format::Sarif, target: Target::File("a=b.sarif".into()) };
        assert_eq!("sarif=a=b.sarif".parse(), Ok(spec));
    }

    #[test]
    fn what_is_wrong_is_told_with_what_is_right() {
        let error = |text: &str| text.parse::<OutputSpec>().expect_err("is wrong").to_string();
        insta::assert_snapshot!(error("jsn=x"), @"unknown format; did you mean `json`? The formats: human, json, ndjson, junit, sarif, github, gitlab, markdown, html, svg, mermaid, openmetrics");
        insta::assert_snapshot!(error("pdf"), @"unknown format. The formats: human, json, ndjson, junit, sarif, github, gitlab, markdown, html, svg, mermaid, openmetrics");
        insta::assert_snapshot!(error("json="), @"no file behind `json=`; leave `=` out for standard output");
    }

    #[test]
    fn names_are_the_same_for_clap_and_for_us() {
        for format in Format::value_variants() {
            let value = format.to_possible_value().expect("no format is hidden");
            assert_eq!(value.get_name(), format.as_str());
        }
    }

    #[test]
    fn clap_takes_it_as_a_value() {
        let argument = clap::Arg::new("output").long("output").value_parser(clap::value_parser!(OutputSpec));
        let command = clap::Command::new("x").arg(argument);
        let matches = command.clone().try_get_matches_from(["x", "--output", "github"]).expect("parses");
        assert_eq!(matches.get_one::<OutputSpec>("output").map(|spec| spec.format), Some(Format::Github));
        let error = command.try_get_matches_from(["x", "--output", "gihtub"]).expect_err("is wrong");
        assert!(error.to_string().contains("did you mean `github`?"), "{error}");
    }
}
