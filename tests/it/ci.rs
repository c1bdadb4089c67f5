//! The way into pipelines and clusters: what is committed for them is valid, safe, and does what it says.

mod action;
mod book;
mod cookbook;
mod docker;
mod gitlab;
pub(crate) mod guides;
mod iam;
mod kubernetes;
mod real;
mod stand_in;
mod terraform;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::fetched;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A committed file's text.
fn committed(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every document of a committed YAML file.
fn yaml(path: &str) -> Vec<Value> {
    documents(&committed(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn documents(text: &str) -> Result<Vec<Value>, String> {
    serde_saphyr::from_multiple(text).map_err(|error| error.to_string())
}

/// The folder of the fetched schemas.
fn schemas(name: &'static str) -> PathBuf {
    let folder = fetched(name).env.iter().find(|(key, _)| key == "FOLDER").map(|(_, folder)| folder);
    PathBuf::from(folder.expect("schemas say where they are"))
}

/// What a schema has to say against a value: empty where it is valid.
fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let validator = jsonschema::validator_for(schema).expect("is a schema");
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}
