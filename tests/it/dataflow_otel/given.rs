//! What a collector is given, where it does not stand in one file: containers, releases, lists, and what lies beside it.

use super::{collectors, said};
use chalkstore::dataflow::flows::{Name, State, decide};
use chalkstore::dataflow::{Evidence, Expectations};

const CONFIG: &str = "receivers: {otlp: }\nexporters: {otlp: {endpoint: 'ingest.meta.example:1'}}\nservice: {pipelines: {logs: {receivers: [otlp], exporters: [otlp]}}}\n";

fn indented(text: &str, by: usize) -> String {
    text.lines().map(|line| format!("{}{line}\n", " ".repeat(by))).collect::<Vec<_>>().concat()
}

/// All that is said of all collectors of one file.
fn lines(text: &str) -> String {
    let found = collectors(&[("f.yaml", text)]);
    found
        .iter()
        .flat_map(|one| [vec![format!("# {}", one.name)], said(one)].concat())
        .collect::<Vec<_>>()
        .join("\n")
}

/// That something is said of it, and something else is not.
#[track_caller]
pub(super) fn tells(text: &str, words: &[&str], never: &[&str]) {
    let lines = lines(text);
    for word in words {
        assert!(lines.contains(word), "{word} is missing:\n{lines}");
    }
    for word in never {
        assert!(!lines.contains(word), "{word} is there:\n{lines}");
    }
}

pub(super) fn config_map(values: &[(&str, &str)]) -> String {
    let values = values
        .iter()
        .map(|(key, text)| format!("  {key}: |\n{}", indented(text, 4)))
        .collect::<Vec<_>>()
        .concat();
    format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: otel, namespace: a}}\ndata:\n{values}")
}

/// Logs and metrics by what stands in one file, and all that is said of it. `*.meta.example` is the metadata plane.
pub(super) fn flows(text: &str) -> ([State; 2], String) {
    let evidence = Evidence { collectors: Some(collectors(&[("f.yaml", text)])), ..Evidence::default() };
    let expected =
        Expectations { metadata_hosts: vec!["*.meta.example".to_owned()], ..Expectations::default() };
    let decided = decide(&evidence, &expected);
    ([Name::Logs, Name::Metrics].map(|name| decided.flow(name).state), lines(text))
}

const LOCAL: &str = "exporters: {otlp: {endpoint: 'localhost:1'}}\n";
pub(super) const META: &str = "logs: otlp = ingest.meta.example:1 META";

/// Nobody says that a collector is given what lies beside its configuration: it hides nothing of it.
#[test]
fn a_stray_value_overrides_nothing() {
    tells(
        &config_map(&[("relay", CONFIG), ("stray.yaml", LOCAL)]),
        &[META, "otlp = localhost:1 cluster"],
        &[],
    );
    tells(&config_map(&[("a.yaml", LOCAL), ("relay", CONFIG)]), &[META], &[]);
    tells(
        &config_map(&[("LOG_LEVEL", "debug"), ("relay", CONFIG), ("ENDPOINT", "localhost:1")]),
        &[META],
        &["localhost"],
    );
    // In which order parts are given is not known: either may win.
    let [receivers, service] =
        ["receivers: {otlp: }\n", "service: {pipelines: {logs: {receivers: [otlp], exporters: [otlp]}}}\n"];
    let meta = "exporters: {otlp: {endpoint: 'ingest.meta.example:1'}}\n";
    for parts in [[meta, LOCAL], [LOCAL, meta]] {
        let map = config_map(&[("a", receivers), ("b", parts[0]), ("c", parts[1]), ("d", service)]);
        tells(&map, &[META], &[]);
    }
}

fn deployment(args: &str, more: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: gateway, namespace: a}}\nspec:\n  template:\n    spec:\n      \
         volumes:\n      - {{name: c, configMap: {{name: otel, items: [{{key: relay, path: relay.yaml}}]}}}}\n      \
         - {{name: all, configMap: {{name: otel}}}}\n      \
         containers:\n      - name: otel\n        image: otel/opentelemetry-collector-k8s:1\n        args: {args}\n        \
         volumeMounts: [{{name: c, mountPath: /conf}}, {{name: all, mountPath: /conf/more/}}]\n{}",
        indented(more, 8)
    )
}

