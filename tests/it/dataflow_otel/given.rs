//! What a collector is given, where it does not stand in one file: containers, releases, lists, and what lies beside it.

use super::{collectors, said};

const CONFIG: &str = "receivers: {otlp: }\nexporters: {otlp: {endpoint: 'ingest.meta.example:1'}}\nservice: {pipelines: {logs: {receivers: [otlp], exporters: [otlp]}}}\n";

fn indented(text: &str, by: usize) -> String {
    text.lines().map(|line| format!("{}{line}\n", " ".repeat(by))).collect()
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
fn tells(text: &str, words: &[&str], never: &[&str]) {
    let lines = lines(text);
    for word in words {
        assert!(lines.contains(word), "{word} is missing:\n{lines}");
    }
    for word in never {
        assert!(!lines.contains(word), "{word} is there:\n{lines}");
    }
}

fn config_map(values: &[(&str, &str)]) -> String {
    let values: String =
        values.iter().map(|(key, text)| format!("  {key}: |\n{}", indented(text, 4))).collect();
    format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: otel, namespace: a}}\ndata:\n{values}")
}

const LOCAL: &str = "exporters: {otlp: {endpoint: 'localhost:1'}}\n";
const META: &str = "logs: otlp = ingest.meta.example:1 META";

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
    let other =
        deployment("['--config=/etc/x.yaml']", "").replace("otel/opentelemetry-collector-k8s:1", "nginx");
    let map = config_map(&[("relay", CONFIG)]);
    tells(&format!("{other}---\n{map}"), &[META, "# f.yaml: ConfigMap a/otel, relay"], &["Deployment"]);
}

const VALUES: &str = "mode: deployment\nconfig: {exporters: {otlp: {endpoint: 'ingest.meta.example:1'}}, service: {pipelines: {logs: {exporters: [otlp]}}}}\n";

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

/// Where it goes through is told beside where it goes to.
#[test]
fn a_proxy_is_on_the_way() {
    let with = |options: &str| {
        format!(
            "receivers: {{otlp: }}\nexporters: {{otlphttp: {{endpoint: 'https://vendor.example', {options}}}}}\nservice: {{pipelines: {{logs: {{receivers: [otlp], exporters: [otlphttp]}}}}}}"
        )
    };
    tells(
        &with("proxy_url: 'http://user:hunter2@proxy.meta.example:3128'"),
        &["otlphttp = proxy (proxy.meta.example:3128) META"],
        &["hunter2"],
    );
    tells(&with("proxy_url: '${env:P}'"), &["proxy (${P}) unresolved", "logs ? "], &[]);
    tells(&with("proxy_url: ''"), &["vendor.example outside"], &["proxy"]);
    let found = collectors(&[("f.yaml", &with("proxy_url: 'http://proxy.svc:1'"))]);
    let hands_on: Vec<bool> = found[0].flows[0].destinations.iter().map(|to| to.hands_on).collect();
    assert_eq!(hands_on, [false, true], "{:?}", said(&found[0]));

    let env = |env: &str| {
        format!("{VALUES}extraEnvs: [{env}]").replace("ingest.meta.example:1", "vendor.example:1")
    };
    let proxy = "{name: HTTPS_PROXY, value: 'http://proxy.meta.example:3128'}";
    tells(&env(proxy), &["logs: HTTPS_PROXY = proxy (proxy.meta.example:3128) META"], &[]);
    tells(
        &env(&format!("{proxy}, {{name: NO_PROXY, value: '.svc,vendor.example'}}")),
        &["vendor.example:1"],
        &["HTTPS_PROXY"],
    );
    tells(
        &env("{name: HTTPS_PROXY, valueFrom: {secretKeyRef: {name: x, key: y}}}"),
        &["proxy (${HTTPS_PROXY}) unresolved", "logs ? "],
        &[],
    );
}

