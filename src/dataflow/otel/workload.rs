//! What the container of a collector is given: `--config`, again and again, and `--set`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::address::shown;
use super::document::{Document, Origin, Value};
use super::expand::Variable;
use super::kubernetes::{name_of, namespace_of, own_name, variables};
use super::node::{Map, Node};
use super::parse;

/// In the name of an image, or of a program.
const PROGRAMS: [&str; 5] =
    ["otelcol", "otel-collector", "opentelemetry-collector", "aws-otel", "adot-collector"];

/// One argument of a collector.
#[derive(Clone)]
pub(super) enum Part {
    /// It stands in the argument itself, or in a variable beside it.
    Inline(Node),
    /// It is a value of a ConfigMap or a Secret.
    Kept(Value),
    /// It is not at hand, and why.
    Unread(String),
}

impl Part {
    /// The value that it is kept in, where it is in one.
    pub(super) const fn value(&self) -> Option<&Value> {
        if let Self::Kept(value) = self { Some(value) } else { None }
    }
}

/// What runs on every cluster, takes a `--config`, and is no collector.
const OTHERS: [&str; 1] = ["kube-proxy"];

/// Every container of a workload that may be a collector's. Of a kind that is not known, wherever a pod stands in it.
pub(super) fn workloads(file: &str, kind: &str, resource: &Node, found: &mut Vec<Document>) {
    let name = format!("{file}: {kind} {}", name_of(resource));
    // What a list holds is looked at one by one.
    if !kind.ends_with("List") {
        pods(resource, &mut |pod| containers(&name, resource, pod, found));
    }
}

/// Every pod, or template of one, in a resource.
fn pods(node: &Node, found: &mut impl FnMut(&Node)) {
    let has_image = |node: &Node| node.at("image").is_some();
    if node.at("containers").and_then(Node::list).is_some_and(|list| list.iter().any(has_image)) {
        return found(node);
    }
    for (_, inner) in node.map().into_iter().flatten().filter(|(key, _)| *key != "items") {
        pods(inner, found);
    }
    for inner in node.list().unwrap_or_default() {
        pods(inner, found);
    }
}

fn containers(name: &str, resource: &Node, pod: &Node, found: &mut Vec<Document>) {
    let all =
        ["containers", "initContainers"].map(|key| pod.at(key).and_then(Node::list).unwrap_or_default());
    let all = all.concat();
    let mounts = |container| Mounts { pod, container };
    // Beside a collector, what mounts the same may be what reloads it.
    let of_collectors: BTreeSet<_> =
        all.iter().filter(|one| is_named(one)).flat_map(|one| mounts(one).all()).collect();
    let first = found.len();
    let mut in_pod = BTreeSet::new();
    for container in &all {
        let words = words(container);
        let is_collector = is_named(container);
        let has_config = has_config(&words) && !is_other(container, &words);
        let variables = variables(container.at("env"));
        let Given { parts, sets } = Given::of(&words, &mounts(container), &variables);
        in_pod.extend(parts.iter().filter_map(Part::value).cloned());
        let mut mounted = if is_collector { Vec::new() } else { mounts(container).all() };
        mounted.retain(|one| !sets.is_empty() || !of_collectors.contains(one));
        if !is_collector && !has_config && mounted.is_empty() {
            continue;
        }
        let mut document = Document::empty(name.to_owned(), Origin::Workload);
        document.services = own_name(resource).map(shown).into_iter().collect();
        document.namespace = namespace_of(resource);
        document.variables = variables;
        // Another program's file is of no concern: what is kept has to be a collector's then.
        document.elsewhere = is_collector.then(|| "its configuration was not given".to_owned());
        (document.parts, document.sets) = (parts, sets);
        document.has_config = has_config;
        document.mounted = mounted;
        found.push(document);
    }
    let in_pod = Arc::new(in_pod);
    for document in &mut found[first..] {
        document.in_pod = Arc::clone(&in_pod);
    }
}

