//! The schema that editors use, and every chalkstore.toml that the documents show.

use std::fs;
use std::path::{Path, PathBuf};

use chalkstore::config;
use serde_json::Value;

const EXAMPLE: &str = include_str!("../../../docs/examples/chalkstore.toml");

fn documents(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("is there").filter_map(Result::ok) {
        let path = entry.path();
        if path.is_dir() {
            documents(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "md" || ending == "toml") {
            found.push(path);
        }
    }
}

/// The texts between fences.
fn fenced(text: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut block: Option<String> = None;
    for line in text.lines() {
        match (&mut block, line.trim_start()) {
            (None, fence) if fence.starts_with("```toml") => block = Some(String::new()),
            (Some(_), fence) if fence.starts_with("```") => blocks.extend(block.take()),
            (Some(block), _) => block.push_str(&format!("{line}\n")),
            (None, _) => {}
        }
    }
    blocks
}

#[test]
fn every_example_in_the_documents_is_right() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = vec![root.join("README.md")];
    for folder in ["docs", "explain"] {
        documents(&root.join(folder), &mut paths);
    }
    let mut read = 0;
    for path in paths {
        let text = fs::read_to_string(&path).expect("is text");
        let is_toml = path.extension().is_some_and(|ending| ending == "toml");
        for block in if is_toml { vec![text] } else { fenced(&text) } {
            if block.contains("[environments.") {
                read += 1;
                let problems = config::read(&block, &path.display().to_string()).err();
                assert_eq!(problems, None, "{block}");
            }
        }
    }
    assert!(read > 0);
}

fn as_json(text: &str) -> Value {
    let table: toml::Table = text.parse().expect("is TOML");
    let value = serde_json::to_value(table).expect("is data");
    days(value)
}

/// Days are texts to editors.
fn days(value: Value) -> Value {
    match value {
        Value::Object(object) => match object.get("$__toml_private_datetime") {
            Some(day) => day.clone(),
            None => object.into_iter().map(|(key, value)| (key, days(value))).collect(),
        },
        Value::Array(items) => items.into_iter().map(days).collect(),
        other => other,
    }
}

/// What editors say is what the program says.
#[test]
fn the_schema_takes_what_the_program_takes() {
    let schema = config::schema();
    let validator = jsonschema::validator_for(&schema).expect("is a schema");
    let errors: Vec<String> =
        validator.iter_errors(&as_json(EXAMPLE)).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    for (right, wrong) in [
        ("policy = \"ZONAL_AFFINITY\"", "policy = \"zonal\""),
        ("secret = \"online-store-uri\"", "secret = \"s\"\nuri_env = \"U\""),
        ("secret = \"online-store-uri\"", ""),
        ("name = \"chalk-online-store\"", ""),
        ("replicas = [\"us-west-2\"]", "replica = [\"us-west-2\"]"),
        ("rto = \"3m\"", "rto = 180"),
        ("rto = \"3m\"", "rto = \"180\""),
        ("region = \"us-east-1\"", "region = \"us-east\""),
        ("reason = \"the third zone comes in Q1, OPS-1234\"", ""),
        ("reason = \"the third zone comes in Q1, OPS-1234\"", "reason = \" \""),
        ("us-east-1 = 40", "us-east = 40"),
        ("us-east-1 = 40", "us-east-1 = -1"),
        ("[environments.staging.online_store]", "[environments.\"a b\".online_store]"),
        ("require = \"restricted\"", "require = \"none\""),
        ("tags = { team = \"features\" }", "tags = [[\"team\", \"features\"]]"),
        ("tags = { team = \"features\" }", "tags = { team = 4 }"),
    ] {
        assert!(EXAMPLE.contains(right), "{right}");
        let text = EXAMPLE.replace(right, wrong);
        assert!(!validator.is_valid(&as_json(&text)), "{wrong} passes the schema");
        assert!(config::read(&text, "chalkstore.toml").is_err(), "{wrong} is read");
    }
}

#[test]
fn every_key_is_described_to_editors() {
    fn keys(node: &Value, path: &str, found: &mut Vec<String>) {
        if let Some(properties) = node["properties"].as_object() {
            for (name, property) in properties {
                let is_described = property["description"].as_str().is_some_and(|text| text.len() > 5);
                if !is_described {
                    found.push(format!("{path}.{name}"));
                }
            }
        }
        for (name, node) in node["definitions"].as_object().into_iter().flatten() {
            keys(node, name, found);
        }
    }
    let mut found = Vec::new();
    keys(&config::schema(), "", &mut found);
    assert!(found.is_empty(), "{found:?}");
}
