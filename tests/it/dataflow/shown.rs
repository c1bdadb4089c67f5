//! What people see: the document's table with what is here, the picture, and nothing loud where all is well.

use super::{ECR, Files, METADATA, METADATA_HOST, SERVICE, eks, endpoints};
use crate::program::{Ran, chalkstore, on_terminal, run_with};

/// A collector that hands everything to the metadata plane.
const CONFIG: &str = "\
receivers: {otlp: {protocols: {grpc: {}}}}
processors: {batch: {}}
exporters:
  otlp_http: {endpoint: \"https://otel.metadata.example.com\"}
  debug: {}
service:
  pipelines:
    logs: {receivers: [otlp], processors: [batch], exporters: [otlp_http]}
    metrics: {receivers: [otlp], processors: [batch], exporters: [otlp_http]}
    traces: {receivers: [otlp], exporters: [debug]}
";

/// The arguments for a deployment in which all is well.
fn given(files: &Files) -> Vec<String> {
    let list = [&ECR[..], &[("vpce-q", "Interface", SERVICE, "available")]].concat();
    let (config, cluster, list) = (
        files.write("collector.yaml", CONFIG),
        files.write("cluster.json", eks(true, true, &[METADATA])),
        files.write("endpoints.json", endpoints(&list)),
    );
    let flags = [
        ("--otel-config", config.as_str()),
        ("--eks-json", &cluster),
        ("--vpc-endpoints", &list),
        ("--metadata-host", METADATA),
        ("--metadata-host", METADATA_HOST),
    ];
    let flags = flags.iter().flat_map(|(flag, value)| [(*flag).to_owned(), (*value).to_owned()]);
    std::iter::once("dataflow".to_owned()).chain(flags).collect()
}

fn healthy(output: &[&str]) -> Ran {
    let files = Files::new();
    let given = given(&files);
    let given: Vec<&str> = given.iter().map(String::as_str).collect();
    run_with(chalkstore(), &[&given[..], output].concat(), b"")
}

/// What cannot be broken, such as a service's name, may be wider than the screen.
#[test]
fn a_narrow_screen_is_wide_enough() {
    let files = Files::new();
    let given = given(&files);
    let mut arguments: Vec<&str> = given.iter().map(String::as_str).collect();
    arguments.extend(["--color", "never"]);
    let mut command = chalkstore();
    command.env("COLUMNS", "60");
    let ran = on_terminal(&command, &arguments, &[]);
    assert!(ran.stdout.contains("Flows between the planes"), "{ran:?}");
    let is_wide = |line: &&str| line.trim_end().chars().count() > 60 && !line.contains("vpce-svc");
    let wide: Vec<&str> = ran.stdout.lines().filter(is_wide).collect();
    assert!(wide.is_empty() && !ran.stdout.contains("\u{1b}["), "{wide:?} of {}", ran.stdout);
}

#[test]
fn a_healthy_deployment_is_green_and_quiet() {
    let ran = healthy(&["--output", "json"]);
    for number in 1..=13 {
        let code = format!("FLOW{number:03}");
        assert!(ran.statuses(&code).iter().all(|status| status == "pass"), "{code}: {}", ran.stdout);
    }
    assert_eq!((ran.code, ran.statuses("FLOW014").join(",")), (0, "skip".to_owned()));
    for name in ["logs", "metrics", "query_execution", "eks_api", "container_images"] {
        assert_eq!(super::state(&ran, name), "on", "{name}: {}", ran.stdout);
    }
    let ran = healthy(&[]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran:?}");
    for word in ["warn[", "fail[", "unknown[", "note["] {
        assert!(!ran.stdout.contains(word), "{}", ran.stdout);
    }
    for word in ["Flows between the planes", "here", "full connectivity", "Destinations", "what is lost"] {
        assert!(ran.stdout.contains(word), "{word}: {}", ran.stdout);
    }
    assert!(!ran.stdout.contains('\u{1b}'), "{}", ran.stdout);
}

/// Of several pipelines of one exporter, somebody has to know which one to take it out of.
#[test]
fn a_destination_names_the_pipeline_and_the_exporter() {
    let files = Files::new();
    let config = "\
receivers: {otlp: {protocols: {grpc: {}}}}
connectors: {spanmetrics: {}}
exporters: {otlp_http/chalk: {endpoint: \"https://otel.metadata.example.com\"}}
service:
  pipelines:
    traces/in: {receivers: [otlp], exporters: [spanmetrics]}
    metrics/spans: {receivers: [spanmetrics], exporters: [otlp_http/chalk]}
    metrics/prod: {receivers: [otlp], exporters: [otlp_http/chalk]}
";
    let config = files.write("collector.yaml", config);
    let arguments = ["dataflow", "--otel-config", &config, "--metadata-host", METADATA_HOST];
    let ran = run_with(chalkstore(), &arguments, b"");
    for way in ["metrics/prod → otlp_http/chalk", "traces/in → metrics/spans → otlp_http/chalk"] {
        assert!(ran.stdout.contains(way), "{way}: {}", ran.stdout);
    }
}

#[test]
fn the_planes_are_drawn() {
    let svg = healthy(&["--output", "svg"]).stdout;
    for word in ["metadata plane", "data plane chalk-prod", "Query execution: on", "Logs: on"] {
        assert!(svg.contains(word), "{word}: {svg}");
    }
    let mermaid = healthy(&["--output", "mermaid"]).stdout;
    assert!(mermaid.starts_with("flowchart LR") && mermaid.contains("Container images#58; on"), "{mermaid}");
    let metrics = healthy(&["--output", "openmetrics"]).stdout;
    assert!(
        metrics.contains("chalkstore_dataflow_on{")
            && metrics.contains("flow=\"query_execution\",subject=\"chalk-prod\"} 1"),
        "{metrics}"
    );
}

#[test]
fn data_is_what_was_promised() {
    let report = healthy(&["--output", "json"]).json();
    let flows = report["data"]["flows"].as_array().expect("a list");
    let order: Vec<&str> = flows.iter().map(|flow| flow["flow"].as_str().expect("a word")).collect();
    assert_eq!(order, ["logs", "metrics", "query_execution", "eks_api", "container_images"]);
    for (flow, (customer_data, required, can_be_disabled)) in flows.iter().zip([
        (false, false, true),
        (false, false, true),
        (true, false, true),
        (false, true, false),
        (false, true, false),
    ]) {
        assert_eq!(flow["customer_data"], customer_data, "{flow}");
        assert_eq!(flow["required"], required, "{flow}");
        assert_eq!(flow["can_be_disabled"], can_be_disabled, "{flow}");
        assert!(flow["destinations"].is_array(), "{flow}");
    }
}
