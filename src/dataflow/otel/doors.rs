//! What a collector sends or fetches beside its pipelines.

use super::address::{Address, shown};
use super::expand::unknown;
use super::exporters::{Field, Flag, Reach, field, flag, is_settled, kind_of, proxies, wire_of};
use super::graph::destination;
use super::node::Node;
use super::pipelines::{Ref, Section, refs, variables_of};
use super::{Destination, Places, Signal};

/// Extensions that listen, read what is at hand, or fetch credentials: none of them sends telemetry.
const QUIET: [&str; 24] = [
    "ack",
    "asapclient",
    "cfgardenobserver",
    "cgroupruntime",
    "dockerobserver",
    "ecsobserver",
    "ecstaskobserver",
    "filestorage",
    "googleclientauth",
    "headerssetter",
    "healthcheck",
    "healthcheckv2",
    "hostobserver",
    "k8sleaderelector",
    "k8sobserver",
    "kafkatopicsobserver",
    "memoryballast",
    "memorylimiter",
    "oauth2client",
    "oidc",
    "pprof",
    "remotetap",
    "tpm",
    "zpages",
];

/// Extensions that reach a host, with the field that names it and what it is without.
const DOORS: [(&str, &[&str], Option<&str>); 10] = [
    ("opamp", &["server.ws.endpoint", "server.http.endpoint"], None),
    ("opampbridge", &["endpoint"], None),
    ("httpforwarder", &["egress.endpoint"], None),
    ("awsproxy", &["aws_endpoint"], None),
    ("datadog", &["api.site"], Some("datadoghq.com")),
    ("dbstorage", &["datasource"], None),
    ("jaegerremotesampling", &["source.remote.endpoint"], Some("localhost")),
    ("redisstorage", &["endpoint"], None),
    ("solarwindsapmsettings", &["endpoint"], None),
    ("sumologic", &["api_base_url"], Some("https://open-collectors.sumologic.com")),
];

/// What a bridge is called where its server is told.
const BRIDGE: &str = "OpAMPBridge";

/// Every side door that is open, and what could not be made sense of.
pub(super) fn side_doors(config: &Node, places: &Places) -> (Vec<Destination>, Vec<String>) {
    let mut found = Doors { places, open: Vec::new(), troubles: Vec::new() };
    found.telemetry(config);
    found.extensions(config);
    (found.open, found.troubles)
}

/// Where a bridge takes the configurations of collectors from, and what could not be made sense of.
pub(super) fn bridge(spec: &Node, places: &Places) -> (Vec<Destination>, Vec<String>) {
    let mut found = Doors { places, open: Vec::new(), troubles: Vec::new() };
    for reach in extension("opampbridge", spec) {
        found.add(BRIDGE, None, reach);
    }
    (found.open, found.troubles)
}

struct Doors<'a> {
    places: &'a Places,
    open: Vec<Destination>,
    troubles: Vec<String>,
}

