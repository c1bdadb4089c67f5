//! Logs and metrics: where what collectors send arrives.

use super::flow::once_each;
use super::hops::{service, taken_in_by};
use super::{Flow, Name, State, Target};
use crate::dataflow::otel::{Collector, Destination, Place, Signal, is_of_all, is_owner};
use crate::dataflow::{Expectations, Networks};

/// What was found of one signal.
#[derive(Default)]
struct Found {
    metadata: Vec<Target>,
    elsewhere: Vec<Target>,
    unknown: Vec<Target>,
    /// Why it is not known.
    reasons: Vec<String>,
    /// What is to be told of it, and leaves nothing open.
    notes: Vec<String>,
    mitigations: Vec<String>,
}

/// What becomes of a signal.
pub(super) fn telemetry(
    name: Name,
    signal: Signal,
    collectors: Option<&[Collector]>,
    expected: &Expectations,
) -> Flow {
    let Some(collectors) = collectors else {
        return Flow::unasked(
            name,
            "no collector's configuration was given",
            "give the collector's configuration: --otel-config FILE (its YAML, a ConfigMap, Helm values or the operator's resource)",
        );
    };
    let mut found = Found::default();
    for collector in collectors {
        gather(collector, signal, collectors, expected, &mut found);
    }
    let Found { metadata, elsewhere, unknown, mut reasons, notes, mut mitigations } = found;
    if collectors.is_empty() {
        reasons.push("no collector was found in what was given".to_owned());
    }
    reasons.sort();
    reasons.dedup();
    mitigations.sort();
    mitigations.dedup();
    let (state, here) = match (once_each(metadata.clone()).as_slice(), reasons.first()) {
        ([], None) => (State::Off, nowhere(&once_each(elsewhere.clone()))),
        ([], Some(reason)) => (State::Unknown, reason.clone()),
        (targets, _) => (State::On, format!("to {}", names(targets))),
    };
    reasons.extend(notes);
    reasons.dedup();
    let destinations = once_each([metadata, elsewhere, unknown].concat());
    let flow = Flow { destinations, reasons, mitigations, ..Flow::new(name, state, here) };
    match state {
        State::Unknown if expected.metadata_places().next().is_none() => {
            flow.give("say which hosts and networks are the metadata plane's: --metadata-host HOST|CIDR; name other places with --allow-host HOST")
        }
        State::Unknown => flow.give(
            "give what is missing: the metadata plane's host names and networks (--metadata-host HOST|CIDR), the files and variables that the configuration names, the other collectors' configurations, or --allow-host for places where telemetry ends",
        ),
        _ => flow,
    }
}

fn gather(
    collector: &Collector,
    signal: Signal,
    all: &[Collector],
    expected: &Expectations,
    found: &mut Found,
) {
    let mut sent = |destination: &Destination, why: &[String]| {
        let doubt = doubt(destination, signal, collector, all, expected);
        found.take(collector, destination, doubt, why);
    };
    for flow in &collector.flows {
        let arrives = |destination: &&Destination| destination.arrives_as.unwrap_or(flow.signal) == signal;
        flow.destinations.iter().filter(arrives).for_each(|destination| sent(destination, &flow.unresolved));
    }
    // What the collector says of itself is telemetry as well, and an extension may pass on what is anybody's.
    let is_of = |door: &Destination, trouble: &str| trouble.starts_with(&format!("{}: ", door.exporter));
    let passes = |door: &&Destination| {
        let is_fetched = door.is_remote_configuration() || door.kind() == "jaegerremotesampling";
        !is_fetched && door.arrives_as.is_none_or(|arrives| arrives == signal)
    };
    for door in collector.side_doors.iter().filter(passes) {
        let why: Vec<String> =
            collector.troubles.iter().filter(|trouble| is_of(door, trouble)).cloned().collect();
        sent(door, &why);
    }
    for door in collector.side_doors.iter().filter(|door| door.is_remote_configuration()) {
        let Destination { exporter, target, host, .. } = door;
        let target = if host.is_some() { target.as_str() } else { "a place that is not known" };
        found.reasons.push(format!(
            "{exporter}: the collector's configuration may come from {target}, which can send this anywhere"
        ));
    }
    for flow in &collector.flows {
        if flow.signal == signal {
            found.reasons.extend(flow.unresolved.iter().cloned());
        }
        if flow.destinations.iter().any(|to| to.arrives_as.unwrap_or(flow.signal) == signal) {
            found.mitigations.extend(flow.mitigations.iter().cloned());
        }
    }
    // What a side door leaves open was told where it counts.
    let is_of_door = |trouble: &&String| collector.side_doors.iter().any(|door| is_of(door, trouble));
    found.reasons.extend(collector.troubles.iter().filter(|trouble| !is_of_door(trouble)).cloned());
}

impl Found {
    /// Takes a destination down. `why` is what is known of places that depend on something.
    fn take(&mut self, from: &Collector, to: &Destination, doubt: Doubt, why: &[String]) {
        let target = Target {
            target: to.target.clone(),
            place: Some(to.place),
            via: Some(to.exporter.clone()),
            from: Some(from.name.clone()),
            through: to.through.clone(),
            plain_text: to.plain_text,
        };
        let default = default(to);
        match doubt {
            _ if to.place == Place::MetadataPlane => {
                self.metadata.push(target);
                self.notes.extend(default);
            }
            // Its own words say on what it depends.
            Doubt::Why(_) if to.place == Place::Unresolved && !why.is_empty() => {
                self.unknown.push(target);
                self.reasons.extend(why.iter().cloned());
            }
            Doubt::Why(reason) => {
                self.unknown.push(target);
                self.reasons.push(reason);
            }
            Doubt::None(note) => {
                self.elsewhere.push(target);
                self.reasons.extend(default);
                self.notes.extend(note);
            }
        }
    }
}

