//! The verdicts against a small walk over a list of edges, which shares nothing with the code that it checks.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::collectors;
use chalkstore::dataflow::flows::{Name, State, decide};
use chalkstore::dataflow::otel::Collector;
use chalkstore::dataflow::{Evidence, Expectations};

const SIGNALS: [&str; 4] = ["logs", "metrics", "traces", "profiles"];

/// Endpoints and what they are.
const ENDPOINTS: [(&str, &str); 8] = [
    ("ingest.meta.example:4317", "MetadataPlane"),
    ("a.b.meta.example:443", "MetadataPlane"),
    ("gateway.monitoring.svc.cluster.local:4317", "Cluster"),
    ("gateway:4317", "Cluster"),
    ("10.1.2.3:4317", "Private"),
    ("intake.datadoghq.eu:443", "Allowed"),
    ("vendor.example:443", "Outside"),
    ("203.0.113.9:4317", "Outside"),
];

/// What connectors give on, pair by pair.
const PAIRS: [(&str, &[(&str, &str)]); 5] = [
    ("forward", &[("logs", "logs"), ("metrics", "metrics"), ("traces", "traces"), ("profiles", "profiles")]),
    ("routing", &[("logs", "logs"), ("metrics", "metrics"), ("traces", "traces"), ("profiles", "profiles")]),
    ("count", &[("logs", "metrics"), ("metrics", "metrics"), ("traces", "metrics"), ("profiles", "metrics")]),
    ("spanmetrics", &[("traces", "metrics")]),
    ("exceptions", &[("traces", "metrics"), ("traces", "logs")]),
];

/// A signal; exporter, place and what arrives; whether something is not known.
type Walked = (String, BTreeSet<(String, String, String)>, bool);

#[derive(Clone, Debug)]
struct Exporter {
    kind: &'static str,
    endpoint: usize,
    /// Another for one signal, as `logs_endpoint`.
    own: Option<(usize, usize)>,
    /// 0: as it is; 1: `${env:X}`; 2: `${env:X:-…}`.
    written: u8,
}

#[derive(Clone, Debug)]
struct Pipeline {
    signal: usize,
    takes_in: bool,
    from: BTreeSet<usize>,
    to: BTreeSet<usize>,
    into: BTreeSet<usize>,
}

#[derive(Clone, Debug)]
struct Case {
    exporters: Vec<Exporter>,
    connectors: Vec<usize>,
    pipelines: Vec<Pipeline>,
    /// What the first of two files has wrong, and the second puts right.
    mended: BTreeSet<usize>,
    is_split: bool,
}

fn exporter() -> impl Strategy<Value = Exporter> {
    let kinds = ["otlp", "otlp_grpc", "otlphttp", "otlp_http", "debug", "nop", "prometheus"];
    let own = proptest::option::of((0..4_usize, 0..ENDPOINTS.len()));
    (
        proptest::sample::select(kinds.to_vec()),
        0..ENDPOINTS.len(),
        own,
        prop_oneof![5 => Just(0), 1 => Just(1), 2 => Just(2)],
    )
        .prop_map(|(kind, endpoint, own, written)| Exporter { kind, endpoint, own, written })
}

fn case() -> impl Strategy<Value = Case> {
    let some = |most: usize| proptest::collection::btree_set(0..most, 0..3);
    let pipeline = (0..4_usize, prop::bool::weighted(0.7), some(4), some(5), some(4))
        .prop_map(|(signal, takes_in, from, to, into)| Pipeline { signal, takes_in, from, to, into });
    (
        proptest::collection::vec(exporter(), 5),
        proptest::collection::vec(0..PAIRS.len(), 4),
        proptest::collection::vec(pipeline, 1..8),
        some(8),
        any::<bool>(),
    )
        .prop_map(|(exporters, connectors, pipelines, mended, is_split)| Case {
            exporters,
            connectors,
            pipelines,
            mended,
            is_split,
        })
}

impl Exporter {
    fn is_quiet(&self) -> bool {
        matches!(self.kind, "debug" | "nop" | "prometheus")
    }

    fn options(&self) -> String {
        if self.is_quiet() {
            return "{}".to_owned();
        }
        let is_http = self.kind.ends_with("http");
        let scheme = if is_http { "https://" } else { "" };
        let endpoint = format!("{scheme}{}", ENDPOINTS[self.endpoint].0);
        let endpoint = match self.written {
            1 => "${env:SOMEWHERE}".to_owned(),
            2 => format!("${{env:SOMEWHERE:-{endpoint}}}"),
            _ => endpoint,
        };
        let own = self.own.filter(|_| is_http).map_or_else(String::new, |(signal, endpoint)| {
            format!(", {}_endpoint: \"https://{}\"", SIGNALS[signal], ENDPOINTS[endpoint].0)
        });
        format!("{{endpoint: \"{endpoint}\"{own}}}")
    }

