//! Which containers of a pod are collectors, and what they are given: what is not known leaves a flow open.

use super::given::{config_map, flows};
use chalkstore::dataflow::flows::State::{self, Off, On, Unknown};

/// Ends in the collector, unless something lies over it.
const QUIET: &str = "receivers: {otlp: {protocols: {grpc: {}}}}\nexporters: {otlp: {endpoint: '${env:GW}'}, debug: {}}\nservice: {pipelines: {logs: {receivers: [otlp], exporters: [debug]}, metrics: {receivers: [otlp], exporters: [debug]}}}\n";
/// What another program is configured with.
const OTHER: &str = "cookie_secure: true\n";
/// Sends metrics to the metadata plane.
const SETS: &str = "['--set=exporters.debug=null', '--set=service.pipelines.metrics.exporters=[otlp]', '--set=exporters.otlp.endpoint=ingest.meta.example:1']";

fn named(name: &str, values: &[(&str, &str)]) -> String {
    config_map(values).replace("name: otel", &format!("name: {name}"))
}

/// A pod whose containers may mount the ConfigMaps and Secrets that they name: `/otel`, `/own`, `/base`, `/pipes`.
fn pod(containers: &[String], before: &[String]) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: p, namespace: a}}\nspec:\n  volumes: [{{name: otel, configMap: {{name: otel}}}}, \
         {{name: own, configMap: {{name: own}}}}, {{name: base, configMap: {{name: base}}}}, \
         {{name: pipes, secret: {{secretName: pipes}}}}]\n  containers: [{}]\n  initContainers: [{}]\n",
        containers.join(", "),
        before.join(", ")
    )
}

fn container(image: &str, args: &str, mounts: &[&str]) -> String {
    let mounts: Vec<String> =
        mounts.iter().map(|name| format!("{{name: {name}, mountPath: /{name}}}")).collect();
    format!("{{name: c, image: '{image}', args: {args}, volumeMounts: [{}]}}", mounts.join(", "))
}

/// Logs and metrics by what stands in one file.
#[track_caller]
fn verdict(documents: &[&str], expected: [State; 2]) {
    let text = documents.join("---\n");
    let (found, said) = flows(&text);
    assert_eq!(found, expected, "{said}\n{text}");
}

/// What another program beside a collector is given tells nothing of the collector.
#[test]
fn a_collector_is_seen_beside_other_programs() {
    let map = named("otel", &[("relay.yaml", QUIET)]);
    let own = named("own", &[("p.cfg", OTHER)]);
    let other = container("registry.example/proxy:7", "['--config=/own/p.cfg']", &["own"]);
    for (args, expected) in [(SETS, [Unknown, On]), ("[]", [Unknown, Unknown])] {
        let collector = container("registry.example/agent:1", args, &["otel"]);
        for (containers, before) in [
            (vec![collector.clone()], vec![]),
            (vec![collector.clone(), other.clone()], vec![]),
            (vec![other.clone(), collector.clone()], vec![]),
            (vec![collector.clone()], vec![other.clone()]),
        ] {
            verdict(&[&map, &own, &pod(&containers, &before)], expected);
        }
    }
    // What reloads a collector's file is none, however the collector is known.
    let reloads = container("registry.example/reload:1", "['--watched-dir=/otel']", &["otel"]);
    for image in ["otel/opentelemetry-collector:1", "registry.example/agent:1"] {
        let collector = container(image, "['--config=/otel/relay.yaml']", &["otel"]);
        verdict(&[&map, &pod(&[collector, reloads.clone()], &[])], [Off, Off]);
    }
    // Whatever has a `--set` reloads nothing, and a collector of another file is nobody's reload.
    let sets = container("registry.example/agent:1", SETS, &["otel"]);
    let collector = container("registry.example/agent:1", "['--config=/otel/relay.yaml']", &["otel"]);
    verdict(&[&map, &pod(&[collector, sets], &[])], [Unknown, On]);
    let own = named("own", &[("relay.yaml", QUIET)]);
    let collector = container("registry.example/agent:1", "['--config=/own/relay.yaml']", &["own"]);
    let silent = container("registry.example/agent:1", "[]", &["otel"]);
    verdict(&[&map, &own, &pod(&[collector, silent], &[])], [Unknown, Unknown]);
    // A supervisor is given its own file, and mounts its collector's.
    let own = named("own", &[("p.cfg", OTHER)]);
    let supervisor = container("registry.example/supervisor:1", "['--config=/own/p.cfg']", &["own", "otel"]);
    verdict(&[&map, &own, &pod(&[supervisor], &[])], [Unknown, Unknown]);
}

