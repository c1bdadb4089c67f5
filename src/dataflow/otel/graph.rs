//! From the pipelines that take a signal in to the exporters that it leaves by.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::address::shown;
use super::connectors;
use super::exporters::{Reach, kind_of, reached};
use super::node::Node;
use super::pipelines::{Pipeline, Ref, Section, is_mitigation};
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
        let mut flow =
            Flow { signal, destinations: Vec::new(), mitigations: Vec::new(), unresolved: Vec::new() };
        let mut waiting: VecDeque<usize> = from.keys().copied().collect();
        while let Some(index) = waiting.pop_front() {
            let pipeline = &self.pipelines[index];
            self.mitigate(pipeline, &mut flow);
            let through = self.path(index, &from);
            for exporter in &pipeline.exporters {
                match exporter {
                    Ref::Unknown(name) => {
                        flow.add_reason(format!(
                            "pipeline `{}` has an exporter that depends on {name}",
                            shown(&pipeline.id)
                        ));
                    }
                    Ref::Id(id) => {
                        self.export(pipeline, id, &through, places, &mut flow);
                        for next in self.connected(pipeline, id) {
                            from.entry(next).or_insert_with(|| {
                                waiting.push_back(next);
                                Some(index)
                            });
                        }
                    }
                }
            }
            if pipeline.exporters.is_empty() {
                flow.add_reason(format!("pipeline `{}` has no exporters", shown(&pipeline.id)));
            }
        }
        Some(flow)
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

    fn mitigate(&self, pipeline: &Pipeline, flow: &mut Flow) {
        for id in ids(&pipeline.processors).filter(|id| is_mitigation(&kind_of(id))) {
            let text = format!("{} in {}", shown(id), shown(&pipeline.id));
            if !flow.mitigations.contains(&text) {
                flow.mitigations.push(text);
            }
        }
    }

    fn export(&self, pipeline: &Pipeline, id: &str, through: &[String], places: &Places, flow: &mut Flow) {
        let name = shown(id);
        let Some(options) = self.exporters.get(id) else {
            if !self.connectors.has(id) {
                let unknown = self.exporters.unknown.as_deref().or(self.connectors.unknown.as_deref());
                flow.add_reason(match unknown {
                    Some(why) => format!("exporter `{name}` is not at hand: {why}"),
                    None => format!("exporter `{name}` of pipeline `{}` is not defined", shown(&pipeline.id)),
                });
            } else if self.after.get(id).is_none_or(Vec::is_empty) {
                flow.add_reason(format!("no pipeline receives from connector `{name}`"));
            }
            return;
        };
        for reach in reached(id, options, pipeline.signal) {
            let mut destination = destination(&name, reach, places, |why| {
                flow.add_reason(format!("exporter `{name}`: {why}"));
            });
            through.clone_into(&mut destination.through);
            destination.arrives_as = Some(pipeline.signal);
            if let Some(why) = destination.depends() {
                flow.add_reason(why);
            }
            let is_same = |known: &Destination| {
                (&known.exporter, &known.target, known.arrives_as)
                    == (&destination.exporter, &destination.target, destination.arrives_as)
            };
            if !flow.destinations.iter().any(is_same) {
                flow.destinations.push(destination);
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

    /// Pipelines that lead back to themselves: what is left when every pipeline that nothing leads to is taken away.
    fn cycle(&self) -> Option<String> {
        let next = |index: usize| {
            let pipeline = &self.pipelines[index];
            let ids: Vec<&str> = ids(&pipeline.exporters).collect();
            ids.into_iter().flat_map(|id| self.connected(pipeline, id)).collect::<BTreeSet<usize>>()
        };
        let edges: Vec<BTreeSet<usize>> = (0..self.pipelines.len()).map(next).collect();
        let mut left: BTreeSet<usize> = (0..edges.len()).collect();
        loop {
            let is_between = |index: &usize| {
                let is_led_to = left.iter().any(|from| edges[*from].contains(index));
                is_led_to && edges[*index].iter().any(|to| left.contains(to))
            };
            let kept: BTreeSet<usize> = left.iter().copied().filter(is_between).collect();
            if kept.len() == left.len() {
                break;
            }
            left = kept;
        }
        let names: Vec<String> =
            left.into_iter().map(|index| format!("`{}`", shown(&self.pipelines[index].id))).collect();
        (!names.is_empty()).then(|| names.join(", "))
    }
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