#[test]
fn a_container_says_what_it_is_given() {
    let map = config_map(&[("relay", CONFIG), ("stray.yaml", LOCAL)]);
    let both = |args: &str, more: &str| format!("{}---\n{map}", deployment(args, more));
    let name = "# f.yaml: Deployment a/gateway";
    // One value of the ConfigMap, and not what lies beside it.
    tells(&both("['--config=/conf/relay.yaml']", ""), &[name, META], &["localhost", "ConfigMap", "logs ?"]);
    // Two, in their order.
    let two = "['--config=/conf/relay.yaml', --config, /conf/more/stray.yaml]";
    tells(&both(two, ""), &["otlp = localhost:1 cluster"], &["META"]);
    // In the arguments themselves, and in variables.
    tells(
        &both(
            "['--config=/conf/relay.yaml', '--config=yaml:exporters::otlp::endpoint: a.meta.example:2']",
            "",
        ),
        &["a.meta.example:2 META"],
        &["ingest"],
    );
    tells(
        &both("['--set=exporters.otlp.endpoint=localhost:3', '--config=/conf/relay.yaml']", ""),
        &["otlp = localhost:3 cluster"],
        &["META"],
    );
    let env = format!("env:\n- name: OTEL_CONFIG\n  value: |\n{}", indented(CONFIG, 4));
    tells(&deployment("['--config=env:OTEL_CONFIG']", &env), &[name, META], &["logs ?"]);
    // What is not at hand leaves everything open.
    for (args, why) in [
        ("['--config=env:ELSEWHERE']", "its configuration is in ${ELSEWHERE}"),
        ("['--config=/etc/otel/x.yaml']", "the file /etc/otel/x.yaml"),
        ("['--config=/conf/relay.yaml', '--config=https://example.com/x']", "is fetched (https:…)"),
        ("['--config=/conf/relay.yaml', '--config=$(MORE)']", "depends on a variable"),
        ("['--config=/conf/relay.yaml', '--set']", "`--set` cannot be read"),
        ("['--feature-gates=x']", "that of its image"),
        ("['-c', 'exec otelcol --config $X']", "a shell's command"),
    ] {
        tells(&both(args, ""), &[name, "logs ? ", "metrics ? ", why], &[]);
    }
    tells(
        &deployment("['--config=/conf/relay.yaml']", ""),
        &[name, "`relay` of the ConfigMap `otel` was not given", "logs ? "],
        &[],
    );
    // A list holds the same.
    let listed = format!(
        "apiVersion: v1\nkind: List\nitems:\n-{}-{}",
        &indented(&deployment("['--config=/conf/relay.yaml']", ""), 2)[1..],
        &indented(&map, 2)[1..]
    );
    tells(&listed, &[name, META], &["localhost", "logs ?"]);
}

#[test]
fn other_programs_are_no_collectors() {
    let map = config_map(&[("relay", CONFIG)]);
    let own = map.replace("name: otel", "name: own").replace("exporters", "rules").replace("service", "x");
    let other = |args: &str, maps: &str| {
        let container = deployment(args, "").replace("otel/opentelemetry-collector-k8s:1", "nginx");
        format!(
            "{}---\n{map}---\n{maps}",
            container.replace("configMap: {name: otel", "configMap: {name: own")
        )
    };
    for text in [
        other("[run]", ""),
        other("['--config.file=/etc/x.yaml']", ""),
        other("[kube-proxy, '--config=/etc/x.yaml']", ""),
        // What it is given was given here, and is no collector's.
        other("['--config=/conf/relay.yaml']", &own.replace("receivers", "y")),
    ] {
        tells(&text, &[META, "# f.yaml: ConfigMap a/otel, relay"], &["Deployment"]);
    }
}