/// A configuration may be split as its owner likes.
#[test]
fn parts_in_several_maps_are_put_together() {
    let map = named("otel", &[("relay.yaml", &QUIET.replace("'${env:GW}'", "'localhost:1'"))]);
    let base = named(
        "base",
        &[(
            "base.yaml",
            "receivers: {otlp: {protocols: {grpc: {}}}}\nexporters: {otlp: {endpoint: 'ingest.meta.example:1'}}\n",
        )],
    );
    let pipes = named(
        "pipes",
        &[("pipes.yaml", "service: {pipelines: {metrics: {receivers: [otlp], exporters: [otlp]}}}\n")],
    );
    let secret = pipes.replace("kind: ConfigMap", "kind: Secret").replace("\ndata:", "\nstringData:");
    let both = "['--config=/base/base.yaml', '--config=/pipes/pipes.yaml']";
    for image in ["registry.example/agent:1", "otel/opentelemetry-collector:1"] {
        let one = |args: &str| pod(&[container(image, args, &["base", "pipes"])], &[]);
        verdict(&[&map, &base, &one(both)], [Unknown, Unknown]);
        verdict(&[&map, &base, &secret, &one(both)], [Off, On]);
        verdict(&[&base, &secret, &one(both)], [Off, On]);
        let set = "['--config=/base/base.yaml', '--set=service.pipelines.metrics={receivers: [otlp], exporters: [otlp]}']";
        verdict(&[&map, &base, &one(set)], [Off, On]);
    }
    // Sections of those names in another program's file are no collector's: that one has all that it is given, and no `service`.
    let alone = pod(&[container("registry.example/agent:1", "['--config=/base/base.yaml']", &["base"])], &[]);
    verdict(&[&map, &base, &alone], [Off, Off]);
    // Given in a file of its own, it was given for something.
    let separate = super::collectors(&[("base.yaml", &base)]);
    assert!(super::said(&separate[0]).iter().any(|line| line.starts_with("logs ? ")), "{separate:?}");
}

/// What arguments speak of is neither a `--config` nor the program.
#[test]
fn words_of_arguments_are_taken_for_what_they_are() {
    let traces = "['--set=exporters.debug.verbosity=basic', '--set=service.pipelines.traces/own.receivers=[otlp]', '--set=service.pipelines.traces/own.exporters=[debug]']";
    let pod = |image: &str, args: &str| pod(&[container(image, args, &[])], &[]);
    verdict(&[&pod("quay.io/signalfx/splunk-otel-collector:0.1", traces)], [Unknown, Unknown]);
    let map = named("otel", &[("relay.yaml", QUIET)]);
    let inline = "--config=yaml:{receivers: {prometheus: {config: {scrape_configs: [{job_name: kube-proxy}]}}}, exporters: {otlp: {endpoint: \"ingest.meta.example:1\"}}, service: {pipelines: {metrics: {receivers: [prometheus], exporters: [otlp]}}}}";
    verdict(&[&map, &pod("registry.example/agent:1", &format!("['{inline}']"))], [Off, On]);
    verdict(&[&map, &pod("registry.example/agent:1", "['--config', '/etc/kube-proxy']")], [Unknown, Unknown]);
    for (image, args) in [
        ("registry.example/eks/kube-proxy:v1.33", "['--v=2', '--config=/var/lib/kube-proxy/config']"),
        ("registry.example/kube-proxy@sha256:0", "['--config=/var/lib/kube-proxy/config']"),
        ("registry.example/x:1", "['/usr/local/bin/kube-proxy', '--config=/var/lib/kube-proxy/config']"),
    ] {
        verdict(&[&map, &pod(image, args)], [Off, Off]);
    }
}