/// A default decides nothing: whether its variable is set, no file tells.
#[test]
fn what_a_default_decides_is_told() {
    let with = |exporters: &str, pipelines: &str, service: &str| {
        format!(
            "receivers: {{otlp: }}\nconnectors: {{forward: }}\nexporters: {{debug: , {exporters}}}\nservice:\n{service}  pipelines: {{{pipelines}}}"
        )
    };
    // Another pipeline has the same exporter for sure: what the first may have instead stays open.
    tells(
        &with(
            "",
            "logs: {receivers: [otlp], exporters: [debug]}, logs/2: {receivers: [otlp], exporters: ['${env:E:-debug}']}",
            "",
        ),
        &["logs ? pipeline `logs/2` has exporters that are the default of ${E}"],
        &[],
    );
    // A pipeline that nothing leads to may be led to by what the variable names.
    for exporters in ["'${env:E:-[debug]}'", "['${env:E}']"] {
        let pipelines = format!(
            "traces: {{receivers: [otlp], exporters: {exporters}}}, metrics: {{receivers: [forward], exporters: [otlp]}}"
        );
        tells(
            &with("otlp: {endpoint: 'ingest.meta.example:1'}", &pipelines, ""),
            &["metrics: otlp = ingest.meta.example:1 META"],
            &[],
        );
    }
    tells(
        &with(
            "otlp: {endpoint: 'ingest.meta.example:1'}",
            "logs: {receivers: ['${env:R:-forward}'], exporters: [otlp]}",
            "",
        ),
        &[META],
        &[],
    );
    // No text of these could carry the variable's mark.
    tells(
        &with("", "logs: {receivers: [otlp], exporters: [debug]}", "  extensions: '${env:X:-[]}'\n"),
        &["logs ? ", "${X}"],
        &[],
    );
    tells(
        &with(
            "otlphttp: {endpoint: 'https://vendor.example', logs_endpoint: '${env:L:-null}'}",
            "logs: {receivers: [otlp], exporters: [otlphttp]}",
            "",
        ),
        &["logs ? "],
        &["vendor.example outside"],
    );
    // Encryption.
    for (options, wire) in [
        ("tls: {insecure: '${env:I:-false}'}", "outside via"),
        ("tls: {insecure: '${env:I}'}", "outside via"),
        ("tls: '${env:T:-null}'", "outside via"),
        ("tls: {insecure: true, ca_file: '${env:CA:-}'}", "outside via"),
        ("tls: {insecure: false}", "outside tls via"),
        ("tls: {insecure: true}", "outside plain via"),
    ] {
        let exporter = format!("otlp: {{endpoint: 'vendor.example:1', {options}}}");
        tells(&with(&exporter, "logs: {receivers: [otlp], exporters: [otlp]}", ""), &[wire], &[]);
    }
    let by_scheme = "otlphttp: {endpoint: '${env:S:-https}://vendor.example'}";
    tells(
        &with(by_scheme, "logs: {receivers: [otlp], exporters: [otlphttp]}", ""),
        &["outside unless S"],
        &["tls"],
    );
    // What the collector says of itself.
    let logs = "logs: {receivers: [otlp], exporters: [debug]}";
    let readers = "readers: [{periodic: {exporter: {otlp: {protocol: grpc, endpoint: 'https://ingest.meta.example'}}}}]";
    let telemetry = |metrics: &str| format!("  telemetry: {{metrics: {metrics}}}\n");
    tells(&with("", logs, &telemetry(&format!("{{level: none, {readers}}}"))), &["logs: debug"], &["door"]);
    tells(
        &with("", logs, &telemetry(&format!("{{level: '${{env:L:-none}}', {readers}}}"))),
        &["door: service.telemetry.metrics = ingest.meta.example META"],
        &[],
    );
    for metrics in [
        "'${env:M:-null}'",
        "{readers: '${env:R:-x}'}",
        "{readers: {a: b}}",
        "{readers: [{periodic: '${env:P}'}]}",
    ] {
        tells(
            &with("", logs, &telemetry(metrics)),
            &["door: service.telemetry.metrics = not known unresolved"],
            &[],
        );
    }
}
