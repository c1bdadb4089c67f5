//! A file for every shape.

use super::{assert_said, collectors, places, said};
use chalkstore::dataflow::otel::{self, Origin, Place, Places};

macro_rules! file {
    ($name:literal) => {
        ($name, include_str!(concat!("files/", $name)))
    };
}

#[test]
fn a_file() {
    assert_said(
        &collectors(&[file!("plain.yaml")]),
        "
         # plain.yaml
         logs: otlp/metadata = ingest.meta.example:443 META tls via logs
         logs less: redaction/pii in logs
         metrics: debug = nowhere nowhere via metrics",
    );
}

#[test]
fn connectors_and_both_names_of_exporters() {
    assert_said(&collectors(&[file!("connectors.yaml")]), "
         # connectors.yaml
         logs: otlp_http/meta = logs.meta.example META tls via logs/in > logs/meta
         logs: otlp_grpc/own = otel-store.observability.svc.cluster.local:4317 cluster plain via logs/in > logs/own
         logs: prometheusremotewrite = prometheus.vendor.example outside tls via logs/in > metrics as metrics
         logs less: filter/health in logs/in
         logs less: attributes/hash in logs/meta
         traces: otlp_grpc/own = otel-store.observability.svc.cluster.local:4317 cluster plain via traces/in > traces/out
         traces: prometheusremotewrite = prometheus.vendor.example outside tls via traces/in > traces/out > metrics as metrics");
}

#[test]
fn several_files_of_one_collector() {
    assert_said(
        &collectors(&[file!("base.yaml"), file!("override.yaml")]),
        "
         # base.yaml + override.yaml
         logs: debug = nowhere nowhere via logs
         logs: otlp/meta = ingest.meta.example:4317 META tls via logs
         metrics: debug = nowhere nowhere via metrics
         traces: otlp = otel-gateway:4317 cluster plain unless OTLP_ENDPOINT via traces",
    );
}

#[test]
fn files_of_several_collectors() {
    assert_said(
        &collectors(&[file!("base.yaml"), file!("plain.yaml")]),
        "
         # base.yaml
         logs: debug = nowhere nowhere via logs
         metrics: otlp = otel-gateway:4317 cluster plain unless OTLP_ENDPOINT via metrics
         traces: otlp = otel-gateway:4317 cluster plain unless OTLP_ENDPOINT via traces
         # plain.yaml
         logs: otlp/metadata = ingest.meta.example:443 META tls via logs
         logs less: redaction/pii in logs
         metrics: debug = nowhere nowhere via metrics",
    );
}

#[test]
fn variables() {
    assert_said(
        &collectors(&[file!("variables.yaml")]),
        "
         # variables.yaml
         logs: otlp/unset = ${GATEWAY_HOST}:4317 unresolved tls via logs
         logs: otlp/default = otel-gateway.monitoring.svc:4317 cluster tls unless GATEWAY via logs
         logs: otlphttp/tenant = ${TENANT}.vendor.example outside tls via logs/partial
         logs: otlphttp/file = ${file:/etc/otel/endpoint} unresolved via logs/partial
         logs: otlphttp/token = otlp.vendor.example outside tls via logs/partial
         logs ? exporter `otlp/unset`: where it sends to depends on ${GATEWAY_HOST}
         logs ? exporter `otlphttp/file`: where it sends to depends on ${file:/etc/otel/endpoint}
         metrics: otlp/old = ${COLLECTOR}:4317 unresolved tls via metrics
         metrics: otlp/itself = ${MY_POD_IP}:4317 unresolved tls via metrics
         metrics: otlp/nested = inner.meta.example:4317 META tls unless OUTER+INNER via metrics
         metrics ? exporter `otlp/old`: where it sends to depends on ${COLLECTOR}
         metrics ? exporter `otlp/itself`: where it sends to depends on ${MY_POD_IP}
         traces: otlp/literal = not known unresolved via traces
         traces: otlp/section = not known unresolved via traces
         traces ? exporter `otlp/literal`: `endpoint` names no host
         traces ? exporter `otlp/section`: its options are not at hand: ${file:/etc/otel/exporter.yaml}
         profiles ? pipeline `profiles` has an exporter that depends on ${EXPORTERS}",
    );
}

#[test]
fn side_doors() {
    assert_said(
        &collectors(&[file!("doors.yaml")]),
        "
         # doors.yaml
         logs: debug = nowhere nowhere via logs
         door: service.telemetry.logs = ingest.meta.example META tls
         door: service.telemetry.metrics = otel-gateway:4317 cluster plain
         door: service.telemetry.traces = ${OTEL_EXPORTER_OTLP_ENDPOINT} unresolved
         door: extension opamp = opamp.meta.example META tls
         door: extension http_forwarder = proxy.vendor.example outside plain
         door: extension homemade = not known unresolved
         ! extension homemade: extensions of kind `homemade` are not known here",
    );
}

#[test]
fn config_maps() {
    assert_said(&collectors(&[file!("configmaps.yaml")]), "
         # configmaps.yaml: ConfigMap monitoring/otel-agent-agent, relay
         logs: otlp = otel-gateway:4317 cluster plain via logs
         # configmaps.yaml: ConfigMap monitoring/gateway-collector-1a2b3c4d, collector.yaml
         logs: datadog = http-intake.logs.datadoghq.eu allowed tls via logs
         metrics: datadog = api.datadoghq.eu allowed tls via metrics
         # configmaps.yaml: ConfigMap apps/homegrown, otelcol-config.yml
         logs: awscloudwatchlogs = CloudWatch Logs (logs.eu-west-1.amazonaws.com) outside tls via logs
         # configmaps.yaml: ConfigMap apps/broken, collector.yaml
         logs ? configmaps.yaml: ConfigMap apps/broken, collector.yaml cannot be read: line 3: it is no YAML: while parsing a flow mapping, did not find expected ',' or '}'
         metrics ? configmaps.yaml: ConfigMap apps/broken, collector.yaml cannot be read: line 3: it is no YAML: while parsing a flow mapping, did not find expected ',' or '}'
         traces ? configmaps.yaml: ConfigMap apps/broken, collector.yaml cannot be read: line 3: it is no YAML: while parsing a flow mapping, did not find expected ',' or '}'
         profiles ? configmaps.yaml: ConfigMap apps/broken, collector.yaml cannot be read: line 3: it is no YAML: while parsing a flow mapping, did not find expected ',' or '}'
         ! configmaps.yaml: ConfigMap apps/broken, collector.yaml cannot be read: line 3: it is no YAML: while parsing a flow mapping, did not find expected ',' or '}'");
    assert_said(
        &collectors(&[file!("configmap.json")]),
        "
         # configmap.json: ConfigMap monitoring/otel-gateway, relay
         metrics: kafka = b-1.msk.example:9094 outside tls via metrics
         metrics: kafka = b-2.msk.example:9094 outside tls via metrics",
    );
    assert_said(
        &collectors(&[file!("rendered.yaml")]),
        "
         # rendered.yaml: ConfigMap otel-statefulset, relay
         traces: load_balancing = otel-store.observability.svc cluster plain via traces",
    );
}

#[test]
fn helm_values() {
    assert_said(
        &collectors(&[file!("values.yaml")]),
        "
         # values.yaml
         logs: otlphttp/meta = ingest.meta.example META tls via logs
         metrics: debug = nowhere nowhere via metrics
         traces: otlphttp/templated = ${a Helm template} unresolved via traces
         traces ? exporter `otlphttp/templated`: where it sends to depends on ${a Helm template}
         door: service.telemetry.logs = own.vendor.example outside tls
         door: service.telemetry.metrics = otel-gateway.monitoring.svc:4318 cluster plain",
    );
    assert_said(
        &collectors(&[file!("umbrella.yaml")]),
        "
         # umbrella.yaml: gateway
         logs ? the configuration is in the ConfigMap `otel-by-hand`, which `configMap.existingName` names
         metrics ? the configuration is in the ConfigMap `otel-by-hand`, which `configMap.existingName` names
         traces ? the configuration is in the ConfigMap `otel-by-hand`, which `configMap.existingName` names
         profiles ? the configuration is in the ConfigMap `otel-by-hand`, which `configMap.existingName` names
         ! the configuration is in the ConfigMap `otel-by-hand`, which `configMap.existingName` names
         # umbrella.yaml: opentelemetry-collector
         logs: otlp = 10.20.0.7:4317 private tls via logs",
    );
}

#[test]
fn resources_of_the_operator() {
    assert_said(
        &collectors(&[file!("resources.yaml")]),
        "
         # resources.yaml: OpenTelemetryCollector monitoring/gateway
         logs: otlp/secret = ${SECRET_HOST} unresolved tls via logs
         logs ? exporter `otlp/secret`: where it sends to depends on ${SECRET_HOST}
         traces: awsxray = X-Ray (xray.us-east-1.amazonaws.com) outside tls via traces
         traces: otlp/node = ${status.podIP}:4317 cluster plain via traces
         # resources.yaml: OpenTelemetryCollector monitoring/old
         metrics: logging = nowhere nowhere via metrics
         metrics: otlp = ingest.meta.example:4317 META tls via metrics",
    );
}

#[test]
fn what_a_collector_would_refuse_is_not_quiet() {
    assert_said(&collectors(&[file!("wrong.yaml")]), "
         # wrong.yaml
         logs ? exporter `otlp/undefined` of pipeline `logs` is not defined
         logs ? no pipeline receives from connector `forward/nowhere`
         metrics: homemade = not known unresolved via metrics
         metrics: otlp/none = not known unresolved via metrics
         metrics: otlphttp/odd = not known unresolved via metrics
         metrics ? exporter `homemade`: exporters of kind `homemade` are not known here; it has the options api_key, target
         metrics ? exporter `otlp/none`: it has no `endpoint`
         metrics ? exporter `otlphttp/odd`: `endpoint` is no text
         traces: debug = nowhere nowhere via traces > traces/2
         profiles ? pipeline `profiles` has no exporters
         ! pipeline `events` is of no signal that is known here
         ! pipeline `profiles` has no exporters
         ! receiver `missing` of pipeline `metrics` is not defined
         ! the pipelines `traces`, `traces/2` form a circle: collectors refuse that");
}

#[test]
fn the_same_evidence_is_judged_by_other_declarations() {
    let found = collectors(&[file!("variables.yaml")]).remove(0);
    let other =
        Places { metadata: vec!["*.vendor.example".parse().expect("a pattern")], allowed: Vec::new() };
    let again = other.again(found.clone());
    let texts = [("variables.yaml", include_str!("files/variables.yaml"))];
    let documents: Vec<_> = texts.iter().flat_map(|(name, text)| otel::read(name, text)).flatten().collect();
    assert_eq!(vec![again.clone()], otel::collectors(&documents, &other));
    assert_eq!(places().again(again), found);
}

#[test]
fn a_file_says_what_it_is() {
    for (name, text, origins) in [
        ("plain.yaml", include_str!("files/plain.yaml"), vec![Origin::File]),
        ("configmap.json", include_str!("files/configmap.json"), vec![Origin::ConfigMap]),
        ("umbrella.yaml", include_str!("files/umbrella.yaml"), vec![Origin::HelmValues; 2]),
        ("resources.yaml", include_str!("files/resources.yaml"), vec![Origin::Resource; 2]),
    ] {
        let documents = otel::read(name, text).unwrap_or_else(|problem| panic!("{problem}"));
        assert_eq!(documents.iter().map(|document| document.origin).collect::<Vec<_>>(), origins, "{name}");
        assert!(!format!("{documents:?}").contains("hunter2"), "a document is shown without what it holds");
    }
}

#[test]
fn a_fault_is_told_with_its_line() {
    for (text, expected) in [
        ("exporters:\n  otlp:\n\tendpoint: a\n", "f.yaml, line 3: it is no YAML: tabs disallowed"),
        ("exporters: {}\nexporters: {}\n", "f.yaml, line 2: a key stands twice in the same map"),
        ("", "f.yaml: no configuration of an OpenTelemetry Collector is in it"),
        ("just text", "f.yaml: no configuration of an OpenTelemetry Collector is in it"),
        (
            "services: {web: {image: nginx}}",
            "f.yaml: no configuration of an OpenTelemetry Collector is in it",
        ),
        (
            "receivers: [{name: mail}]\nroute: {}",
            "f.yaml: no configuration of an OpenTelemetry Collector is in it",
        ),
        ("{\"exporters\": {\"otlp\": ", "f.yaml, line 1:"),
    ] {
        let told = otel::read("f.yaml", text).expect_err(text).to_string();
        assert!(told.starts_with(expected), "{text:?}: {told}");
    }
}

#[test]
fn a_part_without_its_whole_is_not_quiet() {
    for text in [
        "exporters: {debug: {}}",
        "service: {telemetry: {}}",
        "service: {pipelines: {}}\nexporters: {debug: }",
        "service: ${file:service.yaml}\nexporters: {debug: }",
        "service: {pipelines: \"${file:p.yaml}\"}",
    ] {
        let found = collectors(&[("part.yaml", text)]);
        assert_eq!(found[0].flows.len(), 4, "{text}");
        assert!(found[0].flows.iter().all(|flow| !flow.unresolved.is_empty()), "{:?}", said(&found[0]));
    }
    let text = "receivers: {otlp: }\nexporters: ${file:e.yaml}\nservice: {pipelines: {logs: {receivers: [otlp], exporters: [a]}}}";
    let found = collectors(&[("part.yaml", text)]);
    assert_eq!(said(&found[0]), ["logs ? exporter `a` is not at hand: `exporters` is in ${file:e.yaml}"]);
    assert!(found[0].flows.iter().all(|flow| flow.destinations.iter().all(|to| to.place != Place::Nowhere)));
}

#[test]
fn a_secret_and_the_parts_of_a_config_map() {
    // receivers: {otlp: }, exporters: {otlp: {endpoint: "a.meta.example:1"}}, a pipeline of logs.
    let encoded = "cmVjZWl2ZXJzOiB7b3RscDogfQpleHBvcnRlcnM6IHtvdGxwOiB7ZW5kcG9pbnQ6ICJhLm1ldGEuZXhhbXBsZToxIn19CnNlcnZpY2U6IHtwaXBlbGluZXM6IHtsb2dzOiB7cmVjZWl2ZXJzOiBbb3RscF0sIGV4cG9ydGVyczogW290bHBdfX19Cg==";
    let secret = format!(
        "apiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\ndata: {{relay: {encoded}, other: aHVudGVyMg==}}"
    );
    let map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata:\n  \
        a-part.yaml: 'exporters: {otlp: {endpoint: \"b.meta.example:1\"}}'\n  \
        b-base.yaml: 'receivers: {otlp: }\n\n    exporters: {otlp: {endpoint: \"local:1\"}}\n\n    service: {pipelines: {logs: {receivers: [otlp], exporters: [otlp]}}}'\n";
    assert_said(
        &collectors(&[("secret.yaml", &secret), ("map.yaml", map)]),
        "
         # secret.yaml: Secret s, relay
         logs: otlp = a.meta.example:1 META tls via logs
         # map.yaml: ConfigMap m, b-base.yaml
         logs: otlp = local:1 cluster tls via logs
         # map.yaml: ConfigMap m, b-base.yaml + map.yaml: ConfigMap m, a-part.yaml
         logs: otlp = b.meta.example:1 META tls via logs",
    );
    let other =
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata: {other.yaml: 'extensions: {a: 1}'}";
    // In a file of its own a part is given for something; beside others it may be anybody's.
    let found = collectors(&[("other.yaml", other)]);
    assert!(found[0].flows.iter().all(|flow| !flow.unresolved.is_empty()), "{found:?}");
    let beside = collectors(&[("both.yaml", &format!("{map}---\n{}", other.replace("name: m", "name: n")))]);
    assert!(beside.iter().all(|one| !one.name.contains("other.yaml")), "{beside:?}");
}

#[test]
fn there_may_be_more_than_a_resource_says() {
    let resource = "apiVersion: opentelemetry.io/v1beta1\nkind: OpenTelemetryCollector\nmetadata: {name: c}\nspec:\n  \
        args: {set: 'exporters.debug.verbosity=normal'}\n  config: {receivers: {otlp: }, exporters: {debug: }, service: {pipelines: {logs: {receivers: [otlp], exporters: [debug]}}}}";
    assert_said(
        &collectors(&[("c.yaml", resource)]),
        "
         # c.yaml: OpenTelemetryCollector c
         logs: debug = nowhere nowhere via logs
         logs ? `spec.args.set` gives the collector more than `spec.config`
         metrics ? `spec.args.set` gives the collector more than `spec.config`
         traces ? `spec.args.set` gives the collector more than `spec.config`
         profiles ? `spec.args.set` gives the collector more than `spec.config`
         ! `spec.args.set` gives the collector more than `spec.config`",
    );
    let values = "mode: deployment\npresets: {}\ncommand: {extraArgs: ['--config=/conf/more.yaml']}";
    assert_said(
        &collectors(&[("values.yaml", values)]),
        "
         # values.yaml
         logs: debug = nowhere nowhere via logs
         logs ? `command.extraArgs` gives the collector more than the values
         metrics: debug = nowhere nowhere via metrics
         metrics ? `command.extraArgs` gives the collector more than the values
         traces: debug = nowhere nowhere via traces
         traces ? `command.extraArgs` gives the collector more than the values
         profiles ? `command.extraArgs` gives the collector more than the values
         ! `command.extraArgs` gives the collector more than the values",
    );
}

#[test]
fn a_default_may_choose_the_exporters() {
    let text = "receivers: {otlp: }\nexporters: {debug: }\nconnectors: {forward: }\nservice:\n  pipelines:\n    \
        logs: {receivers: [otlp], exporters: '${env:EXPORTERS:-[forward]}'}\n    logs/2: {receivers: [forward], exporters: ['${env:ONE:-debug}']}\n    \
        traces: {receivers: [forward/unfed], exporters: [debug]}\nconnectors::forward/unfed: {}";
    assert_said(
        &collectors(&[("d.yaml", text)]),
        "
         # d.yaml
         logs: debug = nowhere nowhere unless EXPORTERS+ONE via logs > logs/2
         traces: debug = nowhere nowhere via traces",
    );
}

#[test]
fn a_default_may_be_a_section() {
    let text = "receivers: {otlp: }\nexporters: '${env:EXPORTERS:-debug:}'\nservice:\n  extensions: '${env:EXT:-[pprof]}'\n  pipelines:\n    \
        logs: {receivers: [otlp], exporters: [debug]}\nextensions: {pprof: }";
    assert_said(
        &collectors(&[("d.yaml", text)]),
        "
         # d.yaml
         logs: debug = nowhere nowhere via logs
         logs ? a section is the default of ${EXPORTERS}, and another if that is set
         metrics ? a section is the default of ${EXPORTERS}, and another if that is set
         traces ? a section is the default of ${EXPORTERS}, and another if that is set
         profiles ? a section is the default of ${EXPORTERS}, and another if that is set
         door: service.extensions = not known unresolved
         ! a section is the default of ${EXPORTERS}, and another if that is set
         ! service.extensions: which are active is the default of ${EXT}",
    );
}

#[test]
fn a_circle_without_an_exporter_is_not_quiet() {
    let text = "receivers: {otlp: }\nconnectors: {forward: }\nservice:\n  pipelines:\n    \
        logs: {receivers: [otlp, forward], exporters: [forward]}";
    assert_said(
        &collectors(&[("c.yaml", text)]),
        "
         # c.yaml
         logs ? its pipelines lead in a circle, and to no exporter
         ! the pipelines `logs` form a circle: collectors refuse that",
    );
}
