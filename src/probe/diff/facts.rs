//! What is known of a subject beside its checks, by thing.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::things::{THINGS, Things};
use crate::report::{Assessment, Change};

/// What is known of a subject: for each kind of things that was looked at, the things by how they are known again.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    /// By the place of the kind in [`THINGS`].
    kinds: BTreeMap<usize, BTreeMap<String, Thing>>,
}

/// One thing, such as a node.
#[derive(Clone, Debug, PartialEq)]
struct Thing {
    /// What a person calls it.
    name: String,
    /// By the column's place.
    values: BTreeMap<usize, String>,
}

/// Something that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FactChange {
    pub(super) change: Change,
    /// Whether it is measured, and moves all the time.
    pub(super) is_measured: bool,
}

impl Facts {
    /// What an assessment's data tells.
    pub(super) fn of(assessment: &Assessment) -> Self {
        let mut facts = Self::default();
        for row in &assessment.rows {
            facts.add(row.table, &row.value);
        }
        for fact in &assessment.facts {
            facts.add(fact.name, &fact.value);
        }
        facts
    }

    /// What the data of a report tells of each of its subjects: rows name theirs, single values go by it where there are
    /// several.
    pub(super) fn of_data(data: &BTreeMap<String, Value>, titles: &[&str]) -> BTreeMap<String, Self> {
        let mut facts: BTreeMap<String, Self> = BTreeMap::new();
        let mut add = |title: &str, table: &str, value: &Value| {
            facts.entry(title.to_owned()).or_default().add(table, value);
        };
        for (table, value) in data {
            match (value, titles) {
                (Value::Array(rows), [one]) => rows.iter().for_each(|row| add(one, table, row)),
                (value, [one]) => add(one, table, value),
                (Value::Array(rows), _) => {
                    for row in rows {
                        if let Some(title) = row.get("subject").and_then(Value::as_str) {
                            add(title, table, row);
                        }
                    }
                }
                (Value::Object(values), _) => {
                    values.iter().for_each(|(title, value)| add(title, table, value));
                }
                _ => {}
            }
        }
        facts
    }

    /// Everything that is told, as text.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        let things = self.kinds.values().flat_map(BTreeMap::values);
        things.flat_map(|thing| thing.values.values().chain([&thing.name]).map(String::as_str))
    }

    fn add(&mut self, table: &str, value: &Value) {
        let Some(kind) = THINGS.iter().position(|things| things.table == table) else { return };
        let things = &THINGS[kind];
        let known = self.kinds.entry(kind).or_default();
        let values = match value {
            Value::Object(row) => {
                let told = things.columns.iter().enumerate();
                told.filter_map(|(at, (column, _))| Some((at, shown(row.get(*column)?)?))).collect()
            }
            value => shown(value).map(|text| (0, text)).into_iter().collect(),
        };
        let empty = Map::new();
        let row = value.as_object().unwrap_or(&empty);
        let called = if things.called.is_empty() { things.known_by } else { things.called };
        let name = joined(row, called, " ");
        let key = joined(row, things.known_by, "\0");
        // What cannot be told from another is told by its place.
        let is_taken = |number: &usize| known.contains_key(&format!("{key}\0{number}"));
        let number = (0..=known.len()).find(|number| !is_taken(number)).unwrap_or_default();
        known.insert(format!("{key}\0{number}"), Thing { name, values });
    }

    /// What became of the names that things had: of a node its old address and its new one.
    pub(super) fn renamed(before: &Self, after: &Self) -> BTreeMap<String, String> {
        let mut renamed = BTreeMap::new();
        for (kind, was) in &before.kinds {
            for (key, was) in was {
                let is = after.kinds.get(kind).and_then(|things| things.get(key));
                if let Some(is) = is.filter(|is| is.name != was.name) {
                    renamed.insert(was.name.clone(), is.name.clone());
                }
            }
        }
        renamed
    }

    /// What changed. A kind of things that only one of them knows of was not looked at by the other.
    pub(super) fn changes(before: &Self, after: &Self) -> Vec<FactChange> {
        let mut changes = Vec::new();
        for (kind, was) in &before.kinds {
            let (things, Some(is)) = (&THINGS[*kind], after.kinds.get(kind)) else { continue };
            for (key, thing) in is {
                match was.get(key) {
                    // Of what is not known at all any more, or was not, one line says it.
                    Some(before) if before.values.is_empty() != thing.values.is_empty() => {
                        let known = |thing| Some(thing).filter(|thing: &&Thing| !thing.values.is_empty());
                        changes.extend(whole(things, known(before), known(thing)));
                    }
                    Some(before) => changes.extend(differences(things, before, thing)),
                    None => changes.extend(whole(things, None, Some(thing))),
                }
            }
            let gone = was.iter().filter(|(key, _)| !is.contains_key(*key));
            changes.extend(gone.filter_map(|(_, thing)| whole(things, Some(thing), None)));
        }
        changes
    }
}

