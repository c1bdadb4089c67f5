//! What is on the way, and what the default of a variable decides.

use super::given::{META, VALUES, tells};
use super::{collectors, said};

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