/// Whether a container's image or program is called like a collector.
fn is_named(container: &Node) -> bool {
    let image = container.at("image").and_then(Node::text).unwrap_or_default();
    let is_program = |text: &str| PROGRAMS.iter().any(|program| text.contains(program));
    is_program(image) || words(container).iter().any(|word| is_program(word))
}

/// Whether there is a `--config` among the words, also in the command of a shell.
fn has_config(words: &[String]) -> bool {
    let is_config = |word: &String| {
        matches!(word.split('=').next(), Some("--config" | "-config"))
            || word.contains("--config=")
            || word.contains("--config ")
    };
    words.iter().any(is_config)
}

/// Whether a container's program or image is one of [`OTHERS`], whatever its arguments speak of.
fn is_other(container: &Node, words: &[String]) -> bool {
    let last = |path: &str| path.rsplit('/').next().map(str::to_owned);
    let program = words.first().filter(|word| !word.starts_with('-')).and_then(|word| last(word));
    // Behind the name stands a tag or a digest.
    let image = container.at("image").and_then(Node::text).and_then(|image| last(image.split('@').next()?));
    let image = image.map(|name| name.split(':').next().unwrap_or_default().to_owned());
    [program, image].into_iter().flatten().any(|name| OTHERS.contains(&name.as_str()))
}

/// The command and its arguments.
fn words(container: &Node) -> Vec<String> {
    let list = |key: &str| container.at(key).and_then(Node::list).unwrap_or_default();
    let words = list("command").iter().chain(list("args"));
    words.filter_map(Node::text).map(str::to_owned).collect()
}

/// What a container's arguments give it.
#[derive(Default)]
struct Given {
    parts: Vec<Part>,
    /// These come after all files, wherever they stand.
    sets: Vec<Part>,
}

impl Given {
    fn of(words: &[String], mounts: &Mounts<'_>, variables: &BTreeMap<String, Variable>) -> Self {
        let mut given = Self::default();
        let mut words = words.iter().map(String::as_str);
        while let Some(word) = words.next() {
            let (flag, value) =
                word.split_once('=').map_or((word, None), |(flag, value)| (flag, Some(value)));
            let mut value = || value.or_else(|| words.next()).unwrap_or_default();
            match flag.strip_prefix("--").or_else(|| flag.strip_prefix('-')) {
                Some("config") => given.parts.push(config(value(), mounts, variables)),
                Some("set") => given.sets.push(set(value())),
                _ if word.contains("--config") || word.contains("--set") => {
                    given.parts.push(Part::Unread("its arguments stand in a shell's command".to_owned()));
                }
                _ => {}
            }
        }
        given
    }
}

/// What `--config` names, by the provider before its colon.
fn config(text: &str, mounts: &Mounts<'_>, variables: &BTreeMap<String, Variable>) -> Part {
    if text.contains("$(") {
        return Part::Unread("an argument depends on a variable".to_owned());
    }
    match text.split_once(':') {
        Some(("yaml", text)) => inline(text),
        Some(("env", name)) => match variables.get(name) {
            Some(Variable::Value(value)) => inline(value),
            _ => Part::Unread(format!("its configuration is in ${{{}}}, which is not at hand", shown(name))),
        },
        Some(("file", path)) => mounts.file(path),
        Some((scheme, _)) => Part::Unread(format!("its configuration is fetched ({}:…)", shown(scheme))),
        None => mounts.file(text),
    }
}

fn inline(text: &str) -> Part {
    match parse::documents(text) {
        Ok(mut documents) if documents.len() == 1 && documents[0].map().is_some() => {
            Part::Inline(documents.remove(0).nested())
        }
        _ => Part::Unread("the configuration in an argument cannot be read".to_owned()),
    }
}

/// `--set=exporters.debug.verbosity=normal`.
fn set(text: &str) -> Part {
    let read = |text: &str| {
        let (path, value) = text.split_once('=')?;
        let value = parse::documents(value).ok().filter(|documents| documents.len() < 2)?.pop();
        let wrap = |inner, key: &str| Node::Map(Map::from([(key.to_owned(), inner)]));
        Some(
            path.split(['.', ':'])
                .filter(|key| !key.is_empty())
                .rev()
                .fold(value.unwrap_or(Node::Null), wrap),
        )
    };
    let is_plain = !text.contains("$(") && text.matches('.').count() < 16;
    let node = read(text).filter(|node| is_plain && node.map().is_some());
    node.map_or_else(|| Part::Unread("a `--set` cannot be read".to_owned()), Part::Inline)
}

