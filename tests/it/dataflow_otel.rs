//! Configurations of `OpenTelemetry` Collectors, in every shape that they are kept in, and what they come to.

use chalkstore::dataflow::otel::{self, Collector, Destination, Flow, Place, Places};

mod given;
mod hostile;
mod pods;
mod reference;
mod shapes;
mod stack;
mod unsettled;
mod vendors;

/// `meta.example` is the metadata plane.
fn places() -> Places {
    let pattern = |text: &str| text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
    Places { metadata: vec![pattern("*.meta.example")], allowed: vec![pattern("*.datadoghq.eu")] }
}

/// What files come to, each by its name and its text.
fn collectors(files: &[(&str, &str)]) -> Vec<Collector> {
    let read =
        |(name, text): &(&str, &str)| otel::read(name, text).unwrap_or_else(|problem| panic!("{problem}"));
    let documents: Vec<_> = files.iter().flat_map(read).collect();
    otel::collectors(&documents, &places())
}

/// A place in a word.
fn word(place: Place) -> &'static str {
    match place {
        Place::Nowhere => "nowhere",
        Place::Cluster => "cluster",
        Place::Private => "private",
        Place::MetadataPlane => "META",
        Place::Allowed => "allowed",
        Place::Outside => "outside",
        Place::Unresolved => "unresolved",
    }
}

fn arrow(to: &Destination) -> String {
    let wire = match to.plain_text {
        Some(true) => " plain",
        Some(false) => " tls",
        None => "",
    };
    let unless =
        if to.unless.is_empty() { String::new() } else { format!(" unless {}", to.unless.join("+")) };
    format!("{} = {} {}{wire}{unless}", to.exporter, to.target, word(to.place))
}

fn flow(flow: &Flow) -> Vec<String> {
    let signal = format!("{:?}", flow.signal).to_lowercase();
    let to = flow.destinations.iter().map(|to| {
        let arrives = to.arrives_as.map(|arrives| format!("{arrives:?}").to_lowercase()).unwrap_or_default();
        let arrives = if arrives == signal { String::new() } else { format!(" as {arrives}") };
        format!("{signal}: {} via {}{arrives}", arrow(to), to.through.join(" > "))
    });
    let less = flow.mitigations.iter().map(|text| format!("{signal} less: {text}"));
    let why = flow.unresolved.iter().map(|text| format!("{signal} ? {text}"));
    to.chain(less).chain(why).collect()
}

/// All that is said of a collector, a line each.
fn said(collector: &Collector) -> Vec<String> {
    let mut lines: Vec<String> = collector.flows.iter().flat_map(flow).collect();
    lines.extend(collector.side_doors.iter().map(|door| format!("door: {}", arrow(door))));
    lines.extend(collector.troubles.iter().map(|trouble| format!("! {trouble}")));
    lines
}

/// Compares all that is said of every collector.
fn assert_said(found: &[Collector], expected: &str) {
    let mut lines = Vec::new();
    for collector in found {
        lines.push(format!("# {}", collector.name));
        lines.extend(said(collector));
        // What is kept and shown of a configuration holds no secret of it.
        let kept = serde_json::to_string(collector).expect("evidence is JSON");
        assert!(!kept.contains("hunter2"), "{kept}");
        let back: Collector = serde_json::from_str(&kept).expect("evidence is read back");
        assert_eq!(&back, collector);
    }
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(lines, expected, "\n{}\n", lines.join("\n"));
}