    /// What it is for a signal.
    fn place(&self, signal: usize) -> &'static str {
        match self.own {
            _ if self.is_quiet() => "Nowhere",
            Some((own, endpoint)) if own == signal && self.kind.ends_with("http") => ENDPOINTS[endpoint].1,
            _ if self.written == 1 => "Unresolved",
            _ => ENDPOINTS[self.endpoint].1,
        }
    }
}

impl Case {
    fn exporter_id(&self, index: usize) -> String {
        format!("{}/e{index}", self.exporters[index].kind)
    }

    fn connector_id(&self, index: usize) -> String {
        format!("{}/c{index}", PAIRS[self.connectors[index]].0)
    }

    fn pipeline_id(&self, index: usize) -> String {
        format!("{}/p{index}", SIGNALS[self.pipelines[index].signal])
    }

    fn exporters_of(&self, index: usize) -> String {
        let pipeline = &self.pipelines[index];
        let to = pipeline.to.iter().map(|one| self.exporter_id(*one));
        to.chain(pipeline.into.iter().map(|one| self.connector_id(*one))).collect::<Vec<_>>().join(", ")
    }

    fn files(&self) -> Vec<String> {
        let mut first = "receivers: {otlp: {protocols: {grpc: {}}}}\nexporters:\n  debug: {}\n".to_owned();
        // A section that is there and empty is null, and takes away what was there.
        let mut second = "exporters:\n  nop/second: {}\n".to_owned();
        for (index, exporter) in self.exporters.iter().enumerate() {
            let line = format!("  {}: {}\n", self.exporter_id(index), exporter.options());
            if self.is_split && self.mended.contains(&index) {
                second.push_str(&line);
            } else {
                first.push_str(&line);
            }
        }
        first.push_str("connectors:\n");
        for index in 0..self.connectors.len() {
            first.push_str(&format!("  {}: {{}}\n", self.connector_id(index)));
        }
        first.push_str("service:\n  pipelines:\n");
        for (index, pipeline) in self.pipelines.iter().enumerate() {
            let own = pipeline.takes_in.then(|| "otlp".to_owned());
            let from: Vec<String> =
                own.into_iter().chain(pipeline.from.iter().map(|one| self.connector_id(*one))).collect();
            let (name, exporters) = (self.pipeline_id(index), self.exporters_of(index));
            let is_mended = self.is_split && self.mended.contains(&index);
            let wrong = if is_mended { "debug" } else { &exporters };
            first.push_str(&format!(
                "    {name}: {{receivers: [{}], exporters: [{wrong}]}}\n",
                from.join(", ")
            ));
            if is_mended {
                if !second.contains("pipelines:") {
                    second.push_str("service:\n  pipelines:\n");
                }
                second.push_str(&format!("    {name}: {{exporters: [{exporters}]}}\n"));
            }
        }
        if self.is_split { vec![first, second] } else { vec![first] }
    }

    /// Edges between pipelines.
    fn edges(&self) -> Vec<(usize, usize)> {
        let mut edges = Vec::new();
        for (from, sender) in self.pipelines.iter().enumerate() {
            for connector in &sender.into {
                let after: Vec<usize> = (0..self.pipelines.len())
                    .filter(|to| self.pipelines[*to].from.contains(connector))
                    .collect();
                let fits = |to: &usize| {
                    let pair = (SIGNALS[sender.signal], SIGNALS[self.pipelines[*to].signal]);
                    PAIRS[self.connectors[*connector]].1.contains(&pair)
                };
                let fitting: Vec<usize> = after.iter().copied().filter(fits).collect();
                let chosen = if fitting.is_empty() { after } else { fitting };
                edges.extend(chosen.into_iter().map(|to| (from, to)));
            }
        }
        edges
    }

    /// What each signal comes to: exporter, place, what arrives; and whether something is not known.
    fn walked(&self) -> Vec<Walked> {
        let edges = self.edges();
        let mut all = Vec::new();
        for (signal, name) in SIGNALS.iter().enumerate() {
            let is_start = |index: &usize| {
                let pipeline = &self.pipelines[*index];
                pipeline.signal == signal && (pipeline.takes_in || pipeline.from.is_empty())
            };
            let mut reached: BTreeSet<usize> = (0..self.pipelines.len()).filter(is_start).collect();
            if reached.is_empty() {
                continue;
            }
            for _ in 0..self.pipelines.len() {
                for (from, to) in &edges {
                    if reached.contains(from) {
                        reached.insert(*to);
                    }
                }
            }
            let (mut found, mut is_open) = (BTreeSet::new(), false);
            for index in reached {
                let pipeline = &self.pipelines[index];
                for one in &pipeline.to {
                    let place = self.exporters[*one].place(pipeline.signal);
                    is_open |= place == "Unresolved";
                    found.insert((
                        self.exporter_id(*one),
                        place.to_owned(),
                        SIGNALS[pipeline.signal].to_owned(),
                    ));
                }
                let is_dead =
                    |connector: &usize| !self.pipelines.iter().any(|other| other.from.contains(connector));
                is_open |=
                    pipeline.into.iter().any(is_dead) || pipeline.to.is_empty() && pipeline.into.is_empty();
            }
            // Round in a circle, and out nowhere.
            is_open |= found.is_empty();
            all.push(((*name).to_owned(), found, is_open));
        }
        all
    }
}