/// Images are called as their makers like.
#[test]
fn a_container_may_be_a_collector_whatever_its_image_is_called() {
    let own = |text: &str| text.replace("otel/opentelemetry-collector-k8s:1", "ecr.example/telemetry:1");
    let map = config_map(&[("relay", CONFIG)]);
    for args in [
        "['--config=https://conf.example/x.yaml']",
        "['--config=/conf/other.yaml']",
        "['--config=$(CFG)']",
        "[--config, 's3://x']",
        "['-c', '/collector --config=/x']",
        "[run]",
    ] {
        let text = own(&deployment(args, ""));
        let name = "Deployment a/gateway";
        tells(&format!("{text}---\n{map}"), &[&format!("# f.yaml: {name}"), "logs ? "], &[]);
        let rollout = text.replace("kind: Deployment", "kind: Rollout").replace("apps/v1", "argoproj.io/v1");
        tells(&format!("{rollout}---\n{map}"), &["# f.yaml: Rollout a/gateway", "logs ? "], &[]);
    }
    let secret = own(&deployment("['--config=/conf/relay.yaml']", ""))
        .replace("configMap: {name: otel", "secret: {secretName: otel");
    tells(&format!("{secret}---\n{map}"), &["`relay` of the Secret `otel` was not given"], &[]);
}

pub(super) const VALUES: &str = "mode: deployment\nconfig: {exporters: {otlp: {endpoint: 'ingest.meta.example:1'}}, service: {pipelines: {logs: {exporters: [otlp]}}}}\n";

fn flux(more: &str) -> String {
    format!(
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {{name: otel, namespace: a}}\nspec:\n  \
         chart: {{spec: {{chart: opentelemetry-collector}}}}\n{}",
        indented(more, 2)
    )
}

fn argo(spec: &str) -> String {
    format!(
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {{name: otel}}\nspec:\n{}",
        indented(spec, 2)
    )
}

#[test]
fn releases_are_read_wherever_they_stand() {
    let release = flux(&format!("values:\n{}", indented(VALUES, 2)));
    tells(&release, &["# f.yaml: HelmRelease a/otel", META], &["logs ?"]);
    let listed = format!("apiVersion: v1\nkind: List\nitems:\n-{}", &indented(&release, 2)[1..]);
    tells(&listed, &["# f.yaml: HelmRelease a/otel", META], &["logs ?"]);
    // The chart alone sends nothing; what other values change is not known.
    tells(&flux(""), &["logs: debug = nowhere"], &["logs ?"]);
    let unread = "`spec.valuesFrom` gives the chart more";
    tells(&flux("valuesFrom: [{kind: ConfigMap, name: x}]"), &["logs ? ", unread], &[]);
    tells(
        &flux(&format!("valuesFrom: [{{kind: Secret, name: x}}]\nvalues:\n{}", indented(VALUES, 2))),
        &[META, "logs ? ", unread],
        &[],
    );
}

#[test]
fn applications_are_read_with_all_their_sources() {
    let chart = "chart: opentelemetry-collector\nhelm:\n";
    let text = format!("{chart}  values: |\n{}", indented(VALUES, 4));
    let object = format!("{chart}  valuesObject:\n{}", indented(VALUES, 4));
    for source in [&text, &object] {
        tells(&argo(&format!("source:\n{}", indented(source, 2))), &[META], &["logs ?"]);
        let several = format!("sources:\n- {{repoURL: x, ref: values}}\n-{}", &indented(source, 2)[1..]);
        tells(&argo(&several), &[META], &["logs ?"]);
    }
    for (helm, why) in [
        ("parameters: [{name: config.exporters.otlp.endpoint, value: x}]", "`helm.parameters` change"),
        ("valueFiles: [$values/prod.yaml]", "`helm.valueFiles` gives the chart more"),
        ("fileParameters: [{name: config, path: x}]", "`helm.fileParameters` gives the chart more"),
        ("values: '{'", "`helm.values` cannot be read"),
    ] {
        tells(
            &argo(&format!("source:\n{}", indented(&format!("{chart}  {helm}"), 2))),
            &["logs ? ", why],
            &[],
        );
    }
    let harmless = format!("{chart}  parameters: [{{name: image.tag, value: '1'}}]");
    tells(&argo(&format!("source:\n{}", indented(&harmless, 2))), &["logs: debug = nowhere"], &["logs ?"]);
    tells(&argo("source: {path: charts/otel, helm: {valueFiles: [x.yaml]}}"), &["logs ? "], &[]);
}

