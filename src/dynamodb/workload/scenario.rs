//! Scenario files and feature schemas: TOML or JSON, with the line and the likely key where something is wrong.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

use super::inputs::Inputs;
use super::mistake::{self, Mistake};
use super::schema::Feature;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// TOML.
    Toml,
    /// JSON.
    Json,
}

impl Format {
    /// By the file's name, else by whether the text starts with a brace.
    #[must_use]
    pub fn of(name: &str, text: &str) -> Self {
        let ends_with =
            |ending: &str| name.rsplit_once('.').is_some_and(|(_, found)| found.eq_ignore_ascii_case(ending));
        if ends_with("json") || !ends_with("toml") && text.trim_start().starts_with('{') {
            Self::Json
        } else {
            Self::Toml
        }
    }
}

/// What is wrong with a file, and where.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {message}{}", suggestion.as_ref().map(|key| format!("; did you mean `{key}`?")).unwrap_or_default())]
pub struct FileError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub message: String,
    /// The key that was probably meant.
    pub suggestion: Option<String>,
}

/// Reads a scenario file.
///
/// # Errors
/// When it is not what its format is, or has a key that is none, or a value of another kind.
pub fn parse_scenario(text: &str, format: Format) -> Result<Inputs, FileError> {
    parse(text, format)
}

/// Reads a feature schema: `[[features]]` tables with `name`, `dtype`, and what is typical of the values.
///
/// # Errors
/// As [`parse_scenario`], and when there is no feature in it.
pub fn parse_schema(text: &str, format: Format) -> Result<Vec<Feature>, FileError> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Schema {
        features: Vec<Feature>,
    }
    let schema: Schema = parse(text, format)?;
    if schema.features.is_empty() {
        let message = "`features` is empty: a schema has at least one feature".to_owned();
        return Err(FileError { line: 1, message, suggestion: None });
    }
    Ok(schema.features)
}

fn parse<T: DeserializeOwned>(text: &str, format: Format) -> Result<T, FileError> {
    match format {
        Format::Toml => toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start).min(text.len());
            let line = 1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..at]).count();
            told(line, mistake::plain(error.message(), mistake::toml_key(text, at)))
        }),
        Format::Json => serde_json::from_str(text).map_err(|error| {
            let message = error.to_string();
            let said = message.rsplit_once(" at line ").map_or(message.as_str(), |(said, _)| said);
            let key = mistake::json_key(text, error.line(), error.column());
            told(error.line().max(1), mistake::plain(said, key))
        }),
    }
}

fn told(line: usize, mistake: Mistake) -> FileError {
    let Mistake { message, suggestion } = mistake;
    FileError { line, message, suggestion }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_scenario_in_both_formats() {
        let toml = "name = \"a\"\nread_qps = 2000\nitem_bytes = \"1.5KB\"\nttl = \"30d\"\nread_pattern = \"query\"\n\
                    [[replicas]]\nregion = \"us-west-2\"\nread_qps = 5\n[[features]]\nname = \"f\"\ndtype = \"list<int>\"\n";
        let inputs = parse_scenario(toml, Format::of("a.toml", toml)).expect("is right");
        assert_eq!((inputs.read_qps, inputs.replicas.len(), inputs.features.len()), (Some(2000.0), 1, 1));
        let json = serde_json::to_string(&inputs).expect("is JSON");
        assert_eq!(parse_scenario(&json, Format::of("-", &json)), Ok(inputs));
    }

    #[test]
    fn a_mistake_is_told_with_its_line_and_the_likely_key() {
        for (text, told) in [
            ("name = \"a\"\n\nreed_qps = 1\n", "line 3: `reed_qps` is no key here; did you mean `read_qps`?"),
            ("\nread_qps = \"many\"\n", "line 2: "),
            ("read_qps = \n", "line 1: "),
            (
                "[[replicas]]\nregoin = \"us-west-2\"\n",
                "line 2: `regoin` is no key here; did you mean `region`?",
            ),
            ("item_bytes = \"big\"\n", "line 1: `big` is no size"),
            ("[[features]]\nname = \"f\"\ndtype = \"flot\"\n", "line 3: `flot` is no dtype"),
            ("{\n\"wirte_qps\": 1}", "line 2: `wirte_qps` is no key here; did you mean `write_qps`?"),
            ("{\n\"read_qps\": 1,,}", "line 2: "),
            ("zzzzzzzzzz = 1", "line 1: `zzzzzzzzzz` is no key here; there are name, read_qps"),
        ] {
            let error = parse_scenario(text, Format::of("-", text)).expect_err("is wrong").to_string();
            assert!(error.starts_with(told), "{text}: {error}");
        }
    }

    #[test]
    fn no_type_of_this_program_is_named() {
        let values = ["\"x\"", "5", "-5", "1.5", "true", "[]", "[1]", "[[]]", "[[1]]", "[\"x\"]", "{}"];
        let keys = [
            "read_qps",
            "replicas",
            "features",
            "item_bytes",
            "ttl",
            "read_pattern",
            "layout",
            "region",
            "name",
        ];
        let others = ["point_in_time_recovery", "consistency", "transactions"];
        for key in keys.into_iter().chain(others) {
            for value in values {
                for text in [format!("{key} = {value}\n"), format!("{{\"{key}\": {value}}}")] {
                    let told =
                        parse_scenario(&text, Format::of("-", &text)).err().map(|error| error.to_string());
                    let told = told.unwrap_or_default();
                    let names = [
                        "struct",
                        "enum",
                        "f64",
                        "bool",
                        "ReplicaInput",
                        "Feature",
                        "Inputs",
                        "variant",
                        "tuple",
                    ];
                    let found = names.iter().find(|name| told.contains(**name));
                    assert!(found.is_none(), "{text}: {told}");
                }
            }
        }
    }

    #[test]
    fn a_schema_has_features() {
        let text = "[[features]]\nname = \"user.age\"\ndtype = \"int\"\nlength = 2\n";
        assert_eq!(parse_schema(text, Format::Toml).map(|features| features.len()), Ok(1));
        assert!(parse_schema("features = []", Format::Toml).is_err());
        assert!(parse_schema("", Format::Toml).expect_err("is empty").message.contains("features"));
    }
}
