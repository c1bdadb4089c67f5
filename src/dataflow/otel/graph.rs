//! From the pipelines that take a signal in to the exporters that it leaves by.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::address::shown;
use super::connectors;
use super::exporters::{Owners, PROXY, Reach, kind_of, owners, reached};
use super::node::Node;
use super::pipelines::{Pipeline, Ref, Section, is_mitigation};
use super::seen::once;
use super::{Destination, Flow, Place, Places, Signal};

/// Exporters to queues: who reads from one stands in no configuration of the collector that writes.
const QUEUES: [&str; 5] = ["awskinesis", "googlecloudpubsub", "kafka", "pulsar", "rabbitmq"];

/// The attribute by which Google Cloud's exporters take another project than their own.
const PROJECT: &str = "gcp.project.id";

/// A configuration's components and pipelines.
pub(super) struct Graph<'a> {
    pipelines: &'a [Pipeline],
    receivers: Section<'a>,
    processors: Section<'a>,
    exporters: Section<'a>,
    connectors: Section<'a>,
    extensions: Section<'a>,
    /// For each connector the pipelines that receive from it.
    after: BTreeMap<&'a str, Vec<(usize, Signal)>>,
    /// Pipelines that no other leads to, where an exporter that depends on something may be a connector that does.
    unfed: BTreeSet<usize>,
    /// Whose the credentials are that exporters sign with, where they name no role.
    own: Owners,
}

impl<'a> Graph<'a> {
    pub(super) fn new(config: &'a Node, pipelines: &'a [Pipeline], own: Owners) -> Self {
        let connectors = Section::of(config, "connectors");
        let mut after: BTreeMap<&str, Vec<(usize, Signal)>> = BTreeMap::new();
        for (index, pipeline) in pipelines.iter().enumerate() {
            for id in ids(&pipeline.receivers) {
                if connectors.has(id) {
                    after.entry(id).or_default().push((index, pipeline.signal));
                }
            }
        }
        let section = |name| Section::of(config, name);
        let mut graph = Self {
            pipelines,
            receivers: section("receivers"),
            processors: section("processors"),
            exporters: section("exporters"),
            connectors,
            extensions: section("extensions"),
            after,
            unfed: BTreeSet::new(),
            own,
        };
        graph.unfed = graph.find_unfed();
        graph
    }

    fn has_unknown(&self) -> bool {
        let is_unknown = |exporter: &Ref| matches!(exporter, Ref::Unknown(_));
        self.pipelines
            .iter()
            .any(|pipeline| !pipeline.unless.is_empty() || pipeline.exporters.iter().any(is_unknown))
    }

    fn find_unfed(&self) -> BTreeSet<usize> {
        if !self.has_unknown() {
            return BTreeSet::new();
        }
        let all = 0..self.pipelines.len();
        let mut waiting: Vec<usize> =
            all.clone().filter(|index| self.takes_in(&self.pipelines[*index])).collect();
        let mut fed: BTreeSet<usize> = waiting.iter().copied().collect();
        while let Some(index) = waiting.pop() {
            let pipeline = &self.pipelines[index];
            let next = ids(&pipeline.exporters).flat_map(|id| self.connected(pipeline, id));
            waiting.extend(next.filter(|next| fed.insert(*next)));
        }
        all.filter(|index| !fed.contains(index)).collect()
    }

    /// What becomes of a signal; nothing where no pipeline takes it in.
    pub(super) fn flow(&self, signal: Signal, places: &Places) -> Option<Flow> {
        let starts = (0..self.pipelines.len()).filter(|index| {
            let pipeline = &self.pipelines[*index];
            pipeline.signal == signal && (self.takes_in(pipeline) || self.unfed.contains(index))
        });
        // Each pipeline once, with the one that it was reached from first.
        let mut from: BTreeMap<usize, Option<usize>> = starts.map(|index| (index, None)).collect();
        if from.is_empty() {
            return None;
        }
        let receivers = from.keys().flat_map(|index| ids(&self.pipelines[*index].receivers));
        let receivers = receivers.filter(|id| !self.connectors.has(id)).map(shown).collect();
        let mut found = Found::default();
        let mut waiting: VecDeque<usize> = from.keys().copied().collect();
        while let Some(index) = waiting.pop_front() {
            let pipeline = &self.pipelines[index];
            let less = ids(&pipeline.processors).filter(|id| is_mitigation(&kind_of(id)));
            found.mitigations.extend(less.map(|id| format!("{} in {}", shown(id), shown(&pipeline.id))));
            let path = || self.path(index, &from);
            for exporter in &pipeline.exporters {
                match exporter {
                    Ref::Unknown(name) => {
                        let pipeline = shown(&pipeline.id);
                        let why = format!("pipeline `{pipeline}` has an exporter that depends on {name}");
                        found.unresolved.push(why);
                    }
                    Ref::Id(id) => self.export(pipeline, id, &path, places, &mut found),
                }
            }
            if pipeline.exporters.is_empty() {
                found.unresolved.push(format!("pipeline `{}` has no exporters", shown(&pipeline.id)));
            }
            for next in ids(&pipeline.exporters).flat_map(|id| self.connected(pipeline, id)) {
                from.entry(next).or_insert_with(|| {
                    waiting.push_back(next);
                    Some(index)
                });
            }
        }
        if found.destinations.is_empty() && found.unresolved.is_empty() {
            found.unresolved.push("its pipelines lead in a circle, and to no exporter".to_owned());
        }
        // A default that chose an exporter stands by it; one that chose none that is told here would be lost.
        for index in from.keys() {
            let pipeline = &self.pipelines[*index];
            let is_told = |name: &String| found.destinations.iter().any(|to| to.unless.contains(name));
            for name in pipeline.unless.iter().filter(|name| !is_told(name)) {
                let (pipeline, name) = (shown(&pipeline.id), shown(name));
                found.unresolved.push(format!(
                    "pipeline `{pipeline}` has exporters that are the default of ${{{name}}}, and others if that is set"
                ));
            }
        }
        // These stand last, as they do when they are judged again.
        found.unresolved.extend(found.destinations.iter().filter_map(Destination::depends));
        Some(Flow {
            signal,
            destinations: found.destinations,
            mitigations: once(found.mitigations),
            unresolved: once(found.unresolved),
            receivers: once(receivers),
        })
    }