/// What changed of a thing.
fn differences<'a>(
    things: &'a Things,
    before: &'a Thing,
    after: &'a Thing,
) -> impl Iterator<Item = FactChange> + 'a {
    let about = if after.name.is_empty() { things.noun } else { &after.name };
    (0..things.columns.len().max(1)).filter_map(move |at| {
        let (column, what) = things.columns.get(at).copied().unwrap_or(("", things.noun));
        let value = |thing: &Thing| thing.values.get(&at).cloned();
        let change = Change::between(about, what, value(before), value(after))?;
        Some(FactChange { change, is_measured: things.measured.contains(&column) })
    })
}

/// That a thing came or went, with what it is or was.
fn whole(things: &Things, before: Option<&Thing>, after: Option<&Thing>) -> Option<FactChange> {
    let told = |thing: &Thing| {
        let columns = things.columns.iter().enumerate();
        let summed = columns.filter(|(_, (column, _))| things.summary.contains(column));
        let words: Vec<&str> =
            summed.filter_map(|(at, _)| thing.values.get(&at).map(String::as_str)).collect();
        if words.is_empty() { "there".to_owned() } else { words.join(", ") }
    };
    let thing = after.or(before)?;
    let change = Change::between(&thing.name, things.noun, before.map(told), after.map(told))?;
    Some(FactChange { change, is_measured: false })
}

fn joined(row: &Map<String, Value>, columns: &[&str], between: &str) -> String {
    let values = columns.iter().filter_map(|column| shown(row.get(*column)?));
    values.collect::<Vec<_>>().join(between)
}

/// A value for a person; nothing where there is none.
fn shown(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Bool(is) => Some(if *is { "yes" } else { "no" }.to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        Value::Array(all) if all.is_empty() => Some("none".to_owned()),
        Value::Array(all) => Some(all.iter().filter_map(shown).collect::<Vec<_>>().join(", ")),
        Value::Object(all) => {
            let told = all.iter().filter_map(|(name, value)| Some(format!("{name} {}", shown(value)?)));
            Some(told.collect::<Vec<_>>().join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn facts(data: Value) -> Facts {
        let data: BTreeMap<String, Value> = serde_json::from_value(data).expect("an object");
        Facts::of_data(&data, &["store"]).remove("store").unwrap_or_default()
    }

    fn told(before: Value, after: Value) -> Vec<String> {
        let line = |FactChange { change, is_measured }: FactChange| {
            let side = |side: Option<String>| side.unwrap_or_else(|| "-".to_owned());
            let mark = if is_measured { " (measured)" } else { "" };
            format!(
                "{} {}: {} -> {}{mark}",
                change.about,
                change.what,
                side(change.before),
                side(change.after)
            )
        };
        Facts::changes(&facts(before), &facts(after)).into_iter().map(line).collect()
    }

    #[test]
    fn a_node_is_known_by_its_id() {
        let node = |id: &str, address: &str, role: &str| json!({"id": id, "address": address, "role": role, "state": "up", "zone": "a", "rtt_us": 3});
        let before =
            json!({"nodes": [node("x", "10.0.0.1:1", "primary"), node("y", "10.0.0.2:1", "replica")]});
        assert_eq!(told(before.clone(), before.clone()), [""; 0]);
        let after =
            json!({"nodes": [node("x", "10.0.0.9:1", "replica"), node("z", "10.0.0.2:1", "primary")]});
        assert_eq!(
            told(before.clone(), after.clone()),
            [
                "10.0.0.9:1 address: 10.0.0.1:1 -> 10.0.0.9:1",
                "10.0.0.9:1 role: primary -> replica",
                "10.0.0.2:1 node: - -> up, primary, a",
                "10.0.0.2:1 node: up, replica, a -> -"
            ]
        );
        let renamed = Facts::renamed(&facts(before), &facts(after));
        assert_eq!(renamed, BTreeMap::from([("10.0.0.1:1".to_owned(), "10.0.0.9:1".to_owned())]));
    }

    #[test]
    fn what_one_of_them_did_not_look_at_did_not_change() {
        let flows = json!({"flows": [{"flow": "logs", "state": "on"}]});
        assert_eq!(told(json!({}), flows.clone()), [""; 0]);
        assert_eq!(told(flows, json!({"nodes": []})), [""; 0]);
    }

    #[test]
    fn what_is_measured_is_marked() {
        let rpo = |ms: u64| json!({"rpo": [{"failure": "zone", "kind": "valkey", "loss": "bounded", "loss_ms": ms}]});
        assert_eq!(told(rpo(5), rpo(6)), ["zone valkey loss in ms: 5 -> 6 (measured)"]);
    }

    /// Two records that nothing tells apart are compared by their places.
    #[test]
    fn none_is_lost() {
        let record = |target: &str| json!({"name": "a.example.com", "type": "A", "target": target});
        let before = json!({"records": [record("x"), record("y")]});
        let after = json!({"records": [record("x"), record("z")]});
        assert_eq!(told(before, after), ["A a.example.com target: y -> z"]);
    }
}