impl Case {
    /// Whether a signal reaches the metadata plane: on where it arrives there; off where all that arrives anywhere ends in a
    /// place that was declared or can be compared with what was; not known in every other case.
    fn state(&self, signal: usize) -> State {
        let walked = self.walked();
        let arriving =
            walked.iter().flat_map(|(_, found, _)| found).filter(|(.., as_what)| as_what == SIGNALS[signal]);
        let places: Vec<&str> = arriving.clone().map(|(_, place, _)| place.as_str()).collect();
        if places.contains(&"MetadataPlane") {
            return State::On;
        }
        let is_open = walked.iter().any(|(name, _, is_open)| name == SIGNALS[signal] && *is_open);
        let ends = |place: &&str| matches!(*place, "Nowhere" | "Allowed" | "Outside");
        let depends = arriving.clone().any(|(id, place, _)| {
            let exporter =
                self.exporters.iter().enumerate().find(|(index, _)| self.exporter_id(*index) == *id);
            let Some((_, exporter)) = exporter else { return true };
            let is_own =
                exporter.own.is_some_and(|(own, _)| own == signal) && exporter.kind.ends_with("http");
            // An address cannot be compared with the names that were declared.
            let is_address = ENDPOINTS
                [exporter.own.filter(|_| is_own).map_or(exporter.endpoint, |(_, own)| own)]
            .0
            .starts_with("203");
            place != "Nowhere" && (exporter.written == 2 && !is_own || place == "Outside" && is_address)
        });
        if is_open || depends || !places.iter().all(ends) { State::Unknown } else { State::Off }
    }
}

fn told(collector: &Collector) -> Vec<Walked> {
    let word = |value: &dyn std::fmt::Debug| format!("{value:?}");
    let flow = |flow: &chalkstore::dataflow::otel::Flow| {
        let found = flow.destinations.iter().map(|to| {
            let arrives = to.arrives_as.map(|signal| word(&signal).to_lowercase()).unwrap_or_default();
            (to.exporter.clone(), word(&to.place), arrives)
        });
        (word(&flow.signal).to_lowercase(), found.collect(), !flow.unresolved.is_empty())
    };
    collector.flows.iter().map(flow).collect()
}

/// `PROPTEST_CASES`, where it is set; proptest reads it for its own default only.
fn cases() -> u32 {
    if std::env::var_os("PROPTEST_CASES").is_some() { ProptestConfig::default().cases } else { 500 }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn a_verdict_is_what_a_walk_finds(case in case()) {
        let files = case.files();
        let named: Vec<(String, &str)> =
            files.iter().enumerate().map(|(index, text)| (format!("{index}.yaml"), text.as_str())).collect();
        let named: Vec<(&str, &str)> = named.iter().map(|(name, text)| (name.as_str(), *text)).collect();
        let found = collectors(&named);
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(told(&found[0]), case.walked(), "{}", files.join("\n---\n"));
        // What keeps a collector from starting leaves everything open, and is no matter of the walk.
        if found[0].troubles.is_empty() {
            let evidence = Evidence { collectors: Some(found.clone()), ..Evidence::default() };
            let expected = Expectations {
                metadata_hosts: vec!["*.meta.example".to_owned()],
                allow_hosts: vec!["*.datadoghq.eu".to_owned()],
                ..Expectations::default()
            };
            let decided = decide(&evidence, &expected);
            for (signal, name) in [(0, Name::Logs), (1, Name::Metrics)] {
                let flow = decided.flow(name);
                prop_assert_eq!(flow.state, case.state(signal), "{:?}: {:?}\n{}", name, flow.reasons, files.join("\n---\n"));
                prop_assert!(!flow.name.customer_data());
            }
        }
        // A path begins where the signal enters and ends at the exporter, along edges.
        let edges = case.edges();
        let names: Vec<String> = (0..case.pipelines.len()).map(|index| case.pipeline_id(index)).collect();
        let index_of = |id: &String| names.iter().position(|name| name == id);
        for to in found[0].flows.iter().flat_map(|flow| &flow.destinations) {
            let path: Vec<usize> = to.through.iter().filter_map(index_of).collect();
            prop_assert_eq!(path.len(), to.through.len());
            prop_assert!(path.windows(2).all(|step| edges.contains(&(step[0], step[1]))), "{:?}", to);
            prop_assert!(path.last().is_some_and(|last| case.exporters_of(*last).contains(&to.exporter)));
        }
    }
}
