//! Whose a place is that stands at a host of all of a cloud's customers, from a configuration to the verdict.

use super::{Files, METADATA_HOST, dataflow, state};

/// Logs by a configuration, with the metadata plane's hosts and networks declared.
fn logs(text: &str, arguments: &[&str]) -> String {
    let files = Files::new();
    let file = files.write("collector.yaml", text);
    let declared = ["--metadata-host", METADATA_HOST, "--metadata-host", "203.0.113.0/24"];
    let ran = dataflow(&[&["--otel-config", &file], &declared[..], arguments].concat());
    state(&ran, "logs")
}

/// A configuration whose logs leave by one exporter.
fn exporter(kind: &str, options: &str) -> String {
    format!(
        "receivers: {{otlp: {{protocols: {{grpc: {{}}}}}}}}\nexporters: {{{kind}: {options}}}\nextensions: {{sigv4auth: {{region: us-east-1}}}}\n\
         service: {{extensions: [sigv4auth], pipelines: {{logs: {{receivers: [otlp], exporters: [{kind}]}}}}}}\n"
    )
}

fn pod(env: &str, config: &str) -> String {
    let config = config.replace('\n', "\n          ");
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec:\n  containers:\n  - name: c\n    image: otel/opentelemetry-collector-contrib:1\n    \
         args: ['--config=env:CONFIG']\n    env:\n    - {{name: X, value: x}}\n    - name: CONFIG\n      value: |\n          {config}\n{env}"
    )
}

/// A container may be given the role that it signs with by variables.
#[test]
fn a_role_of_the_environment_counts() {
    let role = "    - {name: AWS_ROLE_ARN, value: 'arn:aws:iam::999999999999:role/telemetry'}\n";
    let secret = "    - {name: AWS_ROLE_ARN, valueFrom: {secretKeyRef: {name: s, key: k}}}\n";
    let key = "    - {name: AWS_ACCESS_KEY_ID, valueFrom: {secretKeyRef: {name: s, key: k}}}\n";
    let logs_of =
        |env: &str, kind: &str, options: &str, more: &[&str]| logs(&pod(env, &exporter(kind, options)), more);
    let plain = "{region: us-east-1, log_group_name: x, log_stream_name: y}";
    let signed =
        "{logs_endpoint: 'https://logs.us-east-1.amazonaws.com/v1/logs', auth: {authenticator: sigv4auth}}";
    for (kind, options) in [("awscloudwatchlogs", plain), ("otlp_http", signed)] {
        let of = |env: &str, more: &[&str]| logs_of(env, kind, options, more);
        assert_eq!(of("", &[]), "off", "{kind}");
        assert_eq!(of(role, &[]), "unknown", "{kind}");
        assert_eq!(of(role, &["--metadata-host", "999999999999"]), "on", "{kind}");
        assert_eq!(of(role, &["--allow-host", "999999999999"]), "off", "{kind}");
        assert_eq!(of(secret, &[]), "unknown", "{kind}");
        assert_eq!(of(key, &[]), "unknown", "{kind}");
    }
    // A role that the exporter names comes before that.
    let named = plain.replace('}', ", role_arn: 'arn:aws:iam::111111111111:role/x'}");
    for env in [role, key] {
        assert_eq!(logs_of(env, "awscloudwatchlogs", &named, &["--allow-host", "111111111111"]), "off");
    }
    // Who does not sign needs no role.
    assert_eq!(logs_of(role, "otlp_http", "{endpoint: 'https://vendor.example.net'}", &[]), "off");
}

/// At Google's hosts and at those of Azure Monitor are the metadata plane's projects as well as anybody's.
#[test]
fn hosts_of_other_clouds_say_nothing_of_whose_a_place_is() {
    let project = exporter("googlecloud", "{project: chalk-metadata-prod}");
    assert_eq!(logs(&project, &[]), "unknown");
    assert_eq!(logs(&project, &["--allow-host", "logging.googleapis.com"]), "unknown");
    assert_eq!(logs(&project, &["--metadata-host", "projects/chalk-metadata-prod"]), "on");
    assert_eq!(logs(&project, &["--allow-host", "projects/chalk-metadata-prod"]), "off");
    assert_eq!(logs(&project, &["--allow-host", "projects/chalk"]), "unknown");
    for (kind, options, host) in [
        ("googlecloud", "{}", "logging.googleapis.com"),
        ("googlecloudstorage", "{bucket: {name: x}}", "storage.googleapis.com"),
        ("otlp_http", "{endpoint: 'https://telemetry.googleapis.com'}", "telemetry.googleapis.com"),
        (
            "azuremonitor",
            "{connection_string: 'InstrumentationKey=0000;IngestionEndpoint=https://eastus-0.in.applicationinsights.azure.com/'}",
            "eastus-0.in.applicationinsights.azure.com",
        ),
        ("azuremonitor", "{connection_string: 'InstrumentationKey=0000'}", "dc.services.visualstudio.com"),
    ] {
        let config = exporter(kind, options);
        assert_eq!(logs(&config, &[]), "unknown", "{kind}");
        assert_eq!(logs(&config, &["--allow-host", host]), "off", "{kind}");
    }
}