    /// Whether something enters the collector by a pipeline. What is not defined is taken for a receiver.
    fn takes_in(&self, pipeline: &Pipeline) -> bool {
        let is_connector = |receiver: &Ref| matches!(receiver, Ref::Id(id) if self.connectors.has(id) && !self.receivers.has(id));
        pipeline.may_take_in || pipeline.receivers.is_empty() || !pipeline.receivers.iter().all(is_connector)
    }

    fn connected(&self, pipeline: &Pipeline, id: &str) -> Vec<usize> {
        if !self.connectors.has(id) {
            return Vec::new();
        }
        self.after.get(id).map_or_else(Vec::new, |after| connectors::next(id, pipeline.signal, after))
    }

    fn path(&self, index: usize, from: &BTreeMap<usize, Option<usize>>) -> Vec<&'a Pipeline> {
        let steps = std::iter::successors(Some(index), |index| from.get(index).copied().flatten());
        let mut path: Vec<&Pipeline> = steps.map(|index| &self.pipelines[index]).collect();
        path.reverse();
        path
    }

    fn export(
        &self,
        pipeline: &Pipeline,
        id: &str,
        path: &dyn Fn() -> Vec<&'a Pipeline>,
        places: &Places,
        found: &mut Found,
    ) {
        let name = shown(id);
        let Some(options) = self.exporters.get(id) else {
            if !self.connectors.has(id) {
                let unknown = self.exporters.unknown.as_deref().or(self.connectors.unknown.as_deref());
                found.unresolved.push(match unknown {
                    Some(why) => format!("exporter `{name}` is not at hand: {why}"),
                    None => format!("exporter `{name}` of pipeline `{}` is not defined", shown(&pipeline.id)),
                });
            } else if self.after.get(id).is_none_or(Vec::is_empty) {
                found.unresolved.push(format!("no pipeline receives from connector `{name}`"));
            }
            return;
        };
        let kind = kind_of(id);
        for reach in reached(id, options, pipeline.signal) {
            let mut destination = destination(&name, reach, places, |why| {
                found.unresolved.push(format!("exporter `{name}`: {why}"));
            });
            let mut owners = owners(&kind, options, self.signer(options), &self.own);
            if kind.starts_with("google") && self.is_set(PROJECT, &path()) {
                owners.names.insert(0, format!("a project that the attribute {PROJECT} names"));
            }
            destination.belongs_to(owners, places);
            if found.known.insert((name.clone(), destination.target.clone(), pipeline.signal)) {
                let path = path();
                destination.through = path.iter().map(|pipeline| shown(&pipeline.id)).collect();
                destination.unless.extend(path.iter().flat_map(|pipeline| pipeline.unless.clone()));
                destination.unless = once(destination.unless);
                destination.arrives_as = Some(pipeline.signal);
                destination.hands_on = destination.hands_on || QUEUES.contains(&kind.as_str());
                found.destinations.push(destination);
            }
        }
    }

    /// Whether a processor on the way may set an attribute.
    fn is_set(&self, attribute: &str, path: &[&Pipeline]) -> bool {
        let mut on_the_way = path.iter().flat_map(|pipeline| ids(&pipeline.processors));
        on_the_way.any(|id| self.processors.get(id).is_some_and(|options| options.mentions(attribute)))
    }

    /// The extension that signs what an exporter sends, as AWS wants it.
    fn signer(&self, options: &Node) -> Option<&'a Node> {
        let paths = ["http.auth.authenticator", "auth.authenticator"];
        let id = paths.iter().find_map(|path| options.at(path).and_then(Node::text))?;
        self.extensions.get(id).filter(|_| kind_of(id) == "sigv4auth")
    }

    /// What keeps the collector from starting, or is not at hand.
    pub(super) fn troubles(&self) -> Vec<String> {
        let mut troubles = Vec::new();
        for id in self.connectors.ids() {
            if self.exporters.has(id) || self.receivers.has(id) {
                troubles.push(format!(
                    "`{}` is a connector and an exporter or receiver: collectors refuse that",
                    shown(id)
                ));
            }
        }
        let fed: BTreeSet<&str> =
            self.pipelines.iter().flat_map(|pipeline| ids(&pipeline.exporters)).collect();
        let has_unknown = self.has_unknown();
        for id in self.after.keys().filter(|id| !fed.contains(*id) && !has_unknown) {
            troubles
                .push(format!("no pipeline exports to connector `{}`: collectors refuse that", shown(id)));
        }
        for pipeline in self.pipelines {
            let (name, unknown) =
                (shown(&pipeline.id), self.receivers.unknown.as_ref().or(self.connectors.unknown.as_ref()));
            for receiver in &pipeline.receivers {
                match receiver {
                    Ref::Id(id) if self.receivers.has(id) || self.connectors.has(id) || unknown.is_some() => {
                    }
                    Ref::Id(id) => {
                        troubles
                            .push(format!("receiver `{}` of pipeline `{name}` is not defined", shown(id)));
                    }
                    Ref::Unknown(what) => {
                        troubles.push(format!("pipeline `{name}` has a receiver that depends on {what}"));
                    }
                }
            }
        }
        if let Some(cycle) = self.cycle() {
            troubles.push(format!("the pipelines {cycle} form a circle: collectors refuse that"));
        }
        troubles
    }

    /// Pipelines that lead back to themselves: what is left when every pipeline that nothing leads to is taken away, and
    /// then every one that leads to nothing.
    fn cycle(&self) -> Option<String> {
        let next = |index: usize| {
            let pipeline = &self.pipelines[index];
            ids(&pipeline.exporters).flat_map(|id| self.connected(pipeline, id)).collect::<BTreeSet<usize>>()
        };
        let forth: Vec<BTreeSet<usize>> = (0..self.pipelines.len()).map(next).collect();
        let mut back = vec![BTreeSet::new(); forth.len()];
        for (from, all) in forth.iter().enumerate() {
            for to in all {
                back[*to].insert(from);
            }
        }
        let mut left: BTreeSet<usize> = (0..forth.len()).collect();
        for (into, out) in [(&back, &forth), (&forth, &back)] {
            let mut counts: Vec<usize> =
                into.iter().map(|all| all.iter().filter(|one| left.contains(one)).count()).collect();
            let mut free: Vec<usize> = left.iter().copied().filter(|index| counts[*index] == 0).collect();
            while let Some(index) = free.pop() {
                left.remove(&index);
                for one in &out[index] {
                    counts[*one] = counts[*one].saturating_sub(1);
                    if counts[*one] == 0 && left.contains(one) {
                        free.push(*one);
                    }
                }
            }
        }
        let names: Vec<String> =
            left.into_iter().map(|index| format!("`{}`", shown(&self.pipelines[index].id))).collect();
        (!names.is_empty()).then(|| names.join(", "))
    }
}

