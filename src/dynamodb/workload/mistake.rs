//! What a parser says of a wrong file, in words for the person who wrote it. A value that may be a secret is masked.

use crate::report::nearest;
use crate::secrets::{shown_cell, shown_value};

/// What is wrong, and the key that was probably meant.
pub(super) struct Mistake {
    pub(super) message: String,
    pub(super) suggestion: Option<String>,
}

/// The words of serde, of the TOML and of the JSON parser, made plain. `key` is the one whose value is wrong, where that
/// is known.
pub(super) fn plain(message: &str, key: Option<&str>) -> Mistake {
    let message = message.trim().replace('\n', " ");
    let only = |message: String| Mistake { message, suggestion: None };
    let key = key.map_or_else(|| "it".to_owned(), |key| format!("`{}`", shown_value(key)));
    if let Some(rest) = message.strip_prefix("unknown field ") {
        return unknown_key(rest);
    }
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        // What was given may hold backticks itself; the last `, expected` is the parser's own.
        let (given, known) = rest.rsplit_once(", expected ").unwrap_or((rest, ""));
        let known: Vec<&str> = known.split('`').skip(1).step_by(2).collect();
        let given = shown_value(given.trim_matches('`'));
        return only(format!("{key} is `{given}`; it takes {}", known.join(", ")));
    }
    let wrong = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "));
    if let Some((found, wanted)) = wrong.and_then(|rest| rest.rsplit_once(", expected ")) {
        return only(format!("{key} is {}, and takes {}", kind(found), wanted_kind(wanted)));
    }
    // A list where a table is expected is taken for its fields in order.
    if let Some((_, wanted)) =
        message.strip_prefix("invalid length ").and_then(|rest| rest.split_once(", expected "))
    {
        return only(format!("{key} is a list, and takes {}", wanted_kind(wanted)));
    }
    if let Some(field) = message.strip_prefix("missing field ") {
        return only(format!("{field} is missing"));
    }
    only(message)
}

fn unknown_key(rest: &str) -> Mistake {
    let (given, known) = rest.rsplit_once(", expected ").unwrap_or((rest, ""));
    let given = given.trim_matches('`');
    let known: Vec<&str> = known.split('`').skip(1).step_by(2).collect();
    let near = nearest(given, known.iter().copied()).map(str::to_owned);
    let given = shown_value(given);
    let message = match near {
        Some(_) => format!("`{given}` is no key here"),
        None => format!("`{given}` is no key here; there are {}", known.join(", ")),
    };
    Mistake { message, suggestion: near }
}

/// A value as the parser names it, in words: a string is text, with what of it may be quoted.
fn kind(found: &str) -> String {
    let quoted = |mark: char| {
        found.split_once(mark).and_then(|(_, rest)| rest.rsplit_once(mark)).map(|(value, _)| value)
    };
    match found.split(' ').next().unwrap_or_default() {
        "string" | "character" => format!("the text \"{}\"", shown_cell(quoted('"').unwrap_or_default())),
        "integer" | "floating" => format!("the number {}", quoted('`').unwrap_or_default()),
        "boolean" => quoted('`').unwrap_or("true or false").to_owned(),
        "sequence" => "a list".to_owned(),
        "map" => "a table".to_owned(),
        "null" | "unit" => "nothing".to_owned(),
        _ => "something else".to_owned(),
    }
}

fn wanted_kind(wanted: &str) -> String {
    match wanted {
        // The parsers name the types of this program.
        "f64" | "f32" | "floating point" => "a number".to_owned(),
        "u64" | "u32" | "usize" | "i64" | "i32" => "a whole number".to_owned(),
        "a string" | "string" => "text".to_owned(),
        "a boolean" | "bool" => "true or false".to_owned(),
        "a sequence" => "a list".to_owned(),
        other if other.starts_with("struct ") => "a table".to_owned(),
        other if other.starts_with("enum ") || other.starts_with("variant ") => "one of its words".to_owned(),
        other => other.to_owned(),
    }
}

/// The key whose value begins at a place of a TOML text.
pub(super) fn toml_key(text: &str, at: usize) -> Option<&str> {
    let before = text.get(..at)?.trim_end().strip_suffix('=')?.trim_end();
    let is_key = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let start = before.rfind(|c| !is_key(c)).map_or(0, |last| last + 1);
    before.get(start..).filter(|key| !key.is_empty())
}

/// The key whose value ends at a line and a column of a JSON text, both from 1.
pub(super) fn json_key(text: &str, line: usize, column: usize) -> Option<&str> {
    let start = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum::<usize>();
    let before = text.get(..(start + column).min(text.len()))?;
    let (before, _) = before.rsplit_once("\":").or_else(|| before.rsplit_once("\" :"))?;
    before.rsplit_once('"').map(|(_, key)| key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parsers_are_put_into_plain_words() {
        for (message, told) in [
            ("invalid type: string \"many\", expected f64", "`k` is the text \"many\", and takes a number"),
            ("invalid type: integer `5`, expected a string", "`k` is the number 5, and takes text"),
            ("invalid type: sequence, expected f64", "`k` is a list, and takes a number"),
            ("unknown variant `gte`, expected one of `get`, `query`", "`k` is `gte`; it takes get, query"),
            ("missing field `dtype`", "`dtype` is missing"),
            (
                "invalid length 0, expected struct ReplicaInput with 3 elements",
                "`k` is a list, and takes a table",
            ),
            (
                "invalid type: string \"x\", expected struct ReplicaInput",
                "`k` is the text \"x\", and takes a table",
            ),
            ("invalid type: integer `5`, expected bool", "`k` is the number 5, and takes true or false"),
            ("key with no value, expected `=`", "key with no value, expected `=`"),
        ] {
            assert_eq!(plain(message, Some("k")).message, told, "{message}");
        }
        let near = plain("unknown field `reed_qps`, expected one of `name`, `read_qps`", None);
        assert_eq!(
            (near.message.as_str(), near.suggestion.as_deref()),
            ("`reed_qps` is no key here", Some("read_qps"))
        );
        assert_eq!(plain("unknown field `uri`, expected `ttl` or `name`", None).suggestion, None);
    }

    #[test]
    fn what_may_be_a_secret_is_masked() {
        for message in [
            "invalid type: string \"h?password=hunter2 hunter2\", expected f64",
            "unknown variant `a, expected `hunter2`, expected one of `get`",
            "unknown field `rediss://:hunter2@h`, expected one of `name`, `read_qps`",
        ] {
            let told = plain(message, Some("k=hunter2"));
            assert!(!told.message.contains("hunter2"), "{}", told.message);
        }
    }

    #[test]
    fn the_key_before_a_value_is_found() {
        let toml = "a = 1\nreplicas = [{ region = \"x\", read_qps = true }]";
        assert_eq!(toml_key(toml, toml.find("true").expect("is there")), Some("read_qps"));
        assert_eq!(toml_key(toml, 0), None);
        assert_eq!(json_key("{\n\"read_qps\": \"many\"}", 2, 18), Some("read_qps"));
        assert_eq!(json_key("[]", 1, 1), None);
    }
}