/// What of a pod is mounted into a container.
struct Mounts<'a> {
    pod: &'a Node,
    container: &'a Node,
}

impl Mounts<'_> {
    /// Kind and name of every ConfigMap and Secret that is mounted.
    fn all(&self) -> Vec<(String, String)> {
        let mounts = self.container.at("volumeMounts").and_then(Node::list).unwrap_or_default();
        let names: Vec<&str> =
            mounts.iter().filter_map(|mount| mount.at("name").and_then(Node::text)).collect();
        let volumes = self.pod.at("volumes").and_then(Node::list).unwrap_or_default();
        let is_mounted =
            |volume: &&Node| volume.at("name").and_then(Node::text).is_some_and(|name| names.contains(&name));
        let kept = volumes.iter().filter(is_mounted).flat_map(sources).filter_map(source);
        kept.map(|(kind, name, _)| (kind.to_owned(), name.to_owned())).collect()
    }

    /// The value of a ConfigMap or a Secret that stands at a path.
    fn file(&self, path: &str) -> Part {
        let text = |node: &Node, key: &str| node.at(key).and_then(Node::text).map(str::to_owned);
        let mounts = self.container.at("volumeMounts").and_then(Node::list).unwrap_or_default();
        let below = |mount: &Node| {
            let at = text(mount, "mountPath")?;
            let rest = path.strip_prefix(at.trim_end_matches('/'))?;
            let inner = text(mount, "subPath").unwrap_or_default();
            match rest.strip_prefix('/') {
                Some(rest) if inner.is_empty() => Some(rest.to_owned()),
                Some(rest) => Some(format!("{inner}/{rest}")),
                None if rest.is_empty() && !inner.is_empty() => Some(inner),
                None => None,
            }
            .map(|file| (text(mount, "name").unwrap_or_default(), file))
        };
        // The longest path lies over the others.
        let found = mounts
            .iter()
            .filter_map(|mount| Some((text(mount, "mountPath")?.len(), below(mount)?)))
            .max_by_key(|(length, _)| *length);
        let kept = found.and_then(|(_, (volume, file))| self.value(&volume, &file));
        kept.map_or_else(
            || {
                Part::Unread(format!(
                    "its configuration is the file {}, which no ConfigMap is mounted at",
                    shown(path)
                ))
            },
            Part::Kept,
        )
    }

    fn value(&self, volume: &str, file: &str) -> Option<Value> {
        let volumes = self.pod.at("volumes").and_then(Node::list)?;
        let volume = volumes.iter().find(|one| one.at("name").and_then(Node::text) == Some(volume))?;
        sources(volume).find_map(|one| {
            let (kind, name, from) = source(one)?;
            let key = match from.at("items").and_then(Node::list) {
                Some(items) => {
                    let item =
                        items.iter().find(|item| item.at("path").and_then(Node::text) == Some(file))?;
                    item.at("key").and_then(Node::text)?
                }
                None => file,
            };
            Some(Value { kind: kind.to_owned(), name: name.to_owned(), key: key.to_owned() })
        })
    }
}

/// A volume, and what is projected into it.
fn sources(volume: &Node) -> impl Iterator<Item = &Node> {
    let projected = volume.at("projected.sources").and_then(Node::list).unwrap_or_default();
    std::iter::once(volume).chain(projected)
}

/// Kind and name of the ConfigMap or Secret that a volume is of, and what it says of it.
fn source(volume: &Node) -> Option<(&'static str, &str, &Node)> {
    let (kind, from) = match (volume.at("configMap"), volume.at("secret")) {
        (Some(from), _) => ("ConfigMap", from),
        (None, Some(from)) => ("Secret", from),
        (None, None) => return None,
    };
    let name = from.at("name").or_else(|| from.at("secretName")).and_then(Node::text)?;
    Some((kind, name, from))
}