/// That a destination is a variable's default: whether the variable is set where the collector runs, no file tells.
fn default(destination: &Destination) -> Option<String> {
    let Destination { exporter, target, unless, .. } = destination;
    (!unless.is_empty()).then(|| {
        format!(
            "exporter `{exporter}` sends to {target} unless {} is set, which is not known",
            unless.join(" or ")
        )
    })
}

/// Whether it can be told that a destination is not the metadata plane's and hands nothing on to it.
enum Doubt {
    /// It can, and this is to be told of it.
    None(Option<String>),
    /// It cannot, and why.
    Why(String),
}

fn doubt(
    destination: &Destination,
    signal: Signal,
    own: &Collector,
    all: &[Collector],
    expected: &Expectations,
) -> Doubt {
    let target = &destination.target;
    match destination.place {
        Place::Nowhere | Place::MetadataPlane | Place::Allowed => Doubt::None(kept(destination)),
        Place::Unresolved => {
            Doubt::Why(format!("{}: where {target} leads to is not known", destination.exporter))
        }
        _ if let Some(owner) = destination.owners.first() => Doubt::Why(if is_owner(owner) {
            format!(
                "{target} may be the metadata plane's, as all have that host: --allow-host {owner} says that it is not, --metadata-host {owner} that it is"
            )
        } else {
            format!(
                "{target} may be the metadata plane's: all have that host, and whose it is cannot be told"
            )
        }),
        _ if destination.hands_on => Doubt::Why(format!(
            "{target} hands on what it is sent, and to whom is not known: --allow-host says that it ends there"
        )),
        Place::Cluster => {
            if let Some(next) = taken_in_by(destination, signal, own, all) {
                return Doubt::None(Some(format!("{target} is taken for the collector {}", next.name)));
            }
            let host = destination.host.as_deref().unwrap_or_default();
            let file = service(host).map_or_else(String::new, |(name, _)| {
                format!(", or not by that name (a collector's own file has to be called {name}.yaml)")
            });
            Doubt::Why(format!("{target} in the cluster may send on: its configuration was not given{file}"))
        }
        Place::Private | Place::Outside if expected.metadata_places().next().is_none() => {
            Doubt::Why(format!("{target} may be the metadata plane: its hosts were not declared"))
        }
        Place::Private if !is_aws_endpoint(destination) => Doubt::Why(format!(
            "{target} in a private network may send on, or be the metadata plane: --allow-host says that it is neither"
        )),
        Place::Private | Place::Outside => outside(destination, expected),
    }
}

/// Whether a host that is not in the cluster could still be the metadata plane's by what was declared.
fn outside(destination: &Destination, expected: &Expectations) -> Doubt {
    let target = &destination.target;
    if let Some(host) = destination.host.as_deref().filter(|host| is_of_all(host)) {
        return Doubt::Why(format!(
            "{target} may be the metadata plane's: all of that cloud's customers have that host, and whose it is was not told; --allow-host {host} says that it is not"
        ));
    }
    // A name cannot be compared with networks, nor an address with names.
    let is_address = destination.host.as_deref().is_some_and(Networks::is_block);
    if !expected.metadata_places().any(|text| Networks::is_block(text) == is_address) {
        let kind = if is_address { "networks" } else { "host names" };
        return Doubt::Why(format!("{target} may be the metadata plane: no {kind} of it were declared"));
    }
    match destination.host.as_deref().and_then(|host| expected.places().relative(host)) {
        Some(declared) => Doubt::Why(format!(
            "{target} may be the metadata plane: `{declared}` was declared, which does not say it of this name"
        )),
        None => Doubt::None(None),
    }
}

/// What is to be known of telemetry that stays where it is.
fn kept(destination: &Destination) -> Option<String> {
    let Destination { exporter, .. } = destination;
    match destination.kind().as_str() {
        "file" => Some(format!("exporter `{exporter}` writes to a disk: who reads it there is not seen")),
        "prometheus" => Some(format!("exporter `{exporter}` is fetched from: by whom is not seen")),
        _ => None,
    }
    .filter(|_| destination.place == Place::Nowhere)
}

/// Whether it is an endpoint of a service of AWS's own: what others offer has `vpce-svc-` in its name.
fn is_aws_endpoint(destination: &Destination) -> bool {
    let ends = [".vpce.amazonaws.com", ".vpce.amazonaws.com.cn"];
    destination
        .host
        .as_deref()
        .is_some_and(|host| ends.iter().any(|end| host.ends_with(end)) && !host.contains("vpce-svc-"))
}

fn nowhere(elsewhere: &[Target]) -> String {
    let leaves = |target: &&Target| target.place != Some(Place::Nowhere);
    let away: Vec<Target> = elsewhere.iter().filter(leaves).cloned().collect();
    match (elsewhere, away.as_slice()) {
        ([], _) => "no pipeline takes it in".to_owned(),
        (_, []) => "it leaves the collector nowhere".to_owned(),
        (_, away) if away.iter().all(|target| target.place == Some(Place::Cluster)) => {
            format!("it stays in the cluster: {}", names(away))
        }
        (_, away) => format!("it goes to {} instead", names(away)),
    }
}

/// The first names, and how many more there are.
fn names(targets: &[Target]) -> String {
    let mut names: Vec<&str> = targets.iter().map(|target| target.target.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    match names.as_slice() {
        [first, second, rest @ ..] if !rest.is_empty() => {
            format!("{first}, {second} and {} more", rest.len())
        }
        names => names.join(" and "),
    }
}