impl Doors<'_> {
    fn add(&mut self, name: &str, signal: Option<Signal>, reach: Reach) {
        let mut told = None;
        let mut door = destination(name, reach, self.places, |why| told = Some(why));
        door.arrives_as = signal;
        self.troubles.extend(told.map(|why| format!("{name}: {why}")));
        self.open.push(door);
    }

    /// What the collector tells of itself: it may push it, as any program with OpenTelemetry in it.
    fn telemetry(&mut self, config: &Node) {
        let unknown_at = |path: &str| match config.at(path) {
            Some(Node::Text(text)) if !is_settled(text) => Some(shown(text)),
            _ => None,
        };
        if let Some(name) = unknown_at("service.telemetry") {
            self.add("service.telemetry", None, Reach::Unknown(format!("it is in {name}")));
            return;
        }
        for (key, list, signal) in [
            ("logs", "processors", Signal::Logs),
            ("metrics", "readers", Signal::Metrics),
            ("traces", "processors", Signal::Traces),
        ] {
            let name = format!("service.telemetry.{key}");
            let path = format!("{name}.{list}");
            if let Some(what) = unknown_at(&name).or_else(|| unknown_at(&path)) {
                self.add(&name, Some(signal), Reach::Unknown(format!("it is in {what}")));
                continue;
            }
            // `logs.level` is how much is logged; the other two switch the whole off, unless that is a default.
            let level = config.at(&format!("{name}.level")).and_then(Node::text);
            if signal != Signal::Logs && level.is_some_and(|level| level.eq_ignore_ascii_case("none")) {
                continue;
            }
            if config.at(&path).is_some_and(|list| *list != Node::Null && list.list().is_none()) {
                self.add(&name, Some(signal), Reach::Unknown(format!("`{list}` is no list")));
            }
            for one in config.at(&path).and_then(Node::list).unwrap_or_default() {
                if let Node::Text(text) = one {
                    self.add(
                        &name,
                        Some(signal),
                        Reach::Unknown(format!("`{list}` depends on {}", shown(text))),
                    );
                }
                // `periodic`, `pull`, `batch`, `simple`.
                for (_, kind) in one.map().into_iter().flatten() {
                    self.push(&name, signal, kind);
                }
            }
        }
    }

    fn push(&mut self, name: &str, signal: Signal, reader: &Node) {
        if let Node::Text(text) = reader {
            let why = format!("what is sent depends on {}", shown(text));
            return self.add(name, Some(signal), Reach::Unknown(why));
        }
        match reader.at("exporter") {
            Some(Node::Map(exporters)) => {
                for (kind, options) in exporters {
                    let plain = kind.split('/').next().unwrap_or_default();
                    if kind_of(plain).starts_with("otlp") && !kind_of(plain).starts_with("otlpfile") {
                        self.add(name, Some(signal), pushed(options));
                    } else if !matches!(kind_of(plain).as_str(), "console" | "prometheus" | "otlpfile") {
                        let why = format!("its exporter `{}` is not known here", shown(kind));
                        self.add(name, Some(signal), Reach::Unknown(why));
                    }
                }
            }
            Some(Node::Text(text)) => {
                self.add(name, Some(signal), Reach::Unknown(format!("its exporter is in {}", shown(text))));
            }
            _ => {}
        }
    }

    /// Only what `service.extensions` lists is active.
    fn extensions(&mut self, config: &Node) {
        let defined = Section::of(config, "extensions");
        for name in variables_of(config.at("service.extensions")) {
            let why = format!("which are active is the default of ${{{}}}", shown(&name));
            self.add("service.extensions", None, Reach::Unknown(why));
        }
        for one in refs(config.at("service.extensions")) {
            let id = match one {
                Ref::Id(id) => id,
                Ref::Unknown(what) => {
                    self.add(
                        "service.extensions",
                        None,
                        Reach::Unknown(format!("an extension depends on {what}")),
                    );
                    continue;
                }
            };
            let kind = kind_of(&id);
            let is_quiet = ["auth", "encoding"].iter().any(|end| kind.ends_with(end));
            if is_quiet || QUIET.contains(&kind.as_str()) {
                continue;
            }
            let name = format!("extension {}", shown(&id));
            let reach = match (defined.get(&id), &defined.unknown) {
                (Some(options), _) => extension(&kind, options),
                (None, Some(why)) => vec![Reach::Unknown(why.clone())],
                (None, None) => vec![Reach::Unknown("it is not defined".to_owned())],
            };
            for reach in reach {
                self.add(&name, None, reach);
            }
        }
    }
}

/// Where an OTLP exporter of `service.telemetry` sends to. Without an endpoint the SDK asks its own variable.
fn pushed(options: &Node) -> Reach {
    let text = match field(options, "endpoint") {
        Field::Missing => unknown("OTEL_EXPORTER_OTLP_ENDPOINT"),
        Field::Texts(texts) => texts.concat(),
        Field::Unknown(name) => return Reach::Unknown(format!("it is in {name}")),
        Field::Odd => return Reach::Unknown("its endpoint is no text".to_owned()),
    };
    match Address::parse(&text) {
        Ok(address) => {
            let insecure = ["insecure", "tls.insecure"].map(|path| flag(options, path));
            let insecure = match insecure.into_iter().find(|flag| *flag != Flag::Missing) {
                None => Some(false),
                Some(Flag::Is(insecure)) => Some(insecure),
                Some(_) => None,
            };
            // A variable may bring a scheme with it.
            let is_known = address.scheme.is_none() && is_settled(&text);
            let plain_text = wire_of(&address).or_else(|| insecure.filter(|_| is_known));
            Reach::To { address, service: None, plain_text }
        }
        Err(fault) => Reach::Unknown(format!("its endpoint {fault}")),
    }
}

fn extension(kind: &str, options: &Node) -> Vec<Reach> {
    let Some((_, fields, default)) = DOORS.iter().find(|(door, ..)| *door == kind) else {
        return vec![Reach::Unknown(format!("extensions of kind `{}` are not known here", shown(kind)))];
    };
    if let Node::Text(text) = options {
        return vec![Reach::Unknown(format!("its options are in {}", shown(text)))];
    }
    let mut reached = Vec::new();
    for path in *fields {
        match field(options, path) {
            Field::Missing => {}
            Field::Texts(texts) => reached.extend(texts.iter().map(|text| at(path, text))),
            Field::Unknown(name) => reached.push(Reach::Unknown(format!("`{path}` depends on {name}"))),
            Field::Odd => reached.push(Reach::Unknown(format!("`{path}` is no text"))),
        }
    }
    match (reached.is_empty(), default) {
        (false, _) => {}
        (true, Some(default)) => reached.push(at("its default", default)),
        (true, None) => {
            reached.push(Reach::Unknown(format!("it has no `{}`", fields.join("` or `"))));
        }
    }
    reached.extend(proxies(options));
    reached
}

fn at(path: &str, text: &str) -> Reach {
    match Address::parse(text) {
        Ok(address) => Reach::To { plain_text: wire_of(&address), address, service: None },
        Err(fault) => Reach::Unknown(format!("`{path}` {fault}")),
    }
}
