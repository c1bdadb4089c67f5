//! Configurations of collectors are full of secrets: none comes out.

use super::{Files, METADATA_HOST, eks};
use crate::program::{chalkstore, run, run_with};
use crate::support::FORMATS;

const CANARY: &str = "c4n4ry";

/// Secrets wherever people put them.
fn config() -> String {
    format!(
        "receivers:\n  otlp: {{protocols: {{grpc: {{}}}}}}\n\
         exporters:\n  otlp_http/main:\n    endpoint: https://user:{CANARY}@otel.metadata.example.com/v1?api_key={CANARY}\n    \
         headers: {{Authorization: Bearer {CANARY}, x-api-key: {CANARY}}}\n  \
         datadog: {{api: {{site: datadoghq.com, key: {CANARY}}}}}\n  \
         otlp/env: {{endpoint: \"${{env:TARGET:-{CANARY}.example.net:4317}}\", headers: {{k: {CANARY}}}}}\n  \
         kafka: {{brokers: [\"b.example.net:9092\"], auth: {{sasl: {{username: u, password: {CANARY}}}}}}}\n\
         extensions:\n  opamp: {{server: {{ws: {{endpoint: \"wss://opamp.example.net/{CANARY}?token={CANARY}\"}}}}}}\n\
         service:\n  extensions: [opamp]\n  telemetry: {{metrics: {{readers: [{{periodic: {{exporter: {{otlp: \
         {{protocol: http/protobuf, endpoint: \"https://m.example.net?key={CANARY}\", headers: [{{name: k, value: {CANARY}}}]}}}}}}}}]}}}}\n  \
         pipelines:\n    logs: {{receivers: [otlp], exporters: [otlp_http/main, datadog]}}\n    \
         metrics: {{receivers: [otlp], exporters: [kafka]}}\n"
    )
}

#[test]
fn no_secret_comes_out() {
    let files = Files::new();
    let (config, cluster) = (
        files.write("collector.yaml", config()),
        files.write("cluster.json", eks(true, true, &["0.0.0.0/0"])),
    );
    let saved = files.path("saved.jsonl");
    let given =
        ["dataflow", "--otel-config", &config, "--eks-json", &cluster, "--metadata-host", METADATA_HOST];
    let mut seen_places = String::new();
    for format in FORMATS {
        let ran = run(&[&given[..], &["--output", format, "-v", "--save-evidence", &saved]].concat());
        assert!(ran.code <= 3 && ran.code != 2, "{format}: {ran:?}");
        let evidence = std::fs::read_to_string(&saved).expect("it was saved");
        for text in [&ran.stdout, &ran.stderr, &evidence] {
            assert!(!text.contains(CANARY), "{format}: {text}");
        }
        let again = run(&["dataflow", "--evidence", &saved, "--output", format, "-v"]);
        assert_eq!((ran.code, &ran.stdout), (again.code, &again.stdout), "{format}");
        seen_places += &ran.stdout;
    }
    assert!(seen_places.contains("otel.metadata.example.com"), "{seen_places}");
}

#[test]
fn a_file_that_is_wrong_is_not_quoted() {
    let files = Files::new();
    for content in [
        CANARY.to_owned(),
        format!("exporters: {{x: {CANARY}"),
        format!("a: &a [{CANARY}]\n\tb: {CANARY}"),
        format!("{{\"{CANARY}\": \"{CANARY}\""),
        format!("service: {CANARY}"),
    ] {
        let file = files.write("wrong", content);
        for flag in ["--otel-config", "--eks-json", "--vpc-endpoints"] {
            let ran = run_with(chalkstore(), &["dataflow", flag, &file], b"");
            assert!(!format!("{ran:?}").contains(CANARY), "{flag}: {ran:?}");
            assert_eq!(ran.code, 2, "{flag}: {ran:?}");
        }
    }
}
