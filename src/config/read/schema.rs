//! The JSON schema of `chalkstore.toml`: draft 7, which editors understand.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::rules::{KEYS, VALUES};
use crate::config::Config;

/// The schema.
pub fn schema() -> Value {
    let generated = SchemaSettings::draft07().into_generator().into_root_schema_for::<Config>();
    let mut schema = generated.to_value();
    tidy(&mut schema);
    for rule in VALUES {
        describe(&mut schema, rule.path, None, rule.pattern, rule.example);
    }
    for rule in KEYS {
        describe(&mut schema, rule.path, Some("propertyNames"), rule.pattern, rule.example);
    }
    schema["title"] = "chalkstore.toml".into();
    schema
}

/// TOML has no null, so that nothing can be one; and what is written for the command line is put as in the file.
fn tidy(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(tidy),
        Value::Object(object) => {
            tidy_object(object);
            object.values_mut().for_each(tidy);
        }
        _ => {}
    }
}

fn tidy_object(object: &mut Map<String, Value>) {
    if let Some(Value::Array(types)) = object.get("type") {
        let other = types.iter().find(|kind| *kind != "null").cloned();
        object.extend(other.map(|kind| ("type".to_owned(), kind)));
    }
    if let Some(Value::Array(any)) = object.remove("anyOf") {
        let one = any.into_iter().filter(|one| one["type"] != "null").collect::<Vec<_>>();
        object.insert("allOf".to_owned(), one.into());
    }
    // Every default is that nothing is said.
    object.remove("default");
    if let Some(Value::String(format)) = object.remove("format") {
        let most = if format == "uint32" { u64::from(u32::MAX) } else { i64::MAX.unsigned_abs() };
        object.insert("maximum".to_owned(), most.into());
    }
    if let Some(Value::String(text)) = object.get_mut("description") {
        *text = text
            .replace('\n', " ")
            .replace(" Repeat it: every Region", " Every Region")
            .replace(" Repeat it.", "")
            .replace("--kms-key", "`kms_keys`");
    }
}

/// Adds what a text has to look like.
fn describe(schema: &mut Value, path: &str, below: Option<&str>, pattern: Option<&str>, example: &str) {
    let Some(pointer) = pointer(schema, path) else { return };
    let Some(node) = schema.pointer_mut(&pointer).and_then(Value::as_object_mut) else { return };
    let mut described = Map::new();
    if let Some(pattern) = pattern {
        described.insert("pattern".to_owned(), pattern.into());
    }
    described.insert("examples".to_owned(), json!([example]));
    match below {
        Some(below) => {
            node.insert(below.to_owned(), described.into());
        }
        None => node.extend(described),
    }
}

/// Where the schema of a path stands, as a JSON pointer. The path's parts stand between dots; `*` is any key or item.
pub(super) fn pointer(schema: &Value, path: &str) -> Option<String> {
    let mut at = String::new();
    for part in path.split('.') {
        at = target(schema, at)?;
        let node = schema.pointer(&at)?;
        let next = match (part, node["items"].is_object()) {
            ("*", true) => "/items".to_owned(),
            ("*", false) => "/additionalProperties".to_owned(),
            (name, _) => format!("/properties/{name}"),
        };
        at += &next;
        schema.pointer(&at)?;
    }
    Some(at)
}

/// Follows references.
fn target(schema: &Value, at: String) -> Option<String> {
    let node = schema.pointer(&at)?;
    let reference = node["$ref"].as_str().or_else(|| node["allOf"][0]["$ref"].as_str());
    Some(reference.and_then(|reference| reference.strip_prefix('#')).map_or(at, str::to_owned))
}

/// The same for a node.
pub(super) fn followed<'a>(schema: &'a Value, node: &'a Value) -> &'a Value {
    let reference = node["$ref"].as_str().or_else(|| node["allOf"][0]["$ref"].as_str());
    let pointed = reference.and_then(|reference| schema.pointer(reference.strip_prefix('#')?));
    pointed.unwrap_or(node)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A rule for a key that is not there would never be asked.
    #[test]
    fn every_rule_is_of_a_key_that_is_there() {
        let schema = schema();
        for rule in VALUES {
            let pointer = pointer(&schema, rule.path).unwrap_or_else(|| panic!("no {}", rule.path));
            let node = followed(&schema, schema.pointer(&pointer).expect("is there")).clone();
            assert_eq!(node["type"], "string", "{}: {node}", rule.path);
            assert_eq!((rule.check)(rule.example), Ok(()), "{}", rule.path);
        }
        for rule in KEYS {
            let pointer = pointer(&schema, rule.path).unwrap_or_else(|| panic!("no {}", rule.path));
            let node = followed(&schema, schema.pointer(&pointer).expect("is there")).clone();
            assert!(node["additionalProperties"].is_object(), "{}: {node}", rule.path);
            assert_eq!((rule.check)(rule.example), Ok(()), "{}", rule.path);
        }
    }

    /// And a text without a rule would be taken whatever it is.
    #[test]
    fn every_text_has_a_rule() {
        fn texts(schema: &Value, node: &Value, path: &str, found: &mut Vec<String>) {
            let node = followed(schema, node);
            if node["type"] == "string" && node["enum"].is_null() {
                found.push(path.to_owned());
            }
            let join = |part: &str| if path.is_empty() { part.to_owned() } else { format!("{path}.{part}") };
            for (name, node) in node["properties"].as_object().into_iter().flatten() {
                texts(schema, node, &join(name), found);
            }
            for node in [&node["additionalProperties"], &node["items"]] {
                if node.is_object() {
                    texts(schema, node, &join("*"), found);
                }
            }
        }
        let schema = schema();
        let mut found = Vec::new();
        texts(&schema, &schema, "", &mut found);
        assert!(found.len() > 30, "{found:?}");
        for path in found {
            assert!(VALUES.iter().any(|rule| rule.path == path), "{path} has no rule");
        }
    }

    #[test]
    fn nothing_is_null() {
        let text = schema().to_string();
        assert!(!text.contains("null") && !text.contains("--"), "{text}");
    }
}
