//! A container of a collector, put together from what its arguments name.

use std::collections::BTreeMap;

use super::address::shown;
use super::document::{Document, Origin, Value};
use super::verdict::collector;
use super::workload::Part;
use super::{Collector, Places};

/// What was given of the values of ConfigMaps and Secrets.
pub(super) struct Values<'a>(BTreeMap<&'a Value, Vec<&'a Document>>);

impl<'a> Values<'a> {
    pub(super) fn of(all: &'a [Document]) -> Self {
        let mut values: BTreeMap<&Value, Vec<&Document>> = BTreeMap::new();
        for document in all {
            if let Some(value) = &document.kept_in {
                values.entry(value).or_default().push(document);
            }
        }
        Self(values)
    }

    /// What a value that a container names holds; nothing where it was not given.
    fn at(&self, value: &Value, from: &Document) -> Option<Vec<&'a Document>> {
        let is_near = |other: &&Document| {
            other.namespace.is_none() || from.namespace.is_none() || other.namespace == from.namespace
        };
        let near: Vec<&Document> = self.0.get(value)?.iter().copied().filter(is_near).collect();
        (!near.is_empty()).then_some(near)
    }

    /// Whether a value holds a collector's configuration.
    fn is_collectors(&self, value: &Value, from: &Document) -> bool {
        self.at(value, from).is_some_and(|found| found.into_iter().any(Document::is_collectors))
    }

    /// Whether a container mounts a collector's configuration that no container of its pod is given with `--config`. What mounts
    /// the same as a collector beside it may be what reloads that, unless it has a `--set` of its own.
    fn mounts_one(&self, document: &Document) -> bool {
        let of_map =
            |value: &Value, (kind, name): &(String, String)| value.kind == *kind && value.name == *name;
        document.mounted.iter().any(|map| {
            let start = Value { kind: map.0.clone(), name: map.1.clone(), key: String::new() };
            let is_collectors = |value: &&Value| self.is_collectors(value, document);
            let mut mounted = self
                .0
                .range::<&Value, _>(&start..)
                .map(|(value, _)| *value)
                .take_while(|value| of_map(value, map));
            let mut named =
                document.in_pod.range::<Value, _>(&start..).take_while(|value| of_map(value, map));
            let is_reloader = document.sets.is_empty() && named.any(|value| is_collectors(&value));
            !is_reloader && mounted.any(|value| is_collectors(&value))
        })
    }
}

/// A container of a collector, and what it is given.
pub(super) struct Container<'a> {
    document: &'a Document,
    /// The values of ConfigMaps among it, as they were given.
    kept: Vec<&'a Document>,
    parts: Vec<Document>,
}

impl<'a> Container<'a> {
    /// The container that a document of a workload is about; nothing where it is another program's.
    pub(super) fn of(document: &'a Document, values: &Values<'a>) -> Option<Self> {
        if document.origin != Origin::Workload || document.is_another() {
            return None;
        }
        // A collector does not start without `service`: where every file was given and none has one, it is another program.
        let is_anothers = |part: &Part| {
            let given = part.value().and_then(|value| values.at(value, document));
            given.is_some_and(|found| !found.into_iter().any(Document::is_collectors))
        };
        let is_another = document.sets.is_empty() && document.parts.iter().all(is_anothers);
        let is_given = |value: &Value| values.is_collectors(value, document);
        let is_collector = document.elsewhere.is_some()
            || document.has_config && !is_another
            || document.parts.iter().filter_map(Part::value).any(is_given)
            || values.mounts_one(document);
        if !is_collector {
            return None;
        }
        let mut container = Self { document, kept: Vec::new(), parts: Vec::new() };
        // What it says of itself and of variables counts for all.
        let mut whole = Document::empty(document.name.clone(), Origin::Workload);
        whole.variables.clone_from(&document.variables);
        whole.services.clone_from(&document.services);
        whole.namespace.clone_from(&document.namespace);
        for part in document.parts.iter().chain(&document.sets) {
            match part {
                Part::Inline(node) => {
                    let name = format!("{}, an argument", document.name);
                    container.parts.push(Document::new(name, Origin::Workload, Ok(node.clone())));
                }
                Part::Unread(why) => whole.more.push(why.clone()),
                Part::Kept(value) => {
                    let mut found = values.at(value, document).unwrap_or_default();
                    found.retain(|one| !one.is_another());
                    if found.is_empty() {
                        let (kind, name, key) = (&value.kind, shown(&value.name), shown(&value.key));
                        whole.more.push(format!(
                            "`{key}` of the {kind} `{name}` was not given, or is no configuration"
                        ));
                    }
                    container.parts.extend(found.iter().map(|one| (*one).clone()));
                    container.kept.extend(found);
                }
            }
        }
        if !document.has_config {
            whole.more.push("its arguments name no `--config`: it has that of its image".to_owned());
        }
        container.parts.push(whole);
        Some(container)
    }

    /// Whether it is given a document.
    pub(super) fn uses(&self, document: &Document) -> bool {
        self.kept.iter().any(|one| std::ptr::eq(*one, document))
    }

    /// What it sends where.
    pub(super) fn collector(&self, places: &Places) -> Collector {
        let parts: Vec<&Document> = self.parts.iter().collect();
        let mut found = collector(&parts, places);
        found.name.clone_from(&self.document.name);
        found
    }
}
