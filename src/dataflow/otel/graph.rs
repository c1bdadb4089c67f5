//! From the pipelines that take a signal in to the exporters that it leaves by.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::address::shown;
use super::connectors;
use super::exporters::{Reach, kind_of, reached};
use super::node::Node;
use super::pipelines::{Pipeline, Ref, Section, is_mitigation};
use super::seen::once;
use super::{Destination, Flow, Place, Places, Signal};

/// A configuration's components and pipelines.
pub(super) struct Graph<'a> {
    pipelines: &'a [Pipeline],
    receivers: Section<'a>,
    exporters: Section<'a>,
    connectors: Section<'a>,
    /// For each connector the pipelines that receive from it.
    after: BTreeMap<&'a str, Vec<(usize, Signal)>>,
}

impl<'a> Graph<'a> {
    pub(super) fn new(config: &'a Node, pipelines: &'a [Pipeline]) -> Self {
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
        Self {
            pipelines,
            receivers: section("receivers"),
            exporters: section("exporters"),
            connectors,
            after,
        }
    }

    /// What becomes of a signal; nothing where no pipeline takes it in.
    pub(super) fn flow(&self, signal: Signal, places: &Places) -> Option<Flow> {
        let starts = (0..self.pipelines.len()).filter(|index| {
            let pipeline = &self.pipelines[*index];
            pipeline.signal == signal && self.takes_in(pipeline)
        });
        // Each pipeline once, with the one that it was reached from first.
        let mut from: BTreeMap<usize, Option<usize>> = starts.map(|index| (index, None)).collect();
        if from.is_empty() {
            return None;
        }
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
        Some(Flow {
            signal,
            destinations: found.destinations,
            mitigations: once(found.mitigations),
            unresolved: once(found.unresolved),
        })
    }

    /// Whether something enters the collector by a pipeline. What is not defined is taken for a receiver.
    fn takes_in(&self, pipeline: &Pipeline) -> bool {
        let is_connector = |receiver: &Ref| matches!(receiver, Ref::Id(id) if self.connectors.has(id) && !self.receivers.has(id));
        pipeline.receivers.is_empty() || !pipeline.receivers.iter().all(is_connector)
    }

    fn connected(&self, pipeline: &Pipeline, id: &str) -> Vec<usize> {
        if !self.connectors.has(id) {
            return Vec::new();
        }
        self.after.get(id).map_or_else(Vec::new, |after| connectors::next(id, pipeline.signal, after))
    }

    fn path(&self, index: usize, from: &BTreeMap<usize, Option<usize>>) -> Vec<String> {
        let steps = std::iter::successors(Some(index), |index| from.get(index).copied().flatten());
        let mut path: Vec<String> = steps.map(|index| shown(&self.pipelines[index].id)).collect();
        path.reverse();
        path
    }

    fn export(
        &self,
        pipeline: &Pipeline,
        id: &str,
        path: &dyn Fn() -> Vec<String>,
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
        for reach in reached(id, options, pipeline.signal) {
            let mut destination = destination(&name, reach, places, |why| {
                found.unresolved.push(format!("exporter `{name}`: {why}"));
            });
            found.unresolved.extend(destination.depends());
            if found.known.insert((name.clone(), destination.target.clone(), pipeline.signal)) {
                destination.through = path();
                destination.arrives_as = Some(pipeline.signal);
                found.destinations.push(destination);
            }
        }
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
    };
    match reach {
        Reach::Nowhere => {}
        Reach::To { address, service, plain_text } => {
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