#[test]
fn a_part_of_another_chart_needs_no_value_of_its_own() {
    tells(
        "opentelemetry-collector: {enabled: true}",
        &["# f.yaml: opentelemetry-collector", "logs: debug"],
        &[],
    );
    tells(
        &format!("global: {{}}\nopentelemetry-collector:\n{}", indented(VALUES, 2)),
        &["# f.yaml: opentelemetry-collector", META],
        &[],
    );
    let args = "mode: deployment\npresets: {}\ncommand: {extraArgs: '{{ .Values.args }}'}";
    tells(args, &["logs ? `command.extraArgs`"], &[]);
}

/// Who a collector is to others stands in what it was found in.
#[test]
fn a_collector_is_called_by_its_services() {
    let called = |name: &str, text: &str| -> Vec<(String, Option<String>)> {
        let found = collectors(&[(name, text)]);
        found.iter().map(|one| (one.services.join(" "), one.namespace.clone())).collect()
    };
    let of = |services: &str, namespace: Option<&str>| (services.to_owned(), namespace.map(str::to_owned));
    assert_eq!(
        called("x.yaml", include_str!("files/configmaps.yaml")),
        [
            of("otel-agent-agent otel-agent", Some("monitoring")),
            of("gateway-collector gateway-collector-headless", Some("monitoring")),
            of("homegrown", Some("apps")),
            of("broken", Some("apps")),
        ]
    );
    assert_eq!(
        called("x.yaml", include_str!("files/resources.yaml"))[0],
        of("gateway-collector gateway-collector-headless", Some("monitoring"))
    );
    assert_eq!(called("some/gateway.prod.yaml", CONFIG), [of("gateway", None)]);
    assert_eq!(called("x.yaml", &format!("fullnameOverride: gateway\n{VALUES}")), [of("gateway", None)]);
    let release = flux(&format!("values:\n{}", indented(VALUES, 2)));
    assert_eq!(called("x.yaml", &release), [of("otel otel-opentelemetry-collector", Some("a"))]);
}

/// From files to the verdict: only the collector that is addressed tells what becomes of what it is sent.
#[test]
fn a_hop_is_followed_by_its_name() {
    let to = |endpoint: &str| {
        CONFIG.replace("'ingest.meta.example:1'", &format!("'{endpoint}', tls: {{insecure: true}}"))
    };
    let logs = |files: &[(&str, &str)]| {
        let evidence = Evidence { collectors: Some(collectors(files)), ..Evidence::default() };
        let expected =
            Expectations { metadata_hosts: vec!["*.meta.example".to_owned()], ..Expectations::default() };
        decide(&evidence, &expected).flow(Name::Logs).state
    };
    let agent = to("gateway.otel.svc:4317");
    let (quiet, loud) = (to("vendor.example:1"), CONFIG);
    for (name, text, state) in [
        ("gateway.yaml", quiet.as_str(), State::Off),
        ("gateway.yaml", loud, State::On),
        ("store.yaml", &quiet, State::Unknown),
        ("store.yaml", loud, State::On),
    ] {
        assert_eq!(logs(&[("agent.yaml", &agent), (name, text)]), state, "{name}");
    }
    // A third one stands between.
    let between = to("store.otel.svc:4317");
    let chain = [("agent.yaml", agent.as_str()), ("gateway.yaml", &between)];
    assert_eq!(logs(&chain), State::Unknown);
    assert_eq!(logs(&[&chain[..], &[("store.yaml", &quiet)]].concat()), State::Off);
    assert_eq!(logs(&[&chain[..], &[("store.yaml", loud)]].concat()), State::On);
}
