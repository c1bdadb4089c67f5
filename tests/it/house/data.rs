//! The names in a report's `data`: each stands for one thing, in one shape.

use std::collections::BTreeMap;
use std::fs;

use super::{is_test, root, rust_files, without_tests};

/// What a name stands for: the rows of a table, or a single value.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Table,
    Value,
}

/// The names that a text gives to tables (`Row { table: "…"`) and to values (`Fact { name: "…"`).
fn named(text: &str) -> Vec<(Kind, String)> {
    let of = |kind, begin: &str, field: &str| {
        text.match_indices(begin)
            .filter_map(|(at, _)| {
                let own_word = !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
                let rest = text[at + begin.len()..].trim_start().strip_prefix(field)?;
                let name = rest.strip_prefix(" \"")?.split('"').next()?;
                own_word.then(|| (kind, name.to_owned()))
            })
            .collect::<Vec<_>>()
    };
    [of(Kind::Table, "Row {", "table:"), of(Kind::Value, "Fact {", "name:")].concat()
}

/// Every name of the source, with the files that give it.
fn all() -> BTreeMap<String, Vec<(Kind, String)>> {
    let mut found: BTreeMap<String, Vec<(Kind, String)>> = BTreeMap::new();
    for (path, text) in rust_files("src") {
        if is_test(&path) {
            continue;
        }
        for (kind, name) in named(without_tests(&text)) {
            let places = found.entry(name).or_default();
            let place = (kind, path.display().to_string());
            if !places.contains(&place) {
                places.push(place);
            }
        }
    }
    found
}

/// A preflight puts the data of all commands side by side. Where one name were a table and a value, one of them would be
/// lost; where two rooms filled one table, it would have two kinds of rows.
#[test]
fn a_name_in_the_data_stands_for_one_thing() {
    let all = all();
    assert!(all.len() > 50, "the names are not found any more: {:?}", all.keys());
    let shared: Vec<_> = all.iter().filter(|(_, places)| places.len() > 1).collect();
    assert!(shared.is_empty(), "{shared:#?}");
}

/// A comparison of a table that no report has would be silent for ever.
#[test]
fn a_diff_compares_what_reports_have() {
    let all = all();
    let things = fs::read_to_string(root().join("src/probe/diff/things.rs")).expect("is there");
    let compared: Vec<&str> =
        things.split("table: \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(compared.len() > 15, "{compared:?}");
    for name in compared.into_iter().filter(|name| !name.is_empty()) {
        assert!(all.contains_key(name), "no report has `{name}`");
    }
}

#[test]
fn names_are_seen_however_they_are_laid_out() {
    let text = "Row { table: \"a\", value } Fact {\n    name: \"b\",\n} MatrixRow { table: \"c\" } Row { table, value }";
    assert_eq!(named(text), [(Kind::Table, "a".to_owned()), (Kind::Value, "b".to_owned())]);
}