/// What was found of a signal so far.
#[derive(Default)]
struct Found {
    destinations: Vec<Destination>,
    /// Exporter, target and signal of each.
    known: BTreeSet<(String, String, Signal)>,
    mitigations: Vec<String>,
    unresolved: Vec<String>,
}

fn ids(refs: &[Ref]) -> impl Iterator<Item = &str> {
    refs.iter().filter_map(|one| if let Ref::Id(id) = one { Some(id.as_str()) } else { None })
}

/// What a place that was reached is to a reader; `why` is told what cannot be.
pub(super) fn destination(
    name: &str,
    reach: Reach,
    places: &Places,
    why: impl FnOnce(String),
) -> Destination {
    let mut destination = Destination {
        exporter: name.to_owned(),
        target: "nowhere".to_owned(),
        host: None,
        place: Place::Nowhere,
        arrives_as: None,
        unless: Vec::new(),
        through: Vec::new(),
        plain_text: None,
        hands_on: false,
        owners: Vec::new(),
    };
    match reach {
        Reach::Nowhere => {}
        Reach::To { address, service, plain_text } => {
            destination.hands_on = service == Some(PROXY);
            destination.target = match service {
                Some(service) => format!("{service} ({})", address.target()),
                None => address.target(),
            };
            destination.place = places.of(&address.host);
            destination.host = Some(address.host);
            destination.unless = address.unless;
            destination.plain_text = plain_text;
        }
        Reach::Unknown(reason) => {
            "not known".clone_into(&mut destination.target);
            destination.place = Place::Unresolved;
            why(reason);
        }
    }
    destination
}
