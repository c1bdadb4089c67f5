//! A container of a collector, put together from what its arguments name.

use super::address::shown;
use super::document::{Document, Origin};
use super::verdict::collector;
use super::workload::Part;
use super::{Collector, Places};

/// A container of a collector, and what it is given.
pub(super) struct Container<'a> {
    document: &'a Document,
    /// The values of ConfigMaps among it, as they were given.
    kept: Vec<&'a Document>,
    parts: Vec<Document>,
}

impl<'a> Container<'a> {
    /// The container that a document of a workload is about; nothing where it is another program's.
    pub(super) fn of(document: &'a Document, all: &'a [Document]) -> Option<Self> {
        if document.origin != Origin::Workload || document.is_another() {
            return None;
        }
        let is_near = |other: &&Document| {
            other.namespace.is_none() || document.namespace.is_none() || other.namespace == document.namespace
        };
        let mut is_another = false;
        let mut container = Self { document, kept: Vec::new(), parts: Vec::new() };
        // What it says of itself and of variables counts for all.
        let mut whole = Document::empty(document.name.clone(), Origin::Workload);
        whole.variables.clone_from(&document.variables);
        whole.services.clone_from(&document.services);
        whole.namespace.clone_from(&document.namespace);
        for part in &document.parts {
            match part {
                Part::Inline(node) => {
                    let name = format!("{}, an argument", document.name);
                    container.parts.push(Document::new(name, Origin::Workload, Ok(node.clone())));
                }
                Part::Unread(why) => whole.more.push(why.clone()),
                Part::Kept(value) => {
                    let is_it = |other: &&Document| other.kept_in.as_ref() == Some(value);
                    let given = || all.iter().filter(is_it).filter(is_near);
                    let found: Vec<&Document> = given().filter(|other| !other.is_another()).collect();
                    is_another |= found.is_empty() && given().next().is_some();
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
        let is_mounted = |other: &&Document| {
            let value = other.kept_in.as_ref().filter(|_| !other.is_another());
            value.is_some_and(|value| {
                document.mounted.iter().any(|(kind, name)| *kind == value.kind && *name == value.name)
            })
        };
        let mounts_one = all.iter().filter(is_mounted).any(|other| is_near(&other));
        if mounts_one && document.parts.is_empty() {
            whole.more.push("its arguments name no `--config`: it has that of its image".to_owned());
        }
        // Without any of these, nothing says that this is a collector.
        let may_be = document.has_config && !is_another || mounts_one;
        let is_collector = document.elsewhere.is_some() || !container.kept.is_empty() || may_be;
        container.parts.push(whole);
        is_collector.then_some(container)
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
